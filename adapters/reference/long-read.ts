import type { Answer, Ms } from '../../trace/vocabulary';
import { answered } from './refusals';
import type { LogCursor, LogRow } from './stamped-log';

/** Rows that one block of a transfer holds. */
const ROWS_IN_BLOCK = 24;

/** A read of a log by block transfer: its blocks are taken one after the other, evenly over a time. Times are bench time. */
export class LongRead {
  private readonly rows: LogRow[] = [];
  private readonly blocks: number;
  private taken = 0;

  /** Takes the first block at once; `rows` says how many there are by now. */
  constructor(
    private readonly cursor: LogCursor,
    rows: number,
    readonly fromMs: Ms,
    readonly untilMs: Ms,
  ) {
    this.blocks = Math.max(1, Math.ceil(rows / ROWS_IN_BLOCK));
    this.takeBlock();
  }

  /** When the next block is to be taken. */
  get nextBlockMs(): Ms {
    if (this.taken >= this.blocks) return this.untilMs;
    return this.fromMs + Math.floor(((this.untilMs - this.fromMs) * this.taken) / this.blocks);
  }

  takeBlock() {
    this.taken++;
    this.take(ROWS_IN_BLOCK);
  }

  /** All rows, with those that came since the last block. */
  finish(): Answer {
    this.take(Number.POSITIVE_INFINITY);
    return answered(this.rows);
  }

  private take(count: number) {
    for (const row of this.cursor.take(count)) this.rows.push(row);
  }
}
