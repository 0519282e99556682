import type { Bench, RigMaker } from '../ports';
import { SimulatedBench } from './simulated';

export interface SimulatedOptions {
  /** The socket beside the virtual meter's link. */
  socket: string;
  time: 'virtual' | 'wall';
  capabilities: ReadonlySet<string>;
}

/** The bench of a virtual meter, connected with the first scenario; each begins with a fresh meter. */
export function simulatedBenchMaker({ socket, time, capabilities }: SimulatedOptions) {
  const never = new AbortController().signal;
  let connected: SimulatedBench | undefined;
  const make = async (fresh: Parameters<RigMaker['make']>[0]): Promise<Bench> => {
    // One that an abort has closed is of no use to the next scenario.
    if (connected?.isGone) connected = undefined;
    connected ??= await SimulatedBench.connect(socket, { time, capabilities }, never);
    await connected.make(fresh, never);
    return connected;
  };
  return { name: `simulated bench in ${time} time`, capabilities, time, make };
}
