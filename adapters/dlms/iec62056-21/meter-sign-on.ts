import { baudOf, leastReactionMs, SIGN_ON_BAUDS, type SignOnBaud, type SignOnMessage } from './messages';
import { SIGN_ON_LINE, SignOn, type SignOnEvent, type SignOnPatience } from './sign-on';

export interface MeterOptions {
  /** Names the line in errors. */
  line: string;
  manufacturer: string;
  /** Behind the baud rate character; begins with `\2` where the meter says that it speaks HDLC. */
  ident: string;
  mostBaud: SignOnBaud;
  /** Answers requests for this address and those for none. */
  address?: string;
  /** What is read out in mode C; a meter without it has no readout. */
  data?: () => string;
  /** What the meter challenges with in programming mode; a meter without it has no programming mode. */
  challenge?: string;
  hdlc: boolean;
  patience?: Partial<SignOnPatience>;
}

type State = 'waiting' | 'identified' | 'read-out' | 'away';

/**
 * The meter's end of a sign-on: waits at 300 baud, takes its reaction time before every answer, and repeats an option select for
 * HDLC at the new rate before it changes to 8N1. Without an option select that it can follow, it reads its data out at 300 baud.
 */
export class MeterSignOn extends SignOn {
  private state: State = 'waiting';
  private repeats = 0;

  constructor(private readonly options: MeterOptions) {
    // A reader that hears nothing at a new rate is back at 300 baud by then, and hears the data.
    super(options.line, { reactionMs: 2_000, ...options.patience });
  }

  open(): SignOnEvent[] {
    this.wait();
    return this.drain();
  }

  protected messageCame(message: SignOnMessage, at: number, nowMs: number): void {
    const { state } = this;
    if (message.kind === 'request' && state !== 'away' && this.called(message.address))
      this.react(nowMs, (later) => this.identify(later));
    else if (message.kind === 'select' && state === 'identified') this.selected(message, nowMs);
    else if (message.kind === 'repeat' && state === 'read-out' && this.repeats++ < this.patience.retries)
      this.react(nowMs, (later) => this.readOut(later));
    else this.tell({ event: 'ignored', at, what: message.kind, because: `while ${state}` });
  }

  protected get awaitsBlock(): boolean {
    return false;
  }

  protected octetsDropped(): void {}

  private called(address: string): boolean {
    const plain = (text: string) => text.replace(/^0+/, '');
    return address === '' || plain(address) === plain(this.options.address ?? '');
  }

  private react(nowMs: number, work: (nowMs: number) => void): void {
    this.later(leastReactionMs(this.options.manufacturer), nowMs, work);
  }

  private identify(nowMs: number): void {
    const { manufacturer, ident, mostBaud } = this.options;
    this.state = 'identified';
    this.repeats = 0;
    this.transmit({ kind: 'identification', manufacturer, baud: String(SIGN_ON_BAUDS.indexOf(mostBaud)), ident });
    this.later(this.patience.reactionMs, nowMs, (later) => this.readOut(later));
  }

  private selected({ protocol, baud: character, mode }: Extract<SignOnMessage, { kind: 'select' }>, nowMs: number): void {
    const { hdlc, challenge, mostBaud } = this.options;
    const baud = baudOf(character);
    const wanted = protocol + mode;
    if (baud === undefined || baud > mostBaud) this.react(nowMs, (later) => this.readOut(later));
    else if (wanted === '00') this.goOn(baud, nowMs, (later) => this.readOut(later));
    else if (wanted === '22' && hdlc)
      this.goOn(baud, nowMs, () => {
        this.transmit({ kind: 'select', protocol, baud: character, mode });
        const line = { baud, framing: '8N1' } as const;
        this.tell({ event: 'retune', line });
        this.leave({ event: 'signed-on', purpose: 'hdlc', line, confirmed: true });
      });
    else if (wanted === '01' && challenge !== undefined)
      this.goOn(baud, nowMs, () => {
        this.transmit({ kind: 'block', command: 'P0', data: `(${challenge})` });
        this.leave({ event: 'signed-on', purpose: 'programming', line: { baud, framing: '7E1' }, challenge });
      });
    else this.wait();
  }

  private goOn(baud: SignOnBaud, nowMs: number, work: (nowMs: number) => void): void {
    this.tell({ event: 'retune', line: { baud, framing: '7E1' } });
    this.react(nowMs, work);
  }

  /** The data, and for a while its repetition where the reader asks for it. */
  private readOut(nowMs: number): void {
    const data = this.options.data?.();
    if (data === undefined) {
      this.wait();
      return;
    }
    this.state = 'read-out';
    this.transmit({ kind: 'block', command: '', data: `${data}!\r\n` });
    this.tell({ event: 'read-out', data });
    this.later(this.patience.reactionMs, nowMs, () => this.wait());
  }

  private leave(event: SignOnEvent): void {
    this.state = 'away';
    this.never();
    this.tell(event);
  }

  private wait(): void {
    this.state = 'waiting';
    this.never();
    this.tell({ event: 'retune', line: SIGN_ON_LINE });
  }
}
