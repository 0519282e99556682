import { createHash } from 'node:crypto';
import { CHART_STYLE } from './style-chart';
import { PRINT_STYLE } from './style-print';

const SCREEN_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f7; --paper: #ffffff; --raised: #f4f6f7; --ink: #1c2630; --quiet: #56616b; --line: #d5dbe0; --strong: #87929c;
  --link: #0a5ea6; --focus: #0a5ea6;
  --pass: #1a6b35; --pass-ground: #e7f4ea; --fail: #b3261e; --fail-ground: #fdecea; --error: #7b2d8b; --error-ground: #f6eaf8;
  --inconclusive: #7a5300; --inconclusive-ground: #fbf1dc; --attested: #0a5ea6; --attested-ground: #e6f0f9;
  --other: #56616b; --other-ground: #eef1f3;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #12161a; --paper: #1a2026; --raised: #232a31; --ink: #e6eaee; --quiet: #a7b2bc; --line: #39434d; --strong: #6f7c88;
    --link: #86bff3; --focus: #86bff3;
    --pass: #84d69d; --pass-ground: #16301f; --fail: #ff9f96; --fail-ground: #3d1c19; --error: #dfaeec; --error-ground: #35213c;
    --inconclusive: #ebc97f; --inconclusive-ground: #352b12; --attested: #93c6f3; --attested-ground: #152c41;
    --other: #a7b2bc; --other-ground: #262d34;
  }
}
* { box-sizing: border-box; }
html { font-size: 93.75%; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
header.page, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 2rem; background: var(--paper); }
header.page { display: flex; gap: 1rem; align-items: baseline; padding-top: 1.75rem; color: var(--quiet); font-size: .8667rem; }
header.page p { margin: 0; }
header.page .when { white-space: nowrap; }
header.page .what { white-space: nowrap; color: var(--ink); font-weight: 650; }
header.page .when { margin-left: auto; text-align: right; }
main { padding-top: 1.5rem; padding-bottom: 3rem; }
footer { padding-top: 1rem; padding-bottom: 2.5rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .8667rem; }
h1, h2, h3, h4, p, ul, ol, dl, figure, pre { margin: 0; }
h2 { font-size: 1.4rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; margin: 3rem 0 .9rem; }
h3 { font-size: 1.0667rem; line-height: 1.35; font-weight: 650; margin: 0 0 .5rem; }
h4 { font-size: .9333rem; font-weight: 650; margin: 1.5rem 0 .25rem; }
section > h3 { margin-top: 1.75rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
:target { scroll-margin-top: 1rem; }
article:target { outline: 2px solid var(--focus); outline-offset: .6rem; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
code, td, th, dd, li, p { overflow-wrap: anywhere; unicode-bidi: isolate; }
.quiet, .lead, .more { color: var(--quiet); }
.lead { margin-bottom: .75rem; max-width: 52rem; }
p + p { margin-top: .5rem; }
.columns + p { margin-top: .75rem; }
.more { font-size: .9333rem; }
p.more { margin-top: .4rem; }
.below { display: block; color: var(--quiet); font-weight: 400; }
.blank { display: inline-block; padding: 0 .5em; border: 1px dashed var(--strong); color: var(--quiet); font-size: .9333rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--paper); }
.skip:focus { top: 1rem; }

.statement { padding: 1.5rem 1.75rem; border-left: 6px solid var(--tone); background: var(--tone-ground); }
.statement.conformant { --tone: var(--pass); --tone-ground: var(--pass-ground); }
.statement.non-conformant { --tone: var(--fail); --tone-ground: var(--fail-ground); }
.statement.incomplete { --tone: var(--inconclusive); --tone-ground: var(--inconclusive-ground); }
.statement h1 { display: flex; flex-wrap: wrap; align-items: center; gap: .25em; font-size: 2.75rem; line-height: 1.1; font-weight: 700; letter-spacing: -.025em; color: var(--tone); }
.statement .word { display: inline-block; }
.statement .word::first-letter { text-transform: uppercase; }
.statement .partial { font-size: 1rem; letter-spacing: 0; font-weight: 650; padding: .2em .7em; border: 1.5px solid currentColor; border-radius: 1em; }
.statement .says { margin-top: .75rem; font-size: 1.1333rem; line-height: 1.45; max-width: 46rem; }
.statement .standing { list-style: none; margin-top: 1rem; padding: 0; }
.statement .standing li + li { margin-top: .2rem; }
.statement .bar { margin: .9rem 0 0; max-width: 46rem; }
.statement .scope { margin-top: 1rem; font-size: .8667rem; max-width: 46rem; }

.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.5rem 3rem; }
.facts > div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 1rem; padding: .3rem 0; border-top: 1px solid var(--line); }
.facts > div:last-child { border-bottom: 1px solid var(--line); }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.names { display: block; }
.below code { line-height: 1.4; }

.scroll { position: relative; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; text-align: left; font-size: .95rem; line-height: 1.4; }
th, td { padding: .4rem 1rem .4rem 0; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th { overflow-wrap: break-word; color: var(--quiet); font-size: .9rem; border-bottom-color: var(--strong); vertical-align: bottom; }
tfoot th, tfoot td { border-bottom: 0; border-top: 1px solid var(--strong); }
th, td { min-width: 5em; }
.wide th, .wide td { min-width: 6.4em; }
.wide .tally { white-space: nowrap; }
#choices th[scope=row], #differing-choices th[scope=row] { min-width: 12em; }
#matrix th[scope=row], #not-assessed th[scope=row] { min-width: 14em; }
.requirement th, .requirement td { min-width: 7em; }
.num { text-align: right; }
tr.area th { padding-top: 1.5rem; font-weight: 650; border-bottom-color: var(--strong); }
tr.area .quiet { font-weight: 400; }
.word { white-space: nowrap; }
.narrow { max-width: 44rem; }
.label { display: inline-block; padding: 0 .5em; border-radius: 1em; font-size: .8667rem; background: var(--tone-ground); color: var(--tone); }
.label { margin: .1rem 0; }

.verdict { display: inline-block; padding: .05em .6em .05em .45em; border-radius: 1em; white-space: nowrap; font-weight: 600; font-size: .8667rem; color: var(--tone); background: var(--tone-ground); }
.verdict .sign { display: inline-block; min-width: 1em; text-align: center; font-weight: 700; }
.tally { color: var(--tone); display: inline-block; margin-right: .5em; font-weight: 600; }
.pass { --tone: var(--pass); --tone-ground: var(--pass-ground); }
.fail { --tone: var(--fail); --tone-ground: var(--fail-ground); }
.error { --tone: var(--error); --tone-ground: var(--error-ground); }
.inconclusive { --tone: var(--inconclusive); --tone-ground: var(--inconclusive-ground); }
.attested { --tone: var(--attested); --tone-ground: var(--attested-ground); }
.not-assessed, .not-applicable, .plain { --tone: var(--other); --tone-ground: var(--other-ground); }
.bar svg { display: block; width: 100%; height: auto; margin: .4rem 0 .2rem; }
.bar rect.bar { fill: var(--tone); }
.bar-ground { fill: var(--other-ground); }
.bar-sign { fill: var(--paper); font-weight: 700; }

nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; margin-top: 3rem; padding: .8rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.failure { padding: 1.5rem 0 2.5rem; border-top: 3px solid var(--fail); }
.failure h3 { font-size: 1.2rem; }
.failure header { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; }
.must { max-width: 46rem; margin-bottom: .9rem; }
.failure .scroll { margin-top: 1.25rem; }
.narrow .num b, .narrow .num .tally { font-size: 1.0667rem; font-weight: 600; margin-right: 0; }
pre { padding: .8rem 1rem; background: var(--raised); border-left: 3px solid var(--line); overflow: auto; max-height: 28rem; line-height: 1.45; margin-top: .4rem; }
pre code { font-size: 1em; }
pre.command { white-space: pre-wrap; overflow-wrap: anywhere; }
.requirement { padding: 1.25rem 0 1.75rem; border-top: 1px solid var(--strong); }
.requirement header { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; }
.requirement .scroll { margin-top: 1rem; }
.requirement h3 .quiet { font-weight: 400; }

@media screen and (max-width: 48rem) {
  header.page, main, footer { padding-left: 1rem; padding-right: 1rem; }
  header.page { display: block; }
  header.page .when { text-align: left; }
  .statement { padding: 1.1rem 1.1rem 1.1rem 1rem; }
  .statement h1 { font-size: 2rem; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .facts > div { grid-template-columns: 7rem minmax(0, 1fr); }
  .scroll table { min-width: 34rem; }
  .narrow table { min-width: 0; }
  .wide table { min-width: 46rem; }
}
`;

/** The one style sheet of a report, screen and paper. */
export const STYLE = SCREEN_STYLE + CHART_STYLE + PRINT_STYLE;

/** Source expression of the style sheet for a Content-Security-Policy. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE, 'utf8').digest('base64')}`;
