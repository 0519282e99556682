import type { Verdict } from '../suites/verdict-types';
import { type Change, type Drift, isRegression } from './change';
import type { Comparison } from './compare';
import { type Grid, labelOf } from './grid';
import type { RunDigest } from './run-digest';

const MOST_DRIFTS = 8;

/** A comparison for a terminal or a log, plain lines. */
export function comparisonLines({ base, now, circumstances, changes, drifts, regression }: Comparison): string[] {
  const worse = changes.filter(isRegression);
  const others = changes.filter((change) => !isRegression(change));
  return [
    ...[runLine('base', base), runLine('now', now)],
    ...section(
      'Made under other circumstances',
      circumstances.map(({ kind, says }) => row(kind, says)),
    ),
    ...section(`Regressions (${worse.length})`, worse.map(changeLine)),
    ...section(`Other changes (${others.length})`, others.map(changeLine)),
    ...section('Measurements that moved most towards their bounds', drifts.slice(0, MOST_DRIFTS).map(driftLine)),
    '',
    regression ? `Regression: ${worse.length} against ${base.run}.` : `No regression against ${base.run}.`,
  ];
}

const runLine = (what: string, { run, meter, statement, tool }: RunDigest) =>
  `${what.padEnd(4)}  ${run}  ${meter.manufacturer} ${meter.model} ${meter.firmware}  ${statement.verdict}  ${tool}`;

const section = (title: string, lines: string[]) => (lines.length ? ['', title, ...lines] : []);

const row = (kind: string, says: string) => `  ${kind.padEnd(20)}  ${says}`;
const changeLine = ({ kind, requirement, says }: Change) => row(kind, requirement ? `${requirement}  ${says}` : says);

export const percent = (share: number) => `${Math.round(100 * share)} %`;

const driftLine = ({ requirement, unit, was, now }: Drift) =>
  row(
    `${percent(was.share)} → ${percent(now.share)}`,
    `${requirement}  ${now.observed} ${unit} within ${now.lo} to ${now.hi}; was ${was.observed} within ${was.lo} to ${was.hi}`,
  );

/** One character for each verdict, so that a hundred builds fit on a line. */
export const MARKS: Record<Verdict, string> = {
  pass: '✓',
  fail: '✕',
  error: '!',
  inconclusive: '?',
  'not-assessed': '○',
  attested: 'a',
  'not-applicable': '–',
};
export const MISSING_MARK = '·';

/** Many builds for a terminal: a legend, the requirements that differ, one character a build, and the first bad build of each. */
export function gridLines(grid: Grid): string[] {
  const { base, builds, rows, comparisons, since, regression } = grid;
  const width = Math.max(...rows.map(({ requirement }) => requirement.length), 0);
  const bad = comparisons.filter((one) => one.regression).length;
  return [
    ...[base, ...builds].map((run, i) => runLine(i === 0 ? 'base' : String(i), run)),
    ...section(
      `Requirements that differ (${rows.length}), base first: ${LEGEND}`,
      rows.map(({ requirement, verdicts, firstBad, mended }) => {
        const marks = verdicts.map((verdict) => (verdict ? MARKS[verdict] : MISSING_MARK)).join('');
        const first = firstBad === undefined ? '' : `  first bad: ${labelOf(grid, firstBad)}${mended ? '; mended since' : ''}`;
        return `  ${requirement.padEnd(width)}  ${marks}${first}`;
      }),
    ),
    ...since.flatMap((circumstances, i) =>
      section(
        `${labelOf(grid, i)} was made under other circumstances than the run before it`,
        circumstances.map(({ kind, says }) => row(kind, says)),
      ),
    ),
    '',
    regression
      ? `Regression: ${bad} of ${builds.length} builds are worse than ${base.run}.`
      : `No regression in ${builds.length} builds against ${base.run}.`,
  ];
}

const LEGEND = [...Object.entries(MARKS).map(([verdict, mark]) => `${mark} ${verdict}`), `${MISSING_MARK} not there`].join(', ');
