import { DecodeError } from '../../../trace/errors';
import { ACK, decodeSignOn, ETX, NAK, type SignOnMessage, SOH, STX } from './messages';

const SLASH = 0x2f;
const LF = 0x0a;
/** The longest message that ends with LF. */
const MOST_LINE = 64;

/** What came out of the line, in order. `at` counts octets from the first that was ever pushed. */
export type Cut =
  | { at: number; octets: Uint8Array; message: SignOnMessage }
  | { at: number; octets: Uint8Array; dropped: string; damaged: boolean };

/**
 * Cuts seven-bit octets into messages of a sign-on. A message begins with `/`, ACK, SOH, STX or NAK; what is none is dropped, of a
 * line its first octet alone, so that a message behind noise is found. `damaged` says that it was a whole block, but for its check
 * character: it can be asked for again. Every octet pushed comes out once.
 */
export class MessageCutter {
  private held: number[] = [];
  private noise: number[] = [];
  /** The stream's offset of the first octet that did not come out yet. */
  private base = 0;

  constructor(private readonly mostOctets = 65_536) {}

  /** Octets that wait for more. */
  get pending(): number {
    return this.held.length;
  }

  /** Whether they belong to a block, which may be long. */
  get inBlock(): boolean {
    return this.held[0] === SOH || this.held[0] === STX;
  }

  push(octets: Uint8Array): Cut[] {
    const out: Cut[] = [];
    for (const octet of octets) this.add(octet, out);
    this.tellNoise(out);
    return out;
  }

  /** What is pending will not be finished. */
  silence(): Cut[] {
    const out: Cut[] = [];
    if (this.held.length > 0) this.drop(out, 'silence', false);
    return out;
  }

  private add(octet: number, out: Cut[]): void {
    const first = this.held[0] ?? octet;
    const line = first === SLASH || first === ACK;
    const block = first === SOH || first === STX;
    if (!line && !block && first !== NAK) {
      this.noise.push(octet);
      return;
    }
    const ends = first === NAK || (line ? octet === LF : this.held.length > 1 && this.held.at(-1) === ETX);
    this.held.push(octet);
    if (ends) this.take(out, line);
    else if (line && this.held.length === MOST_LINE) this.rescan(out);
    else if (block && this.held.length === this.mostOctets) this.drop(out, 'too long', false);
  }

  private take(out: Cut[], line: boolean): void {
    const octets = Uint8Array.from(this.held);
    try {
      const message = decodeSignOn(octets);
      this.tellNoise(out);
      out.push({ at: this.base, octets, message });
      this.base += octets.length;
      this.held = [];
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (line) this.rescan(out);
      else this.drop(out, error.message, true);
    }
  }

  /** What began a line was none: a line may begin behind its first octet. */
  private rescan(out: Cut[]): void {
    const [first = 0, ...rest] = this.held;
    this.held = [];
    this.noise.push(first);
    for (const octet of rest) this.add(octet, out);
  }

  private drop(out: Cut[], dropped: string, damaged: boolean): void {
    this.tellNoise(out);
    const octets = Uint8Array.from(this.held);
    this.held = [];
    out.push({ at: this.base, octets, dropped, damaged });
    this.base += octets.length;
  }

  private tellNoise(out: Cut[]): void {
    if (this.noise.length === 0) return;
    const octets = Uint8Array.from(this.noise);
    this.noise = [];
    out.push({ at: this.base, octets, dropped: 'noise', damaged: false });
    this.base += octets.length;
  }
}
