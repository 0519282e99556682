import type { Ms } from '../../../trace/vocabulary';
import type { Fitting } from '../behaviour';
import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import type { MeterEvent } from '../meter-event';
import { type DataStore, NonVolatileStore } from '../non-volatile-store';
import { RateRegisters } from '../rate-registers';
import { SwitchingCalendar } from '../switching-calendar';
import { Tariff } from '../tariff';
import { exportTables, exportTariff, readBy, secondaryExportRates } from './tabling';

const UNCOUNTED_RATE = 2;
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const MODULUS_31_BIT_WH = 2 ** 31;

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

/** At the end of a half hour all of its energy goes to the rate that counted last in it. */
class HalfHourToLastRate extends RateRegisters {
  private atHalfHour = this.wh;
  private last = 1;

  override add(rate: number, energyUj: number, pulsesWh: number) {
    super.add(rate, energyUj, pulsesWh);
    this.last = rate;
  }

  override notice(event: MeterEvent) {
    if (event.what !== 'halfHourEnded') return;
    const gained = this.wh.reduce((sum, wh, i) => sum + wh - this.atHalfHour[i]!, 0);
    this.restore(this.atHalfHour.map((wh, i) => (i + 1 === this.last ? wh + gained : wh)));
    this.atHalfHour = this.wh;
  }
}

class RateOneToo extends RateRegisters {
  override add(rate: number, energyUj: number, pulsesWh: number) {
    super.add(rate, energyUj, pulsesWh);
    if (rate !== 1) super.add(1, energyUj, pulsesWh);
  }
}

class SwappedRates extends RateRegisters {
  override add(rate: number, energyUj: number, pulsesWh: number) {
    super.add(rate === 2 ? 3 : rate === 3 ? 2 : rate, energyUj, pulsesWh);
  }
}

/** When one rate rolls over, the others begin anew too. */
class RatesRollingTogether extends RateRegisters {
  override add(rate: number, energyUj: number, pulsesWh: number) {
    const before = this.wh[rate - 1]!;
    super.add(rate, energyUj, pulsesWh);
    const now = this.wh[rate - 1]!;
    if (now < before) this.restore(this.wh.map((_, i) => (i + 1 === rate ? now : 0)));
  }
}

/** Rates that an event clears. */
function clearedBy(isIt: (event: MeterEvent) => boolean) {
  return class extends RateRegisters {
    override notice(event: MeterEvent) {
      if (isIt(event)) this.restore([]);
    }
  };
}
const DailyRates = clearedBy((event) => event.what === 'halfHourEnded' && event.atMs % DAY_MS === 0);
const RatesOfOneTable = clearedBy((event) => event.what === 'tableActivated' && event.object.startsWith('secondary.export'));
const RatesOfOneTime = clearedBy((event) => event.what === 'clockSet');

/** Registers are saved when supply is lost, the rates only with each half hour. */
class RatesSavedApart extends NonVolatileStore {
  private halfHourWh: readonly number[] = [];

  override halfHourEnded({ rates }: DataStore) {
    this.halfHourWh = rates.get('secondary.export.rates')?.wh ?? [];
  }

  override supplyReturned(store: DataStore, atMs: Ms) {
    super.supplyReturned(store, atMs);
    store.rates.get('secondary.export.rates')?.restore(this.halfHourWh);
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

/** Reads the table as if the clock were off by so much. */
function aheadBy(ms: Ms) {
  return class extends Tariff {
    protected override rateAt(meterMs: Ms): number | undefined {
      return super.rateAt(meterMs + ms);
    }

    protected override switchAfter(meterMs: Ms): Ms {
      return super.switchAfter(meterMs + ms) - ms;
    }
  };
}
const EarlyTariff = aheadBy(SECOND_MS);
const LateTariff = aheadBy(-SECOND_MS);

/** Counts export in the rate of the primary element, which knows one rate here. */
class PrimaryTariff extends Tariff {
  protected override rateAt(): number {
    return 1;
  }
}

class RateFourWhileInvalid extends Tariff {
  protected override rateWhileInvalid(): number {
    return 4;
  }
}

class InvalidClockBelieved extends Tariff {
  override update(meterMs: Ms) {
    super.update(meterMs, 'reliable');
  }
}

/** Counts rate 1 before the first action of a day, whatever is declared. */
class DayFromRateOne extends SwitchingCalendar {
  protected override rateBeforeFirstAction(): number {
    return 1;
  }
}

/** Counts in rate 4 whatever lies in a gap of the table. */
class GapToRateFour extends SwitchingCalendar {
  protected override rateBeforeFirstAction(): number {
    return 4;
  }
}

class NoRateWithoutTable extends SwitchingCalendar {
  protected override rateWithoutTable(): undefined {
    return undefined;
  }
}

const area = 'rates';
const shared = new WeakMap<Fitting, RateRegisters>();

/** Faults of the secondary export rates. */
export const RATES_FAULTS: Fault[] = [
  {
    name: 'five-rates',
    breaks: 'rates.four',
    area,
    says: 'Secondary export has a fifth rate.',
    shownBy: ['svt-flat-rate'],
    replace: (parts) => secondaryExportRates(parts, (count, ...rest) => new RateRegisters(count + 1, ...rest)),
  },
  {
    name: 'rate-2-missing',
    breaks: 'rates.sum',
    area,
    says: 'Energy at rate 2 is counted in the register and in no rate.',
    shownBy: ['battery-evening'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new MissingRate(...args)),
  },
  {
    name: 'switch-half-hour-lost',
    breaks: 'rates.sum',
    area,
    says: 'The rates lose the energy of a half hour in which the rate switched.',
    shownBy: ['battery-evening'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new WholeHalfHourRates(...args)),
  },
  {
    name: 'rate-1-counts-too',
    breaks: 'rates.one-at-a-time',
    area,
    says: 'Rate 1 counts beside the rate that is active.',
    shownBy: ['switch-second'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new RateOneToo(...args)),
  },
  {
    name: 'rates-2-and-3-swapped',
    breaks: 'rates.active',
    area,
    says: 'Rates 2 and 3 are taken for each other.',
    shownBy: ['switch-second'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new SwappedRates(...args)),
  },
  {
    name: 'half-hour-to-last-rate',
    breaks: 'rates.active',
    area,
    says: 'A half hour in which the rate changes is credited whole to the rate at its end.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new HalfHourToLastRate(...args)),
  },
  {
    name: 'rate-latched-to-half-hour',
    breaks: 'rates.active',
    area,
    says: 'A rate that changes within a half hour changes only when the next half hour begins.',
    shownBy: ['table-and-mpan-writes'],
    replace: (parts) => exportTariff(parts, (...args) => new HalfHourTariff(...args)),
  },
  {
    name: 'export-by-primary-rate',
    breaks: 'rates.active',
    area,
    says: "Secondary export is counted in the rate of the primary's tariff.",
    shownBy: ['switch-second'],
    replace: (parts) => exportTariff(parts, (...args) => new PrimaryTariff(...args)),
  },
  {
    name: 'switch-a-second-early',
    breaks: 'rates.to-the-second',
    area,
    says: 'Rates switch one second early.',
    shownBy: ['switch-second'],
    replace: (parts) => exportTariff(parts, (...args) => new EarlyTariff(...args)),
  },
  {
    name: 'switch-a-second-late',
    breaks: 'rates.to-the-second',
    area,
    says: 'Rates switch one second late.',
    shownBy: ['switch-second'],
    replace: (parts) => exportTariff(parts, (...args) => new LateTariff(...args)),
  },
  {
    name: 'one-bank-of-rates',
    breaks: 'rates.ignore-import',
    area,
    says: 'Secondary import and secondary export share one bank of rates.',
    shownBy: ['declared-table'],
    replace: (parts) => ({
      ...parts,
      rates: (fitting, name) => {
        if (!name.startsWith('secondary')) return parts.rates(fitting, name);
        const bank = shared.get(fitting) ?? parts.rates(fitting, name);
        shared.set(fitting, bank);
        return bank;
      },
    }),
  },
  {
    name: 'export-by-import-table',
    breaks: 'rates.declared-table',
    area,
    says: "Export is counted by the secondary import's switching table.",
    shownBy: ['declared-table'],
    replace: (parts) => exportTariff(parts, (...args) => new Tariff(...args), 'import'),
  },
  {
    name: 'day-from-rate-1',
    breaks: 'rates.before-first-action',
    area,
    says: 'Each day begins with rate 1, though the rate before is declared to go on.',
    shownBy: ['first-action'],
    replace: (parts) => exportTables(parts, readBy(DayFromRateOne)),
  },
  {
    name: 'gap-to-rate-4',
    breaks: 'rates.before-first-action',
    area,
    says: 'What lies before the first action of a day is counted in rate 4.',
    shownBy: ['first-action'],
    replace: (parts) => exportTables(parts, readBy(GapToRateFour)),
  },
  {
    name: 'no-rate-before-first-table',
    breaks: 'rates.without-table',
    area,
    says: 'Without a switching table no rate counts, though rate 1 is declared to.',
    shownBy: ['svt-flat-rate'],
    replace: (parts) => exportTables(parts, readBy(NoRateWithoutTable)),
  },
  {
    name: 'rate-4-while-clock-invalid',
    breaks: 'rates.while-clock-invalid',
    area,
    says: 'While the clock is invalid export is counted in rate 4.',
    shownBy: ['clock-lost'],
    replace: (parts) => exportTariff(parts, (...args) => new RateFourWhileInvalid(...args)),
  },
  {
    name: 'invalid-clock-followed',
    breaks: 'rates.while-clock-invalid',
    area,
    says: 'Rates switch by a clock that says itself that it is invalid.',
    shownBy: ['clock-lost'],
    replace: (parts) => exportTariff(parts, (...args) => new InvalidClockBelieved(...args)),
  },
  {
    name: 'rates-saved-apart',
    breaks: 'rates.survive-outage',
    area,
    says: 'After an outage the rates are those of the last half hour, while the register is that of the loss of supply.',
    shownBy: ['activation-over-outage'],
    replace: (parts) => ({ ...parts, store: ({ choices }) => new RatesSavedApart(choices.residualAcrossOutage) }),
  },
  {
    name: 'rates-cleared-at-midnight',
    breaks: 'rates.survive-midnight',
    area,
    says: 'The rates begin each day at zero.',
    shownBy: ['svt-flat-rate'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new DailyRates(...args)),
  },
  {
    name: 'rates-cleared-by-table',
    breaks: 'rates.survive-activation',
    area,
    says: 'Activating a switching table clears the rates.',
    shownBy: ['table-waits'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new RatesOfOneTable(...args)),
  },
  {
    name: 'rates-cleared-by-clock-set',
    breaks: 'rates.survive-clock-set',
    area,
    says: 'Setting the clock clears the rates.',
    shownBy: ['weeks'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new RatesOfOneTime(...args)),
  },
  {
    name: 'rates-wrap-at-31-bits',
    breaks: 'rates.wrap-at-modulus',
    area,
    says: 'Each rate rolls over at 2^31 Wh, as a signed number does.',
    shownBy: ['rates-past-31-bits'],
    replace: (parts) =>
      secondaryExportRates(
        parts,
        (count, modulusWh, own) => new RateRegisters(count, Math.min(modulusWh, MODULUS_31_BIT_WH), own),
      ),
  },
  {
    name: 'rates-roll-together',
    breaks: 'rates.wrap-at-modulus',
    area,
    says: 'When one rate rolls over the other three are cleared.',
    shownBy: ['rates-wrap'],
    replace: (parts) => secondaryExportRates(parts, (...args) => new RatesRollingTogether(...args)),
  },
];
