import type { BytePort } from '../../native';
import { monotonicMs } from '../../native';
import { PortError, TimeoutError } from '../../trace/errors';
import { type Ends, type Link, type LinkEvent, type MeterOptions, MeterSignOn, type SignOnEvent, withEvenParity } from '../dlms';
import type { CosemServer } from './cosem/cosem-server';

export interface LineOptions {
  /** A fresh link, closed. */
  link(): Link;
  /** A sign-on before each connection of the link (mode E); left out, the line speaks the link directly. */
  signOn?: MeterOptions;
  /** The line carries 7E1 as eight bits with parity, as a pty does. */
  parity: boolean;
  server(ends: Ends): CosemServer;
  /** Without supply a meter hears and says nothing, and has forgotten every connection when it returns. */
  powered(): boolean;
}

/** The longest that the loop sleeps on a silent line. */
const TICK_MS = 500;

type Machine = { kind: 'sign-on'; of: MeterSignOn } | { kind: 'link'; of: Link };

/** A meter at one line, until the signal aborts or the line goes away: sign-on, link and server, driven by what comes and by time. */
export class LineSession {
  private machine: Machine;
  private server: CosemServer | undefined;

  constructor(
    private readonly port: BytePort,
    private readonly options: LineOptions,
  ) {
    this.machine = this.fresh();
  }

  /** Ends with the port's LinkError where the other end is gone, and with the signal's reason where it aborts. */
  async serve(signal: AbortSignal): Promise<void> {
    await this.begin(signal);
    for (;;) {
      const octets = await this.heard(signal);
      if (!this.options.powered()) await this.begin(signal);
      else if (octets) await this.handle(this.machine.of.receive(this.sevenBits(octets), monotonicMs()), signal);
      else await this.handle(this.machine.of.wake(monotonicMs()), signal);
    }
  }

  private async heard(signal: AbortSignal): Promise<Uint8Array | undefined> {
    const { wakeAtMs } = this.machine.of;
    const waitMs = Math.max(1, Math.min(TICK_MS, (wakeAtMs ?? Number.POSITIVE_INFINITY) - monotonicMs()));
    try {
      return (await this.port.read({ responseMs: waitMs }, signal)).octets;
    } catch (error) {
      if (error instanceof TimeoutError) return undefined;
      throw error;
    }
  }

  private fresh(): Machine {
    const { signOn, link } = this.options;
    return signOn ? { kind: 'sign-on', of: new MeterSignOn(signOn) } : { kind: 'link', of: link() };
  }

  private async begin(signal: AbortSignal): Promise<void> {
    this.server = undefined;
    this.machine = this.fresh();
    await this.handle(this.machine.of.open(monotonicMs()), signal);
  }

  private async handle(events: readonly (LinkEvent | SignOnEvent)[], signal: AbortSignal): Promise<void> {
    const { machine } = this;
    let unanswered = false;
    for (const event of events) {
      if (event.event === 'transmit') await this.transmit(event.octets, signal);
      else if (event.event === 'connected') this.server = this.options.server(event);
      else if (event.event === 'received') unanswered = !(await this.answer(event.apdu, signal));
      else if (event.event === 'signed-on') await this.signedOn(signal);
      else if (event.event === 'disconnected' || event.event === 'failed') await this.begin(signal);
    }
    // To a block of a stream nothing is said: the client, which has more, gets its turn back at once.
    if (unanswered && machine === this.machine && machine.kind === 'link') await this.send(machine.of, [], signal);
  }

  /** Whether anything was answered. Silence where the meter has no supply, which a bench may have cut meanwhile, and where the client has hung up behind its request. */
  private async answer(apdu: Uint8Array, signal: AbortSignal): Promise<boolean> {
    const { machine, server } = this;
    if (machine.kind !== 'link' || !server) return true;
    try {
      const answers = server.take(apdu);
      if (answers.length > 0) await this.send(machine.of, answers, signal);
      return answers.length > 0;
    } catch (error) {
      if (!(error instanceof PortError && error.code === 'no-answer')) throw error;
      await this.begin(signal);
      return true;
    }
  }

  private async send(link: Link, answers: readonly Uint8Array[], signal: AbortSignal): Promise<void> {
    let events: LinkEvent[];
    try {
      events = link.send(answers, monotonicMs());
    } catch (error) {
      if (error instanceof PortError && error.code === 'not-connected') return;
      throw error;
    }
    await this.handle(events, signal);
  }

  private async signedOn(signal: AbortSignal): Promise<void> {
    const link = this.options.link();
    this.machine = { kind: 'link', of: link };
    await this.handle(link.open(monotonicMs()), signal);
  }

  private async transmit(octets: Uint8Array, signal: AbortSignal): Promise<void> {
    const { machine } = this;
    await this.port.write(machine.kind === 'sign-on' && this.options.parity ? withEvenParity(octets) : octets, signal);
    machine.of.sent(monotonicMs());
  }

  /** A sign-on hears seven bits, whether parity stands in the eighth or not. */
  private sevenBits(octets: Uint8Array): Uint8Array {
    return this.machine.kind === 'sign-on' ? octets.map((octet) => octet & 0x7f) : octets;
  }
}
