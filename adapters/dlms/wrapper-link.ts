import { LinkError, TimeoutError } from '../../trace/errors';
import type { Ends, Link, LinkEvent, Role } from './link';
import { encodeWrapper, Unwrapper, type WrapperMessage } from './wrapper';

export interface WrapperOptions {
  role: Role;
  /** Names the line in errors. */
  line: string;
  /** Our wPort, and of a client also its server's; a server answers whoever asks. */
  own: number;
  peer?: number;
  /** A client waits so long in silence for an answer to begin or to go on. */
  silenceMs?: number;
  /** The longest that a client waits for one whole answer, however slowly it comes. */
  answerMs?: number;
}

/** A link over TCP: nothing is lost there, so nothing is repeated; an answer that does not come ends the connection. */
export class WrapperLink implements Link {
  private readonly unwrapper = new Unwrapper();
  private readonly silenceMs: number;
  private readonly answerMs: number;
  private events: LinkEvent[] = [];
  private state: 'closed' | 'open' = 'closed';
  private peer: number | undefined;
  private expected = 0;
  private waitFromMs = 0;
  private progressMs = 0;

  constructor(private readonly options: WrapperOptions) {
    this.peer = options.peer;
    this.silenceMs = options.silenceMs ?? 3_000;
    this.answerMs = options.answerMs ?? 60_000;
  }

  get wakeAtMs(): number | undefined {
    return this.expected > 0 ? Math.min(this.waitFromMs + this.silenceMs, this.progressMs + this.answerMs) : undefined;
  }

  fitting(maxPdu: number): number {
    return maxPdu;
  }

  open(): LinkEvent[] {
    this.state = 'open';
    this.expected = 0;
    if (this.options.role === 'client') this.events.push({ event: 'connected', ...this.ends });
    return this.drain();
  }

  send(apdus: Uint8Array | readonly Uint8Array[], nowMs: number, answers?: number): LinkEvent[] {
    const { peer } = this;
    if (this.state === 'closed' || peer === undefined)
      throw new LinkError(this.options.line, 'not-connected', 'nothing can be sent: the link is not connected');
    const list = apdus instanceof Uint8Array ? [apdus] : apdus;
    for (const apdu of list)
      this.events.push({ event: 'transmit', octets: encodeWrapper({ source: this.options.own, destination: peer, apdu }) });
    if (this.options.role === 'client') {
      if (this.expected === 0) this.progressMs = nowMs;
      this.expected += answers ?? list.length;
      this.waitFromMs = nowMs;
    }
    return this.drain();
  }

  expect(nowMs: number): LinkEvent[] {
    return this.send([], nowMs, 1);
  }

  close(): LinkEvent[] {
    if (this.state === 'closed') return [];
    this.shut({ event: 'disconnected', by: this.options.role });
    return this.drain();
  }

  receive(octets: Uint8Array, nowMs: number): LinkEvent[] {
    for (const item of this.unwrapper.push(octets)) {
      if ('message' in item) this.messageCame(item.message, item.at, nowMs);
      else this.events.push({ event: 'dropped', at: item.at, octets: item.octets, because: item.dropped });
    }
    if (this.unwrapper.pending > 0) this.waitFromMs = nowMs;
    return this.drain();
  }

  sent(nowMs: number): void {
    this.waitFromMs = Math.max(this.waitFromMs, nowMs);
  }

  wake(nowMs: number): LinkEvent[] {
    const { wakeAtMs } = this;
    if (wakeAtMs === undefined || nowMs < wakeAtMs) return [];
    const unfinished = this.unwrapper.silence();
    for (const item of unfinished)
      this.events.push({
        event: 'dropped',
        at: item.at,
        octets: item.octets,
        because: 'dropped' in item ? item.dropped : 'too late',
      });
    const heard = unfinished[0]?.octets.subarray(0, 64);
    this.shut({ event: 'failed', error: new TimeoutError(this.options.line, 'answer', nowMs - this.progressMs, heard) });
    return this.drain();
  }

  /** Octets as they are, at once: what a polite peer would not send. */
  raw(octets: Uint8Array): LinkEvent[] {
    return [{ event: 'transmit', octets }];
  }

  private get ends(): Ends {
    const { role, own } = this.options;
    const peer = this.peer ?? 0;
    return role === 'client' ? { client: own, server: peer } : { client: peer, server: own };
  }

  private messageCame({ source, destination, apdu }: WrapperMessage, at: number, nowMs: number): void {
    const ignore = (because: string) =>
      this.events.push({ event: 'ignored', at, what: `wPort ${source} to ${destination}`, because });
    const { role, own } = this.options;
    if (this.state === 'closed') ignore('closed');
    else if (destination !== own || (role === 'client' && source !== this.peer)) ignore('other stations');
    else if (apdu.length === 0) ignore('no APDU');
    else {
      if (role === 'server' && source !== this.peer) {
        this.peer = source;
        this.events.push({ event: 'connected', ...this.ends });
      }
      this.expected = Math.max(0, this.expected - 1);
      this.waitFromMs = nowMs;
      this.progressMs = nowMs;
      this.events.push({ event: 'received', apdu, ...this.ends });
    }
  }

  private shut(event: LinkEvent): void {
    this.state = 'closed';
    this.expected = 0;
    this.peer = this.options.peer;
    this.events.push(event);
  }

  private drain(): LinkEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }
}
