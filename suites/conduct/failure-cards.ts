import { REQUIREMENTS } from '../requirements';
import type { Evidence } from '../requirements/requirement';
import type { Failure, RequirementResult, ScenarioResult } from '../run-result';
import { worst } from '../verdict';
import type { Judgement } from '../verdict-types';
import { Causes } from './causes';
import { chainOf } from './chain';
import { chartOf } from './chart';
import { nextSteps } from './next-steps';
import type { Recording } from './recorded';
import type { RunDirectory } from './run-directory';
import { shellWord } from './shell-word';

type Draft = Omit<Failure, 'more' | 'smallest' | 'replay' | 'title' | 'statement' | 'clauses' | 'causes' | 'next'> & {
  steps: number;
  file: string;
  /** Lower is told first. */
  rank: number;
};

const AFTER_SCRIPTED = 1_000_000;

/** One card for each failed requirement: from a scripted scenario where one shows it, since a person knows those, and from the shortest. */
export class FailureCards {
  private readonly drafts = new Map<string, Draft>();

  constructor(private readonly run: RunDirectory) {}

  /** `judgements` hold of each fail the worst finding that is beyond. */
  consider(judgements: readonly Judgement[], evidence: Evidence, { entry, trace: recorded }: Recording) {
    const steps = evidence.trace.of('stimulus').filter(({ part }) => part === 'steps').length;
    const rank = steps + (entry.kind === 'scripted' ? 0 : AFTER_SCRIPTED);
    for (const { requirement, verdict, findings } of judgements) {
      if (verdict !== 'fail' || (this.drafts.get(requirement)?.rank ?? Number.POSITIVE_INFINITY) <= rank) continue;
      const finding = worst(findings);
      const { name: scenario, title: scenarioTitle, trace, file } = entry;
      this.drafts.set(requirement, {
        requirement,
        scenario,
        scenarioTitle,
        trace,
        file,
        finding,
        steps,
        rank,
        chart: chartOf(evidence, finding),
        chain: recorded ? chainOf(recorded, finding.records) : [],
      });
    }
  }

  failures(results: readonly RequirementResult[], scenarios: readonly ScenarioResult[]): Failure[] {
    const causes = new Causes(results, scenarios);
    return results
      .filter(({ verdict }) => verdict === 'fail')
      .flatMap((result) => {
        const draft = this.drafts.get(result.id);
        return draft ? [this.card(draft, result, causes)] : [];
      });
  }

  private card({ steps, file, rank: _, ...draft }: Draft, result: RequirementResult, causes: Causes): Failure {
    const likely = causes.of(result.id);
    const { title, statement, clauses } = REQUIREMENTS.find(({ id }) => id === draft.requirement)!;
    const smallest = smallestKept(this.run, draft.requirement) ?? { file, steps };
    return {
      ...draft,
      title,
      statement,
      clauses,
      more: result.comparisons.beyond - 1,
      causes: likely,
      next: nextSteps(result, draft, likely, causes),
      smallest: { ...smallest, yaml: clipped(this.run.textOf(smallest.file)) },
      replay: replayOf(this.run, smallest.file),
    };
  }
}

/** Where shrinking leaves the smallest scenario that still fails a requirement. */
export const smallestFile = (requirement: string) => `smallest/${requirement}.yaml`;

function smallestKept(run: RunDirectory, requirement: string): { file: string; steps: number } | undefined {
  const file = smallestFile(requirement);
  if (!run.has(file)) return undefined;
  return {
    file,
    steps:
      run
        .textOf(file)
        .split(/^steps:/m)[1]
        ?.match(/^ *- /gm)?.length ?? 0,
  };
}

/** The scenario file, without the seed: the meter and bench as this run had them. */
function replayOf({ calledAs, plan }: RunDirectory, file: string): string {
  const faults = plan.faults.flatMap((name) => ['--fault', name]);
  const words = [
    'run',
    '--meter',
    `${calledAs}/meter.yaml`,
    '--bench',
    `${calledAs}/bench.yaml`,
    ...faults,
    ...(plan.allowed?.length ? ['--allow', plan.allowed.join(',')] : []),
    '--scenario',
    `${calledAs}/${file}`,
  ];
  return `npx smets2-conformance ${words.map(shellWord).join(' ')}`;
}

/** A loaded year has tens of thousands of steps; a card shows the beginning. */
const MOST_LINES = 80;
function clipped(yaml: string): string {
  const lines = yaml.split('\n');
  return lines.length <= MOST_LINES
    ? yaml
    : [...lines.slice(0, MOST_LINES), `# … and ${lines.length - MOST_LINES} more lines`].join('\n');
}
