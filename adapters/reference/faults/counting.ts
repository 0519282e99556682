import type { Ms } from '../../../trace/vocabulary';
import type { Fitting } from '../behaviour';
import { EnergyRegister } from '../energy-register';
import type { HalfHourChannel } from '../half-hour-channel';
import type { MeterEvent } from '../meter-event';
import { type PartMakers, registerArguments } from '../parts';

/** Replaces the secondary export register alone. */
export function secondaryExportRegister(parts: PartMakers, make: (fitting: Fitting) => EnergyRegister): PartMakers {
  return {
    ...parts,
    register: (fitting, name) => (name === 'secondary.export.total' ? make(fitting) : parts.register(fitting, name)),
  };
}

/** Replaces what the half hours of secondary export gather. */
export function secondaryExportChannel(parts: PartMakers, make: (standard: HalfHourChannel) => HalfHourChannel): PartMakers {
  return {
    ...parts,
    channel: (fitting, of, register) => {
      const standard = parts.channel(fitting, of, register);
      return of === 'secondary.export.total' ? make(standard) : standard;
    },
  };
}

/** Whether an event is the one that a fault waits for. */
export const happens = (by: MeterEvent['what'] | ((event: MeterEvent) => boolean), event: MeterEvent) =>
  typeof by === 'function' ? by(event) : event.what === by;

/** A register that an event changes. */
export class DisturbedRegister extends EnergyRegister {
  constructor(
    fitting: Fitting,
    private readonly by: MeterEvent['what'] | ((event: MeterEvent) => boolean),
    private readonly become: (wh: number) => number = () => 0,
  ) {
    super(...registerArguments(fitting, 'secondary.export.total'));
  }

  override notice(event: MeterEvent) {
    if (happens(this.by, event)) this.countedWh = this.become(this.countedWh);
  }
}

/** A channel in front of the standard one; what it does not change it passes on. */
export class ChangedChannel implements HalfHourChannel {
  constructor(protected readonly standard: HalfHourChannel) {}

  add(energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms) {
    this.standard.add(energyUj, pulsesWh, fromMs, toMs);
  }

  take(): number {
    return this.standard.take();
  }

  cancel(energyUj: number) {
    this.standard.cancel(energyUj);
  }

  loseResidue() {
    this.standard.loseResidue();
  }
}
