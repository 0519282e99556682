/** What may have changed around the meter between two runs. */
export const CIRCUMSTANCES = [
  'tool',
  'catalogue',
  'meter',
  'choice',
  'depth',
  'declaration',
  'bench',
  'selection',
  'smaller budget',
  'larger budget',
  'different sample',
] as const;

/** What may have become of a requirement. Those that are a regression, worst first; then the others. */
export const REGRESSIONS = [
  'newly failing',
  'now error',
  'now inconclusive',
  'now not assessed',
  'now attested',
  'newly not applicable',
  'requirement lost',
  'less exercised',
  'smaller budget',
  'statement',
] as const;
export const OTHERS = ['fixed', 'now passing', 'other verdict', 'new requirement', 'narrower bounds', 'wider bounds'] as const;

/** A difference in what the verdicts were made under: read first, since it may explain all that follows. */
export interface Circumstance {
  kind: (typeof CIRCUMSTANCES)[number];
  /** What differs, and how. */
  says: string;
}

export interface Change {
  kind: (typeof REGRESSIONS)[number] | (typeof OTHERS)[number];
  /** Id of the requirement; empty where it is of the run as a whole. */
  requirement: string;
  says: string;
}

/** How far a measurement lies from the middle of its bounds, as a share of the way to the nearest: 1 is on the bound. */
export interface Drift {
  requirement: string;
  says: string;
  unit: string;
  was: Place;
  now: Place;
}

export interface Place {
  observed: number;
  lo: number;
  hi: number;
  share: number;
}

const regressions = new Set<string>(REGRESSIONS);
export const isRegression = ({ kind }: Change) => regressions.has(kind);
