import type { Finding } from '../../suites/requirements/requirement';
import type { FindingIn } from '../../suites/run-result';
import { clip } from '../escape';
import { decimal, differenceText, expectedText, observedText, span, withUnit } from '../format';
import { type Block, limited, type Table, type Text } from './blocks';

const MOST_BUDGET_LINES = 12;

/** Expected against observed, the difference, and what widens the bounds, one below the other. */
export function findingTable(finding: Finding): Block {
  const { says, unit, budget } = finding;
  const rest = budget.length - MOST_BUDGET_LINES;
  const budgetRows: Text[][] = budget
    .slice(0, MOST_BUDGET_LINES)
    .map(({ source, amount }) => [[{ quiet: 'Budget:' }, ' ', clip(source, 200)], withUnit(decimal(amount), unit)]);
  return {
    block: 'table',
    caption: 'Expected against observed',
    narrow: true,
    columns: [
      { title: clip(says, 300), width: 2 },
      { title: 'Amount', numeric: true },
    ],
    groups: [
      {
        rows: [
          ['Expected', { strong: withUnit(expectedText(finding), unit) }],
          [
            'Observed',
            { tone: finding.outcome === 'beyond' ? 'fail' : 'inconclusive', says: withUnit(observedText(finding), unit) },
          ],
          ['Difference', { strong: differenceText(finding) ?? 'not a quantity' }],
        ],
      },
      {
        rows: [
          ...(budget.length === 0 ? [['Budget', 'nothing widens the bounds']] : budgetRows),
          ...(rest > 0 ? [[`… and ${rest} more that widen the bounds`, '']] : []),
        ],
      },
    ],
  };
}

const OUTCOMES = { within: ['pass', '✓'], beyond: ['fail', '✕'], undecided: ['inconclusive', '?'] } as const;

/** Findings as rows: expected, observed, difference, budget, where. */
export function findingsTable(caption: string, findings: readonly FindingIn[]): Table {
  return {
    block: 'table',
    caption,
    columns: [
      { title: 'Finding', width: 2.4 },
      { title: 'Expected', numeric: true, width: 1.2 },
      { title: 'Observed', numeric: true, width: 1.2 },
      { title: 'Difference', numeric: true, width: 1.2 },
      { title: 'Budget', width: 1.8 },
      { title: 'Where', width: 2 },
    ],
    groups: [{ rows: findings.map(findingRow) }],
  };
}

function findingRow(finding: FindingIn): Text[] {
  const [tone, symbol] = OUTCOMES[finding.outcome];
  return [
    [{ tone, says: `${symbol} ${finding.outcome}` }, ' ', clip(finding.says, 200)],
    withUnit(expectedText(finding), finding.unit),
    withUnit(observedText(finding), finding.unit),
    differenceText(finding) ?? '–',
    budgetText(finding),
    [
      { code: clip(finding.scenario, 60) },
      {
        below: [
          finding.at && `${span(finding.at)}; `,
          finding.records.length > 0 && ['records ', limited(finding.records, 6, (seq) => decimal(seq))],
        ],
      },
    ],
  ];
}

/** What widens the bounds in one line, e.g. `start-up 5 Wh + boundary 15 Wh`. */
function budgetText({ budget, unit }: Finding): string {
  const shown = budget.slice(0, 3).map(({ source, amount }) => `${clip(source, 80)} ${withUnit(decimal(amount), unit)}`);
  const rest = budget.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(' + ') || 'none';
}
