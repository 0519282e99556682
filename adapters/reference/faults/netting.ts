import type { Ms, Way } from '../../../trace/vocabulary';
import type { Fitting } from '../behaviour';
import { type PartMakers, pulsesArguments } from '../parts';
import { PulseFormer, type Quanta } from '../pulse-former';

const MINUTE_MS = 60_000;

/** Replaces the pulse former of the secondary element. */
const secondaryPulses = (parts: PartMakers, make: (fitting: Fitting) => PulseFormer): PartMakers => ({
  ...parts,
  pulses: (fitting, element) => (element === 'secondary' ? make(fitting) : parts.pulses(fitting, element)),
});

/** Import and export of the secondary element netted over each half hour. */
export const nettedWithinHalfHour = (parts: PartMakers): PartMakers =>
  secondaryPulses(parts, (fitting) => new NettingFormer(fitting));

/** Import and export of the secondary element netted over each minute of meter time. */
export const nettedEachMinute = (parts: PartMakers): PartMakers =>
  secondaryPulses(parts, (fitting) => new MinuteNettingFormer(fitting));

/** An export of the secondary element netted against the import just before it. */
export const nettedAtReversal = (parts: PartMakers, windowUj: number): PartMakers =>
  secondaryPulses(parts, (fitting) => new LeakyBucketFormer(fitting, windowUj));

/** The direction of the secondary element held until so much has flowed the other way, or until the half hour ends. */
export const heldDirection = (parts: PartMakers, untilUj: number): PartMakers =>
  secondaryPulses(parts, (fitting) => new HeldDirectionFormer(fitting, untilUj));

class NettingFormer extends PulseFormer {
  private netUj = 0;

  constructor(fitting: Fitting) {
    super(...pulsesArguments(fitting, 'secondary'));
  }

  override take(importUj: number, exportUj: number, _toMs?: Ms): Quanta {
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

/** Nets over a minute; a stretch counts for the minute in which it ends. */
class MinuteNettingFormer extends NettingFormer {
  private minute = 0;

  override take(importUj: number, exportUj: number, toMs = 0): Quanta {
    const minute = Math.floor(toMs / MINUTE_MS);
    if (minute === this.minute) return super.take(importUj, exportUj);
    this.minute = minute;
    const settled = { ...this.settle() };
    super.take(importUj, exportUj);
    return settled;
  }
}

class HeldDirectionFormer extends PulseFormer {
  private held: Way | undefined;
  private otherUj = 0;

  constructor(
    fitting: Fitting,
    private readonly untilUj: number,
  ) {
    super(...pulsesArguments(fitting, 'secondary'));
  }

  override take(importUj: number, exportUj: number): Quanta {
    const way: Way = importUj > 0 ? 'import' : 'export';
    this.held ??= way;
    this.otherUj = way === this.held ? 0 : this.otherUj + importUj + exportUj;
    if (this.otherUj >= this.untilUj) {
      this.held = way;
      this.otherUj = 0;
    }
    return this.held === 'import' ? super.take(importUj + exportUj, 0) : super.take(0, importUj + exportUj);
  }

  override settle(): undefined {
    this.held = undefined;
  }
}
