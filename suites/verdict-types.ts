import type { Finding } from './requirements/requirement';

export const VERDICTS = ['fail', 'error', 'inconclusive', 'pass', 'not-assessed', 'attested', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What one requirement's judge found in one trace. */
export interface Judgement {
  requirement: string;
  scenario: string;
  verdict: Verdict;
  because: string;
  findings: Finding[];
}

export interface Statement {
  verdict: 'conformant' | 'non-conformant' | 'incomplete';
  /** Machine-readable, e.g. `mandatory-fail`, `open`, `error`, `partial`, `interrupted`, `undeclared`, `check-wiring`, `as-tested`. */
  reason: string;
  /** Ids of the requirements that stand on the maker's evidence. */
  attested: string[];
  /** The statement in words. */
  text: string;
  /** Process exit code: 0 conformant, 1 non-conformant, 2 open, 3 error or wiring. */
  exitCode: number;
}
