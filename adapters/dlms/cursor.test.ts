import { DecodeError, EncodeError } from '../../trace/errors';
import { Reader, Writer } from './cursor';

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

function refusal(work: () => unknown): DecodeError {
  try {
    work();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the cursor', () => {
  it('reads back every integer at its bounds', () => {
    const written = new Writer()
      .u8(0xff)
      .u16(0xffff)
      .u32(0xffff_ffff)
      .u64(2n ** 64n - 1n);
    written
      .i8(-128)
      .i16(-32768)
      .i32(-(2 ** 31))
      .i64(-(2n ** 63n))
      .f32(0.5)
      .f64(Math.PI);
    const reader = new Reader(written.octets());
    expect([reader.u8(), reader.u16(), reader.u32(), reader.u64()]).toEqual([0xff, 0xffff, 0xffff_ffff, 2n ** 64n - 1n]);
    expect([reader.i8(), reader.i16(), reader.i32(), reader.i64()]).toEqual([-128, -32768, -(2 ** 31), -(2n ** 63n)]);
    expect([reader.f32(), reader.f64()]).toEqual([0.5, Math.PI]);
    expect(() => reader.finish()).not.toThrow();
  });

  it('refuses an integer that its octets cannot hold', () => {
    expect(() => new Writer().u8(256)).toThrow(EncodeError);
    expect(() => new Writer().u8(-1)).toThrow(EncodeError);
    expect(() => new Writer().u16(1.5)).toThrow(EncodeError);
    expect(() => new Writer().i64(2n ** 63n)).toThrow(EncodeError);
  });

  it('names offset, expectation and what was there at the end of a part', () => {
    const reader = new Reader(octets('0102030405'));
    reader.u8();
    const part = reader.part(2);
    part.u8();
    expect(refusal(() => part.u16('an attribute'))).toMatchObject({ offset: 2, expected: 'an attribute', got: '1 octets' });
    expect(reader.u8()).toBe(4);
    expect(refusal(() => reader.finish())).toMatchObject({ offset: 4, got: '1 more octets' });
  });

  it.each([
    [0, '00'],
    [0x7f, '7f'],
    [0x80, '8180'],
    [0xff, '81ff'],
    [0x100, '820100'],
    [0x1_0000, '83010000'],
    [0x100_0000, '8401000000'],
  ])('writes length %i as %s and reads it back', (length, hex) => {
    expect(Buffer.from(new Writer().length(length).octets()).toString('hex')).toBe(hex);
    expect(new Reader(octets(hex)).length()).toBe(length);
  });

  it.each(['80', '85000000000', 'ff'])('refuses the length %s', (hex) => {
    expect(refusal(() => new Reader(octets(`${hex}00000000`)).length()).offset).toBe(0);
  });

  it('refuses a count beyond the octets that are left, and a length beyond the message, before it makes anything', () => {
    expect(refusal(() => new Reader(octets('84ffffffff00')).count()).offset).toBe(0);
    expect(refusal(() => new Reader(octets('01')).take(0xffff_ffff)).offset).toBe(0);
  });

  it('refuses a message of many more values than octets', () => {
    const reader = new Reader(octets('00'));
    for (let i = 0; i < 4096 + 16; i++) reader.node();
    expect(refusal(() => reader.part(1).node()).got).toBe('more');
  });

  it('grows as it is written, octet by octet and at once', () => {
    const writer = new Writer();
    for (let i = 0; i < 300; i++) writer.u8(i % 256);
    writer.put(new Uint8Array(5000).fill(7)).u64(1n);
    expect(writer.octets()).toEqual(
      Uint8Array.from({ length: 5308 }, (_, i) => (i < 300 ? i % 256 : i < 5300 ? 7 : i === 5307 ? 1 : 0)),
    );
  });

  it('copies what it takes', () => {
    const message = octets('010203');
    const taken = new Reader(message).take(2);
    message[0] = 9;
    expect([...taken]).toEqual([1, 2]);
  });
});
