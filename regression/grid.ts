import type { Verdict } from '../suites/verdict-types';
import { type Circumstance, REGRESSIONS } from './change';
import { circumstancesOf } from './circumstances';
import { type Comparison, compare } from './compare';
import type { RunDigest } from './run-digest';
import { verdictChange } from './verdict-change';

/** Many runs side by side, the base first: the verdicts of every requirement on which they differ. */
export interface Grid {
  base: RunDigest;
  builds: RunDigest[];
  rows: GridRow[];
  comparisons: Comparison[];
  /** What each build was made under that the one before it was not. */
  since: Circumstance[][];
  regression: boolean;
}

export interface GridRow {
  requirement: string;
  /** Of the base, then of each build; undefined where the run has no such requirement. */
  verdicts: (Verdict | undefined)[];
  /** Index of the first build that is worse than the base; undefined where none is. */
  firstBad?: number;
  /** The last build is as good as the base again. */
  mended: boolean;
}

/** Puts builds, in the order given, beside a base. */
export function gridOf(base: RunDigest, builds: RunDigest[]): Grid {
  const comparisons = builds.map((build) => compare(base, build));
  const ids = new Set([base, ...builds].flatMap(({ requirements }) => Object.keys(requirements)));
  const rows = [...ids].map((id) => rowOf(id, base, builds)).filter(({ verdicts }) => new Set(verdicts).size > 1);
  return {
    base,
    builds,
    rows,
    comparisons,
    since: builds.map((build, i) => circumstancesOf(builds[i - 1] ?? base, build)),
    regression: comparisons.some(({ regression }) => regression),
  };
}

function rowOf(requirement: string, base: RunDigest, builds: RunDigest[]): GridRow {
  const verdicts = [base, ...builds].map(({ requirements }) => requirements[requirement]?.verdict);
  const [was, ...later] = verdicts;
  const bad = later.map((verdict) => isWorse(was, verdict));
  const firstBad = bad.indexOf(true);
  return { requirement, verdicts, ...(firstBad >= 0 && { firstBad }), mended: firstBad >= 0 && !bad.at(-1) };
}

const regressions = new Set<string | undefined>(REGRESSIONS);

function isWorse(was: Verdict | undefined, now: Verdict | undefined): boolean {
  if (was === undefined) return now === 'fail';
  return now === undefined || regressions.has(verdictChange(was, now));
}

/** What a build is called: its number in the order given, from 1, and its firmware. */
export const labelOf = ({ builds }: Pick<Grid, 'builds'>, place: number) => `${place + 1}, ${builds[place]!.meter.firmware}`;
