import { MemoryTrace } from '../../trace/sink';
import type { Ms, ObjectName, RecordKind, RecordOf, Scenario, Stimulus, TraceRecord } from '../../trace/vocabulary';
import { referenceStage, type Staged } from '../reference-plays.fixture';
import type { Outcome } from './conductor';
import { adapted } from './plan';
import { EVERY_OBJECT, play } from './play';

export const MINUTE: Ms = 60_000;
/** Meter time at which the scenarios begin: in the middle of a half hour. */
export const START: Ms = Date.parse('2026-03-03T10:07:00Z');

/** A scenario of these steps that observes the secondary export register. */
export const scenario = (steps: Stimulus[], more: Partial<Scenario> = {}): Scenario => ({
  name: 'some',
  title: 'Some scenario',
  kind: 'scripted',
  start: START,
  observe: ['secondary.export.total'],
  steps,
  ...more,
});

export const wait = (ms: Ms): Stimulus => ({ do: 'wait', until: { after: ms } });

/** A played scenario: what became of it, and its trace. */
export interface Conducted {
  outcome: Outcome;
  records: TraceRecord[];
  of<K extends RecordKind>(kind: K): RecordOf<K>[];
}

/** Plays on the reference meter; `present` is every object unless told. */
export async function conducted(
  what: Scenario,
  staged: Staged = {},
  present: ReadonlySet<ObjectName> = EVERY_OBJECT,
): Promise<Conducted> {
  const sink = new MemoryTrace();
  const stage = referenceStage(staged);
  const outcome = await play(adapted(what, stage.meter.choices), stage, present, sink, 'hash');
  const of = <K extends RecordKind>(kind: K) => sink.records.filter((record): record is RecordOf<K> => record.kind === kind);
  return { outcome, records: sink.records, of };
}

/** Stimuli of the script itself, without what the conductor adds around it. */
export const ofSteps = (records: RecordOf<'stimulus'>[]) => records.filter(({ part }) => part === 'steps');
