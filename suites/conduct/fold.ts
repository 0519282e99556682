import { differingChoices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { judge } from '../judge';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../requirements';
import type { Evidence, Requirement } from '../requirements/requirement';
import type { RequirementResult } from '../run-result';
import { type Circumstances, statementOf } from '../verdict';
import type { Judgement, Statement } from '../verdict-types';
import { RequirementTally } from './requirement-tally';
import { WiringCheck } from './wiring';

export interface Assessment {
  statement: Statement;
  requirements: RequirementResult[];
}

/** Judges traces one at a time and folds them into one statement; keeps no trace. */
export class Fold {
  private readonly tallies: Map<string, RequirementTally>;
  private readonly wiring = new WiringCheck();
  private readonly failed: string[] = [];

  constructor(
    private readonly meter: Declaration,
    private readonly requirements: readonly Requirement[] = REQUIREMENTS,
  ) {
    this.tallies = new Map(requirements.map((requirement) => [requirement.id, new RequirementTally(requirement, meter)]));
  }

  /**
   * Judges one trace by every requirement, and lets go of each one's findings before the next is judged: a long trace has a hundred
   * thousand. What is not within is also returned, for charts and the like.
   */
  add(evidence: Evidence): Judgement[] {
    const judgements = this.requirements.flatMap((requirement) =>
      judge(evidence, [requirement]).map((judgement) => {
        this.tallies.get(judgement.requirement)!.add(judgement);
        return { ...judgement, findings: judgement.findings.filter(({ outcome }) => outcome !== 'within') };
      }),
    );
    // Registers that contradict flows which a person mistook say nothing about the wiring.
    if (!evidence.trace.of('trouble').some(({ since }) => since !== undefined)) this.wiring.add(evidence);
    const { name } = evidence.trace.scenario;
    if (evidence.trace.of('closed').some(({ outcome }) => outcome === 'failed')) this.failed.push(name);
    return judgements;
  }

  conclude(run: Pick<Circumstances, 'partial' | 'choseRequirements' | 'unplayed' | 'interrupted'>): Assessment {
    const requirements = [...this.tallies.values()].map((tally) => tally.result());
    const statement = statementOf(
      requirements.map(({ id, mandatory, verdict }) => ({ requirement: { id, mandatory }, verdict })),
      {
        ...run,
        catalogue: { version: CATALOGUE_VERSION, hash: catalogueHash() },
        choicesDiffer: differingChoices(this.meter.choices).length,
        wiring: this.wiring.finding(),
        failedScenarios: this.failed,
      },
    );
    return { statement, requirements };
  }
}
