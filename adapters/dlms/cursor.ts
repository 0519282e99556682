import { DecodeError, EncodeError } from '../../trace/errors';

/** Values that a message of so many octets may decode to. Most take an octet or more; only compact arrays can hold them for nothing. */
const mostValues = (octets: number) => 4096 + 16 * octets;

/**
 * Reads big-endian integers and octets between two bounds. Every read checks what is left first and throws `DecodeError` with
 * the offset in the whole message, also for a reader of a part of it.
 */
export class Reader {
  private readonly view: DataView;
  private budget: { values: number };
  private at: number;
  /** The field that is being read, for whoever has to find what was wrong. */
  field: string | undefined;

  constructor(
    readonly octets: Uint8Array,
    start = 0,
    readonly end: number = octets.length,
  ) {
    this.at = start;
    this.view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    this.budget = { values: mostValues(octets.length) };
  }

  get offset(): number {
    return this.at;
  }

  get remaining(): number {
    return this.end - this.at;
  }

  u8(what = 'an octet'): number {
    return this.view.getUint8(this.step(1, what));
  }

  u16(what = '2 octets'): number {
    return this.view.getUint16(this.step(2, what));
  }

  u32(what = '4 octets'): number {
    return this.view.getUint32(this.step(4, what));
  }

  u64(what = '8 octets'): bigint {
    return this.view.getBigUint64(this.step(8, what));
  }

  i8(what = 'an octet'): number {
    return this.view.getInt8(this.step(1, what));
  }

  i16(what = '2 octets'): number {
    return this.view.getInt16(this.step(2, what));
  }

  i32(what = '4 octets'): number {
    return this.view.getInt32(this.step(4, what));
  }

  i64(what = '8 octets'): bigint {
    return this.view.getBigInt64(this.step(8, what));
  }

  f32(what = '4 octets'): number {
    return this.view.getFloat32(this.step(4, what));
  }

  f64(what = '8 octets'): number {
    return this.view.getFloat64(this.step(8, what));
  }

  /** `count` octets, copied: what is decoded never changes with the buffer that it came in. */
  take(count: number, what = `${count} octets`): Uint8Array {
    const start = this.step(count, what);
    return this.octets.slice(start, start + count);
  }

  /** The next octet, or undefined at the end; nothing is consumed. */
  peek(): number | undefined {
    return this.at < this.end ? this.octets[this.at] : undefined;
  }

  /** A reader of the next `count` octets alone, offsets still those of the whole message; this reader goes past them. */
  part(count: number, what = `${count} octets`): Reader {
    const start = this.step(count, what);
    const part = new Reader(this.octets, start, start + count);
    part.budget = this.budget;
    part.field = this.field;
    return part;
  }

  /** An A-XDR or BER length: one octet below 0x80, else 0x81 to 0x84 and that many octets (IEC 61334-6 §4.2). */
  length(what = 'a length'): number {
    const start = this.at;
    const first = this.u8(what);
    if (first < 0x80) return first;
    const octets = first & 0x7f;
    if (octets < 1 || octets > 4) throw new DecodeError(start, `${what} of 1 to 4 octets`, `0x${first.toString(16)}`);
    let length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + this.u8(what);
    return length;
  }

  /** A count of elements that each take at least one octet; a count beyond what is left is refused before anything is made. */
  count(what = 'a count'): number {
    const start = this.at;
    const count = this.length(what);
    if (count > this.remaining) throw new DecodeError(start, `${what} of at most ${this.remaining} elements`, String(count));
    return count;
  }

  /** Counts a value; refuses the message that would fill the memory with many more values than it has octets. */
  node(): void {
    if (--this.budget.values < 0) throw new DecodeError(this.at, `at most ${mostValues(this.octets.length)} values`, 'more');
  }

  /** Refuses octets left over. */
  finish(what = 'the end'): void {
    if (this.remaining > 0) throw new DecodeError(this.at, what, `${this.remaining} more octets`);
  }

  private step(count: number, what: string): number {
    const start = this.at;
    if (count > this.end - start) {
      const expected = this.field === undefined ? what : `${what} of ${this.field}`;
      throw new DecodeError(start, expected, `${this.end - start} octets`);
    }
    this.at = start + count;
    return start;
  }
}

/** Writes big-endian integers and octets into a buffer that grows. Throws `EncodeError` for an integer out of range. */
export class Writer {
  private buffer = new Uint8Array(256);
  private view = new DataView(this.buffer.buffer);
  private at = 0;

  u8(value: number): this {
    within(value, 0, 0xff);
    const at = this.room(1);
    this.view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    within(value, 0, 0xffff);
    const at = this.room(2);
    this.view.setUint16(at, value);
    return this;
  }

  u32(value: number): this {
    within(value, 0, 0xffff_ffff);
    const at = this.room(4);
    this.view.setUint32(at, value);
    return this;
  }

  u64(value: bigint): this {
    within(value, 0n, 0xffff_ffff_ffff_ffffn);
    const at = this.room(8);
    this.view.setBigUint64(at, value);
    return this;
  }

  i8(value: number): this {
    within(value, -0x80, 0x7f);
    const at = this.room(1);
    this.view.setInt8(at, value);
    return this;
  }

  i16(value: number): this {
    within(value, -0x8000, 0x7fff);
    const at = this.room(2);
    this.view.setInt16(at, value);
    return this;
  }

  i32(value: number): this {
    within(value, -0x8000_0000, 0x7fff_ffff);
    const at = this.room(4);
    this.view.setInt32(at, value);
    return this;
  }

  i64(value: bigint): this {
    within(value, -0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn);
    const at = this.room(8);
    this.view.setBigInt64(at, value);
    return this;
  }

  f32(value: number): this {
    const at = this.room(4);
    this.view.setFloat32(at, value);
    return this;
  }

  f64(value: number): this {
    const at = this.room(8);
    this.view.setFloat64(at, value);
    return this;
  }

  put(octets: Uint8Array): this {
    const at = this.room(octets.length);
    this.buffer.set(octets, at);
    return this;
  }

  /** The shortest form of an A-XDR or BER length. */
  length(value: number): this {
    within(value, 0, 0xffff_ffff);
    if (value < 0x80) return this.u8(value);
    const octets = value < 0x100 ? 1 : value < 0x1_0000 ? 2 : value < 0x100_0000 ? 3 : 4;
    this.u8(0x80 | octets);
    for (let i = octets - 1; i >= 0; i--) this.u8(Math.floor(value / 256 ** i) % 256);
    return this;
  }

  get size(): number {
    return this.at;
  }

  /** What was written so far, copied. */
  octets(): Uint8Array {
    return this.buffer.slice(0, this.at);
  }

  private room(count: number): number {
    const start = this.at;
    this.at += count;
    if (this.at > this.buffer.length) {
      const grown = new Uint8Array(Math.max(this.at, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, start));
      this.buffer = grown;
      this.view = new DataView(grown.buffer);
    }
    return start;
  }
}

function within<T extends number | bigint>(value: T, least: T, most: T): void {
  const whole = typeof least === 'bigint' ? typeof value === 'bigint' : Number.isInteger(value);
  if (!whole || value < least || value > most) throw new EncodeError(`an integer from ${least} to ${most}`, String(value));
}
