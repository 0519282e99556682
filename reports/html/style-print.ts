/** A4: nothing scrolls, nothing is cut, rows and charts stay whole, a failure begins a page. */
export const PRINT_STYLE = `
@page {
  size: A4; margin: 16mm 15mm 18mm;
  @bottom-left { content: "Conformance report"; font: 8pt system-ui, sans-serif; color: #56616b; }
  @bottom-right { content: counter(page) " of " counter(pages); font: 8pt system-ui, sans-serif; color: #56616b; }
}
@media print {
  html { font-size: 9.5pt; }
  body { background: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header.page, main, footer { max-width: none; padding: 0; }
  .skip, nav { display: none; }
  .scroll { overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; max-height: none; overflow: visible; }
  .chart svg { min-width: 0; }
  h2, h3, h4, .lead, thead, tr.area { break-after: avoid; }
  thead + tbody > tr:first-child { break-before: avoid; }
  tr, figure.chart > .scroll, .facts > div, .statement, pre.command { break-inside: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  h2 { margin-top: 8mm; font-size: 14pt; }
  table, .facts, figcaption { font-size: 8.5pt; }
  thead th { font-size: 8pt; }
  .wide th, .wide td { min-width: 4em; }
  .wide .tally { white-space: normal; }
  th, td { padding-top: 1.2mm; padding-bottom: 1.2mm; padding-right: 3mm; }
  .facts > div { grid-template-columns: 27mm minmax(0, 1fr); gap: 3mm; padding: 1mm 0; }
  main { padding: 4mm 0 0; }
  .statement { padding: 5mm 6mm; }
  .statement .says { font-size: 11pt; }
  .statement h1 { font-size: 26pt; }
  .columns { gap: 4mm 8mm; }
  .new-page, .failure + .failure { break-before: page; }
  .requirement { break-inside: avoid-page; }
  a { color: inherit; text-decoration: none; }
  article:target { outline: none; }
}
`;
