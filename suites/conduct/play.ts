import type { RigMaker } from '../../adapters/ports';
import type { Declaration } from '../../declaration/declaration';
import { OBJECTS } from '../../declaration/objects';
import { sha256 } from '../../trace/chain';
import { MemoryTrace, type TraceSink } from '../../trace/sink';
import { TraceView } from '../../trace/view';
import type { ObjectName, Scenario } from '../../trace/vocabulary';
import { conduct, type Outcome } from './conductor';
import { TOOL } from './tool';

/** Asks for every object once: what answers is present, on this access path. */
export const DISCOVERY: Scenario = {
  name: 'discovery',
  title: 'Which objects this meter lets us read',
  kind: 'discovery',
  start: 'any',
  observe: 'everything',
  steps: [],
};

/** Data-access results that say an object is not there, or not for this association (IEC 62056-53 data-access-result). */
const NOT_FOR_US = new Set([
  'object-undefined',
  'object-unavailable',
  'object-class-inconsistent',
  'read-write-denied',
  'scope-of-access-violated',
]);

/** What discovery found: the objects that answered. A log that refuses an empty range is there all the same. */
export function presentIn(trace: TraceView): ReadonlySet<ObjectName> {
  const answered = (name: ObjectName) =>
    trace.observations(name).some(({ answer }) => 'value' in answer || !NOT_FOR_US.has(answer.refused.name));
  return new Set(OBJECTS.map(({ name }) => name).filter((name) => name === 'clock' || answered(name)));
}

export const EVERY_OBJECT: ReadonlySet<ObjectName> = new Set(OBJECTS.map(({ name }) => name));

export interface Stage {
  maker: RigMaker;
  meter: Declaration;
  signal: AbortSignal;
}

/** Plays a scenario on a rig of its own, into a sink. */
export async function play(
  scenario: Scenario,
  { maker, meter, signal }: Stage,
  present: ReadonlySet<ObjectName>,
  sink: TraceSink,
  scenarioHash = sha256(JSON.stringify(scenario)),
): Promise<Outcome> {
  const rig = await maker.make(scenario);
  return conduct(scenario, { rig, sink, meter, present, tool: TOOL, scenarioHash, signal });
}

/** Plays a scenario into memory: for attempts that nobody keeps. */
export async function playInMemory(scenario: Scenario, stage: Stage, present: ReadonlySet<ObjectName>): Promise<TraceView> {
  const sink = new MemoryTrace();
  await play(scenario, stage, present, sink, '');
  return new TraceView(sink.records);
}

/** Plays discovery into memory. */
export async function discover(stage: Stage): Promise<{ trace: TraceView; present: ReadonlySet<ObjectName> }> {
  const trace = await playInMemory(DISCOVERY, stage, EVERY_OBJECT);
  return { trace, present: presentIn(trace) };
}
