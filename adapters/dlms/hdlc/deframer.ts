import { HeldOctets } from '../held-octets';
import { type Frame, readFrame } from './frame';
import { boundsOf, FLAG, LONGEST_FRAME, type Wrong } from './frame-bounds';

/** Why octets were dropped: `noise` between frames, `idle flags`, a frame never finished (`silence`), or what was wrong in one. */
export type DropReason = 'noise' | 'idle flags' | 'silence' | Exclude<Wrong, 'no frame format'>;

/** What came out of the line, in order: a frame or octets dropped. `at` counts octets from the first that was ever pushed. */
export type Deframed = { at: number; octets: Uint8Array; frame: Frame } | { at: number; octets: Uint8Array; dropped: DropReason };

/**
 * Cuts octets into frames. Every octet pushed comes out once, in a frame or as dropped; only a flag that closes one frame and
 * opens the next is part of both. After a damaged frame the search goes on at the next 7E after its opening flag, so that a
 * frame behind a truncated one is found. Holds less than two frames of octets.
 */
export class Deframer extends HeldOctets {
  /** The flag held first closed the frame before and may open the next. */
  private shared = false;

  constructor() {
    super(2 * LONGEST_FRAME);
  }

  /** Octets that wait for more. */
  get pending(): number {
    return this.to - this.from - (this.shared ? 1 : 0);
  }

  push(octets: Uint8Array): Deframed[] {
    const out: Deframed[] = [];
    this.feed(octets, () => this.cut(out, false));
    return out;
  }

  /** The line fell silent: what is pending will not be finished. Frames that stand inside of it are still found. */
  silence(): Deframed[] {
    const out: Deframed[] = [];
    this.cut(out, true);
    return out;
  }

  private cut(out: Deframed[], silent: boolean): void {
    while (this.from < this.to) {
      if (this.held[this.from] !== FLAG) {
        this.drop(out, 'noise', this.nextFlag(this.from));
        continue;
      }
      if (this.held[this.from + 1] === FLAG && this.from + 1 < this.to) {
        this.drop(out, 'idle flags', this.lastOfFlags());
        continue;
      }
      const bounds = boundsOf(this.held, this.from, this.to);
      if (bounds === 'unfinished') {
        if (!silent) return;
        this.drop(out, this.to - this.from === 1 ? 'idle flags' : 'silence', this.nextFlag(this.from + 1));
      } else if ('wrong' in bounds) {
        this.drop(out, bounds.wrong === 'no frame format' ? 'noise' : bounds.wrong, this.nextFlag(this.from + 1));
      } else {
        const octets = this.held.slice(this.from, bounds.end);
        out.push({ at: this.base + this.from, octets, frame: readFrame(octets) });
        this.from = bounds.end - 1;
        this.shared = true;
      }
    }
  }

  /** Drops up to `to`; a flag that was part of a frame already is passed over without a word. */
  private drop(out: Deframed[], dropped: DropReason, to: number): void {
    const from = this.shared ? this.from + 1 : this.from;
    if (to > from) out.push({ at: this.base + from, octets: this.held.slice(from, to), dropped });
    this.from = to;
    this.shared = false;
  }

  private nextFlag(from: number): number {
    const at = this.held.subarray(0, this.to).indexOf(FLAG, from);
    return at < 0 ? this.to : at;
  }

  private lastOfFlags(): number {
    let at = this.from;
    while (at + 1 < this.to && this.held[at + 1] === FLAG) at++;
    return at;
  }
}
