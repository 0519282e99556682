import type { Link, LinkEvent, Role } from '../link';
import { Deframer } from './deframer';

/** What the line does to one frame. Frames never overtake one another, as on a wire. */
export type Fate =
  | { fate: 'pass' }
  | { fate: 'lose' }
  | { fate: 'repeat' }
  | { fate: 'damage'; at: number; bit: number }
  | { fate: 'cut'; at: number }
  | { fate: 'noise'; octets: Uint8Array }
  | { fate: 'delay'; ms: number };

/** Two ends of a link, and a line between them in virtual time; `next` gives the fate of each frame. */
export class Line {
  nowMs = 0;
  /** What each end was given to transmit, frame by frame, in the order of time. */
  readonly transmitted: { by: Role; hex: string }[] = [];
  readonly told: Record<Role, LinkEvent[]> = { client: [], server: [] };
  private readonly due: { atMs: number; work: () => void }[] = [];
  private readonly clearMs: Record<Role, number> = { client: 0, server: 0 };

  constructor(
    private readonly ends: Record<Role, Link>,
    private readonly hear: (role: Role, event: LinkEvent) => void,
    private readonly next: () => Fate = () => ({ fate: 'pass' }),
    private readonly octetMs = 1,
  ) {}

  /** What an end wants done, done. */
  follow(role: Role, events: readonly LinkEvent[]): void {
    for (const event of events) {
      if (event.event === 'transmit') this.carry(role, event.octets);
      else {
        this.told[role].push(event);
        this.hear(role, event);
      }
    }
  }

  /** Does some work so much later. */
  after(ms: number, work: () => void): void {
    this.due.push({ atMs: this.nowMs + ms, work });
  }

  /** Lets time pass until nothing is left to happen. Throws where things go on happening, or an end wants the past. */
  run(steps = 20_000): void {
    for (let step = 0; ; step++) {
      if (step === steps) throw new Error(`still not quiet after ${steps} steps, at ${this.nowMs} ms`);
      this.due.sort((a, b) => a.atMs - b.atMs);
      const wakes = (['client', 'server'] as const).map((role) => ({
        role,
        atMs: this.ends[role].wakeAtMs ?? Number.POSITIVE_INFINITY,
      }));
      const wake = wakes[0]!.atMs <= wakes[1]!.atMs ? wakes[0]! : wakes[1]!;
      const first = this.due[0];
      if (!first && wake.atMs === Number.POSITIVE_INFINITY) return;
      if (first && first.atMs <= wake.atMs) {
        this.due.shift();
        this.nowMs = Math.max(this.nowMs, first.atMs);
        first.work();
      } else {
        this.nowMs = Math.max(this.nowMs, wake.atMs);
        this.follow(wake.role, this.ends[wake.role].wake(this.nowMs));
      }
    }
  }

  private carry(by: Role, octets: Uint8Array): void {
    const to = by === 'client' ? 'server' : 'client';
    for (const { octets: frame } of new Deframer().push(octets)) {
      this.transmitted.push({ by, hex: Buffer.from(frame).toString('hex') });
      const fate = this.next();
      const delayMs = fate.fate === 'delay' ? fate.ms : 0;
      for (const arriving of suffered(frame, fate)) {
        const atMs = Math.max(this.clearMs[by], this.nowMs + delayMs) + arriving.length * this.octetMs;
        this.clearMs[by] = atMs;
        this.due.push({ atMs, work: () => this.follow(to, this.ends[to].receive(arriving, this.nowMs)) });
      }
    }
  }
}

function suffered(frame: Uint8Array, fate: Fate): Uint8Array[] {
  switch (fate.fate) {
    case 'lose':
      return [];
    case 'repeat':
      return [frame, frame];
    case 'damage': {
      const at = fate.at % frame.length;
      return [frame.with(at, frame[at]! ^ (1 << fate.bit))];
    }
    case 'cut':
      return [frame.subarray(0, fate.at % frame.length)];
    case 'noise':
      return [fate.octets, frame];
    default:
      return [frame];
  }
}
