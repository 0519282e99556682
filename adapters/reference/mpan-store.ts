import { MPAN_OCTETS } from '../../declaration/mpan';
import type { Ms } from '../../trace/vocabulary';
import type { Fitting } from './behaviour';
import type { MeterEvent } from './meter-event';

/**
 * One MPAN object: 13 octets, or up to 26 where two MPANs share it (as ECS39a). Written with 13, it keeps the second MPAN.
 * There is no check-digit rule: published reference vectors hold wrong check digits. Written while the supply fails it keeps what it held.
 */
export class MpanStore {
  protected mpans: (Uint8Array | undefined)[];
  private writing: { before: (Uint8Array | undefined)[]; untilMs: Ms } | undefined;

  constructor(
    places: 1 | 2,
    protected readonly fitting: Fitting,
  ) {
    this.mpans = new Array<Uint8Array | undefined>(places).fill(undefined);
  }

  /** `atMs` is bench time. */
  write(octets: Uint8Array, atMs: Ms): 'written' | 'wrong-length' | 'wrong-characters' {
    const refusal = this.refusal(octets);
    if (refusal) return refusal;
    this.writing = { before: [...this.mpans], untilMs: atMs + this.writeMs };
    this.keep(octets);
    return 'written';
  }

  /** How long a write takes to stand in non-volatile memory. */
  protected get writeMs(): Ms {
    return this.fitting.behaviour.mpanWriteMs;
  }

  /** Why octets are not taken, or undefined where they are. */
  protected refusal(octets: Uint8Array): 'wrong-length' | 'wrong-characters' | undefined {
    const places = octets.length / MPAN_OCTETS;
    if (!Number.isInteger(places) || places < 1 || places > this.mpans.length) return 'wrong-length';
    const digits = octets.every((octet) => octet >= 0x30 && octet <= 0x39);
    return this.fitting.choices.mpanCharacters === 'digits' && !digits ? 'wrong-characters' : undefined;
  }

  protected keep(octets: Uint8Array) {
    for (let place = 0; place * MPAN_OCTETS < octets.length; place++)
      this.mpans[place] = octets.slice(place * MPAN_OCTETS, (place + 1) * MPAN_OCTETS);
  }

  read(): Uint8Array {
    return Buffer.concat(this.mpans.map((mpan) => mpan ?? this.unset()));
  }

  /** At a bench instant; a write that had no time to finish has not been. */
  supplyLost(atMs: Ms) {
    if (this.writing && atMs < this.writing.untilMs) this.mpans = this.leftByCut(this.writing.before);
    this.writing = undefined;
  }

  /** What a write that was cut leaves. */
  protected leftByCut(before: readonly (Uint8Array | undefined)[]): (Uint8Array | undefined)[] {
    return [...before];
  }

  /** Nothing but a write changes an MPAN. */
  notice(_event: MeterEvent) {}

  /** Place by place; undefined where none was written. */
  get contents(): readonly (Uint8Array | undefined)[] {
    return this.mpans;
  }

  set contents(mpans: readonly (Uint8Array | undefined)[]) {
    this.mpans = [...mpans];
  }

  /** Makes room for a second MPAN behind the first. */
  addPlace() {
    this.mpans.push(undefined);
  }

  protected unset(): Uint8Array {
    const { mpanUnset } = this.fitting.choices;
    if (mpanUnset === 'empty') return new Uint8Array(0);
    return new Uint8Array(MPAN_OCTETS).fill(mpanUnset === 'spaces-13' ? 0x20 : 0x30);
  }
}
