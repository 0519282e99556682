import type { Rig, RigMaker } from '../../adapters/ports';
import type { Declaration } from '../../declaration/declaration';
import { OBJECTS } from '../../declaration/objects';
import { sha256 } from '../../trace/chain';
import { MemoryTrace, type TraceSink } from '../../trace/sink';
import { TraceView } from '../../trace/view';
import type { ObjectName, Scenario } from '../../trace/vocabulary';
import { saysAbsent } from '../requirements/access/refusals';
import { conduct, type Outcome, opening, troubleOf } from './conductor';
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

/** What discovery found: the objects that answered. A log that refuses an empty range is there all the same. */
export function presentIn(trace: TraceView): ReadonlySet<ObjectName> {
  const answered = (name: ObjectName) => trace.observations(name).some(({ answer }) => !saysAbsent(answer));
  return new Set(OBJECTS.map(({ name }) => name).filter((name) => name === 'clock' || answered(name)));
}

export const EVERY_OBJECT: ReadonlySet<ObjectName> = new Set(OBJECTS.map(({ name }) => name));

export interface Stage {
  maker: RigMaker;
  meter: Declaration;
  signal: AbortSignal;
}

/** Plays a scenario on a rig of its own, into a sink. A rig that cannot be made is trouble in the trace. */
export async function play(
  scenario: Scenario,
  { maker, meter, signal }: Stage,
  present: ReadonlySet<ObjectName>,
  sink: TraceSink,
  scenarioHash = sha256(JSON.stringify(scenario)),
): Promise<Outcome> {
  let rig: Rig;
  try {
    rig = await maker.make(scenario);
  } catch (error) {
    sink.write(0, opening(scenario, { rig: maker.name, time: maker.time, tool: TOOL, scenarioHash }));
    sink.write(0, troubleOf(error));
    sink.write(0, { kind: 'closed', outcome: 'failed' });
    return 'failed';
  }
  return conduct(scenario, { rig, sink, meter, present, tool: TOOL, scenarioHash, fresh: maker.fresh, signal });
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
