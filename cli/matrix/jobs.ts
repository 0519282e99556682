import type { Fault } from '../../adapters/reference/fault';
import { inLaboratory } from '../../adapters/reference/laboratory';
import { together } from '../../adapters/reference/variants';
import type { Declaration } from '../../declaration/declaration';
import { assess, played } from '../../suites/conduct/assess';
import { judge } from '../../suites/judge';
import type { Evidence } from '../../suites/requirements/requirement';
import { generatedScenarios } from '../../suites/scenarios/generated';
import { scriptedScenarios } from '../../suites/scenarios/scripted';
import { overTraces } from '../../suites/verdict';
import type { Judgement, Verdict } from '../../suites/verdict-types';
import { sha256 } from '../../trace/chain';
import { SMOKE_SCENARIOS } from './smoke';
import { known, legalStage, named, stageOf, variantNamed } from './stages';
import { overTheWire, type WireJob, type WireRow } from './wire-job';

/** One piece of work on one meter; whatever it needs it can find by name, so that it can be sent to another thread. */
export type Job =
  | { score: 'scripted'; fault: string }
  | { score: 'generated'; fault: string; seeds: readonly number[]; cases: number }
  | { score: 'laboratory'; fault: string }
  | { score: 'pair'; faults: readonly [string, string] }
  | { score: 'variant'; variant: string; seed: number; cases: number }
  | { score: 'draw'; variants: readonly string[]; scripts: readonly string[]; seed: number }
  | WireJob;

/** What the scripted scenarios said of a faulty meter. */
export interface ScriptedRow {
  /** Ids of the requirements that failed in any scenario. */
  killedBy: string[];
  /** The same by scenario; every scenario that was played is there. */
  failedIn: Record<string, string[]>;
  /** Of the scenarios that are to show it, those in which the rule that it breaks did not fail. */
  notShownBy: string[];
  /** Judges that threw, and scenarios that the tool could not play: no kill, and nothing of the meter's. */
  troubles: string[];
  /** A hash of all that the meter answered, by scenario: equal where nobody could tell two meters apart. */
  answered: Record<string, string>;
}

/** What generated scenarios alone said of it; play ends with the first that fails the rule which it breaks. */
export interface GeneratedRow {
  killedIn?: { seed: number; scenario: string };
  /** Ids of the requirements that failed until then. */
  killedBy: string[];
}

/** The verdict on the rule that it breaks, on the declared bench, in the scenarios that show it on the model. */
export interface LaboratoryRow {
  verdict: Verdict;
}

/** What the suite says of a meter. */
export interface StatementRow {
  statement: string;
  text: string;
}

/** What any requirement held against a legal meter, or could not decide. */
export interface DrawRow {
  accused: string[];
  undecided: string[];
}

export type RowOf<J extends Job> = J extends { score: 'scripted' }
  ? ScriptedRow
  : J extends { score: 'generated' }
    ? GeneratedRow
    : J extends { score: 'laboratory' }
      ? LaboratoryRow
      : J extends { score: 'draw' }
        ? DrawRow
        : J extends WireJob
          ? WireRow
          : StatementRow;

/** Does one job; `reference` is the declaration that a faulty meter or a variant differs from. */
export async function perform<J extends Job>(job: J, reference: Declaration, signal: AbortSignal): Promise<RowOf<J>> {
  return (await rowOf(job, reference, signal)) as RowOf<J>;
}

function rowOf(job: Job, reference: Declaration, signal: AbortSignal) {
  switch (job.score) {
    case 'scripted':
      return scripted(known(job.fault), reference, signal);
    case 'generated':
      return generated(known(job.fault), job, reference, signal);
    case 'laboratory':
      return laboratory(known(job.fault), reference, signal);
    case 'pair':
      return pair(job.faults.map(known), reference, signal);
    case 'variant':
      return legal(job, reference, signal);
    case 'draw':
      return draw(job, reference, signal);
    case 'wire':
      return overTheWire(job, reference, signal);
  }
}

async function scripted(fault: Fault, reference: Declaration, signal: AbortSignal): Promise<ScriptedRow> {
  const killedBy = new Set<string>();
  const failedIn: Record<string, string[]> = {};
  const shownIn = new Set<string>();
  const troubles: string[] = [];
  const answered: Record<string, string> = {};
  const scenarios = named([...SMOKE_SCENARIOS, ...fault.shownBy]);
  for await (const evidence of played(scenarios, stageOf([fault], reference, signal))) {
    const { name } = evidence.trace.scenario;
    answered[name] = answersOf(evidence);
    failedIn[name] = [];
    for (const judgement of judge(evidence)) {
      if (judgement.verdict === 'fail') {
        killedBy.add(judgement.requirement);
        failedIn[name].push(judgement.requirement);
      }
      if (judgement.verdict === 'fail' && judgement.requirement === fault.breaks) shownIn.add(name);
      if (judgement.verdict === 'error') troubles.push(inWords(judgement));
    }
    for (const { whose, text } of evidence.trace.of('trouble')) if (whose === 'tool') troubles.push(`${name}: ${text}`);
  }
  const notShownBy = fault.shownBy.filter((name) => !shownIn.has(name));
  return { killedBy: [...killedBy], failedIn, notShownBy, troubles, answered };
}

async function generated(
  fault: Fault,
  { seeds, cases }: { seeds: readonly number[]; cases: number },
  reference: Declaration,
  signal: AbortSignal,
): Promise<GeneratedRow> {
  const stage = stageOf([fault], reference, signal);
  const killedBy = new Set<string>();
  for (const seed of seeds)
    for await (const evidence of played(generatedScenarios(stage.meter, seed, cases), stage)) {
      for (const { requirement, verdict } of judge(evidence)) if (verdict === 'fail') killedBy.add(requirement);
      if (killedBy.has(fault.breaks))
        return { killedIn: { seed, scenario: evidence.trace.scenario.name }, killedBy: [...killedBy] };
    }
  return { killedBy: [...killedBy] };
}

async function laboratory(fault: Fault, reference: Declaration, signal: AbortSignal): Promise<LaboratoryRow> {
  const stage = stageOf([fault], reference, signal);
  const judgements: Judgement[] = [];
  for await (const evidence of played(named(fault.shownBy), { ...stage, maker: inLaboratory(stage.maker) }))
    judgements.push(...judge(evidence).filter(({ requirement }) => requirement === fault.breaks));
  return { verdict: overTraces(judgements) };
}

async function pair(faults: readonly Fault[], reference: Declaration, signal: AbortSignal): Promise<StatementRow> {
  const scenarios = named([...SMOKE_SCENARIOS, ...faults.flatMap(({ shownBy }) => shownBy)]);
  const { statement } = await assess(scenarios, stageOf(faults, reference, signal));
  return { statement: statement.verdict, text: statement.text };
}

async function legal(
  { variant: name, seed, cases }: { variant: string; seed: number; cases: number },
  reference: Declaration,
  signal: AbortSignal,
): Promise<StatementRow> {
  const stage = legalStage(variantNamed(name), reference, signal);
  const scenarios = [...scriptedScenarios(), ...generatedScenarios(stage.meter, seed, cases)];
  const { statement } = await assess(scenarios, stage);
  return { statement: statement.verdict, text: statement.text };
}

async function draw(
  { variants, scripts, seed }: Extract<Job, { score: 'draw' }>,
  reference: Declaration,
  signal: AbortSignal,
): Promise<DrawRow> {
  const stage = legalStage(together(variants.map(variantNamed)), reference, signal);
  const row: DrawRow = { accused: [], undecided: [] };
  for await (const evidence of played([...named(scripts), ...generatedScenarios(stage.meter, seed, 1)], stage))
    for (const judgement of judge(evidence)) {
      if (judgement.verdict === 'fail' || judgement.verdict === 'error') row.accused.push(inWords(judgement));
      if (judgement.verdict === 'inconclusive') row.undecided.push(inWords(judgement));
    }
  return row;
}

const answersOf = ({ trace }: Evidence) =>
  sha256(JSON.stringify([...trace.of('observation'), ...trace.of('clock')].map(({ prev: _, ...record }) => record)));

const inWords = ({ scenario, requirement, because }: Judgement) => `${scenario}: ${requirement}: ${because}`;
