import { checkRemainder, MPAN_OCTETS } from '../../../declaration/mpan';
import type { Fault } from '../fault';
import type { MeterEvent } from '../meter-event';
import { MpanStore } from '../mpan-store';
import type { PartMakers } from '../parts';
import { clearedRates, DisturbedFormer, emptiedHalfHour, secondaryPulses } from './disturbed';
import { OtherwiseRefusing, secondaryExportMpan } from './mpan-stores';

const SPACE = 0x20;
const HALF = 7;

const text = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');
const onlyDigits = (octets: Uint8Array) => /^\d+$/.test(text(octets));
const checkDigit = (octets: Uint8Array) => checkRemainder(text(octets)) % 10;

/** Thirteen octets of what was written: the first ones, or padded with spaces. */
const fitted = (octets: Uint8Array) => Buffer.concat([octets, new Uint8Array(MPAN_OCTETS).fill(SPACE)]).subarray(0, MPAN_OCTETS);

/** Takes octets of one more length, made to fit. */
function taking(parts: PartMakers, length: number): PartMakers {
  return secondaryExportMpan(
    parts,
    (...args) => new OtherwiseRefusing(...args, (octets, standard) => (octets.length === length ? undefined : standard), fitted),
  );
}

class RefusedButWritten extends MpanStore {
  protected override refusal(octets: Uint8Array) {
    const refusal = super.refusal(octets);
    if (refusal === 'wrong-length') super.keep(fitted(octets));
    return refusal;
  }
}

/** Writes so slowly that a bench which needs a second for a request can still cut it. */
class SlowlyWritten extends MpanStore {
  protected override get writeMs() {
    return 4000;
  }
}

/** A write that is cut leaves the beginning of the new MPAN before the rest of the old one. */
class HalfWritten extends SlowlyWritten {
  protected override leftByCut([before]: readonly (Uint8Array | undefined)[]) {
    const written = this.mpans[0] ?? this.unset();
    return [Buffer.concat([written.slice(0, HALF), (before ?? this.unset()).slice(HALF)])];
  }
}

/** A write that is cut leaves memory that was erased for it. */
class ErasedByCut extends SlowlyWritten {
  protected override leftByCut() {
    return [new Uint8Array(MPAN_OCTETS).fill(0xff)];
  }
}

class LosesResidue extends DisturbedFormer {
  override notice({ what }: MeterEvent) {
    if (what === 'mpanWritten') this.loseResidue();
  }
}

const area = 'mpan';

/** Faults of writing the secondary Export MPAN: what is taken, what is refused, what a cut leaves, and what energy it costs. */
export const MPAN_WRITE_FAULTS: Fault[] = [
  ...[0, 12, 14, 26].map((length) => ({
    name: `mpan-length-${length}-taken`,
    breaks: 'mpan.length',
    area,
    says: `${length} octets are taken for a secondary Export MPAN, and made to fit.`,
    shownBy: ['mpan-lengths'],
    replace: (parts: PartMakers) => taking(parts, length),
  })),
  {
    name: 'mpan-refused-but-written',
    breaks: 'mpan.length',
    area,
    says: 'A secondary Export MPAN of a wrong length is refused, and stored all the same.',
    shownBy: ['mpan-lengths'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new RefusedButWritten(...args)),
  },
  {
    name: 'mpan-check-digit-enforced',
    breaks: 'mpan.check-digit',
    area,
    says: 'A secondary Export MPAN with a wrong check digit is refused.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) =>
          new OtherwiseRefusing(...args, (octets, standard) =>
            onlyDigits(octets) && checkDigit(octets) !== Number(text(octets).at(-1)) ? 'wrong-characters' : standard,
          ),
      ),
  },
  {
    name: 'mpan-check-digit-corrected',
    breaks: 'mpan.check-digit',
    area,
    says: 'A wrong check digit of the secondary Export MPAN is set right by the meter.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) =>
          new OtherwiseRefusing(
            ...args,
            (_octets, standard) => standard,
            (octets) => (onlyDigits(octets) ? Buffer.from(text(octets).slice(0, -1) + checkDigit(octets), 'latin1') : octets),
          ),
      ),
  },
  {
    name: 'mpan-remainder-10-refused',
    breaks: 'mpan.check-digit',
    area,
    says: 'A secondary Export MPAN whose check digit 0 comes from remainder 10 is refused.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) =>
          new OtherwiseRefusing(...args, (octets, standard) =>
            onlyDigits(octets) && checkRemainder(text(octets)) === 10 ? 'wrong-characters' : standard,
          ),
      ),
  },
  {
    name: 'mpan-digits-enforced',
    breaks: 'mpan.characters',
    area,
    says: 'Anything but digits is refused, although any characters are declared.',
    shownBy: ['mpan-values'],
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) =>
          new OtherwiseRefusing(...args, (octets, standard) => standard ?? (onlyDigits(octets) ? undefined : 'wrong-characters')),
      ),
  },
  {
    name: 'mpan-any-characters-taken',
    breaks: 'mpan.characters',
    area,
    says: 'Letters are taken, although digits alone are declared.',
    shownBy: ['mpan-values'],
    under: { choices: { mpanCharacters: 'digits' } },
    replace: (parts) =>
      secondaryExportMpan(
        parts,
        (...args) =>
          new OtherwiseRefusing(...args, (_octets, standard) => (standard === 'wrong-characters' ? undefined : standard)),
      ),
  },
  {
    name: 'mpan-half-written',
    breaks: 'mpan.write-cut',
    area,
    says: 'A write cut by a loss of supply leaves the first half of the new MPAN before the rest of the old one.',
    shownBy: ['mpan-write-cut'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new HalfWritten(...args)),
  },
  {
    name: 'mpan-erased-by-cut',
    breaks: 'mpan.write-cut',
    area,
    says: 'A write cut by a loss of supply leaves the erased memory into which it was to go.',
    shownBy: ['mpan-write-cut'],
    replace: (parts) => secondaryExportMpan(parts, (...args) => new ErasedByCut(...args)),
  },
  {
    name: 'mpan-write-drops-residue',
    breaks: 'mpan.disturbs-no-energy',
    area,
    says: 'Writing an MPAN starts the accumulators anew: what is below a watt-hour is lost.',
    shownBy: ['mpan-write-burst'],
    replace: (parts) => secondaryPulses(parts, (fitting) => new LosesResidue(fitting)),
  },
  {
    name: 'mpan-write-clears-rates',
    breaks: 'mpan.disturbs-no-energy',
    area,
    says: 'Writing an MPAN clears the secondary export rates, as if the register had new owners.',
    shownBy: ['mpan-write-burst'],
    replace: (parts) => clearedRates(parts, ({ what }) => what === 'mpanWritten'),
  },
  {
    name: 'mpan-write-empties-half-hour',
    breaks: 'mpan.disturbs-no-energy',
    area,
    says: 'The row of the half hour in which an MPAN is written lacks what was exported before.',
    shownBy: ['mpan-write-burst'],
    replace: (parts) => emptiedHalfHour(parts, ({ what }) => what === 'mpanWritten'),
  },
];
