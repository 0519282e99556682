import type { Article, Block, Section, Table, Text } from '../document/blocks';
import { type Html, html, trusted } from '../escape';
import { badge, inline } from './text';

/** A part of the document with its heading, which names the region. */
export function sectionOf({ id, title, blocks, newPage }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"${newPage && html` class="new-page"`}><h2 id="${id}-title">${title}</h2>
${blocks.map((block) => blockOf(block, 3))}</section>
`;
}

/** One block; `level` is that of the headings in it. */
export function blockOf(block: Block, level: 3 | 4): Html {
  switch (block.block) {
    case 'heading':
      return level === 3 ? html`<h3>${inline(block.text)}</h3>\n` : html`<h4>${inline(block.text)}</h4>\n`;
    case 'text':
      return html`<p${block.kind && html` class="${block.kind}"`}>${inline(block.text)}</p>\n`;
    case 'list':
      return listOf(block.items, block.numbered);
    case 'facts':
      return html`<dl class="facts">
${block.facts.map(([term, description]) => html`<div><dt>${term}</dt><dd>${inline(description)}</dd></div>\n`)}</dl>
`;
    case 'table':
      return tableOf(block);
    case 'code':
      return html`<pre${block.command && html` class="command"`} role="group" tabindex="0" aria-label="${block.label}"><code>${block.text}</code></pre>
`;
    case 'figure':
      return figureOf(block, level);
    case 'columns':
      return html`<div class="columns">${block.columns.map((column) => html`<div>${column.map((each) => blockOf(each, level))}</div>`)}</div>
`;
    case 'article':
      return articleOf(block);
  }
}

function listOf(items: Text[], numbered: true | undefined): Html {
  const lines = items.map((item) => html`<li>${inline(item)}</li>\n`);
  return numbered ? html`<ol>\n${lines}</ol>\n` : html`<ul>\n${lines}</ul>\n`;
}

/** A table that scrolls by itself (by keyboard too) where the page is too narrow. */
function tableOf({ caption, columns, groups, foot, narrow }: Table): Html {
  const cells = (row: Text[]) =>
    row.map((cell, index) => {
      const numeric = columns[index]?.numeric && html` class="num"`;
      return index === 0 ? html`<th scope="row"${numeric}>${inline(cell)}</th>` : html`<td${numeric}>${inline(cell)}</td>`;
    });
  return html`<div class="scroll${narrow && ' narrow'}${columns.length > 4 && ' wide'}" role="group" aria-label="${caption}" tabindex="0"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map(({ title, numeric }) => html`<th scope="col"${numeric && html` class="num"`}>${title}</th>`)}</tr></thead>
${groups.map(
  ({ title, rows }) => html`<tbody>
${title !== undefined && html`<tr class="area"><th scope="rowgroup" colspan="${columns.length}">${inline(title)}</th></tr>\n`}${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>
`,
)}${foot && html`<tfoot><tr>${cells(foot)}</tr></tfoot>\n`}</table></div>
`;
}

function figureOf({ svg, label, kind, below }: Extract<Block, { block: 'figure' }>, level: 3 | 4): Html {
  const drawing =
    kind === 'chart'
      ? html`<div class="scroll" role="group" aria-label="Chart: ${label}" tabindex="0">${trusted(svg)}</div>`
      : trusted(svg);
  return html`<figure class="${kind}">${drawing}
<figcaption>${below.map((block) => blockOf(block, level))}</figcaption></figure>
`;
}

function articleOf({ id, kind, title, verdict, blocks }: Article): Html {
  return html`<article class="${kind}" id="${id}" aria-labelledby="${id}-title">
<header><h3 id="${id}-title">${inline(title)}</h3>${badge(verdict)}</header>
${blocks.map((block) => blockOf(block, 4))}</article>
`;
}
