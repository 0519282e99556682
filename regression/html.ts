import { createHash } from 'node:crypto';
import { clip, type Html, html, trusted } from '../reports/escape';
import { decimal, isoInstant, withUnit } from '../reports/format';
import { STYLE } from '../reports/html/style';
import type { Verdict } from '../suites/verdict-types';
import { type Change, type Drift, isRegression } from './change';
import type { Comparison } from './compare';
import { type Grid, type GridRow, labelOf } from './grid';
import type { RunDigest } from './run-digest';
import { MARKS, MISSING_MARK, percent } from './text';

const OWN_STYLE = `
.kind { white-space: nowrap; font-weight: 600; }
.worse .kind { color: var(--fail); }
.grid table { width: auto; }
.grid th[scope=col], .grid .mark { min-width: 2.2em; }
.grid td:last-child, .grid th:last-child { padding-left: .6rem; }
.grid .mark, .grid th[scope=col]:not(:first-child):not(:last-child) { padding-left: .2rem; padding-right: .2rem; text-align: center; }
.grid .first { outline: 2px solid var(--fail); outline-offset: -2px; }
.grid .verdict { padding: .05em .45em; }
`;
const STYLES = `${STYLE}${OWN_STYLE}`;
const STYLES_HASH = `sha256-${createHash('sha256').update(STYLES).digest('base64')}`;
const POLICY = `default-src 'none'; style-src '${STYLES_HASH}'; base-uri 'none'; form-action 'none'`;

/** Builds beside a base as one self-contained page without scripts. */
export function comparisonHtml(grid: Grid): string {
  const { base, builds, comparisons, regression } = grid;
  const title = regression ? 'Regression' : 'No regression';
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: ${clip(builds.at(-1)?.meter.firmware ?? '', 80)} against ${clip(base.meter.firmware, 80)}</title>
<style>${trusted(STYLES)}</style>
</head>
<body>
<header class="page"><p class="what">Comparison of runs</p><p>Twin-element electricity meter, export on the secondary element (DP184)</p></header>
<main>
<section class="statement ${regression ? 'non-conformant' : 'conformant'}"><h1>${title}</h1><p class="text">${summary(grid)}</p></section>
${runsPart(grid)}${gridPart(grid)}${sincePart(grid)}${comparisonPart(comparisons.at(-1)!, builds.length > 1)}</main>
<footer><p>Requirements are matched by their id and scenarios by their content. A requirement that is exercised less is a regression.</p></footer>
</body>
</html>
`.text;
}

function summary({ builds, comparisons, base }: Grid): string {
  const bad = comparisons.filter(({ regression }) => regression).length;
  const worse = comparisons.at(-1)?.changes.filter(isRegression).length ?? 0;
  if (builds.length > 1) return `${bad} of ${builds.length} builds are worse than ${base.run}.`;
  return `${worse} regression${worse === 1 ? '' : 's'} against ${base.run}.`;
}

const runsPart = ({ base, builds }: Grid) => html`<section><h2>Runs</h2>${table(
  ['build', 'meter', 'run', 'statement', 'tool, catalogue'],
  [base, ...builds].map((run, i) => runRow(run, i === 0 ? 'base' : String(i))),
)}</section>
`;

const runRow = ({ meter, run, startedAt, statement, tool, catalogue }: RunDigest, number: string) =>
  html`<tr><th scope="row">${number}: ${clip(meter.firmware, 80)}</th><td>${clip(`${meter.manufacturer} ${meter.model}`, 120)}</td><td>${clip(run, 120)}<br><span class="quiet">${isoInstant(startedAt)}</span></td><td>${statement.verdict}</td><td>${clip(tool, 80)}<br><span class="quiet">${clip(catalogue.version, 40)}</span></td></tr>
`;

function gridPart(grid: Grid): Html | undefined {
  const { rows, builds } = grid;
  if (builds.length < 2 || rows.length === 0) return undefined;
  const numbers = ['base', ...builds.map((_, i) => String(i + 1))];
  return html`<section><h2>Requirements that differ</h2><p class="lead">A frame marks the first build that is worse than the base.</p><div class="grid">${table(
    ['requirement', ...numbers, 'first bad build'],
    rows.map((row) => gridRow(row, grid)),
  )}</div></section>
`;
}

const gridRow = ({ requirement, verdicts, firstBad, mended }: GridRow, grid: Grid) =>
  html`<tr><th scope="row">${clip(requirement, 120)}</th>${verdicts.map((verdict, i) => html`<td class="mark${firstBad !== undefined && i === firstBad + 1 && ' first'}">${mark(verdict)}</td>`)}<td>${firstBad !== undefined && clip(labelOf(grid, firstBad), 80)}${mended && '; mended since'}</td></tr>
`;

/** In a history of builds the circumstances are read from each to the next. */
function sincePart(grid: Grid): Html | undefined {
  if (grid.builds.length < 2 || grid.since.every((circumstances) => circumstances.length === 0)) return undefined;
  return html`<section><h2>Made under other circumstances than the run before</h2>${table(
    ['build', 'what', 'difference'],
    grid.since.flatMap((circumstances, i) =>
      circumstances.map(
        ({ kind, says }) =>
          html`<tr><th scope="row">${clip(labelOf(grid, i), 80)}</th><td class="kind">${kind}</td><td>${clip(says)}</td></tr>`,
      ),
    ),
  )}</section>
`;
}

function mark(verdict: Verdict | undefined): Html {
  const [sign, name] = verdict ? [MARKS[verdict], verdict] : [MISSING_MARK, 'not there'];
  return html`<span class="verdict ${verdict ?? 'not-assessed'}" title="${name}"><span aria-hidden="true">${sign}</span><span class="unseen">${name}</span></span>`;
}

function comparisonPart({ circumstances, changes, drifts }: Comparison, isLast: boolean): Html {
  const worse = changes.filter(isRegression);
  const others = changes.filter((change) => !isRegression(change));
  const none = circumstances.length + changes.length + drifts.length === 0;
  return html`<section><h2>${isLast ? 'The last build' : 'The build'} against the base</h2>
${none && html`<p>Nothing differs.</p>`}
${
  circumstances.length > 0 &&
  html`<h3>Made under other circumstances</h3>${table(
    ['what', 'difference'],
    circumstances.map(({ kind, says }) => html`<tr><th scope="row" class="kind">${kind}</th><td>${clip(says)}</td></tr>`),
  )}`
}
${worse.length > 0 && html`<h3>Regressions</h3><div class="worse">${changesTable(worse)}</div>`}
${others.length > 0 && html`<h3>Other changes</h3>${changesTable(others)}`}
${drifts.length > 0 && html`<h3>Measurements that moved</h3><p class="lead">Of each requirement the comparison closest to its bounds. 0 % is the middle of the bounds, 100 % is on one.</p>${table(['requirement', 'was', 'now', 'of the way to the bound'], drifts.map(driftRow))}`}
</section>
`;
}

const table = (heads: string[], rows: Html[]) => html`<div class="scroll"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;

const changesTable = (changes: readonly Change[]) =>
  table(
    ['what', 'requirement', 'difference'],
    changes.map(
      ({ kind, requirement, says }) =>
        html`<tr><th scope="row" class="kind">${kind}</th><td>${clip(requirement || 'the run', 120)}</td><td>${clip(says)}</td></tr>`,
    ),
  );

function driftRow({ requirement, says, unit, was, now }: Drift): Html {
  const place = ({ observed, lo, hi }: Drift['was']) =>
    html`${withUnit(decimal(observed), unit)}<br><span class="quiet">${decimal(lo)} to ${decimal(hi)}</span>`;
  return html`<tr><th scope="row">${clip(requirement, 120)}<span class="title">${clip(says)}</span></th><td>${place(was)}</td><td>${place(now)}</td><td>${percent(was.share)} → ${percent(now.share)}</td></tr>
`;
}
