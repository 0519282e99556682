import type { RequirementResult } from '../../suites/run-result';
import type { Verdict } from '../../suites/verdict-types';
import { escapeMarkup } from '../escape';
import { count } from '../format';
import { coverage, SIGNS, tally, verdicts } from '../standing';
import type { Block } from './blocks';

const WIDTH = 640;
const HEIGHT = 22;

/** Colours of verdicts on paper; on a screen their classes take those of the theme. */
export const VERDICT_INK: Record<Verdict, string> = {
  fail: '#b3261e',
  error: '#7b2d8b',
  inconclusive: '#7a5300',
  pass: '#1a6b35',
  'not-assessed': '#56616b',
  attested: '#0a5ea6',
  'not-applicable': '#56616b',
};

/** How much of what concerns this meter was decided at all, as one bar: nothing looks green while something is open. */
export function coverageBar(title: string, requirements: RequirementResult[]): Extract<Block, { block: 'figure' }> {
  const { applicable, decided, attested, open } = coverage(requirements);
  const counts = tally(requirements);
  const scale = WIDTH / Math.max(applicable, 1);
  let x = 0;
  const pieces = verdicts
    .filter((verdict) => verdict !== 'not-applicable' && counts[verdict] > 0)
    .map((verdict) => {
      const width = counts[verdict] * scale;
      const piece = rectangle(verdict, x, Math.max(width - 2, 1)) + (width > 18 ? sign(verdict, x + width / 2 - 1) : '');
      x += width;
      return piece;
    });
  const label = `${title} requirements: ${decided} of ${applicable} decided, ${attested} attested, ${open} open`;
  return {
    block: 'figure',
    kind: 'bar',
    label,
    svg: `<svg role="img" aria-label="${escapeMarkup(label)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"><rect class="bar-ground" fill="#eef1f3" x="0" y="0" width="${WIDTH}" height="${HEIGHT}" rx="2"></rect>${pieces.join('')}</svg>`,
    below: [
      {
        block: 'text',
        kind: 'quiet',
        text: [
          { strong: `${title}:` },
          ` ${decided} of ${count(applicable, 'applicable requirement')} decided by readings of this run, ${attested} attested, ${open} open`,
        ],
      },
    ],
  };
}

const rectangle = (verdict: Verdict, x: number, width: number) =>
  `<rect class="bar ${verdict}" fill="${VERDICT_INK[verdict]}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="${HEIGHT}" rx="2"></rect>`;

const sign = (verdict: Verdict, x: number) =>
  `<text class="bar-sign" fill="#ffffff" x="${x.toFixed(1)}" y="15.5" text-anchor="middle" font-family="sans-serif" font-size="13" font-weight="700">${escapeMarkup(SIGNS[verdict].symbol)}</text>`;
