import { LinkError } from '../trace/errors';
import { Arrivals } from './arrivals';
import type { Burst, BytePort, ReadLimits, Span } from './byte-port';
import { monotonicMs } from './monotonic';

/** One end of a line in memory: what is written at the other arrives at once. */
class PairedPort implements BytePort {
  other: PairedPort | undefined;
  private readonly arrivals: Arrivals;

  constructor(readonly path: string) {
    this.arrivals = new Arrivals(path);
  }

  async write(octets: Uint8Array): Promise<Span> {
    this.other?.arrivals.push(octets.slice());
    return { fromMs: monotonicMs(), toMs: monotonicMs() };
  }

  read(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    return this.arrivals.take(limits, signal);
  }

  async discard(): Promise<void> {
    this.arrivals.discard();
  }

  async close(): Promise<void> {
    for (const end of [this, this.other]) end?.arrivals.end(new LinkError(this.path, 'ECANCELED', 'the port is closed'));
  }
}

/** Both ends of a line in memory. */
export function portPair(path = 'pair'): [BytePort, BytePort] {
  const [one, other] = [new PairedPort(path), new PairedPort(path)];
  one.other = other;
  other.other = one;
  return [one, other];
}
