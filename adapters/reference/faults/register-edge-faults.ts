import type { Ms } from '../../../trace/vocabulary';
import { EnergyRegister } from '../energy-register';
import type { Fault } from '../fault';
import type { MeterEvent } from '../meter-event';
import { type Countings, NonVolatileStore } from '../non-volatile-store';
import { type PartMakers, registerArguments } from '../parts';
import { secondaryExportRegister } from './counting';

const area = 'register';
const REGISTER = 'secondary.export.total';
const DAY_MS = 86_400_000;
const TWO_TO_31 = 2 ** 31;
const TWO_TO_32 = 2 ** 32;

/** A register that rolls over elsewhere than declared. */
const withModulus = (parts: PartMakers, change: (modulusWh: number) => number): PartMakers =>
  secondaryExportRegister(parts, (fitting) => {
    const [modulusWh, own] = registerArguments(fitting, REGISTER);
    return new EnergyRegister(change(modulusWh), own);
  });

const atMost = (edgeWh: number) => (parts: PartMakers) => withModulus(parts, (modulusWh) => Math.min(modulusWh, edgeWh));

/** A register that counts, or is disturbed, in a way of its own. */
const instead = (Register: typeof EnergyRegister) => (parts: PartMakers) =>
  secondaryExportRegister(parts, (fitting) => new Register(...registerArguments(fitting, REGISTER)));

class SignedRegister extends EnergyRegister {
  override get visibleWh(): number {
    const wh = super.visibleWh;
    return wh >= TWO_TO_31 ? wh - TWO_TO_32 : wh;
  }
}

class ClampedRegister extends EnergyRegister {
  protected override count(wh: number) {
    this.countedWh = Math.min(this.countedWh + wh, this.modulusWh - 1);
  }
}

/** Reaches its last value and stays there until the half hour is closed. */
class WrapsAtHalfHour extends ClampedRegister {
  override notice({ what }: MeterEvent) {
    if (what === 'halfHourEnded' && this.countedWh === this.modulusWh - 1) this.countedWh = 0;
  }
}

/** Takes a value below yesterday's for corrupt. */
class PutBackAtMidnight extends EnergyRegister {
  private yesterdayWh = 0;

  override preset(wh: number) {
    super.preset(wh);
    this.yesterdayWh = wh;
  }

  override notice({ what, atMs }: MeterEvent) {
    if (what !== 'halfHourEnded' || atMs % DAY_MS !== 0) return;
    this.countedWh = Math.max(this.countedWh, this.yesterdayWh);
    this.yesterdayWh = this.countedWh;
  }
}

class TenWattHours extends EnergyRegister {
  override get visibleWh(): number {
    return super.visibleWh - (super.visibleWh % 10);
  }
}

/** Each half hour is rounded down to whole Wh before it is added: what is left below 1 Wh is dropped. */
class DropsResidue extends EnergyRegister {
  private halfHourUj = 0;

  override add(energyUj: number) {
    this.halfHourUj += energyUj;
  }

  override notice({ what }: MeterEvent) {
    if (what !== 'halfHourEnded') return;
    this.count(Math.floor(this.halfHourUj / 3_600_000_000));
    this.halfHourUj = 0;
  }
}

const clearedWhen = (ends: (atMs: Ms) => boolean) =>
  class extends EnergyRegister {
    override notice({ what, atMs }: MeterEvent) {
      if (what === 'halfHourEnded' && ends(atMs)) this.countedWh = 0;
    }
  };

/** Keeps two copies, and on restart takes the larger one for the newer. */
class LargerCopy extends NonVolatileStore {
  private halfHourWh = 0;

  override halfHourEnded({ registers }: Countings) {
    this.halfHourWh = registers.get(REGISTER)?.wh ?? 0;
  }

  override supplyReturned(...returned: Parameters<NonVolatileStore['supplyReturned']>) {
    super.supplyReturned(...returned);
    const register = returned[0].registers.get(REGISTER);
    if (register) register.preset(Math.max(register.wh, this.halfHourWh));
  }
}

/** Faults of the secondary export register at its edges, at midnight and below one watt-hour. */
export const REGISTER_EDGE_FAULTS: Fault[] = [
  {
    name: 'signed-register',
    breaks: 'register.exists',
    area,
    says: 'The register is a signed number and shows a negative value past 2^31 Wh.',
    shownBy: ['register-past-31-bits'],
    replace: instead(SignedRegister),
  },
  {
    name: 'clamped-at-modulus',
    breaks: 'register.wraps-at-modulus',
    area,
    says: 'The register stays at its last value instead of beginning anew.',
    shownBy: ['register-wrap'],
    replace: instead(ClampedRegister),
  },
  {
    name: 'wraps-one-early',
    breaks: 'register.wraps-at-modulus',
    area,
    says: 'The register never shows its last value: it rolls over 1 Wh early.',
    shownBy: ['register-wrap'],
    replace: (parts) => withModulus(parts, (modulusWh) => modulusWh - 1),
  },
  {
    name: 'wraps-at-16-bits',
    breaks: 'register.has-no-binary-edge',
    area,
    says: 'The register is kept in 16 bits.',
    shownBy: ['register-past-16-bits'],
    replace: atMost(2 ** 16),
  },
  {
    name: 'wraps-at-24-bits',
    breaks: 'register.has-no-binary-edge',
    area,
    says: 'The register is kept in 24 bits.',
    shownBy: ['register-past-24-bits'],
    replace: atMost(2 ** 24),
  },
  {
    name: 'wraps-with-five-digits',
    breaks: 'register.display-rolls-alone',
    area,
    says: 'The register begins anew with a display of five digits, at 100 MWh.',
    shownBy: ['display-of-five-digits'],
    replace: atMost(10 ** 8),
  },
  {
    name: 'wraps-with-six-digits',
    breaks: 'register.display-rolls-alone',
    area,
    says: 'The register begins anew with a display of six digits, at 1 GWh.',
    shownBy: ['display-of-six-digits'],
    replace: atMost(10 ** 9),
  },
  {
    name: 'wraps-only-at-half-hour',
    breaks: 'register.wraps-over-half-hour',
    area,
    says: 'A register that has reached its last value begins anew only when the half hour is closed.',
    shownBy: ['wrap-at-midnight'],
    replace: instead(WrapsAtHalfHour),
  },
  {
    name: 'put-back-at-midnight',
    breaks: 'register.wraps-over-midnight',
    area,
    says: "At midnight a register below yesterday's value is taken for corrupt and put back to it.",
    shownBy: ['wrap-at-midnight'],
    replace: instead(PutBackAtMidnight),
  },
  {
    name: 'larger-copy-after-outage',
    breaks: 'register.wraps-over-outage',
    area,
    says: 'After an outage the larger of two stored copies is taken for the newer, so that a register that has wrapped comes back as before.',
    shownBy: ['wrap-over-outage'],
    replace: (parts) => ({ ...parts, store: ({ choices }) => new LargerCopy(choices.residualAcrossOutage) }),
  },
  {
    name: 'cleared-at-midnight',
    breaks: 'register.counts-over-midnight',
    area,
    says: 'The daily snapshot clears the register.',
    shownBy: ['export-over-midnights', 'wrap-at-midnight'],
    replace: instead(clearedWhen((atMs) => atMs % DAY_MS === 0)),
  },
  {
    name: 'cleared-at-month-end',
    breaks: 'register.counts-over-month-end',
    area,
    says: 'The billing snapshot clears the register.',
    shownBy: ['export-over-midnights'],
    replace: instead(clearedWhen((atMs) => atMs % DAY_MS === 0 && new Date(atMs).getUTCDate() === 1)),
  },
  {
    name: 'residue-dropped-each-half-hour',
    breaks: 'register.adds-up-crumbs',
    area,
    says: 'Each half hour is rounded down to whole watt-hours before it is added to the register.',
    shownBy: ['low-power'],
    replace: instead(DropsResidue),
  },
  {
    name: 'counts-in-tens',
    breaks: 'register.counts-export',
    area,
    says: 'The register moves in steps of 10 Wh.',
    shownBy: ['low-power'],
    replace: instead(TenWattHours),
  },
];
