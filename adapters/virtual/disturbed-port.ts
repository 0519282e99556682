import { setTimeout as sleep } from 'node:timers/promises';
import { type Burst, type BytePort, monotonicMs, type ReadLimits, type Span } from '../../native';
import { TimeoutError } from '../../trace/errors';

/** What a wire does to octets, both ways. Shares are from 0 to 1, of octets unless said. */
export interface Disturbance {
  lost: number;
  repeated: number;
  /** One bit is another. */
  damaged: number;
  /** Of octets sent: so many come `lateMs` after the one before. */
  late: number;
  lateMs: number;
  /** Of what is sent in one go: only the first half is, and then silence. */
  halved: number;
  /** What comes goes back at once, as probes do that echo. */
  echo: boolean;
  /** Octets leave no faster than at this rate, ten bits each. */
  pacedBaud?: number;
  seed: number;
}

export const UNDISTURBED: Disturbance = {
  lost: 0,
  repeated: 0,
  damaged: 0,
  late: 0,
  lateMs: 300,
  halved: 0,
  echo: false,
  seed: 1,
};

const BITS_AN_OCTET = 10;
/** Octets that leave in one go on a paced line: 17 ms at 9,600 baud. */
const SLICE = 16;

/** A port as a bad wire makes it, the same from the same seed as long as the same octets come in the same bursts. */
export class DisturbedPort implements BytePort {
  private readonly random: () => number;

  constructor(
    private readonly port: BytePort,
    private readonly wire: Disturbance,
  ) {
    this.random = randomFrom(wire.seed);
  }

  get path(): string {
    return this.port.path;
  }

  async write(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    const fromMs = monotonicMs();
    const sent = this.happens(this.wire.halved) ? octets.subarray(0, octets.length >> 1) : octets;
    for (const part of this.punctual(this.spoilt(sent))) {
      if (part === 'late') await sleep(this.wire.lateMs, undefined, signal && { signal });
      else await this.paced(part, signal);
    }
    return { fromMs, toMs: monotonicMs() };
  }

  /** As the port's; a burst of which nothing is left is as if it had never come. */
  async read({ responseMs, ...limits }: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    const untilMs = monotonicMs() + responseMs;
    for (;;) {
      const leftMs = untilMs - monotonicMs();
      if (leftMs <= 0) throw new TimeoutError(this.path, 'answer', responseMs);
      const burst = await this.port.read({ ...limits, responseMs: leftMs }, signal);
      if (this.wire.echo) await this.port.write(burst.octets, signal);
      const octets = this.spoilt(burst.octets);
      if (octets.length > 0) return { octets, fromMs: burst.fromMs, toMs: burst.toMs };
    }
  }

  discard(): Promise<void> {
    return this.port.discard();
  }

  close(): Promise<void> {
    return this.port.close();
  }

  private happens(share: number): boolean {
    return share > 0 && this.random() < share;
  }

  private spoilt(octets: Uint8Array): Uint8Array {
    const { lost, repeated, damaged } = this.wire;
    const out: number[] = [];
    for (const octet of octets) {
      if (this.happens(lost)) continue;
      const came = this.happens(damaged) ? octet ^ (1 << Math.floor(this.random() * 8)) : octet;
      out.push(came);
      if (this.happens(repeated)) out.push(came);
    }
    return Uint8Array.from(out);
  }

  private punctual(octets: Uint8Array): (Uint8Array | 'late')[] {
    const parts: (Uint8Array | 'late')[] = [];
    let from = 0;
    octets.forEach((_, at) => {
      if (!this.happens(this.wire.late)) return;
      if (at > from) parts.push(octets.subarray(from, at));
      parts.push('late');
      from = at;
    });
    if (from < octets.length) parts.push(octets.subarray(from));
    return parts;
  }

  private async paced(octets: Uint8Array, signal?: AbortSignal): Promise<void> {
    const { pacedBaud } = this.wire;
    if (pacedBaud === undefined) {
      await this.port.write(octets, signal);
      return;
    }
    const fromMs = monotonicMs();
    for (let at = 0; at < octets.length; at += SLICE) {
      const part = octets.subarray(at, at + SLICE);
      // The last octet of a part arrives when its last bit does.
      const leftMs = fromMs + ((at + part.length) * BITS_AN_OCTET * 1000) / pacedBaud - monotonicMs();
      if (leftMs > 0) await sleep(Math.ceil(leftMs), undefined, signal && { signal });
      await this.port.write(part, signal);
    }
  }
}

/** Numbers from 0 to below 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
