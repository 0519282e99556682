import { referenceRigMaker } from '../../adapters/reference/reference-rig';
import type { Declaration } from '../../declaration/declaration';
import { played } from '../../suites/conduct/assess';
import type { Stage } from '../../suites/conduct/play';
import { judge } from '../../suites/judge';
import type { Verdict } from '../../suites/verdict-types';
import type { Scenario } from '../../trace/vocabulary';
import { virtualRig } from '../virtual-rig';
import { known, named, stageOf } from './stages';

/** A faulty meter behind a pty of its own, in a folder that whoever asks removes. */
export interface WireJob {
  score: 'wire';
  fault: string;
  folder: string;
}

/** What the scenarios that show a fault on the model said of it over a wire. */
export interface WireRow {
  /** Of those scenarios, the ones in which the rule that it breaks did not fail over the wire. */
  notShownBy: string[];
  /** Every verdict in them, and in discovery, that is not the one on the model. */
  differs: string[];
  /** What the tool could not play, or not in time. */
  troubles: string[];
}

/** A scenario over a pty takes about a quarter of a second: one that takes this long, with all others of a fault, hangs. */
const MOST_MS = 180_000;

export async function overTheWire(
  { fault: name, folder }: WireJob,
  reference: Declaration,
  signal: AbortSignal,
): Promise<WireRow> {
  const fault = known(name);
  const scenarios = named(fault.shownBy);
  const model = stageOf([fault], reference, signal);
  const expected = await verdictsIn(scenarios, model);
  const limit = AbortSignal.timeout(MOST_MS);
  const meter = referenceRigMaker(model.meter, { faults: [fault] });
  const wired = await virtualRig({ declaration: model.meter, meter, mode: 'hdlc', port: 'pty', folder });
  try {
    const found = await verdictsIn(scenarios, { ...model, maker: wired.maker, signal: AbortSignal.any([signal, limit]) });
    return {
      notShownBy: fault.shownBy.filter((scenario) => found.verdicts.get(`${scenario}: ${fault.breaks}`) !== 'fail'),
      differs: differences(expected.verdicts, found.verdicts),
      troubles: [...found.troubles, ...(limit.aborted ? [`not done within ${MOST_MS / 1000} s`] : [])],
    };
  } finally {
    await wired.close();
  }
}

interface Judged {
  /** By `scenario: requirement`. */
  verdicts: ReadonlyMap<string, Verdict>;
  troubles: string[];
}

async function verdictsIn(scenarios: readonly Scenario[], stage: Stage): Promise<Judged> {
  const verdicts = new Map<string, Verdict>();
  const troubles: string[] = [];
  for await (const evidence of played(scenarios, stage)) {
    const { name } = evidence.trace.scenario;
    for (const { requirement, verdict } of judge(evidence)) verdicts.set(`${name}: ${requirement}`, verdict);
    for (const { whose, text } of evidence.trace.of('trouble')) if (whose === 'tool') troubles.push(`${name}: ${text}`);
  }
  return { verdicts, troubles };
}

function differences(expected: Judged['verdicts'], found: Judged['verdicts']): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => expected.get(key) !== found.get(key))
    .map((key) => `${key}: ${expected.get(key) ?? 'nothing'} on the model, ${found.get(key) ?? 'nothing'} over the wire`);
}
