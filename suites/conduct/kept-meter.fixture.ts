import type { Rig, RigMaker } from '../../adapters/ports';
import { type ReferenceRig, referenceRigMaker } from '../../adapters/reference/reference-rig';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Answer, ObjectName, Value } from '../../trace/vocabulary';
import type { RunInputs } from './plan';

/** A reference meter that lives through all scenarios, as somebody's does; `wrap` may stand between it and the run. */
export interface KeptMeter {
  maker: RigMaker;
  read(object: ObjectName): Value;
  ask(stimulus: Parameters<ReferenceRig['ask']>[0]): Answer;
}

export async function keptMeter(wrap: (rig: Rig) => Rig = (rig) => rig): Promise<KeptMeter> {
  const maker: Omit<RigMaker, 'make'> & { make(...asked: Parameters<RigMaker['make']>): Promise<ReferenceRig> } =
    referenceRigMaker(exampleMeter());
  const rig = await maker.make({ name: 'kept', start: 'any' });
  const wrapped = wrap(rig);
  const kept = { ...maker, fresh: false, benchCapabilities: new Set(['flow', 'supply', 'contacts']), make: async () => wrapped };
  const ask: KeptMeter['ask'] = (stimulus) => rig.ask(stimulus);
  return {
    maker: kept,
    ask,
    read: (object) => {
      const answer = ask({ do: 'read', object });
      return 'value' in answer ? answer.value : answer.refused.name;
    },
  };
}

/** What a run of those scenarios on the meter is made of. */
export const inputsOn = ({ maker }: KeptMeter, more: Pick<RunInputs, 'scenarios' | 'allowed'>): RunInputs => ({
  meter: exampleMeter(),
  meterText: 'of no interest',
  benchText: 'of no interest',
  maker,
  seed: 0,
  cases: 0,
  selection: [],
  faults: [],
  ...more,
});
