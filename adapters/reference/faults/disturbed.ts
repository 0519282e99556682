import type { Fitting } from '../behaviour';
import type { HalfHourChannel } from '../half-hour-channel';
import type { MeterEvent } from '../meter-event';
import { type PartMakers, pulsesArguments, ratesArguments } from '../parts';
import { PulseFormer } from '../pulse-former';
import { RateRegisters } from '../rate-registers';
import { ChangedChannel, secondaryExportChannel } from './counting';

type When = (event: MeterEvent) => boolean;

/** Clears the secondary export rates at an event. */
export function clearedRates(parts: PartMakers, at: When): PartMakers {
  return {
    ...parts,
    rates: (fitting, name) =>
      name === 'secondary.export.rates' ? new ClearedRates(ratesArguments(fitting, name), at) : parts.rates(fitting, name),
  };
}

/** Drops what the half hour of secondary export has gathered, at an event. */
export function emptiedHalfHour(parts: PartMakers, at: When): PartMakers {
  return secondaryExportChannel(parts, (standard) => new EmptiedChannel(standard, at));
}

/** Replaces the pulse former of the secondary element. */
export function secondaryPulses(parts: PartMakers, make: (fitting: Fitting) => PulseFormer): PartMakers {
  return {
    ...parts,
    pulses: (fitting, element) => (element === 'secondary' ? make(fitting) : parts.pulses(fitting, element)),
  };
}

/** A pulse former of the secondary element that an event may disturb. */
export class DisturbedFormer extends PulseFormer {
  constructor(fitting: Fitting) {
    super(...pulsesArguments(fitting, 'secondary'));
  }
}

class ClearedRates extends RateRegisters {
  constructor(
    args: ConstructorParameters<typeof RateRegisters>,
    private readonly at: When,
  ) {
    super(...args);
  }

  override notice(event: MeterEvent) {
    if (this.at(event)) this.restore([]);
  }
}

class EmptiedChannel extends ChangedChannel {
  constructor(
    standard: HalfHourChannel,
    private readonly at: When,
  ) {
    super(standard);
  }

  notice(event: MeterEvent) {
    if (this.at(event)) this.standard.take();
  }
}
