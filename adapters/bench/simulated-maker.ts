import type { Bench, RigMaker } from '../ports';
import { SimulatedBench } from './simulated';

export interface SimulatedOptions {
  /** The socket beside the virtual meter's link. */
  socket: string;
  time: 'virtual' | 'wall';
  capabilities: ReadonlySet<string>;
}

/** What only a meter made for a scenario can have had done to it. */
const OF_A_FRESH_METER = ['preset', 'date', 'history', 'image'] as const;

/**
 * The bench of a virtual meter, connected with the first scenario. Each begins with a fresh meter where the bench is declared to be
 * able to do what takes one; else with the meter that is there, as it stands.
 */
export function simulatedBenchMaker({ socket, time, capabilities }: SimulatedOptions) {
  const fresh = OF_A_FRESH_METER.some((capability) => capabilities.has(capability));
  const never = new AbortController().signal;
  let connected: SimulatedBench | undefined;
  const make = async (meter: Parameters<RigMaker['make']>[0]): Promise<Bench> => {
    // One that an abort has closed is of no use to the next scenario.
    if (connected?.isGone) connected = undefined;
    connected ??= await SimulatedBench.connect(socket, { time, capabilities }, never);
    if (fresh) await connected.make(meter, never);
    else await connected.take(never);
    return connected;
  };
  return { name: `simulated bench in ${time} time`, capabilities, time, fresh, make };
}
