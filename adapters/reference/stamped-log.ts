import type { Ms, Range, Value } from '../../trace/vocabulary';

export type LogRow = { [field: string]: Value };

/** Rows of a log from the oldest on, a few at a time while the log goes on. */
export interface LogCursor {
  /** The next rows, at most so many. */
  take(count: number): LogRow[];
}

/** A log as a read finds it: how many rows of the range there are, and the rows while it goes on. */
export interface DrawnLog extends LogCursor {
  rows: number;
}

/** What a log holds as it is stored: a ring, and which of its rows is the oldest. */
export interface LogContents {
  rows: LogRow[];
  first: number;
  depth: number;
}

/** A ring of stamped rows, oldest first: when full, the newest overwrites the oldest. `stamp` names the field that holds meter time. */
export class StampedLog {
  private rows: LogRow[] = [];
  private first = 0;
  /** Stamps never fell so far: a range can be found by halving. */
  private ascending = true;
  private newestMs = Number.NEGATIVE_INFINITY;
  /** Rows ever captured: the number of the next one. */
  private captured = 0;

  constructor(
    private depth: number,
    private readonly stamp: 'end' | 'at',
  ) {}

  get length(): number {
    return this.rows.length;
  }

  append(row: LogRow) {
    this.captured++;
    this.note(row);
    if (this.rows.length < this.depth) {
      this.rows.push(row);
      return;
    }
    this.rows[this.first] = row;
    this.first = (this.first + 1) % this.depth;
  }

  /** The newest row of that stamp. */
  find(stampMs: Ms): LogRow | undefined {
    for (let i = this.rows.length - 1; i >= 0; i--) if (this.at(i)[this.stamp] === stampMs) return this.at(i);
    return undefined;
  }

  replace(old: LogRow, row: LogRow) {
    this.rows[this.rows.indexOf(old)] = row;
  }

  /** These rows instead of all that were there. */
  restore(rows: readonly LogRow[]) {
    this.rows = [];
    this.first = 0;
    this.ascending = true;
    this.newestMs = Number.NEGATIVE_INFINITY;
    for (const row of rows) this.append(row);
  }

  get contents(): LogContents {
    return { rows: [...this.rows], first: this.first, depth: this.depth };
  }

  /** Stores other rows in place of those that are there; a range is found by halving only while stamps never fall. */
  layOut({ rows, first, depth }: LogContents) {
    this.rows = rows;
    this.first = first;
    this.depth = depth;
    this.ascending = true;
    this.newestMs = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < rows.length; i++) this.note(this.at(i));
  }

  /** Room for more rows; those that are there stay. */
  deepen(depth: number) {
    this.layOut({ rows: this.read({}), first: 0, depth: Math.max(depth, this.depth) });
  }

  /** Rows whose stamp lies in the range, both ends included (GBCS 9.1.6), in the order in which they were captured. */
  read({ fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: Range): LogRow[] {
    const selected: LogRow[] = [];
    for (let i = this.ascending ? this.firstNotBefore(fromMs) : 0; i < this.rows.length; i++) {
      const row = this.at(i);
      const stampMs = row[this.stamp] as Ms;
      if (stampMs >= fromMs && stampMs <= toMs) selected.push(row);
      else if (this.ascending && stampMs > toMs) break;
    }
    return selected;
  }

  /**
   * Rows whose stamp lies in the range, from the oldest on. It goes by the order of capture, so that a row captured meanwhile
   * shifts none of those yet to be taken. `takesNew`: whether it goes on to such rows.
   */
  cursor({ fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY }: Range, takesNew: boolean): LogCursor {
    const oldest = () => this.captured - this.rows.length;
    let next = oldest();
    const end = takesNew ? Number.POSITIVE_INFINITY : this.captured;
    return {
      take: (count) => {
        const taken: LogRow[] = [];
        for (next = Math.max(next, oldest()); next < Math.min(end, this.captured) && taken.length < count; next++) {
          const row = this.at(next - oldest());
          const stampMs = row[this.stamp] as Ms;
          if (stampMs >= fromMs && stampMs <= toMs) taken.push(row);
        }
        return taken;
      },
    };
  }

  private note(row: LogRow) {
    const stampMs = row[this.stamp] as Ms;
    if (stampMs < this.newestMs) this.ascending = false;
    this.newestMs = stampMs;
  }

  protected at(index: number): LogRow {
    return this.rows[(this.first + index) % this.rows.length] as LogRow;
  }

  private firstNotBefore(fromMs: Ms): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.at(middle)[this.stamp] as Ms) < fromMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
