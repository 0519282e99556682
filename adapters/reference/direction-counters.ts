import type { Ms } from '../../trace/vocabulary';
import type { EnergyRegister } from './energy-register';
import type { HalfHourChannel } from './half-hour-channel';
import type { RateRegisters } from './rate-registers';

/** Everything that the energy of one element and direction is counted into. */
export interface DirectionCounters {
  register: EnergyRegister;
  channel: HalfHourChannel;
  /** Rates, and the rate that counts now (undefined: none). */
  rates?: { registers: RateRegisters; now(): number | undefined };
}

/** Counts energy, with the pulses that it completed, into every counter of the direction. Times are meter time. */
export function count(counters: DirectionCounters, energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms) {
  const { register, channel, rates } = counters;
  register.add(energyUj, pulsesWh);
  const rate = rates?.now();
  if (rate !== undefined) rates?.registers.add(rate, energyUj, pulsesWh);
  channel.add(energyUj, pulsesWh, fromMs, toMs);
}

/** Takes back energy that the bucket cancelled from whatever still holds it as a residue. */
export function cancel({ register, channel, rates }: DirectionCounters, energyUj: number) {
  register.cancel(energyUj);
  channel.cancel(energyUj);
  const rate = rates?.now();
  if (rate !== undefined) rates?.registers.cancel(rate, energyUj);
}
