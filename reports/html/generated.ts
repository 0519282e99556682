import type { FamilyResult, RunResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { count, decimal } from '../format';
import { reach, SIGNS } from '../standing';
import { code, section, table } from './parts';

const BAR_WIDTH = 120;

/** What each family of generated scenarios meant to reach, and how many of its scenarios were seen to. */
export function generatedPart({ generated, seed }: RunResult): Html | false {
  if (generated.length === 0) return false;
  const cases = generated.reduce((sum, { played }) => sum + played, 0);
  return section(
    'generated',
    'What the generated scenarios reached',
    html`<p class="lead">${count(cases, 'scenario')} drawn with seed ${seed}. Each family states what it means to reach; that was looked for in the traces that were recorded, never taken from what was drawn. A number says in how many scenarios it was seen.</p>
`,
    table(
      'What the generated scenarios reached',
      [{ title: 'Family' }, { title: 'Scenarios', numeric: true }, { title: 'Reached' }],
      html`${generated.map(rows)}`,
    ),
  );
}

function rows(family: FamilyResult): Html {
  const { targets, played, cases } = family;
  const missed = targets.filter((target) => target.reachedIn === 0);
  const reached = targets.filter((target) => target.reachedIn > 0);
  return html`<tbody class="family">
<tr><th scope="row">${code(family.family, 60)}<span class="title">${clip(family.says, 200)}</span></th><td class="num">${
    played === cases ? decimal(played) : `${decimal(played)} of ${decimal(cases)}`
  }</td><td class="word">${bar(reached.length, targets.length)}${reach([family])}</td></tr>
<tr class="aims"><td colspan="3">${missed.map(
    ({ name }) => html`<span class="aim missed">${SIGNS['not-assessed'].symbol} not reached: ${clip(name, 120)}</span> `,
  )}${reached.map(({ name, reachedIn }) => html`<span class="aim">${clip(name, 120)} <b>${decimal(reachedIn)}</b></span> `)}</td></tr>
</tbody>
`;
}

function bar(reached: number, of: number): Html {
  const width = ((BAR_WIDTH * reached) / Math.max(of, 1)).toFixed(1);
  const tone = reached === of ? 'pass' : 'inconclusive';
  return html`<svg class="reach" aria-hidden="true" viewBox="0 0 ${BAR_WIDTH} 8" width="${BAR_WIDTH}" height="8"><rect class="bar-ground" width="${BAR_WIDTH}" height="8" rx="2"></rect><rect class="bar ${tone}" width="${width}" height="8" rx="2"></rect></svg>`;
}
