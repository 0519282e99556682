import fc from 'fast-check';
import { EncodeError } from '../../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf, refusalOf } from '../laws.fixture';
import { decode, encode, raw } from '../shape';
import { compacted } from './compacted';
import { data } from './data';
import type { Data } from './types';
import { anyData } from './values.fixture';

const codec = { encode: (value: Data) => encode(data, value), decode: (octets: Uint8Array) => decode(data, octets) };

obeysTheLawsOfCodecs('COSEM data', codec, anyData, [
  '00',
  '0600bc614e',
  '090c07ea060f010c223800000000',
  '0202090c07ea010104001e000000000006000004ed',
  '13 02 02 06 11 0a 00000001 02 00000003 04',
  '04 0b ffe0',
]);

describe('COSEM data', () => {
  it.each<[string, Data]>([
    ['00', { type: 'null-data', value: null }],
    ['0301', { type: 'boolean', value: true }],
    ['040ba540', { type: 'bit-string', value: '10100101010' }],
    ['05ffffffff', { type: 'double-long', value: -1 }],
    ['06ffffffff', { type: 'double-long-unsigned', value: 4294967295 }],
    ['0a024f4b', { type: 'visible-string', value: 'OK' }],
    ['0c02c3a9', { type: 'utf8-string', value: 'é' }],
    ['0ffb', { type: 'integer', value: -5 }],
    ['108000', { type: 'long', value: -32768 }],
    ['14ffffffffffffffff', { type: 'long64', value: -1n }],
    ['15ffffffffffffffff', { type: 'long64-unsigned', value: 2n ** 64n - 1n }],
    ['161e', { type: 'enum', value: 30 }],
    ['173f000000', { type: 'float32', value: 0.5 }],
    ['18bff0000000000000', { type: 'float64', value: -1 }],
    ['1b0c2238ff', { type: 'time', value: { hour: 12, minute: 34, second: 56, hundredths: null } }],
    ['1a07eafefe07', { type: 'date', value: { year: 2026, month: 'daylight-savings-begin', dayOfMonth: 'last', dayOfWeek: 7 } }],
    ['ff', { type: 'dont-care', value: null }],
  ])('reads %s', (hex, value) => {
    expect(decode(data, octetsOf(hex))).toEqual(value);
  });

  it('reads a compact-array of structures as an array would be read, element by element', () => {
    const row = (stamp: number, wh: number): Data => ({
      type: 'structure',
      value: [
        { type: 'double-long-unsigned', value: stamp },
        { type: 'double-long-unsigned', value: wh },
      ],
    });
    expect(decode(data, octetsOf('13 02 02 06 06 10 1bbe8618 00000051 1bbe8d20 0000000f'))).toEqual({
      type: 'compact-array',
      of: { type: 'structure', of: [{ type: 'double-long-unsigned' }, { type: 'double-long-unsigned' }] },
      value: [row(0x1bbe8618, 81), row(0x1bbe8d20, 15)],
    });
  });

  it.each([
    ['a tag that no type has', '0201 07', 2],
    ['more elements than octets', '02 05 00', 1],
    ['four thousand million octets', '09 84ffffffff 00', 6],
    ['ill-formed UTF-8', '0c02 c328', 1],
    ['compact elements that end in the middle', '13 12 03 000102', 5],
    ['a count for ever: an array of arrays of nothing', '13 01ffff 01ffff 00 01 00', 9],
  ])('refuses %s and says where', (_, hex, offset) => {
    expect(refusalOf(() => decode(data, octetsOf(hex))).offset).toBe(offset);
  });

  it('refuses elements of a compact-array that take no octet at the first of them', () => {
    expect(refusalOf(() => decode(data, octetsOf('13 00 01 00')))).toMatchObject({
      offset: 3,
      expected: 'elements that take an octet',
    });
  });

  it('reads 32 levels and refuses the 33rd', () => {
    const levels = (count: number) => octetsOf(`${'0101'.repeat(count)}00`);
    expect(decode(data, levels(32))).toMatchObject({ type: 'array' });
    expect(refusalOf(() => decode(data, levels(33)))).toMatchObject({ offset: 64, expected: 'at most 32 levels' });
  });

  it('refuses nested compact arrays of nothing before they fill the memory', () => {
    const bomb = `13 02 0a ${'01ffff 01ffff 00'.repeat(10)} 01 00`;
    expect(refusalOf(() => decode(data, octetsOf(bomb))).expected).toMatch(/^at most [0-9]+ values$/);
  });

  it('refuses to encode what the type cannot hold', () => {
    expect(() => encode(data, { type: 'unsigned', value: 256 })).toThrow(EncodeError);
    expect(() => encode(data, { type: 'visible-string', value: '€' })).toThrow(EncodeError);
    expect(() => encode(data, { type: 'utf8-string', value: '\ud800' })).toThrow(EncodeError);
    expect(() => encode(data, { type: 'bit-string', value: '012' })).toThrow(EncodeError);
    expect(() =>
      encode(data, { type: 'compact-array', of: { type: 'null-data' }, value: [{ type: 'null-data', value: null }] }),
    ).toThrow(EncodeError);
  });

  it('sends raw octets in place of a value, an element or a whole list', () => {
    const wrong = raw(octetsOf('ffee'));
    expect(hexOf(encode(data, { type: 'double-long-unsigned', value: wrong }))).toBe('06ffee');
    expect(hexOf(encode(data, { type: 'structure', value: [{ type: 'integer', value: 1 }, wrong] }))).toBe('02020f01ffee');
    expect(hexOf(encode(data, { type: 'array', value: wrong }))).toBe('01ffee');
    expect(hexOf(encode(data, wrong))).toBe('ffee');
  });
});

describe('a compact-array', () => {
  const pair = (wh: number): Data => ({
    type: 'structure',
    value: [
      { type: 'double-long-unsigned', value: wh },
      { type: 'array', value: [{ type: 'unsigned', value: 1 }] },
    ],
  });
  const missing: Data = { type: 'structure', value: [{ type: 'null-data', value: null }] };

  it('is what elements of one form are made to, and an array what others are', () => {
    expect(hexOf(encode<Data>(data, compacted([pair(1), pair(2)])))).toBe(
      '1302020601000111' + '0a' + '0000000101' + '0000000201',
    );
    for (const elements of [[], [pair(1), missing], [missing, missing], [pair(1), { type: 'boolean', value: true } as Data]])
      expect(compacted(elements)).toEqual({ type: 'array', value: elements });
  });

  it('holds the elements that it was made of, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(anyData, { maxLength: 4 }), (elements) => {
        const made = decode(data, encode<Data>(data, compacted(elements)));
        expect(made).toMatchObject({ value: elements });
      }),
    );
  });
});
