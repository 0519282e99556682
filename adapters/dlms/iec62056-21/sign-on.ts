import type { LinkError, TimeoutError } from '../../../trace/errors';
import { type Cut, MessageCutter } from './message-cutter';
import { encodeSignOn, type SignOnBaud, type SignOnMessage } from './messages';

/** What a sign-on is for: HDLC in mode E; in mode C to program or only to read the standard data out. */
export type SignOnPurpose = 'hdlc' | 'programming' | 'readout';

/** How a line is set. A sign-on begins with 300 baud 7E1, HDLC goes on with 8N1. */
export interface LineSetting {
  baud: SignOnBaud;
  framing: '7E1' | '8N1';
}

/**
 * What a sign-on wants done or has to tell, in order. Octets to transmit have seven bits: the line adds parity, or `withEvenParity`
 * does. `retune` is to be done when the last octet before it has left. `signed-on` ends a sign-on that goes on as something else.
 */
export type SignOnEvent =
  | { event: 'transmit'; octets: Uint8Array }
  | { event: 'retune'; line: LineSetting }
  | { event: 'identified'; manufacturer: string; ident: string; baud: SignOnBaud; hdlc: boolean }
  | { event: 'signed-on'; purpose: 'hdlc'; line: LineSetting; confirmed: boolean }
  | { event: 'signed-on'; purpose: 'programming'; line: LineSetting; challenge: string }
  | { event: 'read-out'; data: string }
  | { event: 'failed'; error: LinkError | TimeoutError }
  | { event: 'retried'; awaited: string; attempt: number }
  | { event: 'dropped'; at: number; octets: Uint8Array; because: string }
  | { event: 'ignored'; at: number; what: string; because: string };

/** Waits of IEC 62056-21:2002 §6.3.14 items 12 and 13, in milliseconds, and what is added for a line with delays of its own. */
export interface SignOnPatience {
  /** The longest reaction time of the other end. */
  reactionMs: number;
  /** The longest time between two octets of one message. */
  interOctetMs: number;
  /** The longest time that one message may take, a readout at 300 baud takes minutes; and that a sign-on goes on beginning anew. */
  messageMs: number;
  retries: number;
}

export const SIGN_ON_PATIENCE: SignOnPatience = { reactionMs: 1_500, interOctetMs: 1_500, messageMs: 600_000, retries: 2 };

export const SIGN_ON_LINE: LineSetting = { baud: 300, framing: '7E1' };

/** Octets after which a line that never ends a message is babbling, and no longer waited for. */
const BABBLE = 256;

/** What both roles of a sign-on share: messages in and out, one thing to do later, silence within a message. */
export abstract class SignOn {
  protected readonly patience: SignOnPatience;
  private readonly cutter = new MessageCutter();
  private events: SignOnEvent[] = [];
  private lastOctetMs = 0;
  private due: { waitMs: number; atMs: number; work: (nowMs: number) => void } | undefined;
  private heard = 0;

  constructor(
    protected readonly line: string,
    patience: Partial<SignOnPatience>,
  ) {
    this.patience = { ...SIGN_ON_PATIENCE, ...patience };
  }

  /** When it next wants `wake`, if nothing comes before. */
  get wakeAtMs(): number | undefined {
    const at = Math.min(this.dueMs, this.silentMs);
    return at === Number.POSITIVE_INFINITY ? undefined : at;
  }

  /** Begins, or begins anew, at 300 baud. */
  abstract open(nowMs: number): SignOnEvent[];

  /** Octets of seven bits as they came. */
  receive(octets: Uint8Array, nowMs: number): SignOnEvent[] {
    if (octets.length > 0) this.lastOctetMs = nowMs;
    this.heard += octets.length;
    this.take(this.cutter.push(octets), nowMs);
    return this.drain();
  }

  /** The last octet of what was to be sent has left: waits are counted from here. */
  sent(nowMs: number): void {
    if (this.due) this.due.atMs = Math.max(this.due.atMs, nowMs + this.due.waitMs);
  }

  wake(nowMs: number): SignOnEvent[] {
    if (nowMs >= this.silentMs) this.take(this.cutter.silence(), nowMs);
    const { due } = this;
    if (due && nowMs >= this.dueMs) {
      this.due = undefined;
      this.take(this.cutter.silence(), nowMs);
      due.work(nowMs);
    }
    return this.drain();
  }

  /** Whether the next message may be a block, which may be long. */
  protected abstract get awaitsBlock(): boolean;
  protected abstract messageCame(message: SignOnMessage, at: number, nowMs: number): void;
  protected abstract octetsDropped(count: number, damaged: boolean, nowMs: number): void;

  /** Does some work so much later, and nothing that was to be done before. */
  protected later(waitMs: number, nowMs: number, work: (nowMs: number) => void): void {
    this.due = { waitMs, atMs: nowMs + waitMs, work };
    this.heard = 0;
  }

  protected never(): void {
    this.due = undefined;
  }

  protected tell(event: SignOnEvent): void {
    this.events.push(event);
  }

  protected transmit(message: SignOnMessage): void {
    this.tell({ event: 'transmit', octets: encodeSignOn(message) });
  }

  protected drain(): SignOnEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  /** Within a message the other end is not silent; but a line that ends none is babbling, and no message takes for ever. */
  private get dueMs(): number {
    if (!this.due) return Number.POSITIVE_INFINITY;
    const waiting = this.cutter.pending > 0 && ((this.cutter.inBlock && this.awaitsBlock) || this.heard < BABBLE);
    return this.due.atMs + (waiting ? this.patience.messageMs : 0);
  }

  private get silentMs(): number {
    return this.cutter.pending > 0 ? this.lastOctetMs + this.patience.interOctetMs : Number.POSITIVE_INFINITY;
  }

  private take(cuts: Cut[], nowMs: number): void {
    for (const cut of cuts) {
      if ('message' in cut) this.messageCame(cut.message, cut.at, nowMs);
      else {
        this.tell({ event: 'dropped', at: cut.at, octets: cut.octets, because: cut.dropped });
        this.octetsDropped(cut.octets.length, cut.damaged, nowMs);
      }
    }
  }
}
