import { DecodeError, TimeoutError } from '../../../trace/errors';
import type { LinkEvent } from '../link';
import { ALL_STATIONS, hdlcAddress, sameStation } from './address';
import { encodeControl } from './control';
import type { Frame } from './frame';
import { answerTo, decodeParameters, encodeParameters } from './parameters';
import { type NumberedFrame, Station, type StationOptions } from './station';

/** Why a frame is rejected: the bits W, X, Y, Z of an FRMR (ISO/IEC 13239:2002 §5.5.3.4.2). */
const REJECTION = { unknown: 0x01, 'no information allowed': 0x03, 'too long': 0x04, 'wrong N(R)': 0x08 } as const;

type State = 'closed' | 'listening' | 'connected' | 'rejecting';

/**
 * The server's end: it speaks only when polled, a window at a time with F on the last frame. Where an answer is not there yet it
 * keeps the turn for a while, then says RR. A client's SNRM takes the line over from whoever had it; a server answers by the
 * address that it was called by.
 */
export class Secondary extends Station {
  private state: State = 'closed';
  /** A poll that was not answered yet. */
  private owes = false;
  /** An APDU was handed up, and no answer came down. */
  private asked = false;
  private holdUntilMs = Number.POSITIVE_INFINITY;
  private heardMs = 0;
  private rejection = new Uint8Array();

  constructor(options: StationOptions) {
    super('server', options, hdlcAddress(0));
  }

  get wakeAtMs(): number | undefined {
    const hold = this.owes ? this.holdUntilMs : Number.POSITIVE_INFINITY;
    const inactive = this.linked ? this.heardMs + this.patience.inactivityMs : Number.POSITIVE_INFINITY;
    const at = Math.min(hold, inactive, this.silentAtMs);
    return at === Number.POSITIVE_INFINITY ? undefined : at;
  }

  open(): LinkEvent[] {
    this.listen();
    return [];
  }

  send(apdus: Uint8Array | readonly Uint8Array[], nowMs: number): LinkEvent[] {
    if (this.state !== 'connected') throw this.notConnected();
    this.enqueue(apdus);
    this.asked = false;
    if (this.owes) this.answer(nowMs);
    return this.drain();
  }

  /** Nothing: a server never waits for an APDU in particular. */
  expect(): LinkEvent[] {
    return [];
  }

  close(): LinkEvent[] {
    const was = this.linked;
    this.listen();
    this.state = 'closed';
    return was ? [{ event: 'disconnected', by: 'server' }] : [];
  }

  sent(): void {}

  protected octetsDropped(): void {}

  protected frameCame(frame: Frame, at: number, nowMs: number): void {
    const { control, destination, source } = frame;
    if (this.state === 'closed') this.ignore(frame, at, 'closed');
    else if (control.kind === 'UI' && destination.upper === ALL_STATIONS) this.unnumbered(frame, at);
    else if (!sameStation(destination, this.options.own)) this.ignore(frame, at, 'other stations');
    else if (control.kind === 'SNRM') this.connect(frame, at, nowMs);
    else if (!this.linked || !sameStation(source, this.peer)) this.disconnectedMode(frame, at);
    else {
      this.heardMs = nowMs;
      this.self = destination;
      this.whileLinked(frame, at, nowMs);
    }
  }

  private whileLinked(frame: Frame, at: number, nowMs: number): void {
    const { control } = frame;
    if (control.kind === 'DISC') {
      this.transmit({ kind: 'UA', poll: control.poll });
      this.listen();
      this.tell({ event: 'disconnected', by: 'client' });
    } else if (this.state === 'rejecting') this.repeatRejection(frame, at);
    else if (control.kind === 'unknown') this.reject(frame, 'unknown');
    else if (control.kind === 'UI') {
      this.unnumbered(frame, at);
      if (control.poll) this.answer(nowMs);
    } else if (!('nr' in control)) this.ignore(frame, at, 'a response, of a client');
    else if (control.kind !== 'I' && frame.info.length > 0) this.reject(frame, 'no information allowed');
    else if (frame.info.length > this.agreed.maxInfoReceive) this.reject(frame, 'too long');
    else this.numbered({ ...frame, control }, at, nowMs);
  }

  private numbered(frame: NumberedFrame, at: number, nowMs: number): void {
    const before = this.vr;
    const news = this.number(frame, at);
    if (typeof news === 'object' && news.code !== 'malformed') {
      this.reject(frame, news.code === 'sequence' ? 'wrong N(R)' : 'too long');
      return;
    }
    if (typeof news === 'object') this.ignore(frame, at, news.problem);
    else if (before !== this.vr && !frame.segmented) this.asked = true;
    if (frame.control.poll) this.answer(nowMs);
  }

  protected woken(nowMs: number): void {
    if (this.owes && nowMs >= this.holdUntilMs) {
      this.owes = false;
      this.transmitReady();
    }
    if (this.linked && nowMs >= this.heardMs + this.patience.inactivityMs) {
      this.listen();
      const error = new TimeoutError(this.options.line, 'frame from the client', this.patience.inactivityMs);
      this.tell({ event: 'failed', error });
    }
  }

  private get linked(): boolean {
    return this.state === 'connected' || this.state === 'rejecting';
  }

  private listen(): void {
    this.reset();
    this.state = 'listening';
    this.owes = false;
    this.asked = false;
  }

  /** To a poll: what is to be sent; RR where nothing is, or at once where the poll before is still unanswered. */
  private answer(nowMs: number): void {
    const polledAgain = this.owes;
    this.owes = false;
    if (this.outbox.length > 0 && !this.peerBusy) this.transmitWindow();
    else if (!this.asked || polledAgain || this.peerBusy) this.transmitReady();
    else {
      this.owes = true;
      this.holdUntilMs = nowMs + this.patience.holdMs;
    }
  }

  private connect(frame: Frame, at: number, nowMs: number): void {
    this.callBack(frame);
    try {
      this.agreed = answerTo(decodeParameters(frame.info), this.options.parameters);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.ignore(frame, at, `parameters: ${error.message}`);
      this.transmit({ kind: 'DM', poll: true });
      return;
    }
    this.listen();
    this.state = 'connected';
    this.heardMs = nowMs;
    this.transmit({ kind: 'UA', poll: true }, encodeParameters(this.agreed));
    this.tell({ event: 'connected', ...this.ends });
  }

  private disconnectedMode(frame: Frame, at: number): void {
    const { control } = frame;
    this.ignore(frame, at, this.linked ? 'another client' : 'not connected');
    const commanded = control.kind === 'DISC' || ('nr' in control && control.poll);
    if (!commanded) return;
    const { peer, self } = this;
    this.callBack(frame);
    this.transmit({ kind: 'DM', poll: true });
    // The client that has the line keeps it.
    this.peer = peer;
    this.self = self;
  }

  private callBack({ source, destination }: Frame): void {
    this.peer = source;
    this.self = destination;
  }

  private unnumbered(frame: Frame, at: number): void {
    const trouble = this.deliver(frame.info, 'unnumbered');
    if (trouble) this.ignore(frame, at, trouble.problem);
  }

  /** From here on only SNRM or DISC helps. The FRMR names the control field rejected, V(S), V(R) and the reason. */
  private reject(frame: Frame, why: keyof typeof REJECTION): void {
    this.state = 'rejecting';
    this.owes = false;
    const rejected = encodeControl(frame.control);
    this.rejection = Uint8Array.of(rejected, (this.vr << 5) | (this.outbox.next << 1), REJECTION[why]);
    this.transmit({ kind: 'FRMR', poll: true }, this.rejection);
  }

  private repeatRejection(frame: Frame, at: number): void {
    this.ignore(frame, at, 'a frame before was rejected');
    if ('poll' in frame.control && frame.control.poll) this.transmit({ kind: 'FRMR', poll: true }, this.rejection);
  }
}
