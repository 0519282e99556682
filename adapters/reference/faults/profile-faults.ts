import type { Ms } from '../../../trace/vocabulary';
import type { EnergyRegister } from '../energy-register';
import type { Fault } from '../fault';
import { HALF_HOUR_MS, type HalfHourChannel } from '../half-hour-channel';
import { type PartMakers, profileDepth } from '../parts';
import { type LogRow, StampedLog } from '../stamped-log';
import { ChangedChannel, secondaryExportChannel } from './counting';
import { PROFILE_DISTURBED_FAULTS } from './profile-disturbed-faults';
import { PROFILE_LOG_FAULTS } from './profile-log-faults';
import { secondaryExportLog } from './recording';

const MINUTE_MS = 60_000;
const YEAR_MS = 365 * 86_400_000;

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

/** A log that changes each row, or drops it, or writes others with it. */
class ChangedRows extends StampedLog {
  constructor(
    depth: number,
    private readonly change: (row: LogRow) => LogRow[],
  ) {
    super(depth, 'end');
  }

  override append(row: LogRow) {
    for (const changed of this.change(row)) super.append(changed);
  }
}

const changedRows = (parts: PartMakers, change: (row: LogRow) => LogRow[]) =>
  secondaryExportLog(parts, (depth) => new ChangedRows(depth, change));

/** Replaces the log of primary export, whose rows hold secondary export too under that shape. */
const changedSharedRows = (parts: PartMakers, change: (row: LogRow) => LogRow): PartMakers => ({
  ...parts,
  profileLog: (fitting, name) =>
    name === 'primary.export.profile'
      ? new ChangedRows(profileDepth(fitting, name), (row) => [change(row)])
      : parts.profileLog(fitting, name),
});

/** Loses part of what a stretch of time gave: `lostMs` of it, by the times of its ends within the half hour. */
class LosesTime extends ChangedChannel {
  constructor(
    standard: HalfHourChannel,
    private readonly lostMs: (fromMs: Ms, toMs: Ms) => Ms,
    private readonly moves = false,
  ) {
    super(standard);
  }

  private movedWh = 0;

  override add(energyUj: number, pulsesWh: number, fromMs: Ms, toMs: Ms) {
    const lost = toMs > fromMs ? this.lostMs(fromMs, toMs) / (toMs - fromMs) : 0;
    const lostWh = Math.round(pulsesWh * lost);
    if (this.moves) this.movedWh += lostWh;
    super.add(energyUj - Math.round(energyUj * lost), pulsesWh - lostWh, fromMs, toMs);
  }

  override take(): number {
    const wh = super.take() + this.heldWh;
    this.heldWh = this.movedWh;
    this.movedWh = 0;
    return wh;
  }

  private heldWh = 0;
}

/** How much of a stretch lies in the first so many ms of its half hour. */
const inFirst = (ms: Ms) => (fromMs: Ms, toMs: Ms) => Math.max(0, Math.min(toMs - fromMs, ms - (fromMs % HALF_HOUR_MS)));
/** How much of a stretch lies in the last so many ms of its half hour. */
const inLast = (ms: Ms) => (fromMs: Ms, toMs: Ms) => {
  const beginMs = fromMs - (fromMs % HALF_HOUR_MS) + HALF_HOUR_MS - ms;
  return Math.max(0, toMs - Math.max(fromMs, beginMs));
};

/** Half hours as differences of the register as it is shown. */
class ShownDifference extends ChangedChannel {
  private atStartWh: number;

  constructor(
    standard: HalfHourChannel,
    private readonly register: EnergyRegister,
    private readonly ofNegative: (wh: number) => number,
  ) {
    super(standard);
    this.atStartWh = register.wh;
  }

  override take(): number {
    super.take();
    const wh = this.register.wh - this.atStartWh;
    this.atStartWh = this.register.wh;
    return wh < 0 ? this.ofNegative(wh) : wh;
  }
}

const shownDifference = (parts: PartMakers, ofNegative: (wh: number) => number): PartMakers => ({
  ...parts,
  channel: (fitting, of, register) => {
    const standard = parts.channel(fitting, of, register);
    return of === 'secondary.export.total' ? new ShownDifference(standard, register, ofNegative) : standard;
  },
});

const SPRING_MS = Date.parse('2026-03-29T01:00:00Z');
const AUTUMN_MS = Date.parse('2026-10-25T01:00:00Z');
const withinAnHour = (endMs: Ms, fromMs: Ms) => fromMs < endMs && endMs <= fromMs + 2 * HALF_HOUR_MS;
/** Europe/London in 2026: an hour ahead of UTC between the two. */
const summerTime = (endMs: Ms) => SPRING_MS <= endMs && endMs < AUTUMN_MS;

const area = 'profile';

/** Faults of the half-hourly secondary export. */
export const PROFILE_FAULTS: Fault[] = [
  {
    name: 'last-minute-lost',
    breaks: 'profile.sum',
    area,
    says: 'The last minute of each half hour reaches no row.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new LosesTime(standard, inLast(MINUTE_MS))),
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
    replace: (parts) =>
      changedRows(parts, (row) => ((row.wh as number) > 0 ? [row, { ...row, end: (row.end as Ms) + YEAR_MS }] : [row])),
  },
  {
    name: 'stamped-at-start',
    breaks: 'profile.stamp-end',
    area,
    says: 'Rows are stamped at the start of their half hour.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => changedRows(parts, (row) => [{ ...row, end: (row.end as Ms) - HALF_HOUR_MS }]),
  },
  {
    name: 'stamped-a-minute-late',
    breaks: 'profile.half-hour-stamps',
    area,
    says: 'Rows are stamped when they are written, a minute after their half hour.',
    shownBy: ['summer-solar-day'],
    replace: (parts) => changedRows(parts, (row) => [{ ...row, end: (row.end as Ms) + MINUTE_MS }]),
  },
  {
    name: 'stamp-rounded-to-the-hour',
    breaks: 'profile.one-row',
    area,
    says: 'Stamps are rounded up to the full hour, so that two rows share one.',
    shownBy: ['summer-solar-day'],
    replace: (parts) =>
      changedRows(parts, (row) => [{ ...row, end: Math.ceil((row.end as Ms) / (2 * HALF_HOUR_MS)) * 2 * HALF_HOUR_MS }]),
  },
  {
    name: 'zero-rows-omitted',
    breaks: 'profile.zero-rows',
    area,
    says: 'A half hour without export has no row.',
    shownBy: ['zero-night'],
    replace: (parts) => changedRows(parts, (row) => (row.wh === 0 ? [] : [row])),
  },
  {
    name: 'stamped-in-local-time',
    breaks: 'profile.utc-days',
    area,
    says: 'Rows are stamped by the local clock, an hour ahead in summer.',
    shownBy: ['spring-clock-change'],
    replace: (parts) =>
      changedRows(parts, (row) => [{ ...row, end: (row.end as Ms) + (summerTime(row.end as Ms) ? 2 * HALF_HOUR_MS : 0) }]),
  },
  {
    name: 'spring-day-of-46',
    breaks: 'profile.utc-days',
    area,
    says: 'On the day on which local clocks go forward the hour that they skip has no rows.',
    shownBy: ['spring-clock-change'],
    replace: (parts) => changedRows(parts, (row) => (withinAnHour(row.end as Ms, SPRING_MS) ? [] : [row])),
  },
  {
    name: 'autumn-day-of-50',
    breaks: 'profile.utc-days',
    area,
    says: 'On the day on which local clocks go back the hour that they repeat has its rows twice.',
    shownBy: ['autumn-clock-change'],
    replace: (parts) => changedRows(parts, (row) => (withinAnHour(row.end as Ms, AUTUMN_MS) ? [row, { ...row, wh: 0 }] : [row])),
  },
  {
    name: 'first-second-lost',
    breaks: 'profile.boundary-second',
    area,
    says: 'The first second of each half hour reaches no row, because the row before it is being written.',
    shownBy: ['seconds-at-a-boundary'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new LosesTime(standard, inFirst(1000))),
  },
  {
    name: 'last-second-in-next-row',
    breaks: 'profile.boundary-second',
    area,
    says: 'The last second of each half hour is counted in the next row.',
    shownBy: ['seconds-at-a-boundary'],
    replace: (parts) => secondaryExportChannel(parts, (standard) => new LosesTime(standard, inLast(1000), true)),
  },
  {
    name: 'row-zero-at-wrap',
    breaks: 'profile.over-modulus',
    area,
    says: 'The half hour in which the register wraps has a row of zero: its difference is negative.',
    shownBy: ['register-wrap'],
    replace: (parts) => shownDifference(parts, () => 0),
  },
  {
    name: 'row-of-32-bits-at-wrap',
    breaks: 'profile.over-modulus',
    area,
    says: 'At a modulus below 2^32 Wh the half hour in which the register wraps holds its difference as an unsigned number of 32 bits.',
    shownBy: ['register-wrap'],
    under: { choices: { registerModulusWh: 100_000_000 } },
    replace: (parts) => shownDifference(parts, (wh) => wh + 2 ** 32),
  },
  {
    name: 'reactive-member-overwritten',
    breaks: 'profile.leaves-primary-log',
    area,
    says: 'In the shared log secondary export takes the place of the reactive member.',
    shownBy: ['zero-night'],
    under: { choices: { profileShape: 'extra-member' } },
    replace: (parts) => changedSharedRows(parts, ({ reactiveVarh: _, ...row }) => row),
  },
  {
    name: 'active-member-overwritten',
    breaks: 'profile.leaves-primary-log',
    area,
    says: 'In the shared log the active member of primary export holds secondary export as well.',
    shownBy: ['zero-night'],
    under: { choices: { profileShape: 'extra-member' } },
    replace: (parts) =>
      changedSharedRows(parts, (row) => ({ ...row, activeWh: Number(row.activeWh) + Number(row.secondaryWh ?? 0) })),
  },
  ...PROFILE_LOG_FAULTS,
  ...PROFILE_DISTURBED_FAULTS,
];
