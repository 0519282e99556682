import { differingChoices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { judge } from '../judge';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../requirements';
import type { Evidence, Requirement } from '../requirements/requirement';
import type { RequirementResult } from '../run-result';
import { type Circumstances, statementOf, worst } from '../verdict';
import type { Judgement, Statement } from '../verdict-types';
import { FindingStore } from './kept-findings';
import { LONG_TRACE } from './long-trace';
import { RequirementTally } from './requirement-tally';
import { beyondDeclaration } from './undeclared';
import { WiringCheck } from './wiring';

export interface Assessment {
  statement: Statement;
  requirements: RequirementResult[];
}

/** Judges traces one at a time and folds them into one statement; keeps no trace. */
export class Fold {
  private readonly tallies: Map<string, RequirementTally>;
  private readonly areas: Requirement[][];
  private readonly wiring = new WiringCheck();
  private readonly failed: string[] = [];
  private readonly beyond = new Set<string>();

  constructor(
    private readonly meter: Declaration,
    requirements: readonly Requirement[] = REQUIREMENTS,
  ) {
    const names = [...new Set(requirements.map(({ area }) => area))];
    this.areas = names.map((name) => requirements.filter(({ area }) => area === name));
    const store = new FindingStore();
    this.tallies = new Map(requirements.map((requirement) => [requirement.id, new RequirementTally(requirement, meter, store)]));
  }

  /**
   * Judges one trace by every requirement, and lets go of each one's findings before the next is judged: a long trace has a hundred
   * thousand. Of those beyond their bounds the worst is also returned, for a failure's card.
   */
  add(evidence: Evidence): Judgement[] {
    const judgements = this.areas.flatMap((requirements) => this.judgeArea(requirements, evidence));
    // Registers that contradict flows which a person mistook say nothing about the wiring.
    if (!evidence.trace.of('trouble').some(({ since }) => since !== undefined)) this.wiring.add(evidence);
    const { name } = evidence.trace.scenario;
    for (const undeclared of beyondDeclaration(evidence)) this.beyond.add(undeclared);
    if (evidence.trace.of('closed').some(({ outcome }) => outcome === 'failed')) this.failed.push(name);
    return judgements;
  }

  /** An area's requirements ask for the same half hours; the next area's of a long trace find room where those were. */
  private judgeArea(requirements: readonly Requirement[], evidence: Evidence): Judgement[] {
    const { trace, ledger, meter } = evidence;
    const long = trace.length >= LONG_TRACE;
    // What judges keep of a trace they keep by its evidence.
    const own = long ? { trace, ledger, meter } : evidence;
    const judgements = requirements.flatMap((requirement) =>
      judge(own, [requirement]).map((judgement) => this.counted(judgement)),
    );
    if (long) ledger.forgetHalfHours();
    return judgements;
  }

  /** Counts a judgement, and leaves of its findings the worst that is beyond. */
  private counted(judgement: Judgement): Judgement {
    this.tallies.get(judgement.requirement)!.add(judgement);
    const beyond = judgement.findings.filter(({ outcome }) => outcome === 'beyond');
    return { ...judgement, findings: beyond.length > 0 ? [worst(beyond)] : [] };
  }

  conclude(run: Pick<Circumstances, 'partial' | 'choseRequirements' | 'unplayed' | 'interrupted'>): Assessment {
    const requirements = [...this.tallies.values()].map((tally) => tally.result());
    const statement = statementOf(
      requirements.map(({ id, mandatory, verdict }) => ({ requirement: { id, mandatory }, verdict })),
      {
        ...run,
        catalogue: { version: CATALOGUE_VERSION, hash: catalogueHash() },
        choicesDiffer: differingChoices(this.meter.choices).length,
        undeclared: [...this.beyond],
        wiring: this.wiring.finding(),
        failedScenarios: this.failed,
      },
    );
    return { statement, requirements };
  }
}
