import { type Burst, type BytePort, monotonicMs } from '../../native';
import { LinkError, TimeoutError } from '../../trace/errors';
import type { Link, LinkEvent } from '../dlms';
import type { Tap } from '../ports';
import { MaskedBursts, masked } from './masked';

/** What drives a machine of octets and time: sends what it says, gives it what comes, wakes it when it wants. */
export interface Machine<E> {
  readonly wakeAtMs: number | undefined;
  receive(octets: Uint8Array, nowMs: number): E[];
  sent(nowMs: number): void;
  wake(nowMs: number): E[];
}

/** A read that waits for nothing in particular. */
const FOREVER_MS = 600_000;

/** A port with its records: every octet that crosses goes to the tap of whoever is served now, secrets masked. */
export class Line {
  tap: Tap | undefined;
  private readonly heard: MaskedBursts;

  constructor(
    readonly port: BytePort,
    private readonly secrets: readonly Uint8Array[],
  ) {
    this.heard = new MaskedBursts(secrets);
  }

  /**
   * Follows events until one of them gives a result: the first that does. `event` gets every event that is none of the line's own,
   * also those that came together with that one.
   */
  async drive<E extends { event: string }, R>(
    machine: Machine<E>,
    first: readonly E[],
    event: (event: E) => R | undefined | Promise<R | undefined>,
    signal: AbortSignal,
  ): Promise<R> {
    let events = first;
    for (;;) {
      let result: R | undefined;
      for (const one of events) {
        const given = isTransmit(one) ? await this.transmit(machine, one.octets, signal) : await event(one);
        result ??= given as R | undefined;
      }
      if (result !== undefined) return result;
      events = await this.next(machine, signal);
    }
  }

  private async transmit<E>(machine: Machine<E>, octets: Uint8Array, signal: AbortSignal): Promise<undefined> {
    const shown = masked(octets, this.secrets);
    this.tap?.wire('tx', shown.octets, shown.masked);
    const { toMs } = await this.port.write(octets, signal);
    machine.sent(toMs);
    return undefined;
  }

  private async next<E>(machine: Machine<E>, signal: AbortSignal): Promise<E[]> {
    const { wakeAtMs } = machine;
    const waitMs = wakeAtMs === undefined ? FOREVER_MS : Math.max(0, wakeAtMs - monotonicMs());
    let burst: Burst;
    try {
      burst = await this.port.read({ responseMs: Math.ceil(waitMs) }, signal);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      return machine.wake(monotonicMs());
    }
    const shown = this.heard.take(burst.octets);
    this.tap?.wire('rx', shown.octets, shown.masked);
    return machine.receive(burst.octets, burst.toMs);
  }
}

const isTransmit = (event: { event: string }): event is { event: 'transmit'; octets: Uint8Array } => event.event === 'transmit';

/** A link driven over a line: connects, exchanges APDUs, disconnects. Throws what the link failed with, a PortError. */
export class Connection {
  /** How often the link had to ask again. */
  retries = 0;
  /** APDUs of a stream that came before they were asked for. */
  private readonly early: Uint8Array[] = [];

  constructor(
    private readonly line: Line,
    private readonly link: Link,
  ) {}

  async open(signal: AbortSignal): Promise<void> {
    await this.follow(this.link.open(monotonicMs()), (event) => (event.event === 'connected' ? true : undefined), signal);
  }

  /** The longest APDU of at most so many octets that fills the frames in which it comes. */
  fitting(maxPdu: number): number {
    return this.link.fitting(maxPdu);
  }

  get path(): string {
    return this.line.port.path;
  }

  /** Sends one APDU, or several one after the other, and gives the next that comes. */
  async exchange(apdus: Uint8Array | readonly Uint8Array[], signal: AbortSignal): Promise<Uint8Array> {
    this.early.length = 0;
    return this.awaited(this.link.send(apdus, monotonicMs(), 1), signal);
  }

  /** The next APDU of a stream, which the meter sends unasked. */
  async next(signal: AbortSignal): Promise<Uint8Array> {
    return this.early.shift() ?? (await this.awaited(this.link.expect(monotonicMs()), signal));
  }

  /** Says goodbye; a meter that does not answer is left all the same. */
  async close(signal: AbortSignal): Promise<void> {
    this.early.length = 0;
    const events = this.link.close(monotonicMs());
    if (events.length === 0) return;
    await this.follow(events, (event) => (event.event === 'disconnected' ? true : undefined), signal, true);
  }

  private async awaited(events: readonly LinkEvent[], signal: AbortSignal): Promise<Uint8Array> {
    const first = await this.follow(events, (event) => this.received(event), signal);
    this.early.shift();
    return first;
  }

  private received(event: LinkEvent): Uint8Array | undefined {
    if (event.event !== 'received') return undefined;
    this.early.push(event.apdu);
    return event.apdu;
  }

  private follow<R>(
    events: readonly LinkEvent[],
    result: (event: LinkEvent) => R | undefined,
    signal: AbortSignal,
    leaving = false,
  ): Promise<R> {
    const each = (event: LinkEvent): R | undefined => {
      // An answer that came before the end is one; whoever sends next learns of the end.
      if (this.early.length > 0 && (event.event === 'failed' || event.event === 'disconnected')) return undefined;
      if (event.event === 'failed') throw event.error;
      if (event.event === 'disconnected' && !leaving)
        throw new LinkError(this.line.port.path, 'lost', 'the meter has ended the connection');
      if (event.event === 'retried') this.retries++;
      return result(event);
    };
    return this.line.drive(this.link, events, each, signal);
  }
}
