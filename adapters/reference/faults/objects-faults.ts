import type { Fault } from '../fault';
import { Firmware } from '../firmware';
import { MeterClock } from '../meter-clock';
import { ratesArguments } from '../parts';
import { RateRegisters } from '../rate-registers';

const WH_PER_KWH = 1000;
const FAST_MS = 12_000;

class RatesInKilowattHours extends RateRegisters {
  override get visibleWh(): number[] {
    return super.visibleWh.map((wh) => wh / WH_PER_KWH);
  }
}

/** Faults of what an object answers, and of the clock. */
export const OBJECTS_FAULTS: Fault[] = [
  {
    name: 'firmware-of-today',
    breaks: 'objects.present',
    area: 'objects',
    says: 'The firmware has none of the objects of DP184.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => ({
      ...parts,
      firmware: ({ declaration }) => new Firmware('pre-dp184', declaration.meter.firmware),
    }),
  },
  {
    name: 'rates-in-kilowatt-hours',
    breaks: 'objects.well-typed',
    area: 'objects',
    says: 'The secondary export rates are answered in kilowatt-hours with decimals, not in whole watt-hours.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => ({
      ...parts,
      rates: (fitting, name) =>
        name === 'secondary.export.rates'
          ? new RatesInKilowattHours(...ratesArguments(fitting, name))
          : parts.rates(fitting, name),
    }),
  },
  {
    name: 'fifth-rate',
    breaks: 'objects.well-typed',
    area: 'objects',
    says: 'There are five secondary export rates.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => ({
      ...parts,
      rates: (fitting, name) => {
        const [count, ...rest] = ratesArguments(fitting, name);
        return name === 'secondary.export.rates' ? new RateRegisters(count + 1, ...rest) : parts.rates(fitting, name);
      },
    }),
  },
  {
    name: 'clock-fast-12-s',
    breaks: 'clock.tolerance',
    area: 'clock',
    says: 'The clock is 12 s ahead of UTC and says that it is reliable.',
    shownBy: ['no-load-night'],
    replace: (parts) => ({
      ...parts,
      clock: ({ behaviour }) =>
        new MeterClock(behaviour.clockOffsetMs + FAST_MS, behaviour.clockStatus, behaviour.clockReserveMs),
    }),
  },
];
