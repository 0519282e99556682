import { type Data, data, encode, type OctetSource, Writer } from '../dlms';

/** Rows of a log while it goes on, each drawn once, when a block has room for it. */
export interface RowCursor {
  /** The next rows, at most so many, or one more where a faulty meter repeats one. */
  take(count: number): Data[];
}

const ARRAY = 1;

/**
 * The octets of an array whose rows are drawn as its blocks are: a meter that reads its log while a client fetches it. How many there
 * are is said first and kept to: where a faulty meter loses some meanwhile it gives the last one again.
 */
export class RowsAsRead implements OctetSource {
  private pending: Uint8Array;
  private last: Data | undefined;

  constructor(
    private readonly cursor: RowCursor,
    private left: number,
  ) {
    const empty = encode<Data>(data, { type: 'array', value: [] });
    this.pending = left === 0 ? empty : new Writer().u8(ARRAY).length(left).octets();
  }

  get done(): boolean {
    return this.pending.length === 0 && this.left === 0;
  }

  take(count: number): Uint8Array {
    const parts = [this.pending];
    for (let length = this.pending.length; length < count && this.left > 0; ) {
      const octets = this.draw();
      parts.push(octets);
      length += octets.length;
    }
    const all = Buffer.concat(parts);
    this.pending = Uint8Array.from(all.subarray(count));
    return Uint8Array.from(all.subarray(0, count));
  }

  private draw(): Uint8Array {
    const drawn = this.cursor.take(1).slice(0, this.left);
    const rows = drawn.length > 0 ? drawn : [this.last ?? NOTHING];
    this.last = rows.at(-1);
    this.left -= rows.length;
    // The read ends with its last row: a log that minds being read learns of it.
    if (this.left === 0) this.cursor.take(Number.POSITIVE_INFINITY);
    return Buffer.concat(rows.map((row) => encode<Data>(data, row)));
  }
}

const NOTHING: Data = { type: 'null-data', value: null };
