import type { Declaration } from '../../declaration/declaration';
import type { Evidence } from '../requirements/requirement';
import type { FamilyResult } from '../run-result';
import { familyNamed } from '../scenarios/generated';
import type { PlannedScenario } from './run-directory';

/** Looks in the traces of generated scenarios for what their family means to reach. */
export class Reached {
  private readonly families = new Map<string, FamilyResult>();

  constructor(private readonly meter: Declaration) {}

  /** Takes note of a scenario of the plan, whether or not it was played. */
  planned({ family }: PlannedScenario) {
    const result = this.of(family);
    if (result) result.cases++;
  }

  /** Looks at the trace of a scenario. */
  add({ family }: PlannedScenario, evidence: Evidence) {
    const result = this.of(family);
    if (!result) return;
    result.played++;
    for (const [i, target] of familyNamed(result.family)!.targets(this.meter).entries())
      if (target.reached(evidence)) result.targets[i]!.reachedIn++;
  }

  /** One result for each family in the order of the plan. */
  get results(): FamilyResult[] {
    return [...this.families.values()];
  }

  /** Undefined where the scenario was not generated, or by a family that this version does not know. */
  private of(name: string | undefined): FamilyResult | undefined {
    const family = name === undefined ? undefined : familyNamed(name);
    if (!family) return undefined;
    const known = this.families.get(family.name);
    if (known) return known;
    const targets = family.targets(this.meter).map((target) => ({ name: target.name, reachedIn: 0 }));
    const result: FamilyResult = { family: family.name, says: family.says, cases: 0, played: 0, targets };
    this.families.set(family.name, result);
    return result;
  }
}
