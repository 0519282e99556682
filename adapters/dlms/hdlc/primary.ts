import { LinkError, TimeoutError } from '../../../trace/errors';
import type { LinkEvent } from '../link';
import { type HdlcAddress, sameStation } from './address';
import type { Frame } from './frame';
import { DEFAULT_PARAMETERS, decodeParameters, encodeParameters, settledBy } from './parameters';
import { type NumberedFrame, Station, type StationOptions } from './station';

type State = 'closed' | 'connecting' | 'connected' | 'disconnecting';

/** Octets that a peer may have meant as a frame. */
const LEAST_FRAME = 9;
/** Octets kept to say what was heard instead of an answer. */
const KEPT = 64;

/**
 * The client's end: it alone begins, and hands the turn over with P. It acknowledges with its next I-frame, and with an RR only
 * where it awaits more, one a window. An answer that fails to come is asked for by RR, and by the I-frames again every second
 * time, for there are meters that say nothing to an RR. An answer that brings nothing new may be a late one: the line is left to
 * fall quiet, so that late answers do not breed more of them.
 */
export class Primary extends Station {
  private state: State = 'closed';
  private theirTurn = false;
  private expected = 0;
  private attempts = 0;
  private progressMs = 0;
  private waitFromMs = 0;
  private pauseUntilMs = Number.NEGATIVE_INFINITY;
  private news = false;
  private dropped = 0;
  private heard: number[] = [];
  /** How many times in a row not one octet came. */
  private silences = 0;

  constructor(options: StationOptions & { peer: HdlcAddress }) {
    super('client', options, options.peer);
  }

  get wakeAtMs(): number | undefined {
    if (this.state === 'closed') return this.midFrame ? this.silentAtMs : undefined;
    const next = this.theirTurn ? this.retryAtMs : this.idle ? Number.POSITIVE_INFINITY : this.pauseUntilMs;
    const own = this.theirTurn || !this.idle ? Math.min(next, this.giveUpAtMs) : next;
    const at = Math.min(own, this.silentAtMs);
    return at === Number.POSITIVE_INFINITY ? undefined : at;
  }

  open(nowMs: number): LinkEvent[] {
    this.reset();
    this.expected = 0;
    this.state = 'connecting';
    this.begin(nowMs);
    this.transmitCommand();
    return this.drain();
  }

  send(apdus: Uint8Array | readonly Uint8Array[], nowMs: number, answers?: number): LinkEvent[] {
    if (this.state !== 'connected') throw this.notConnected();
    if (this.idle) this.progressMs = nowMs;
    const count = this.enqueue(apdus);
    this.expected += answers ?? count;
    this.act(nowMs);
    return this.drain();
  }

  expect(nowMs: number): LinkEvent[] {
    return this.send([], nowMs, 1);
  }

  close(nowMs: number): LinkEvent[] {
    if (this.state === 'closed') return [];
    this.reset();
    this.expected = 0;
    this.state = 'disconnecting';
    this.begin(nowMs);
    this.transmitCommand();
    return this.drain();
  }

  sent(nowMs: number): void {
    this.waitFromMs = Math.max(this.waitFromMs, nowMs);
  }

  override receive(octets: Uint8Array, nowMs: number): LinkEvent[] {
    if (this.heard.length < KEPT) this.heard.push(...octets.subarray(0, KEPT - this.heard.length));
    // The line is not quiet yet: what comes late may still be what is awaited.
    if (nowMs < this.pauseUntilMs) this.pauseUntilMs = nowMs + this.patience.pauseMs;
    const events = super.receive(octets, nowMs);
    if (this.midFrame) this.waitFromMs = Math.max(this.waitFromMs, nowMs);
    return events;
  }

  protected octetsDropped(count: number): void {
    this.dropped += count;
  }

  protected frameCame(frame: Frame, at: number, nowMs: number): void {
    if (!sameStation(frame.source, this.peer) || !sameStation(frame.destination, this.self))
      this.ignore(frame, at, 'other stations');
    else if (this.state === 'connecting') this.whileConnecting(frame, at, nowMs);
    else if (this.state === 'connected') this.whileConnected(frame, at, nowMs);
    else if (this.state === 'disconnecting' && (frame.control.kind === 'UA' || frame.control.kind === 'DM'))
      this.shut({ event: 'disconnected', by: 'client' });
    else this.ignore(frame, at, `while ${this.state}`);
  }

  protected woken(nowMs: number): void {
    if (this.state === 'closed') return;
    if (!this.theirTurn) this.act(nowMs);
    else if (nowMs >= this.giveUpAtMs) this.giveUp(nowMs);
    else if (nowMs >= this.retryAtMs) this.retry(nowMs);
  }

  private whileConnecting(frame: Frame, at: number, nowMs: number): void {
    if (frame.control.kind === 'UA') this.connect(frame, nowMs);
    else if (frame.control.kind === 'DM') this.fail('refused', 'the meter refused to connect: DM');
    else this.ignore(frame, at, 'while connecting');
  }

  private whileConnected(frame: Frame, at: number, nowMs: number): void {
    const { control } = frame;
    if (control.kind === 'DM') this.fail('lost', 'the meter says it is not connected: DM');
    else if (control.kind === 'FRMR')
      this.fail('rejected', `the meter rejected a frame: FRMR ${Buffer.from(frame.info).toString('hex')}`);
    else if (control.kind === 'UI') this.unnumbered(frame, at, nowMs);
    else if (!('nr' in control)) this.ignore(frame, at, 'while connected');
    else if (!this.theirTurn && nowMs >= this.pauseUntilMs) this.ignore(frame, at, 'out of turn');
    else this.numbered({ ...frame, control }, at, nowMs);
  }

  private unnumbered(frame: Frame, at: number, nowMs: number): void {
    const trouble = this.deliver(frame.info, 'unnumbered');
    if (trouble) this.ignore(frame, at, trouble.problem);
    if (this.theirTurn && 'poll' in frame.control && frame.control.poll) this.turnBack(nowMs);
  }

  private numbered(frame: NumberedFrame, at: number, nowMs: number): void {
    this.waitFromMs = Math.max(this.waitFromMs, nowMs);
    const before = this.vr;
    const news = this.number(frame, at);
    if (typeof news === 'object') {
      // A frame that came late may acknowledge what was sent before the numbers began anew; the next poll shows.
      if (news.code === 'sequence') this.ignore(frame, at, news.problem);
      else this.fail(news.code, `the meter sent ${news.problem}`, { cause: news.cause });
      return;
    }
    if (news) this.progress(nowMs);
    if (before !== this.vr && !frame.segmented) this.expected = Math.max(0, this.expected - 1);
    if (frame.control.poll) this.turnBack(nowMs);
  }

  private get idle(): boolean {
    return this.expected === 0 && this.outbox.length === 0;
  }

  private get retryAtMs(): number {
    const quiet =
      this.dropped >= LEAST_FRAME
        ? Math.max(this.lastOctetMs, this.waitFromMs) + this.patience.pauseMs
        : Number.POSITIVE_INFINITY;
    return Math.min(quiet, this.waitFromMs + this.patience.silenceMs);
  }

  private get giveUpAtMs(): number {
    return this.progressMs + this.patience.answerMs;
  }

  private get awaited(): string {
    if (this.state === 'connecting') return 'UA to SNRM';
    if (this.state === 'disconnecting') return 'UA to DISC';
    return this.outbox.length > 0 ? 'acknowledgement' : 'answer';
  }

  /** Takes our turn: sends what there is to send, or asks for what is awaited. */
  private act(nowMs: number): void {
    if (this.state !== 'connected' || this.theirTurn || this.idle) return;
    if (nowMs >= this.giveUpAtMs) {
      this.giveUp(nowMs);
      return;
    }
    if (nowMs < this.pauseUntilMs) return;
    this.handOver(nowMs);
    if (this.outbox.length > 0 && !this.peerBusy) this.transmitWindow();
    else this.transmitReady();
  }

  private retry(nowMs: number): void {
    this.silences = this.heard.length === 0 ? this.silences + 1 : 0;
    if (this.attempts >= this.patience.retries || this.silences > this.patience.silences) {
      this.giveUp(nowMs);
      return;
    }
    this.attempts++;
    this.tell({ event: 'retried', awaited: this.awaited, attempt: this.attempts });
    this.handOver(nowMs);
    if (this.state !== 'connected') this.transmitCommand();
    else if (this.attempts % 2 === 0 && this.outbox.length > 0 && !this.peerBusy) this.transmitWindow();
    else this.transmitReady();
  }

  private transmitCommand(): void {
    const offered = this.options.parameters;
    const bare = Object.entries(DEFAULT_PARAMETERS).every(([name, value]) => offered[name as keyof typeof offered] === value);
    if (this.state === 'disconnecting') this.transmit({ kind: 'DISC', poll: true });
    else this.transmit({ kind: 'SNRM', poll: true }, bare ? undefined : encodeParameters(offered));
  }

  private begin(nowMs: number): void {
    this.progress(nowMs);
    this.handOver(nowMs);
  }

  private handOver(nowMs: number): void {
    this.theirTurn = true;
    this.waitFromMs = nowMs;
    this.pauseUntilMs = Number.NEGATIVE_INFINITY;
    this.news = false;
    this.dropped = 0;
    this.heard = [];
  }

  private turnBack(nowMs: number): void {
    this.theirTurn = false;
    this.pauseUntilMs = this.news ? Number.NEGATIVE_INFINITY : nowMs + this.patience.pauseMs;
    this.news = false;
    this.act(nowMs);
  }

  private progress(nowMs: number): void {
    this.news = true;
    this.attempts = 0;
    this.silences = 0;
    this.progressMs = nowMs;
  }

  private connect(frame: Frame, nowMs: number): void {
    try {
      this.agreed = settledBy(decodeParameters(frame.info), this.options.parameters);
    } catch (cause) {
      this.fail('malformed', 'the meter answered SNRM with parameters that make no sense', { cause });
      return;
    }
    this.state = 'connected';
    this.progress(nowMs);
    this.theirTurn = false;
    this.tell({ event: 'connected', ...this.ends });
  }

  private giveUp(nowMs: number): void {
    const error = new TimeoutError(this.options.line, this.awaited, nowMs - this.progressMs, Uint8Array.from(this.heard));
    this.shut({ event: 'failed', error });
  }

  private fail(code: string, problem: string, options?: ErrorOptions): void {
    this.shut({ event: 'failed', error: new LinkError(this.options.line, code, problem, options) });
  }

  private shut(event: LinkEvent): void {
    this.state = 'closed';
    this.theirTurn = false;
    this.reset();
    this.expected = 0;
    this.tell(event);
  }
}
