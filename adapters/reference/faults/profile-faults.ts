import type { Ms } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import { type PartMakers, profileDepth } from '../parts';
import { type LogRow, StampedLog } from '../stamped-log';
import { ChangedChannel, secondaryExportChannel } from './counting';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 86_400_000;

class LosesLastMinute extends ChangedChannel {
  override add(energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms) {
    const lastMinuteMs = toMs - (toMs % HALF_HOUR_MS || HALF_HOUR_MS) + HALF_HOUR_MS - MINUTE_MS;
    const lostMs = Math.max(0, toMs - Math.max(fromMs, lastMinuteMs));
    const kept = toMs > fromMs ? (toMs - fromMs - lostMs) / (toMs - fromMs) : 1;
    super.add(Math.floor(energyUj * kept), Math.floor(pulsesWh * kept), fromMs, toMs);
  }
}

class DropsOddWh extends ChangedChannel {
  override take(): number {
    const wh = super.take();
    return wh - (wh % 2);
  }
}

class Cumulative extends ChangedChannel {
  private sumWh = 0;

  override take(): number {
    this.sumWh += super.take();
    return this.sumWh;
  }
}

/** Holds one Wh of each row back for the next. */
class LateWh extends ChangedChannel {
  private heldWh = 0;

  override take(): number {
    const wh = super.take() + this.heldWh;
    this.heldWh = Math.min(1, wh);
    return wh - this.heldWh;
  }
}

/** With each row that holds energy another one appears, a year ahead. */
class YearAhead extends StampedLog {
  override append(row: LogRow) {
    super.append(row);
    if ((row.wh as number) > 0) super.append({ ...row, end: (row.end as Ms) + YEAR_MS });
  }
}

class StampedAtStart extends StampedLog {
  override append(row: LogRow) {
    super.append({ ...row, end: (row.end as Ms) - HALF_HOUR_MS });
  }
}

function secondaryExportLog(parts: PartMakers, make: (depth: number) => StampedLog): PartMakers {
  return {
    ...parts,
    profileLog: (fitting, name) =>
      name === 'secondary.export.profile' ? make(profileDepth(fitting, name)) : parts.profileLog(fitting, name),
  };
}

const area = 'profile';

/** Faults of the half-hourly secondary export. */
export const PROFILE_FAULTS: Fault[] = [
  {
    name: 'last-minute-lost',
    breaks: 'profile.sum',
    area,
    says: 'The last minute of each half hour reaches no row.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new LosesLastMinute(standard)),
  },
  {
    name: 'odd-watt-hours-dropped',
    breaks: 'profile.sum',
    area,
    says: 'Rows hold even numbers of Wh only; the odd Wh is lost.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new DropsOddWh(standard)),
  },
  {
    name: 'rows-cumulative',
    breaks: 'profile.increment',
    area,
    says: 'Rows hold the cumulative value instead of the increment of their half hour.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new Cumulative(standard)),
  },
  {
    name: 'watt-hour-in-next-row',
    breaks: 'profile.increment',
    area,
    says: 'At each boundary 1 Wh moves to the next row.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new LateWh(standard)),
  },
  {
    name: 'rows-a-year-ahead',
    breaks: 'profile.increment',
    area,
    says: 'Each row with energy is recorded again, stamped a year ahead.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new YearAhead(depth, 'end')),
  },
  {
    name: 'stamped-at-start',
    breaks: 'profile.stamp-end',
    area,
    says: 'Rows are stamped at the start of their half hour.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new StampedAtStart(depth, 'end')),
  },
];
