import type { Choices } from '../../declaration/choices';

/** Octets of one MPAN. */
export const MPAN_OCTETS = 13;

type MpanChoices = Pick<Choices, 'mpanUnset' | 'mpanCharacters'>;

/**
 * One MPAN object: 13 octets, or up to 26 where two MPANs share it (as ECS39a). Written with 13, it keeps the second MPAN.
 * There is no check-digit rule: published reference vectors hold wrong check digits.
 */
export class MpanStore {
  protected mpans: (Uint8Array | undefined)[];

  constructor(
    places: 1 | 2,
    private readonly choices: MpanChoices,
  ) {
    this.mpans = new Array<Uint8Array | undefined>(places).fill(undefined);
  }

  write(octets: Uint8Array): 'written' | 'wrong-length' | 'wrong-characters' {
    const places = octets.length / MPAN_OCTETS;
    if (!Number.isInteger(places) || places < 1 || places > this.mpans.length) return 'wrong-length';
    if (this.choices.mpanCharacters === 'digits' && !octets.every((octet) => octet >= 0x30 && octet <= 0x39))
      return 'wrong-characters';
    for (let place = 0; place < places; place++) this.mpans[place] = octets.slice(place * MPAN_OCTETS, (place + 1) * MPAN_OCTETS);
    return 'written';
  }

  read(): Uint8Array {
    return Buffer.concat(this.mpans.map((mpan) => mpan ?? this.unset()));
  }

  /** Makes room for a second MPAN behind the first. */
  addPlace() {
    this.mpans.push(undefined);
  }

  private unset(): Uint8Array {
    if (this.choices.mpanUnset === 'empty') return new Uint8Array(0);
    return new Uint8Array(MPAN_OCTETS).fill(this.choices.mpanUnset === 'spaces-13' ? 0x20 : 0x30);
  }
}
