import file from './recorded-patterns.json';

/** Which requirements a faulty meter of ours fails in which scripted scenario: recorded, as `faults --scripted` finds it. */
export interface FaultPattern {
  name: string;
  /** One sentence: what the faulty meter does. */
  says: string;
  /** Id of the requirement that it breaks. */
  breaks: string;
  /** Scenarios that show it with the least stimulus. */
  shownBy: readonly string[];
  /** Ids of what failed, by scenario; a scenario in which nothing did is there too. */
  failedIn: ReadonlyMap<string, ReadonlySet<string>>;
}

/** As the file holds it: ids in one text for each scenario. */
interface Recorded {
  catalogue: { version: string; hash: string };
  faults: (Omit<FaultPattern, 'failedIn'> & { failedIn: Record<string, string> })[];
}

const recorded = file as unknown as Recorded;

export const PATTERNS: readonly FaultPattern[] = recorded.faults.map(({ failedIn, ...fault }) => ({
  ...fault,
  failedIn: new Map(
    Object.entries(failedIn).map(([scenario, ids]) => [scenario, new Set(ids.split(' ').filter((id) => id !== ''))]),
  ),
}));

/** The catalogue that judged them. */
export const PATTERNS_OF = recorded.catalogue;

/** Names of the faulty meters that break a requirement and that it catches. */
export const caughtBy = (requirement: string): string[] =>
  PATTERNS.filter(
    ({ breaks, failedIn }) => breaks === requirement && [...failedIn.values()].some((ids) => ids.has(requirement)),
  ).map(({ name }) => name);

/** Scripted scenarios that exercise a requirement so that a meter which breaks it shows. */
export const shownBy = (requirement: string): string[] => [
  ...new Set(PATTERNS.filter(({ breaks }) => breaks === requirement).flatMap((pattern) => pattern.shownBy)),
];
