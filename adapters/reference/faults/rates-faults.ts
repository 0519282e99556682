import type { Ms } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import type { MeterEvent } from '../meter-event';
import { type PartMakers, ratesArguments, tariffArguments } from '../parts';
import { RateRegisters } from '../rate-registers';
import { Tariff } from '../tariff';

const UNCOUNTED_RATE = 2;

function secondaryExportRates(
  parts: PartMakers,
  make: (args: ConstructorParameters<typeof RateRegisters>) => RateRegisters,
): PartMakers {
  return {
    ...parts,
    rates: (fitting, name) =>
      name === 'secondary.export.rates' ? make(ratesArguments(fitting, name)) : parts.rates(fitting, name),
  };
}

class MissingRate extends RateRegisters {
  override add(rate: number, energyUj: number, pulsesWh: number) {
    if (rate !== UNCOUNTED_RATE) super.add(rate, energyUj, pulsesWh);
  }
}

/** Rates are taken over only from half hours in which the rate stayed the same. */
class WholeHalfHourRates extends RateRegisters {
  private atHalfHour = this.wh;
  private switched = false;

  override notice(event: MeterEvent) {
    if (event.what === 'rateSwitched' && event.way === 'export') this.switched = true;
    if (event.what !== 'halfHourEnded') return;
    if (this.switched) this.restore(this.atHalfHour);
    this.atHalfHour = this.wh;
    this.switched = false;
  }
}

const DAY_MS = 86_400_000;

class DailyRates extends RateRegisters {
  override notice(event: MeterEvent) {
    if (event.what === 'halfHourEnded' && event.atMs % DAY_MS === 0) this.restore([]);
  }
}

/** A rate once in force holds until the next half hour begins. */
class HalfHourTariff extends Tariff {
  protected override rateAt(meterMs: Ms): number | undefined {
    return meterMs % HALF_HOUR_MS === 0 ? super.rateAt(meterMs) : (this.rate ?? super.rateAt(meterMs));
  }

  protected override switchAfter(meterMs: Ms): Ms {
    return meterMs - (meterMs % HALF_HOUR_MS) + HALF_HOUR_MS;
  }
}

const SUMMER_TIME_MS = 3_600_000;

/** Reads the table in summer time instead of UTC, and so switches an hour early. */
class SummerTimeTariff extends Tariff {
  protected override rateAt(meterMs: Ms): number | undefined {
    return super.rateAt(meterMs + SUMMER_TIME_MS);
  }

  protected override switchAfter(meterMs: Ms): Ms {
    return super.switchAfter(meterMs + SUMMER_TIME_MS) - SUMMER_TIME_MS;
  }
}

function exportTariff(
  parts: PartMakers,
  make: (args: ConstructorParameters<typeof Tariff>) => Tariff,
  table: 'declared' | 'import' = 'declared',
): PartMakers {
  return {
    ...parts,
    tariff: (fitting, way, tables) =>
      way === 'export'
        ? make(table === 'import' ? [tables.import, fitting.choices.touWhileClockInvalid] : tariffArguments(fitting, way, tables))
        : parts.tariff(fitting, way, tables),
  };
}

const area = 'rates';

/** Faults of the secondary export rates. */
export const RATES_FAULTS: Fault[] = [
  {
    name: 'rate-2-missing',
    breaks: 'rates.sum',
    area,
    says: 'Energy at rate 2 is counted in the register and in no rate.',
    shownBy: ['summer-solar-day', 'battery-evening'],
    replace: (parts) => secondaryExportRates(parts, (args) => new MissingRate(...args)),
  },
  {
    name: 'switch-half-hour-lost',
    breaks: 'rates.sum',
    area,
    says: 'The rates lose the energy of a half hour in which the rate switched.',
    shownBy: ['summer-solar-day', 'battery-evening'],
    replace: (parts) => secondaryExportRates(parts, (args) => new WholeHalfHourRates(...args)),
  },
  {
    name: 'rates-cleared-at-midnight',
    breaks: 'rates.sum',
    area,
    says: 'The rates begin each day at zero.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportRates(parts, (args) => new DailyRates(...args)),
  },
  {
    name: 'export-by-import-table',
    breaks: 'rates.active',
    area,
    says: "Export is counted by the secondary import's switching table.",
    shownBy: ['summer-solar-day'],
    replace: (parts) => exportTariff(parts, (args) => new Tariff(...args), 'import'),
  },
  {
    name: 'rate-latched-to-half-hour',
    breaks: 'rates.active',
    area,
    says: 'A rate that changes within a half hour changes only when the next half hour begins.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => exportTariff(parts, (args) => new HalfHourTariff(...args)),
  },
  {
    name: 'rate-by-summer-time',
    breaks: 'rates.active',
    area,
    says: 'The switching table is read in British Summer Time: export switches an hour early.',
    shownBy: ['summer-solar-day', 'battery-evening'],
    replace: (parts) => exportTariff(parts, (args) => new SummerTimeTariff(...args)),
  },
];
