import type { FindingIn, RequirementResult, RunResult } from '../suites/run-result';
import type { Value } from '../trace/vocabulary';
import { visible } from './escape';

const COLUMNS = [
  'requirement',
  'title',
  'clauses',
  'mandatory',
  'verdict',
  'outcome',
  'scenario',
  'finding',
  'unit',
  'expected from',
  'expected to',
  'observed',
  'margin',
  'budget',
  'from',
  'to',
  'records',
  'extension',
];

/**
 * Findings as CSV (RFC 4180, UTF-8, CRLF): all that are not within, the tightest that is, and a line for each requirement without
 * any; what extensions added comes last, with the extension's prefix. Text that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function* csvLines({ requirements, extensions = [] }: RunResult): Iterable<string> {
  yield csvLine(COLUMNS);
  yield* linesOf(requirements, '');
  for (const { prefix, requirements, catalogue } of extensions) {
    yield* linesOf(requirements, prefix);
    yield* linesOf(catalogue, prefix);
  }
}

/** `extension` is the prefix of the extension apart from which they say nothing. */
function* linesOf(requirements: readonly RequirementResult[], extension: string): Iterable<string> {
  for (const requirement of requirements) {
    const { findings, tightest } = requirement;
    for (const finding of findings) yield csvLine([...lineOf(requirement, finding), extension]);
    if (tightest) yield csvLine([...lineOf(requirement, tightest), extension]);
    else if (findings.length === 0) yield csvLine([...lineOf(requirement, undefined), extension]);
  }
}

/** The same as one text. */
export const renderCsv = (result: RunResult): string => [...csvLines(result)].join('');

const csvLine = (cells: readonly Cell[]) => `${cells.map(cell).join(',')}\r\n`;

function lineOf({ id, title, clauses, mandatory, verdict }: RequirementResult, finding: FindingIn | undefined): Cell[] {
  const about: Cell[] = [id, title, clauses.join('; '), mandatory ? 'yes' : 'no', verdict];
  if (!finding) return [...about, ...Array<Cell>(COLUMNS.length - 1 - about.length).fill('')];
  const { outcome, scenario, says, unit, expected, observed, margin, budget, at, records } = finding;
  const [from, to] = 'equals' in expected ? [expected.equals, expected.equals] : [expected.lo, expected.hi];
  return [
    ...about,
    outcome,
    scenario,
    says,
    unit,
    amount(from),
    amount(to),
    amount(observed),
    amount(margin ?? ''),
    budget.map((each) => `${each.source} ${each.amount}`).join('; '),
    at ? time(at.fromMs) : '',
    at ? time(at.toMs) : '',
    records.join(' '),
  ];
}

type Cell = string | { number: string };

/** A number stays one; whatever else an object may hold is text. */
function amount(value: Value): Cell {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? { number: text } : text;
}

const time = (ms: number) => (Number.isNaN(new Date(ms).getTime()) ? String(ms) : new Date(ms).toISOString());

/** What a spreadsheet may read as the beginning of a formula, after blanks too. */
const FORMULA = /^[\s'"]*[=+\-@|%\t\r＝＋－＠]/;

function cell(given: Cell): string {
  if (typeof given !== 'string') return given.number;
  const text = visible(given.replace(/\r\n?/g, '\n'));
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
