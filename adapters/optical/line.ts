import { type Burst, type BytePort, monotonicMs } from '../../native';
import { LinkError, TimeoutError } from '../../trace/errors';
import type { Link, LinkEvent } from '../dlms';
import type { Tap } from '../ports';
import { masked } from './masked';

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

  constructor(
    readonly port: BytePort,
    private readonly secrets: readonly Uint8Array[],
  ) {}

  /** Follows events until one of them gives a result. `event` gets every event that is none of the line's own. */
  async drive<E extends { event: string }, R>(
    machine: Machine<E>,
    first: readonly E[],
    event: (event: E) => R | undefined | Promise<R | undefined>,
    signal: AbortSignal,
  ): Promise<R> {
    let events = first;
    for (;;) {
      for (const one of events) {
        const result = isTransmit(one) ? await this.transmit(machine, one.octets, signal) : await event(one);
        if (result !== undefined) return result as R;
      }
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
    const shown = masked(burst.octets, this.secrets);
    this.tap?.wire('rx', shown.octets, shown.masked);
    return machine.receive(burst.octets, burst.toMs);
  }
}

const isTransmit = (event: { event: string }): event is { event: 'transmit'; octets: Uint8Array } => event.event === 'transmit';

/** A link driven over a line: connects, exchanges APDUs, disconnects. Throws what the link failed with, a PortError. */
export class Connection {
  /** How often the link had to ask again. */
  retries = 0;

  constructor(
    private readonly line: Line,
    private readonly link: Link,
  ) {}

  async open(signal: AbortSignal): Promise<void> {
    await this.follow(this.link.open(monotonicMs()), (event) => (event.event === 'connected' ? true : undefined), signal);
  }

  /** Sends one APDU and gives the next that comes. */
  exchange(apdu: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    return this.follow(
      this.link.send(apdu, monotonicMs()),
      (event) => (event.event === 'received' ? event.apdu : undefined),
      signal,
    );
  }

  /** Says goodbye; a meter that does not answer is left all the same. */
  async close(signal: AbortSignal): Promise<void> {
    const events = this.link.close(monotonicMs());
    if (events.length === 0) return;
    await this.follow(events, (event) => (event.event === 'disconnected' ? true : undefined), signal, true);
  }

  private follow<R>(
    events: readonly LinkEvent[],
    result: (event: LinkEvent) => R | undefined,
    signal: AbortSignal,
    leaving = false,
  ): Promise<R> {
    const each = (event: LinkEvent): R | undefined => {
      if (event.event === 'failed') throw event.error;
      if (event.event === 'disconnected' && !leaving)
        throw new LinkError(this.line.port.path, 'lost', 'the meter has ended the connection');
      if (event.event === 'retried') this.retries++;
      return result(event);
    };
    return this.line.drive(this.link, events, each, signal);
  }
}
