import { LinkError, TimeoutError } from '../../../trace/errors';
import { baudOf, leastReactionMs, offersHdlc, SIGN_ON_BAUDS, type SignOnBaud, type SignOnMessage } from './messages';
import { SIGN_ON_LINE, SignOn, type SignOnEvent, type SignOnPatience, type SignOnPurpose } from './sign-on';

export interface ReaderOptions {
  /** Names the line in errors. */
  line: string;
  purpose: SignOnPurpose;
  /** Of the meter; without it any meter answers. */
  address?: string;
  /** The fastest rate to go on with, even where the meter offers more. */
  mostBaud?: SignOnBaud;
  patience?: Partial<SignOnPatience>;
}

/** Protocol and mode control character of an option select (IEC 62056-21:2002 §6.3.3). */
const SELECT: Record<SignOnPurpose, [string, string]> = { readout: ['0', '0'], programming: ['0', '1'], hdlc: ['2', '2'] };

/** A change of rate may make an octet or two of noise; as many as a message are one that was not understood. */
const LEAST_MESSAGE = 6;

type State = 'closed' | 'asking' | 'choosing' | 'confirming' | 'programming' | 'reading';

/**
 * The reader's end of a sign-on. A meter that missed the option select reads its data out at 300 baud: the reader that hears
 * nothing at the new rate goes back there. A meter in mode E repeats the option select at the new rate; one that does not is taken
 * at its word after the longest reaction time. What comes garbled at a new rate makes the reader sign on again one rate lower. Echo has to be cancelled below.
 */
export class ReaderSignOn extends SignOn {
  private state: State = 'closed';
  private attempts = 0;
  private ceiling: SignOnBaud;
  private baud: SignOnBaud = 300;
  private character = '0';
  /** Octets since the change of rate that made no sense. */
  private garbled = 0;
  private beganMs = 0;

  constructor(private readonly options: ReaderOptions) {
    super(options.line, options.patience ?? {});
    this.ceiling = options.mostBaud ?? 19_200;
  }

  open(nowMs: number): SignOnEvent[] {
    this.beganMs = nowMs;
    this.attempts = 0;
    this.ceiling = this.options.mostBaud ?? 19_200;
    this.ask(nowMs);
    return this.drain();
  }

  /** What was signed on to gives no answer at its rate: signs on again one rate lower. Fails with a LinkError below 300 baud. */
  fallBack(nowMs: number): SignOnEvent[] {
    this.beganMs = nowMs;
    this.lower(nowMs);
    return this.drain();
  }

  protected messageCame(message: SignOnMessage, at: number, nowMs: number): void {
    if (this.state === 'asking' && message.kind === 'identification') this.identified(message, nowMs);
    else if (this.state === 'confirming' && message.kind === 'select') this.hdlc(true);
    else if (this.state === 'programming' && message.kind === 'block' && message.command) this.programming(message, nowMs);
    else if (this.state === 'reading' && message.kind === 'block' && message.data !== undefined)
      this.end({ event: 'read-out', data: message.data });
    else this.tell({ event: 'ignored', at, what: message.kind, because: `while ${this.state}` });
  }

  protected octetsDropped(count: number, damaged: boolean, nowMs: number): void {
    if (!damaged || !this.awaitsBlock) this.garbled += count;
    else if (this.attempts === this.patience.retries) this.lower(nowMs);
    else {
      this.attempts++;
      this.tell({ event: 'retried', awaited: 'block with a right check character', attempt: this.attempts });
      this.transmit({ kind: 'repeat' });
      this.later(this.patience.reactionMs, nowMs, (later) => this.unanswered(later));
    }
  }

  protected get awaitsBlock(): boolean {
    return this.state === 'reading' || this.state === 'programming';
  }

  private ask(nowMs: number): void {
    if (nowMs - this.beganMs > this.patience.messageMs) {
      this.end({ event: 'failed', error: new TimeoutError(this.line, 'end of the sign-on', nowMs - this.beganMs) });
      return;
    }
    this.state = 'asking';
    this.tell({ event: 'retune', line: SIGN_ON_LINE });
    this.transmit({ kind: 'request', address: this.options.address ?? '' });
    this.later(this.patience.reactionMs, nowMs, (later) => this.retry('identification', later));
  }

  private identified({ manufacturer, baud, ident }: Extract<SignOnMessage, { kind: 'identification' }>, nowMs: number): void {
    const offered = baudOf(baud);
    if (offered === undefined) {
      this.fail('unsupported', `the meter offers baud rate character ${baud}, which is not of modes C and E`);
      return;
    }
    this.baud = Math.min(offered, this.ceiling) as SignOnBaud;
    this.character = String(SIGN_ON_BAUDS.indexOf(this.baud));
    this.state = 'choosing';
    this.tell({ event: 'identified', manufacturer, ident, baud: offered, hdlc: offersHdlc(ident) });
    this.later(leastReactionMs(manufacturer), nowMs, (later) => this.choose(later));
  }

  private choose(nowMs: number): void {
    const { purpose } = this.options;
    const [protocol, mode] = SELECT[purpose];
    this.transmit({ kind: 'select', protocol, baud: this.character, mode });
    this.tell({ event: 'retune', line: { baud: this.baud, framing: '7E1' } });
    this.garbled = 0;
    this.state = purpose === 'hdlc' ? 'confirming' : purpose === 'readout' ? 'reading' : 'programming';
    this.later(this.patience.reactionMs, nowMs, (later) => this.unanswered(later));
  }

  /** Nothing whole came at the new rate. */
  private unanswered(nowMs: number): void {
    if (this.garbled >= LEAST_MESSAGE) this.lower(nowMs);
    else if (this.state === 'confirming') this.hdlc(false);
    else if (this.state === 'reading' && this.baud !== SIGN_ON_LINE.baud) {
      this.baud = SIGN_ON_LINE.baud;
      this.tell({ event: 'retune', line: SIGN_ON_LINE });
      this.later(this.patience.reactionMs, nowMs, (later) => this.retry('data', later));
    } else this.retry(this.state === 'reading' ? 'data' : 'answer to the option select', nowMs);
  }

  private hdlc(confirmed: boolean): void {
    const line = { baud: this.baud, framing: '8N1' } as const;
    this.tell({ event: 'retune', line });
    this.end({ event: 'signed-on', purpose: 'hdlc', line, confirmed });
  }

  private programming({ command, data = '' }: Extract<SignOnMessage, { kind: 'block' }>, nowMs: number): void {
    const line = { baud: this.baud, framing: '7E1' } as const;
    if (command === 'P0')
      this.end({ event: 'signed-on', purpose: 'programming', line, challenge: data.replace(/^\((.*)\)$/, '$1') });
    else if (command === 'B0') this.fail('refused', 'the meter broke the sign-on off: B0');
    else this.retry('P0', nowMs);
  }

  private lower(nowMs: number): void {
    const index = SIGN_ON_BAUDS.indexOf(this.baud) - 1;
    const lower = SIGN_ON_BAUDS[index];
    if (lower === undefined) {
      this.fail('no-baud', 'the meter is understood at no rate down to 300 baud');
      return;
    }
    this.tell({ event: 'retried', awaited: `sense at ${this.baud} baud`, attempt: 1 });
    this.ceiling = lower;
    this.attempts = 0;
    this.ask(nowMs);
  }

  private retry(awaited: string, nowMs: number): void {
    if (this.attempts === this.patience.retries) {
      this.end({ event: 'failed', error: new TimeoutError(this.line, awaited, nowMs - this.beganMs) });
      return;
    }
    this.attempts++;
    this.tell({ event: 'retried', awaited, attempt: this.attempts });
    this.ask(nowMs);
  }

  private fail(code: string, problem: string): void {
    this.end({ event: 'failed', error: new LinkError(this.line, code, problem) });
  }

  private end(event: SignOnEvent): void {
    this.state = 'closed';
    this.never();
    this.tell(event);
  }
}
