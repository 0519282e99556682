import type { FamilyResult, RequirementResult, RunResult } from '../suites/run-result';
import type { Statement, Verdict } from '../suites/verdict-types';

interface Sign {
  /** One plain character, so that a verdict never speaks by colour alone. */
  symbol: string;
  means: string;
}

/** Every verdict with its sign, in the order in which verdicts outweigh each other. */
export const SIGNS: Record<Verdict, Sign> = {
  fail: { symbol: '✕', means: 'A reading lies outside what the rule allows.' },
  error: { symbol: '!', means: 'This program or the bench failed; it says nothing of the meter.' },
  inconclusive: { symbol: '?', means: 'Exercised, but the link or the resolution left it undecided.' },
  pass: { symbol: '✓', means: 'Exercised, and every reading lies within what the rule allows.' },
  'not-assessed': { symbol: '○', means: 'No scenario of this run exercised it.' },
  attested: { symbol: '◆', means: 'Stands on the named evidence of the maker; not tested here.' },
  'not-applicable': { symbol: '–', means: 'The declaration says that the rule does not concern this meter.' },
};

/** The verdicts in the order of `SIGNS`. */
export const verdicts = Object.keys(SIGNS) as Verdict[];

/** How many requirements have each verdict; zero where none. */
export function tally(requirements: readonly RequirementResult[]): Record<Verdict, number> {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of requirements) counts[verdict]++;
  return counts;
}

/** Requirements by area, in the order of the catalogue. */
export function byArea(requirements: readonly RequirementResult[]): Map<string, RequirementResult[]> {
  const areas = new Map<string, RequirementResult[]>();
  for (const requirement of requirements) {
    const area = areas.get(requirement.area);
    if (area) area.push(requirement);
    else areas.set(requirement.area, [requirement]);
  }
  return areas;
}

const SETTLED: ReadonlySet<Verdict> = new Set(['pass', 'fail', 'attested', 'not-applicable']);

/** Neither passed, failed, attested nor inapplicable: nobody knows yet. */
export function isOpen({ verdict }: RequirementResult): boolean {
  return !SETTLED.has(verdict);
}

export interface Coverage {
  /** Requirements that concern this meter. */
  applicable: number;
  /** Decided by readings of this run: pass or fail. */
  decided: number;
  attested: number;
  open: number;
}

/** What of the requirements that concern this meter was decided. */
export function coverage(requirements: readonly RequirementResult[]): Coverage {
  const counts = tally(requirements);
  return {
    applicable: requirements.length - counts['not-applicable'],
    decided: counts.pass + counts.fail,
    attested: counts.attested,
    open: requirements.filter(isOpen).length,
  };
}

/**
 * The statement of the run. One that says conformant although the run is partial, or a mandatory requirement is open or
 * failed, is contradicted by its own run and becomes `incomplete` with reason `contradiction`, in every format alike.
 */
export function soundStatement({ statement, partial, requirements }: RunResult): Statement {
  if (statement.verdict !== 'conformant') return statement;
  const against = requirements.filter((each) => each.mandatory && (isOpen(each) || each.verdict === 'fail'));
  if (!partial && against.length === 0) return statement;
  const why = partial ? 'only a selection ran' : `${against.map(({ id }) => id).join(', ')} did not pass`;
  return {
    ...statement,
    verdict: 'incomplete',
    reason: 'contradiction',
    text: `Incomplete: the run was recorded as conformant although ${why}. Judge the run again and report this as a defect of the tool.`,
    exitCode: 3,
  };
}

/** How many of the things that families of generated scenarios mean to reach were seen, e.g. `34 of 35`. */
export function reach(families: readonly FamilyResult[]): string {
  const targets = families.flatMap((family) => family.targets);
  return `${targets.filter(({ reachedIn }) => reachedIn > 0).length} of ${targets.length}`;
}
