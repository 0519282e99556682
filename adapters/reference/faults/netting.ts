import type { Fitting } from '../behaviour';
import { type PartMakers, pulsesArguments } from '../parts';
import { PulseFormer, type Quanta } from '../pulse-former';

/** Replaces the pulse former of the secondary element by one that nets import against export over each half hour. */
export function nettedWithinHalfHour(parts: PartMakers): PartMakers {
  return {
    ...parts,
    pulses: (fitting, element) => (element === 'secondary' ? new NettingFormer(fitting) : parts.pulses(fitting, element)),
  };
}

/** Replaces the pulse former of the secondary element by one that nets an export against the import just before it. */
export function nettedAtReversal(parts: PartMakers, windowUj: number): PartMakers {
  return {
    ...parts,
    pulses: (fitting, element) => {
      if (element !== 'secondary') return parts.pulses(fitting, element);
      return new LeakyBucketFormer(fitting, windowUj);
    },
  };
}

class NettingFormer extends PulseFormer {
  private netUj = 0;

  constructor(fitting: Fitting) {
    super(...pulsesArguments(fitting, 'secondary'));
  }

  override take(importUj: number, exportUj: number): Quanta {
    this.netUj += importUj - exportUj;
    return super.take(0, 0);
  }

  override settle(): Quanta {
    const netUj = this.netUj;
    this.netUj = 0;
    return super.take(Math.max(netUj, 0), Math.max(-netUj, 0));
  }
}

/** An energy bucket far larger than any that may be declared: import just counted is worked off by export before it counts. */
class LeakyBucketFormer extends PulseFormer {
  private creditUj = 0;

  constructor(
    fitting: Fitting,
    private readonly creditLimitUj: number,
  ) {
    super(...pulsesArguments(fitting, 'secondary'));
  }

  override take(importUj: number, exportUj: number): Quanta {
    this.creditUj = Math.min(this.creditUj + importUj, this.creditLimitUj);
    const nettedUj = Math.min(exportUj, this.creditUj);
    this.creditUj -= nettedUj;
    return super.take(importUj, exportUj - nettedUj);
  }
}
