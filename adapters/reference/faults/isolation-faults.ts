import type { Ms, Way } from '../../../trace/vocabulary';
import { BlockCounters } from '../block-counters';
import type { EnergySource } from '../energy-source';
import type { Fault } from '../fault';
import type { HalfHourChannel } from '../half-hour-channel';
import { type PartMakers, type RatesName, type RegisterName, ratesArguments } from '../parts';
import { RateRegisters } from '../rate-registers';
import { ChangedChannel } from './counting';
import { mixedFrontEnd, secondaryElement } from './measuring';

/** What one part gathers for another that has no business with it. */
interface Leak {
  wh: number;
}

class LeakingChannel extends ChangedChannel {
  constructor(
    standard: HalfHourChannel,
    private readonly leak: Leak,
  ) {
    super(standard);
  }

  override add(energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms) {
    this.leak.wh += pulsesWh;
    super.add(energyUj, pulsesWh, fromMs, toMs);
  }
}

/** A row that takes what has leaked into it, or loses so much. */
class LeakedInto extends ChangedChannel {
  constructor(
    standard: HalfHourChannel,
    private readonly leak: Leak,
    private readonly sign: 1 | -1,
  ) {
    super(standard);
  }

  override take(): number {
    const wh = Math.max(0, super.take() + this.sign * this.leak.wh);
    this.leak.wh = 0;
    return wh;
  }
}

/** The half hours of one quantity hold those of another as well, or lose so much; the registers are right. */
function rowsLeak(parts: PartMakers, from: RegisterName, into: RegisterName, sign: 1 | -1 = 1): PartMakers {
  const leak = { wh: 0 };
  return {
    ...parts,
    channel: (fitting, of, register) => {
      const standard = parts.channel(fitting, of, register);
      if (of === into) return new LeakedInto(standard, leak, sign);
      if (of !== from) return standard;
      leak.wh = 0;
      return new LeakingChannel(standard, leak);
    },
  };
}

class LeakingRates extends RateRegisters {
  constructor(
    args: ConstructorParameters<typeof RateRegisters>,
    private readonly into: () => RateRegisters | undefined,
  ) {
    super(...args);
  }

  override add(rate: number, energyUj: number, pulsesWh: number) {
    super.add(rate, energyUj, pulsesWh);
    this.into()?.add(rate, energyUj, pulsesWh);
  }
}

/** The rates of one direction count those of another as well; the registers are right. */
function ratesLeak(parts: PartMakers, from: RatesName, into: RatesName): PartMakers {
  let taker: RateRegisters | undefined;
  return {
    ...parts,
    rates: (fitting, name) => {
      if (name === from) return new LeakingRates(ratesArguments(fitting, name), () => taker);
      const standard = parts.rates(fitting, name);
      if (name === into) taker = standard;
      return standard;
    },
  };
}

class BlocksOfBothDirections extends BlockCounters {
  override add(source: EnergySource, wh: number) {
    super.add(source, wh);
    if (source === 'secondary.export') this.count(wh);
  }
}

const area = 'isolation';
const reactive = (way: Way) => `isolation.reactive-${way}`;

/** Faults by which secondary export moves registers, rates or rows of something else, or is moved by it. */
export const ISOLATION_FAULTS: Fault[] = [
  {
    name: 'export-counted-twice',
    breaks: 'isolation.primary-export',
    area,
    says: 'Secondary export is added to primary export as well.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({ primary: { exportMw: primary.exportMw + secondary.exportMw } })),
  },
  {
    name: 'export-in-primary-rows',
    breaks: 'isolation.primary-export-half-hours',
    area,
    says: 'The half hours of primary export hold secondary export as well; the registers are right.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => rowsLeak(parts, 'secondary.export.total', 'primary.export.total'),
  },
  {
    name: 'export-offsets-primary-import',
    breaks: 'isolation.primary-import',
    area,
    says: 'Secondary export is taken off primary import.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        primary: { importMw: Math.max(0, primary.importMw - secondary.exportMw) },
      })),
  },
  {
    name: 'export-as-import',
    breaks: 'isolation.secondary-import',
    area,
    says: 'The secondary import register still counts the magnitude: export moves it too, as before DP184.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) => secondaryElement(parts, (measured) => ({ ...measured, importMw: measured.importMw + measured.exportMw })),
  },
  {
    name: 'export-in-primary-rates',
    breaks: 'isolation.primary-import-rates',
    area,
    says: 'Secondary export is counted in the primary import rate of the same number as well.',
    shownBy: ['four-directions'],
    replace: (parts) => ratesLeak(parts, 'secondary.export.rates', 'primary.import.rates'),
  },
  {
    name: 'export-in-import-rates',
    breaks: 'isolation.secondary-import-rates',
    area,
    says: 'Secondary export is counted in the secondary import rate of the same number as well.',
    shownBy: ['ev-vehicle-to-grid'],
    replace: (parts) => ratesLeak(parts, 'secondary.export.rates', 'secondary.import.rates'),
  },
  {
    name: 'import-in-export-rates',
    breaks: 'isolation.export-rates',
    area,
    says: 'Secondary import is counted in the secondary export rate of the same number as well.',
    shownBy: ['ev-vehicle-to-grid'],
    replace: (parts) => ratesLeak(parts, 'secondary.import.rates', 'secondary.export.rates'),
  },
  {
    name: 'blocks-take-export',
    breaks: 'isolation.block-counters',
    area,
    says: 'The tariff block counters take secondary export as well.',
    shownBy: ['four-directions'],
    replace: (parts) => ({ ...parts, blocks: () => new BlocksOfBothDirections() }),
  },
  {
    name: 'export-stops-reactive-import',
    breaks: reactive('import'),
    area,
    says: 'Reactive import stands still while the secondary element exports: quadrant II is not counted.',
    shownBy: ['reactive-flows'],
    replace: (parts) =>
      secondaryElement(parts, (measured) => ({
        ...measured,
        reactiveImportMvar: measured.exportMw > 0 ? 0 : measured.reactiveImportMvar,
      })),
  },
  {
    name: 'reactive-turned-by-export',
    breaks: reactive('import'),
    area,
    says: 'While the secondary element exports, its reactive power is counted with the other sign: quadrant III as import.',
    shownBy: ['reactive-flows'],
    replace: (parts) =>
      secondaryElement(parts, (measured) => {
        const { exportMw, reactiveImportMvar, reactiveExportMvar } = measured;
        return exportMw > 0
          ? { ...measured, reactiveImportMvar: reactiveExportMvar, reactiveExportMvar: reactiveImportMvar }
          : measured;
      }),
  },
  {
    name: 'export-q-as-reactive-export',
    breaks: reactive('export'),
    area,
    says: 'The reactive export register counts the secondary element too while that exports.',
    shownBy: ['reactive-flows'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) =>
        secondary.exportMw > 0
          ? { primary: { reactiveExportMvar: primary.reactiveExportMvar + secondary.reactiveExportMvar } }
          : {},
      ),
  },
  {
    name: 'export-off-import-rows',
    breaks: 'isolation.import-half-hours',
    area,
    says: 'The half hours of primary import hold what secondary export left over; the registers are right.',
    shownBy: ['ev-vehicle-to-grid'],
    replace: (parts) => rowsLeak(parts, 'secondary.export.total', 'primary.import.total', -1),
  },
  {
    name: 'export-in-reactive-rows',
    breaks: 'isolation.reactive-half-hours',
    area,
    says: 'The half hours of reactive import hold secondary export as well: the channels are mixed up.',
    shownBy: ['reactive-flows'],
    replace: (parts) => rowsLeak(parts, 'secondary.export.total', 'reactive.import.total'),
  },
  {
    name: 'import-in-export-rows',
    breaks: 'isolation.export-half-hours',
    area,
    says: 'The half hours of secondary export hold secondary import as well; the registers are right.',
    shownBy: ['ev-vehicle-to-grid'],
    replace: (parts) => rowsLeak(parts, 'secondary.import.total', 'secondary.export.total'),
  },
];
