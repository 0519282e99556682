import type { Ms, Range } from '../../../trace/vocabulary';
import { Agenda, type DueEvent } from '../agenda';
import type { Fitting } from '../behaviour';
import { EnergyRegister } from '../energy-register';
import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import type { MeterEvent } from '../meter-event';
import { type DataStore, NonVolatileStore } from '../non-volatile-store';
import { type PartMakers, registerArguments, tariffArguments } from '../parts';
import { type LogCursor, type LogRow, StampedLog } from '../stamped-log';
import { SwitchingCalendar } from '../switching-calendar';
import { Tariff } from '../tariff';
import { secondaryExportRegister } from './counting';
import { secondaryExportLog } from './recording';

type What = DueEvent['what'];
const NEVER = Number.POSITIVE_INFINITY;

/** Where the one and the other fall due together, the one waits: a second, to the next thing that falls due, or for ever. */
class WaitingAgenda extends Agenda {
  override readonly retryMs: Ms;

  constructor(
    private readonly waits: What,
    private readonly besides: What,
    private readonly until: 'next second' | 'next event' | 'never',
  ) {
    super();
    this.retryMs = until === 'next second' ? 1000 : NEVER;
  }

  override now(due: readonly DueEvent[], meterMs: Ms): readonly DueEvent[] {
    const beside = due.some(({ what, atMs }) => what === this.besides && atMs === meterMs);
    return due.filter(({ what, atMs }) => {
      if (what !== this.waits) return true;
      if (beside && atMs === meterMs) return false;
      return this.until !== 'never' || atMs === meterMs || atMs === Number.NEGATIVE_INFINITY;
    });
  }
}

/** The snapshots of a month's end, of which there are two, wait a second where the rate switches too. */
class MonthEndAgenda extends WaitingAgenda {
  constructor() {
    super('snapshot', 'rateSwitch', 'next second');
  }

  override now(due: readonly DueEvent[], meterMs: Ms): readonly DueEvent[] {
    return new Date(meterMs).getUTCDate() === 1 ? super.now(due, meterMs) : due;
  }
}

const DAY_MS = 86_400_000;

/** Works out the calendar anew at midnight, and goes by the old day until that is done. */
class SlowCalendarTariff extends Tariff {
  protected override rateAt(meterMs: Ms): number | undefined {
    return super.rateAt(meterMs % DAY_MS < 1000 ? meterMs - (meterMs % DAY_MS) - 1 : meterMs);
  }

  protected override switchAfter(meterMs: Ms): Ms {
    return meterMs % DAY_MS < 1000 ? meterMs - (meterMs % DAY_MS) + 1000 : super.switchAfter(meterMs);
  }
}

/** Looks for a special day only when the first half hour of the day has ended. */
class LateSpecialDayTariff extends Tariff {
  constructor(
    args: ConstructorParameters<typeof Tariff>,
    private readonly fitting: Fitting,
  ) {
    super(...args);
  }

  protected override rateAt(meterMs: Ms): number | undefined {
    if (meterMs % DAY_MS >= HALF_HOUR_MS) return super.rateAt(meterMs);
    return new SwitchingCalendar({ ...this.tables.active, specialDays: [] }, this.fitting.choices).rateAt(meterMs);
  }

  protected override switchAfter(meterMs: Ms): Ms {
    const foundMs = meterMs - (meterMs % DAY_MS) + HALF_HOUR_MS;
    return meterMs < foundMs ? Math.min(foundMs, super.switchAfter(meterMs)) : super.switchAfter(meterMs);
  }
}

/** One thing a second: the rest of what falls due at an instant waits in the order of its list. */
class OneByOneAgenda extends Agenda {
  override now(due: readonly DueEvent[]): readonly DueEvent[] {
    return due.slice(0, 1);
  }
}

const ROWS = 'secondary.export.profile';
const JUST_MS = 2000;

/** Changes the newest row of a log when the supply was lost just after it had been taken. */
class JustTakenStore extends NonVolatileStore {
  private lostMs = 0;

  constructor(
    residual: ConstructorParameters<typeof NonVolatileStore>[0],
    private readonly log: string,
    private readonly stamp: 'end' | 'at',
    private readonly change: (log: StampedLog, rows: LogRow[]) => void,
  ) {
    super(residual);
  }

  override supplyLost(store: DataStore, atMs: Ms) {
    super.supplyLost(store, atMs);
    this.lostMs = atMs;
  }

  override supplyReturned(store: DataStore, atMs: Ms) {
    super.supplyReturned(store, atMs);
    const log = store.logs.get(this.log);
    const rows = log?.read({}) ?? [];
    const sinceMs = this.lostMs - (rows.at(-1)?.[this.stamp] as Ms);
    if (log && sinceMs >= 0 && sinceMs <= JUST_MS) this.change(log, rows);
  }
}

const withoutNewest = (log: StampedLog, rows: LogRow[]) => log.restore(rows.slice(0, -1));
const newestTwice = (log: StampedLog, rows: LogRow[]) => log.append(rows.at(-1) as LogRow);

/** Takes in rows otherwise while a long read of it has begun and not ended. */
abstract class ReadLog extends StampedLog {
  private underRead = false;

  override append(row: LogRow) {
    const kept = this.underRead ? this.underReadOf(row) : row;
    if (kept) super.append(kept);
  }

  /** What is kept of a row that comes meanwhile. */
  protected abstract underReadOf(row: LogRow): LogRow | undefined;

  override cursor(range: Range, takesNew: boolean): LogCursor {
    const standard = super.cursor(range, takesNew);
    this.underRead = true;
    return {
      take: (count) => {
        this.underRead = Number.isFinite(count);
        return standard.take(count);
      },
    };
  }
}

class LockedLog extends ReadLog {
  protected underReadOf(): undefined {
    return undefined;
  }
}

/** Shares a buffer of one octet with the read. */
class CrampedLog extends ReadLog {
  protected underReadOf(row: LogRow): LogRow {
    return { ...row, wh: Number(row.wh) & 0xff };
  }
}

/** Falls back to where the half hour began when the clock is set onto the end of one. */
class BoundarySetRegister extends EnergyRegister {
  private atHalfHourWh = 0;

  constructor(fitting: Fitting) {
    super(...registerArguments(fitting, 'secondary.export.total'));
  }

  override notice(event: MeterEvent) {
    if (event.what === 'halfHourEnded') this.atHalfHourWh = this.countedWh;
    if (event.what === 'clockSet' && event.atMs % HALF_HOUR_MS === 0) this.countedWh = this.atHalfHourWh;
  }
}

const exportTariff = (
  parts: PartMakers,
  make: (args: ConstructorParameters<typeof Tariff>, fitting: Fitting) => Tariff,
): PartMakers => ({
  ...parts,
  tariff: (fitting, way, tables) =>
    way === 'export' ? make(tariffArguments(fitting, way, tables), fitting) : parts.tariff(fitting, way, tables),
});
const agenda = (parts: PartMakers, make: () => Agenda): PartMakers => ({ ...parts, agenda: make });
const justTaken = (parts: PartMakers, ...[log, stamp, change]: [string, 'end' | 'at', typeof withoutNewest]): PartMakers => ({
  ...parts,
  store: ({ choices }) => new JustTakenStore(choices.residualAcrossOutage, log, stamp, change),
});

const area = 'coincidence';
const fault = (
  name: string,
  breaks: string,
  says: string,
  replace: Fault['replace'],
  shownBy = ['coincidence-midnight'],
): Fault => ({ name, breaks: `coincidence.${breaks}`, area, says, shownBy, replace });

/** Faults of meters that are right alone and wrong together. */
export const COINCIDENCE_FAULTS: Fault[] = [
  fault('one-thing-a-second', 'everything', 'Of what falls due at one instant one thing is done each second.', (parts) =>
    agenda(parts, () => new OneByOneAgenda()),
  ),
  fault(
    'half-hour-waits-for-switch',
    'half-hour-and-switch',
    'A half hour that ends as the rate switches takes the first second of the next.',
    (parts) => agenda(parts, () => new WaitingAgenda('halfHour', 'rateSwitch', 'next second')),
  ),
  fault(
    'half-hour-waits-for-activation',
    'half-hour-and-activation',
    'A half hour that ends as a table is activated takes the first second of the next.',
    (parts) => agenda(parts, () => new WaitingAgenda('halfHour', 'activation', 'next second')),
  ),
  fault(
    'half-hour-waits-for-snapshot',
    'half-hour-and-snapshot',
    'The half hour that ends at midnight takes the first second of the day: the daily snapshot goes first.',
    (parts) => agenda(parts, () => new WaitingAgenda('halfHour', 'snapshot', 'next second')),
  ),
  fault(
    'snapshot-waits-for-switch',
    'switch-and-snapshot',
    'A daily snapshot at a midnight at which the rate switches is taken a second late, with the stamp of midnight.',
    (parts) => agenda(parts, () => new WaitingAgenda('snapshot', 'rateSwitch', 'next second')),
  ),
  fault(
    'snapshot-lost-to-activation',
    'snapshot-and-activation',
    'No snapshot is taken at a midnight at which a table is activated.',
    (parts) => agenda(parts, () => new WaitingAgenda('snapshot', 'activation', 'never')),
  ),
  fault(
    'activation-waits-for-switch',
    'switch-and-activation',
    'An activation due as the rate switches waits until something else falls due.',
    (parts) => agenda(parts, () => new WaitingAgenda('activation', 'rateSwitch', 'next event')),
  ),
  fault(
    'switch-waits-for-half-hour',
    'half-hour-and-switch',
    'A switch at the end of a half hour takes effect when the next half hour ends.',
    (parts) => agenda(parts, () => new WaitingAgenda('rateSwitch', 'halfHour', 'next event')),
  ),
  fault(
    'switch-lost-at-midnight',
    'switch-and-snapshot',
    'A switch due as the daily snapshot is taken waits until something else falls due.',
    (parts) => agenda(parts, () => new WaitingAgenda('rateSwitch', 'snapshot', 'next event')),
  ),
  fault(
    'month-end-snapshots-late',
    'billing-and-switch',
    'The snapshots of a month end at which the rate switches are taken a second late, with the stamp of midnight.',
    (parts) => agenda(parts, () => new MonthEndAgenda()),
  ),
  fault(
    'calendar-anew-takes-a-second',
    'season-and-snapshot',
    'At midnight the calendar is worked out anew, and the season of the day before goes on for a second.',
    (parts) => exportTariff(parts, (args) => new SlowCalendarTariff(...args)),
  ),
  fault(
    'special-day-from-half-past',
    'special-day-and-switch',
    'A special day is found only when the first half hour of its day has ended.',
    (parts) => exportTariff(parts, (args, fitting) => new LateSpecialDayTariff(args, fitting)),
  ),
  fault(
    'row-lost-while-read',
    'half-hour-and-read',
    'A half hour that ends while the log is read block by block leaves no row: the log is locked until then.',
    (parts) => secondaryExportLog(parts, (depth) => new LockedLog(depth, 'end')),
    ['long-read-over-capture'],
  ),
  fault(
    'row-cut-short-while-read',
    'switch-and-read',
    'Of the energy of a half hour that ends while the log is read block by block only the low octet is kept.',
    (parts) => secondaryExportLog(parts, (depth) => new CrampedLog(depth, 'end')),
    ['long-read-over-capture'],
  ),
  fault(
    'row-lost-at-boundary',
    'outage-at-half-hour',
    'A row taken just before the supply is lost is not written.',
    (parts) => justTaken(parts, ROWS, 'end', withoutNewest),
    ['outage-at-half-hour'],
  ),
  fault(
    'row-twice-at-boundary',
    'outage-at-half-hour',
    'A row taken just before the supply is lost is written again when it returns.',
    (parts) => justTaken(parts, ROWS, 'end', newestTwice),
    ['outage-at-half-hour'],
  ),
  fault(
    'daily-row-twice-at-midnight',
    'outage-at-midnight',
    'A daily row taken just before the supply is lost is taken again when it returns.',
    (parts) => justTaken(parts, 'daily.export', 'at', newestTwice),
    ['outage-at-midnight'],
  ),
  fault(
    'daily-row-lost-at-midnight',
    'outage-at-midnight',
    'A daily row taken just before the supply is lost is not written.',
    (parts) => justTaken(parts, 'daily.export', 'at', withoutNewest),
    ['outage-at-midnight'],
  ),
  fault(
    'set-onto-boundary-falls-back',
    'clock-set-onto-half-hour',
    'A clock set onto the end of a half hour takes the register back to where that half hour began.',
    (parts) => secondaryExportRegister(parts, (fitting) => new BoundarySetRegister(fitting)),
    ['clock-set-onto-half-hour'],
  ),
];
