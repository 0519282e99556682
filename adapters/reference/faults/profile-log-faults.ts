import type { Ms, Range } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import { HALF_HOUR_MS } from '../half-hour-channel';
import { type LogCursor, type LogRow, StampedLog } from '../stamped-log';
import { otherAccess, secondaryExportLog } from './recording';

const area = 'profile';
const endOf = (row: LogRow) => row.end as Ms;

class NewestFirst extends StampedLog {
  override read(range: Range): LogRow[] {
    return super.read(range).reverse();
  }
}

/** Reads the ring as it is stored, from its first place on, wherever the oldest row is by now. */
class InStorageOrder extends StampedLog {
  override read(range: Range): LogRow[] {
    const { first, rows } = this.contents;
    const oldestFirst = super.read(range);
    const wrapped = first > 0 ? oldestFirst.indexOf(rows[0] as LogRow) : 0;
    return wrapped > 0 ? [...oldestFirst.slice(wrapped), ...oldestFirst.slice(0, wrapped)] : oldestFirst;
  }
}

/** A log that selects other rows than those of the range. */
class OtherRange extends StampedLog {
  constructor(
    depth: number,
    private readonly other: (range: Range) => Range,
  ) {
    super(depth, 'end');
  }

  override read(range: Range): LogRow[] {
    return super.read(this.other(range));
  }
}

/** Each row that is added to a full log costs the two oldest ones. */
class LosesTwo extends StampedLog {
  /** After every second one the place that was lost is filled again. */
  private oneShort = false;

  constructor(private readonly rowsOfFull: number) {
    super(rowsOfFull, 'end');
  }

  override append(row: LogRow) {
    if (this.length === this.rowsOfFull) this.oneShort = !this.oneShort;
    super.append(row);
  }

  override read(range: Range): LogRow[] {
    const rows = super.read(range);
    return this.oneShort && rows[0] === this.at(0) ? rows.slice(1) : rows;
  }
}

/** A long read goes by the place of a row in the log, which each new row of a full one shifts by one. */
class ByPlace extends StampedLog {
  override cursor(range: Range): LogCursor {
    let place = 0;
    return {
      take: (count) => {
        const rows = this.read(range).slice(place, place + Math.min(count, Number.MAX_SAFE_INTEGER));
        place += rows.length;
        return rows;
      },
    };
  }
}

/** A long read gives the row that it gave last once more when another one was captured meanwhile. */
class OnceMore extends StampedLog {
  private appended = 0;

  override append(row: LogRow) {
    this.appended++;
    super.append(row);
  }

  override cursor(range: Range, takesNew: boolean): LogCursor {
    const standard = super.cursor(range, takesNew);
    let [appended, last] = [this.appended, [] as LogRow[]];
    return {
      take: (count) => {
        const rows = standard.take(count);
        const again = this.appended > appended ? last : [];
        [appended, last] = [this.appended, rows.slice(-1)];
        return [...again, ...rows];
      },
    };
  }
}

/** The next row corrects the one before it, by the watt-hour that came too late for it. */
class CorrectsLate extends StampedLog {
  override append(row: LogRow) {
    const before = this.find(endOf(row) - HALF_HOUR_MS);
    if (before && (before.wh as number) > 0) this.replace(before, { ...before, wh: (before.wh as number) + 1 });
    super.append(row);
  }
}

const DAYS_31 = 31 * 48;

/** Faults of the log of secondary export half hours: what it keeps, and which rows it gives. */
export const PROFILE_LOG_FAULTS: Fault[] = [
  {
    name: 'newest-first',
    breaks: 'profile.oldest-first',
    area,
    says: 'Rows come newest first.',
    shownBy: ['range-reads'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new NewestFirst(depth, 'end')),
  },
  {
    name: 'storage-order-after-wrap',
    breaks: 'profile.oldest-first',
    area,
    says: 'Once the log has wrapped its rows come in the order of storage, the newest before the oldest.',
    shownBy: ['depth-full'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new InStorageOrder(depth, 'end')),
  },
  {
    name: 'range-exclusive-at-from',
    breaks: 'profile.range-inclusive',
    area,
    says: 'The row stamped at the begin of a range is left out.',
    shownBy: ['range-reads'],
    replace: (parts) =>
      secondaryExportLog(
        parts,
        (depth) =>
          new OtherRange(depth, ({ fromMs, ...range }) => ({ ...range, ...(fromMs !== undefined && { fromMs: fromMs + 1 }) })),
      ),
  },
  {
    name: 'range-exclusive-at-to',
    breaks: 'profile.range-inclusive',
    area,
    says: 'The row stamped at the end of a range is left out, so that 24 hours are 48 rows.',
    shownBy: ['range-reads'],
    replace: (parts) =>
      secondaryExportLog(
        parts,
        (depth) => new OtherRange(depth, ({ toMs, ...range }) => ({ ...range, ...(toMs !== undefined && { toMs: toMs - 1 }) })),
      ),
  },
  {
    name: 'range-one-row-early',
    breaks: 'profile.range-exact',
    area,
    says: 'A range also gives the row before its begin.',
    shownBy: ['range-reads'],
    replace: (parts) =>
      secondaryExportLog(
        parts,
        (depth) =>
          new OtherRange(depth, ({ fromMs, ...range }) => ({
            ...range,
            ...(fromMs !== undefined && { fromMs: fromMs - HALF_HOUR_MS }),
          })),
      ),
  },
  {
    name: 'open-begin-refused',
    breaks: 'profile.range-open',
    area,
    says: 'A range without a begin gives nothing: it is taken for one that begins at its end.',
    shownBy: ['range-reads'],
    replace: (parts) =>
      secondaryExportLog(
        parts,
        (depth) =>
          new OtherRange(depth, (range) =>
            range.fromMs === undefined && range.toMs !== undefined ? { ...range, fromMs: range.toMs + 1 } : range,
          ),
      ),
  },
  {
    name: 'empty-range-refused',
    breaks: 'profile.range-empty',
    area,
    says: 'A range without rows is refused, where an empty list was declared.',
    shownBy: ['range-reads'],
    replace: (parts) => otherAccess(parts, { emptyRange: 'error' }),
  },
  {
    name: 'reversed-range-refused',
    breaks: 'profile.range-reversed',
    area,
    says: 'A reversed range is refused, where an empty list was declared.',
    shownBy: ['range-reads'],
    replace: (parts) => otherAccess(parts, { reversedRange: 'error' }),
  },
  {
    name: 'reversed-range-gives-all',
    breaks: 'profile.range-reversed',
    area,
    says: 'A reversed range is ignored and gives every row.',
    shownBy: ['range-reads'],
    replace: (parts) =>
      secondaryExportLog(
        parts,
        (depth) =>
          new OtherRange(depth, (range) => ((range.fromMs ?? 0) > (range.toMs ?? Number.POSITIVE_INFINITY) ? {} : range)),
      ),
  },
  {
    name: 'depth-one-less',
    breaks: 'profile.depth',
    area,
    says: 'The log keeps one row less than declared: one place of the ring is never used.',
    shownBy: ['depth-full'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new StampedLog(depth - 1, 'end')),
  },
  {
    name: 'depth-31-days',
    breaks: 'profile.depth',
    area,
    says: 'The log keeps 31 days of half hours, as many days as the daily read log.',
    shownBy: ['depth-full'],
    replace: (parts) => secondaryExportLog(parts, () => new StampedLog(DAYS_31, 'end')),
  },
  {
    name: 'wrap-loses-two',
    breaks: 'profile.wraps-oldest-only',
    area,
    says: 'A row added to a full log costs the two oldest rows.',
    shownBy: ['wrap-by-one'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new LosesTwo(depth)),
  },
  {
    name: 'long-read-loses-a-row',
    breaks: 'profile.long-read',
    area,
    says: 'A row captured during a long read shifts the places of those not yet read, and one of them is skipped.',
    shownBy: ['long-read-over-capture'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new ByPlace(depth, 'end')),
  },
  {
    name: 'long-read-doubles-a-row',
    breaks: 'profile.long-read',
    area,
    says: 'When a row is captured during a long read, the last row given is given once more.',
    shownBy: ['long-read-over-capture'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new OnceMore(depth, 'end')),
  },
  {
    name: 'row-corrected-late',
    breaks: 'profile.rows-stay',
    area,
    says: 'When a half hour ends, 1 Wh is added to the row before it, which may have been read already.',
    shownBy: ['zero-night'],
    replace: (parts) => secondaryExportLog(parts, (depth) => new CorrectsLate(depth, 'end')),
  },
];
