import { LinkError } from '../../../trace/errors';
import type { Ends, Link, LinkEvent, Role } from '../link';
import type { HdlcAddress } from './address';
import type { Control } from './control';
import { Deframer } from './deframer';
import { encodeFrame, type Frame } from './frame';
import { Inbox } from './inbox';
import { LLC_OCTETS, withLlc, withoutLlc } from './llc';
import { Outbox } from './outbox';
import type { LinkParameters } from './parameters';
import { DEFAULT_PATIENCE, type Patience } from './patience';

export interface StationOptions {
  /** Names the line in errors. */
  line: string;
  own: HdlcAddress;
  /** What we offer; a client that offers the defaults sends a bare SNRM. */
  parameters: LinkParameters;
  patience?: Partial<Patience>;
  /** The longest message put together; longer ones end the connection. */
  maxPdu?: number;
  /** Says REJ where frames are missing: ISO/IEC 13239 has it, IEC 62056-46 does without, so only on request. */
  rejects?: boolean;
}

/** An APDU of 65,535 octets, its LLC header, and what ciphering adds. */
const MAX_PDU = 65_535 + LLC_OCTETS + 64;

/** What is wrong with a frame that came undamaged. */
export interface Trouble {
  code: 'sequence' | 'too-long' | 'malformed';
  problem: string;
  cause?: unknown;
}

/** A frame that carries N(R): I, RR, RNR or REJ. */
export type NumberedFrame = Frame & { control: Extract<Control, { nr: number }> };

/** What both roles of a connection share: frames in and out, numbering, segments, windows (IEC 62056-46:2002 §6.4). */
export abstract class Station implements Link {
  /** Not ready for more I-frames: says RNR instead of RR, and takes none. */
  busy = false;
  abstract readonly wakeAtMs: number | undefined;

  protected readonly patience: Patience;
  protected readonly outbox = new Outbox();
  private readonly inbox: Inbox;
  private readonly deframer = new Deframer();
  private events: LinkEvent[] = [];

  /** N(S) of the I-frame awaited next. */
  protected vr = 0;
  protected gap = false;
  protected peerBusy = false;
  /** Towards whom and as whom frames are sent now. */
  protected peer: HdlcAddress;
  protected self: HdlcAddress;
  protected agreed: LinkParameters;
  protected lastOctetMs = Number.NEGATIVE_INFINITY;

  constructor(
    protected readonly role: Role,
    protected readonly options: StationOptions,
    peer: HdlcAddress,
  ) {
    this.patience = { ...DEFAULT_PATIENCE, ...options.patience };
    this.inbox = new Inbox(options.maxPdu ?? MAX_PDU);
    this.peer = peer;
    this.self = options.own;
    this.agreed = options.parameters;
  }

  abstract open(nowMs: number): LinkEvent[];
  abstract send(apdus: Uint8Array | readonly Uint8Array[], nowMs: number, answers?: number): LinkEvent[];
  abstract expect(nowMs: number): LinkEvent[];
  abstract close(nowMs: number): LinkEvent[];
  abstract sent(nowMs: number): void;
  protected abstract frameCame(frame: Frame, at: number, nowMs: number): void;
  protected abstract octetsDropped(count: number): void;
  protected abstract woken(nowMs: number): void;

  /** How many I-frames we may have under way, and how long their information fields. */
  get limits(): LinkParameters {
    return this.agreed;
  }

  fitting(maxPdu: number): number {
    const { maxInfoReceive } = this.agreed;
    const frames = Math.floor((maxPdu + LLC_OCTETS) / maxInfoReceive);
    return frames === 0 ? maxPdu : frames * maxInfoReceive - LLC_OCTETS;
  }

  receive(octets: Uint8Array, nowMs: number): LinkEvent[] {
    if (octets.length > 0) this.lastOctetMs = nowMs;
    this.take(this.deframer.push(octets), nowMs);
    return this.drain();
  }

  wake(nowMs: number): LinkEvent[] {
    if (nowMs >= this.silentAtMs) this.take(this.deframer.silence(), nowMs);
    this.woken(nowMs);
    return this.drain();
  }

  /** Octets as they are, at once: what a polite station would not send. The connection takes no note of them. */
  raw(octets: Uint8Array): LinkEvent[] {
    return [{ event: 'transmit', octets }];
  }

  /** When a frame begun is given up. */
  protected get silentAtMs(): number {
    return this.midFrame ? this.lastOctetMs + this.patience.interOctetMs : Number.POSITIVE_INFINITY;
  }

  protected get midFrame(): boolean {
    return this.deframer.pending > 0;
  }

  protected get ends(): Ends {
    const [client, server] = this.role === 'client' ? [this.self, this.peer] : [this.peer, this.self];
    return { client: client.upper, server: server.upper };
  }

  protected tell(event: LinkEvent): void {
    this.events.push(event);
  }

  protected drain(): LinkEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  protected reset(): void {
    this.outbox.clear();
    this.inbox.clear();
    this.vr = 0;
    this.gap = false;
    this.peerBusy = false;
  }

  protected ignore(frame: Frame, at: number, because: string): void {
    this.tell({ event: 'ignored', at, what: frame.control.kind, because });
  }

  protected enqueue(apdus: Uint8Array | readonly Uint8Array[]): number {
    const list = apdus instanceof Uint8Array ? [apdus] : apdus;
    for (const apdu of list) this.outbox.add(withLlc(this.role, apdu), this.agreed.maxInfoTransmit);
    return list.length;
  }

  protected transmit(control: Control, info: Uint8Array = new Uint8Array(), segmented = false): void {
    this.tell({ event: 'transmit', octets: this.frame(control, info, segmented) });
  }

  /** A window of I-frames in one go, P/F on the last. */
  protected transmitWindow(): void {
    const turn = this.outbox.turn(this.agreed.windowTransmit);
    const frames = turn.map(({ ns, info, segmented }, i) =>
      this.frame({ kind: 'I', ns, nr: this.vr, poll: i === turn.length - 1 }, info, segmented),
    );
    this.tell({ event: 'transmit', octets: Buffer.concat(frames) });
  }

  protected transmitReady(): void {
    const kind = this.busy ? 'RNR' : this.gap && this.options.rejects ? 'REJ' : 'RR';
    this.transmit({ kind, nr: this.vr, poll: true });
  }

  /** Takes N(R) and, of an I-frame, N(S) and the information: whether it brought anything new, or why it cannot be. */
  protected number(frame: NumberedFrame, at: number): boolean | Trouble {
    const { control } = frame;
    const acknowledged = this.outbox.acknowledge(control.nr);
    if (acknowledged === undefined) return { code: 'sequence', problem: `N(R) ${control.nr} of what was never sent` };
    if (control.kind === 'RNR') this.peerBusy = true;
    else if (control.kind !== 'I') this.peerBusy = false;
    if (control.kind !== 'I') return acknowledged > 0;
    if (this.busy || control.ns !== this.vr) {
      this.gap = control.ns !== this.vr;
      this.ignore(frame, at, this.gap ? `N(S) ${control.ns}, awaited ${this.vr}` : 'not ready');
      return acknowledged > 0;
    }
    this.vr = (this.vr + 1) & 7;
    this.gap = false;
    const message = this.inbox.add(frame.info, frame.segmented);
    if (message === 'too-long') return { code: 'too-long', problem: 'a longer message than there may be' };
    return (message && this.deliver(message)) ?? true;
  }

  /** Tells the APDU of a message; of a message without the LLC header the trouble. */
  protected deliver(message: Uint8Array, event: 'received' | 'unnumbered' = 'received'): Trouble | undefined {
    try {
      const apdu = withoutLlc(this.role === 'client' ? 'server' : 'client', message);
      this.tell({ event, apdu, ...this.ends });
      return undefined;
    } catch (cause) {
      return { code: 'malformed', problem: 'a message without its LLC header', cause };
    }
  }

  protected notConnected(): LinkError {
    return new LinkError(this.options.line, 'not-connected', 'nothing can be sent: the link is not connected');
  }

  private frame(control: Control, info: Uint8Array, segmented: boolean): Uint8Array {
    return encodeFrame({ destination: this.peer, source: this.self, control, segmented, info });
  }

  private take(deframed: ReturnType<Deframer['push']>, nowMs: number): void {
    for (const item of deframed) {
      if ('frame' in item) this.frameCame(item.frame, item.at, nowMs);
      else {
        this.tell({ event: 'dropped', at: item.at, octets: item.octets, because: item.dropped });
        if (item.dropped !== 'idle flags') this.octetsDropped(item.octets.length);
      }
    }
  }
}
