import type { RequirementResult, RunResult } from '../../suites/run-result';
import { type Html, html } from '../escape';
import { count } from '../format';
import { coverage, SIGNS, tally, verdicts } from '../standing';
import { badge, section, table } from './parts';

/** Counts by verdict beside coverage: how much of what concerns this meter was decided at all. */
export function countsPart({ requirements }: RunResult): Html {
  const mandatory = requirements.filter((each) => each.mandatory);
  const optional = requirements.filter((each) => !each.mandatory);
  const counts = { all: tally(requirements), mandatory: tally(mandatory), optional: tally(optional) };
  return section(
    'counts',
    'Verdicts and coverage',
    html`<div class="columns"><div>
${table(
  'Requirements by verdict',
  [{ title: 'Verdict' }, { title: 'Mandatory', numeric: true }, { title: 'Optional', numeric: true }],
  html`<tbody>
${verdicts.map(
  (verdict) =>
    html`<tr${counts.all[verdict] === 0 && html` class="none"`}><th scope="row">${badge(verdict)}</th><td class="num">${
      counts.mandatory[verdict]
    }</td><td class="num">${counts.optional[verdict]}</td></tr>\n`,
)}</tbody>
<tfoot><tr><th scope="row">all</th><td class="num">${mandatory.length}</td><td class="num">${optional.length}</td></tr></tfoot>`,
)}</div><div>
${coverageFigure('Mandatory', mandatory)}${optional.length > counts.optional['not-applicable'] && coverageFigure('Optional', optional)}</div></div>
`,
  );
}

const BAR_WIDTH = 400;

function coverageFigure(title: string, requirements: RequirementResult[]): Html {
  const { applicable, decided, attested, open } = coverage(requirements);
  const counts = tally(requirements);
  const scale = BAR_WIDTH / Math.max(applicable, 1);
  let x = 0;
  const pieces = verdicts
    .filter((verdict) => verdict !== 'not-applicable' && counts[verdict] > 0)
    .map((verdict) => {
      const width = counts[verdict] * scale;
      const piece = html`<rect class="bar ${verdict}" x="${x.toFixed(1)}" y="0" width="${Math.max(width - 2, 1).toFixed(1)}" height="22" rx="2"></rect>${
        width > 18 &&
        html`<text class="bar-sign" x="${(x + width / 2 - 1).toFixed(1)}" y="15.5" text-anchor="middle" font-size="13">${SIGNS[verdict].symbol}</text>`
      }`;
      x += width;
      return piece;
    });
  const words = `${decided} of ${applicable} decided, ${attested} attested, ${open} open`;
  return html`<figure class="coverage"><figcaption><b>${title}:</b> ${decided} of ${count(applicable, 'applicable requirement')} decided</figcaption>
<svg role="img" aria-label="${title} requirements: ${words}" viewBox="0 0 ${BAR_WIDTH} 22" width="${BAR_WIDTH}" height="22"><rect class="bar-ground" width="${BAR_WIDTH}" height="22" rx="2"></rect>${pieces}</svg>
<p class="quiet">${attested} attested · ${open} open</p></figure>
`;
}
