import { DecodeError, EncodeError } from '../../trace/errors';
import { Reader, Writer } from './cursor';
import { HeldOctets } from './held-octets';

/** One message of the wrapper over TCP: from wPort to wPort; a client's is its client address, a server's its logical device. */
export interface WrapperMessage {
  source: number;
  destination: number;
  apdu: Uint8Array;
}

/** What the header says, where a suite wants it to lie. */
export interface WrapperLies {
  version?: number;
  length?: number;
}

const VERSION = 1;
const HEADER = 8;
const MOST_APDU = 0xffff;

/** Version, both wPorts and the length, each of two octets, then the APDU (IEC 62056-47:2006 §6.3). Throws `EncodeError`. */
export function encodeWrapper({ source, destination, apdu }: WrapperMessage, lies: WrapperLies = {}): Uint8Array {
  if (apdu.length > MOST_APDU) throw new EncodeError(`an APDU of at most ${MOST_APDU} octets`, `${apdu.length} octets`);
  const writer = new Writer()
    .u16(lies.version ?? VERSION)
    .u16(source)
    .u16(destination);
  return writer
    .u16(lies.length ?? apdu.length)
    .put(apdu)
    .octets();
}

/** One whole message. Throws `DecodeError` for anything else, also for octets after it. */
export function decodeWrapper(octets: Uint8Array): WrapperMessage {
  const reader = new Reader(octets);
  const version = reader.u16('a wrapper version');
  if (version !== VERSION) throw new DecodeError(0, 'wrapper version 1', String(version));
  const source = reader.u16('a source wPort');
  const destination = reader.u16('a destination wPort');
  const apdu = reader.take(reader.u16('a length'), 'the APDU');
  reader.finish();
  return { source, destination, apdu };
}

/** What came out of the stream, in order. `at` counts octets from the first that was ever pushed. */
export type Unwrapped =
  | { at: number; octets: Uint8Array; message: WrapperMessage }
  | { at: number; octets: Uint8Array; dropped: 'no wrapper header' | 'silence' };

/**
 * Cuts a stream into wrapper messages. TCP loses nothing, so where no header stands the peer, or a relay to a serial line, broke the
 * stream: octets are dropped up to the next 00 01, which is taken for a header. Every octet pushed comes out once. Holds at most
 * two of the longest messages.
 */
export class Unwrapper extends HeldOctets {
  constructor() {
    super(2 * (HEADER + MOST_APDU));
  }

  /** Octets that wait for more. */
  get pending(): number {
    return this.to - this.from;
  }

  push(octets: Uint8Array): Unwrapped[] {
    const out: Unwrapped[] = [];
    this.feed(octets, () => {
      while (this.next(out));
    });
    return out;
  }

  /** What is pending will not be finished. Messages that stand inside of it are still found. */
  silence(): Unwrapped[] {
    const out: Unwrapped[] = [];
    while (this.pending > 0) {
      this.drop(out, 'silence');
      while (this.next(out));
    }
    return out;
  }

  private next(out: Unwrapped[]): boolean {
    if (this.pending === 0) return false;
    const standing = this.standing();
    if (standing === 'unfinished') return false;
    if (standing === 'no header') {
      this.drop(out, 'no wrapper header');
      return true;
    }
    const octets = this.held.slice(this.from, this.from + standing);
    out.push({ at: this.base + this.from, octets, message: decodeWrapper(octets) });
    this.from += standing;
    return true;
  }

  /** How long the message is that begins here. */
  private standing(): number | 'unfinished' | 'no header' {
    if (this.held[this.from] !== 0 || (this.pending > 1 && this.held[this.from + 1] !== VERSION)) return 'no header';
    if (this.pending < HEADER) return 'unfinished';
    const length = HEADER + ((this.held[this.from + 6]! << 8) | this.held[this.from + 7]!);
    return this.pending < length ? 'unfinished' : length;
  }

  private drop(out: Unwrapped[], dropped: 'no wrapper header' | 'silence'): void {
    let to = this.from + 1;
    while (to < this.to && (this.held[to] !== 0 || (to + 1 < this.to && this.held[to + 1] !== VERSION))) to++;
    out.push({ at: this.base + this.from, octets: this.held.slice(this.from, to), dropped });
    this.from = to;
  }
}
