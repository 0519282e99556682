import type { Ms } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import type { HalfHourChannel } from '../half-hour-channel';
import { ChangedChannel } from './counting';
import { mixedFrontEnd, secondaryElement } from './measuring';

/** Gathers the secondary export of a half hour for a row that it has no business in. */
class LeakingChannel extends ChangedChannel {
  constructor(
    standard: HalfHourChannel,
    private readonly leak: { wh: number },
  ) {
    super(standard);
  }

  override add(energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms) {
    this.leak.wh += pulsesWh;
    super.add(energyUj, pulsesWh, fromMs, toMs);
  }
}

/** A primary export row that takes what has leaked into it as well. */
class LeakedInto extends ChangedChannel {
  constructor(
    standard: HalfHourChannel,
    private readonly leak: { wh: number },
  ) {
    super(standard);
  }

  override take(): number {
    const wh = super.take() + this.leak.wh;
    this.leak.wh = 0;
    return wh;
  }
}

const area = 'isolation';

/** Faults by which secondary export moves something that existed before it. */
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
    breaks: 'isolation.primary-export',
    area,
    says: 'The half hours of primary export hold secondary export as well; the registers are right.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => {
      const leak = { wh: 0 };
      return {
        ...parts,
        channel: (fitting, of, register) => {
          const standard = parts.channel(fitting, of, register);
          if (of === 'secondary.export.total') {
            leak.wh = 0;
            return new LeakingChannel(standard, leak);
          }
          return of === 'primary.export.total' ? new LeakedInto(standard, leak) : standard;
        },
      };
    },
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
];
