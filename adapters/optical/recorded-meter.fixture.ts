import { type Burst, type BytePort, monotonicMs, type ReadLimits, type Span } from '../../native';
import { LinkError, TimeoutError } from '../../trace/errors';
import { hexOf, octetsOf } from '../dlms/laws.fixture';

export type Recording = { dir: 'client' | 'meter'; hex: string }[];

/**
 * The meter of a recorded session as a port: to each frame of a client it gives what the meter gave there, and notes the frames of
 * ours that are not those of the recorded client. Silent when the recording ends.
 */
export class RecordedMeter implements BytePort {
  readonly path = 'recording';
  /** Ours and theirs, where they differ. */
  readonly departures: { ours: string; theirs: string }[] = [];
  private readonly left: Recording;
  private waiting: Uint8Array[] = [];
  private closed = false;

  constructor(recording: Recording) {
    this.left = [...recording];
  }

  get isDone(): boolean {
    return this.left.length === 0;
  }

  async write(octets: Uint8Array): Promise<Span> {
    const theirs = this.left.shift();
    if (theirs?.dir === 'client' && theirs.hex !== hexOf(octets))
      this.departures.push({ ours: hexOf(octets), theirs: theirs.hex });
    while (this.left[0]?.dir === 'meter') this.waiting.push(octetsOf(this.left.shift()!.hex));
    return { fromMs: monotonicMs(), toMs: monotonicMs() };
  }

  async read({ responseMs }: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    signal?.throwIfAborted();
    if (this.closed) throw new LinkError(this.path, 'ECANCELED', 'the port is closed');
    const octets = this.waiting.shift();
    if (octets) return { octets, fromMs: monotonicMs(), toMs: monotonicMs() };
    await new Promise((resolve) => setTimeout(resolve, Math.min(responseMs, 1000)));
    throw new TimeoutError(this.path, 'answer', responseMs);
  }

  async setLine(): Promise<void> {}

  async discard(): Promise<void> {
    this.waiting = [];
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
