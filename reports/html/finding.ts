import type { Finding } from '../../suites/requirements/requirement';
import { clip, type Html, html } from '../escape';
import { decimal, differenceText, expectedText, observedText, withUnit } from '../format';
import { table } from './parts';

const MOST_BUDGET_LINES = 12;

/** Expected against observed, the difference, and what widens the bounds, one below the other. */
export function findingTable(finding: Finding): Html {
  const { says, unit, budget } = finding;
  const rest = budget.length - MOST_BUDGET_LINES;
  return html`<div class="narrow">${table(
    'Expected against observed',
    [{ title: clip(says, 300) }, { title: 'Amount', numeric: true }],
    html`<tbody class="amounts">
<tr><th scope="row">Expected</th><td class="num">${withUnit(expectedText(finding), unit)}</td></tr>
<tr><th scope="row">Observed</th><td class="num observed">${withUnit(observedText(finding), unit)}</td></tr>
<tr><th scope="row">Difference</th><td class="num">${differenceText(finding) ?? 'not a quantity'}</td></tr>
</tbody><tbody class="budget">
${
  budget.length === 0 &&
  html`<tr><th scope="row">Budget</th><td class="num">nothing widens the bounds</td></tr>
`
}${budget
  .slice(0, MOST_BUDGET_LINES)
  .map(
    ({ source, amount }) =>
      html`<tr><th scope="row"><span class="quiet">Budget:</span> ${clip(source, 200)}</th><td class="num">${withUnit(decimal(amount), unit)}</td></tr>\n`,
  )}${rest > 0 && html`<tr><td colspan="2">… and ${rest} more that widen the bounds</td></tr>\n`}</tbody>`,
  )}</div>`;
}

/** What widens the bounds in one line, e.g. `start-up 5 Wh + boundary 15 Wh`. */
export function budgetText({ budget, unit }: Finding): string {
  const shown = budget.slice(0, 3).map(({ source, amount }) => `${clip(source, 80)} ${withUnit(decimal(amount), unit)}`);
  const rest = budget.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(' + ') || 'none';
}
