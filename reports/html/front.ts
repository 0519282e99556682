import type { Front } from '../document/blocks';
import { type Html, html } from '../escape';
import { SIGNS } from '../standing';
import { blockOf } from './blocks';
import { inline } from './text';

const SYMBOLS: Record<Front['verdict'], string> = {
  conformant: SIGNS.pass.symbol,
  'non-conformant': SIGNS.fail.symbol,
  incomplete: SIGNS.inconclusive.symbol,
};

/** The first thing that is read: the statement, whether the run was partial, and what stands in the way. */
export function frontPart({ verdict, partial, text, points, coverage, scope }: Front): Html {
  return html`<div class="statement ${verdict}">
<h1><span class="sign" aria-hidden="true">${SYMBOLS[verdict]}</span> <span class="word">${verdict}</span>${
    partial && html` <span class="partial">partial run</span>`
  }</h1>
<p class="says">${text}</p>
${blockOf(coverage, 3)}<ul class="standing">
${points.map((point) => html`<li>${inline(point)}</li>\n`)}</ul>
<p class="scope">${scope}</p>
</div>
`;
}
