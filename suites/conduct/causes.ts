import type { Cause, RequirementResult, ScenarioResult } from '../run-result';
import { type FaultPattern, PATTERNS } from './fault-patterns';

/** What a run says of one requirement in one scenario. */
type Seen = 'fail' | 'pass' | 'undecided';

const MOST_CAUSES = 5;

/**
 * Compares a run with the patterns of known faulty meters, in the scripted scenarios that both played. A faulty meter fits a
 * failure where it fails that requirement too and nothing that it fails passed here; what this run left undecided says neither.
 */
export class Causes {
  private readonly failed = new Map<string, Set<string>>();
  private readonly passed = new Map<string, Set<string>>();
  private readonly scripted: ReadonlySet<string>;

  constructor(
    requirements: readonly RequirementResult[],
    scenarios: readonly ScenarioResult[],
    private readonly patterns: readonly FaultPattern[] = PATTERNS,
  ) {
    this.scripted = new Set(scenarios.filter(({ kind }) => kind === 'scripted' || kind === 'discovery').map(({ name }) => name));
    for (const { id, scenarios: exercisedIn, unpassed } of requirements)
      for (const scenario of exercisedIn) {
        const verdict = unpassed[scenario] ?? 'pass';
        if (verdict === 'fail') put(this.failed, scenario, id);
        if (verdict === 'pass') put(this.passed, scenario, id);
      }
  }

  /** Those that fit a failed requirement, the one that explains most first; empty where none does. */
  of(requirement: string): Cause[] {
    return this.patterns
      .flatMap((pattern) => this.fit(pattern, requirement) ?? [])
      .sort((left, right) => right.explains / right.of - left.explains / left.of || left.undecided - right.undecided)
      .slice(0, MOST_CAUSES);
  }

  /** A scenario in which two faulty meters fail different requirements, and one such requirement. */
  toldApart(one: string, other: string): { scenario: string; requirement: string; failedBy: string } | undefined {
    const [first, second] = [this.named(one), this.named(other)];
    for (const [scenario, ids] of first?.failedIn ?? []) {
      const others = second?.failedIn.get(scenario);
      if (!others) continue;
      for (const requirement of ids) if (!others.has(requirement)) return { scenario, requirement, failedBy: one };
      for (const requirement of others) if (!ids.has(requirement)) return { scenario, requirement, failedBy: other };
    }
    return undefined;
  }

  private named = (name: string) => this.patterns.find((pattern) => pattern.name === name);

  private fit({ name, says, failedIn }: FaultPattern, requirement: string): Cause | undefined {
    const both = [...failedIn].filter(([scenario]) => this.scripted.has(scenario));
    let [explains, undecided, failures, showsThis] = [0, 0, 0, false];
    for (const [scenario, predicted] of both) {
      failures += this.failed.get(scenario)?.size ?? 0;
      for (const id of predicted) {
        const seen = this.seen(scenario, id);
        if (seen === 'pass') return undefined;
        if (seen === 'undecided') undecided++;
        else explains++;
        if (seen === 'fail' && id === requirement) showsThis = true;
      }
    }
    return showsThis ? { fault: name, says, explains, of: failures, undecided } : undefined;
  }

  private seen(scenario: string, requirement: string): Seen {
    if (this.failed.get(scenario)?.has(requirement)) return 'fail';
    return this.passed.get(scenario)?.has(requirement) ? 'pass' : 'undecided';
  }
}

function put(map: Map<string, Set<string>>, key: string, value: string) {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
