import fc from 'fast-check';
import { announcedOctets, type Data, data, decode, encode } from '../dlms';
import { RowsAsRead } from './rows-as-read';

const row = (value: number): Data => ({ type: 'structure', value: [{ type: 'double-long-unsigned', value }] });
const cursorOver = (rows: Data[]) => ({ take: (count: number) => rows.splice(0, count) });

function drained(source: RowsAsRead, size: () => number): Uint8Array {
  const parts: Uint8Array[] = [];
  while (!source.done) parts.push(source.take(size()));
  return Uint8Array.from(Buffer.concat(parts));
}

describe('rows that are drawn as they are sent', () => {
  it('are the octets of their array, however it is cut', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 90 }), (count, size) => {
        const rows = Array.from({ length: count }, (_, i) => row(i));
        const expected = encode<Data>(data, { type: 'array', value: [...rows] });
        expect(drained(new RowsAsRead(cursorOver(rows), count), () => size)).toEqual(expected);
      }),
    );
  });

  it.each([0, 0x7f, 0x80, 0xff, 0x100])('are the octets of their array: %d of them', (count) => {
    const rows = Array.from({ length: count }, (_, i) => row(i));
    const expected = encode<Data>(data, { type: 'array', value: [...rows] });
    expect(drained(new RowsAsRead(cursorOver(rows), count), () => 1000)).toEqual(expected);
  });

  it('are drawn no sooner than a block has room for them', () => {
    const rows = [1, 2, 3, 4].map(row);
    const source = new RowsAsRead(cursorOver(rows), 4);
    source.take(2 + 7 + 1);
    expect(rows).toHaveLength(2);
  });

  it('are as many as were announced: the last again where some were lost, none more where one came twice', () => {
    const sent = (...numbers: number[]) => {
      const array = decode(
        data,
        drained(new RowsAsRead(cursorOver(numbers.map(row)), 3), () => 5),
      );
      return array.value;
    };
    expect(sent(1, 2)).toEqual([1, 2, 2].map(row));
    expect(sent(1, 2, 3, 4)).toEqual([1, 2, 3].map(row));
    const twice = [[1], [1, 2], [2, 3]].map((numbers) => numbers.map(row));
    const repeating = { take: () => twice.shift() ?? [] };
    expect(
      decode(
        data,
        drained(new RowsAsRead(repeating, 4), () => 5),
      ).value,
    ).toEqual([1, 1, 2, 2].map(row));
  });

  it('tell their log that the read has ended, with the last of them', () => {
    const counts: number[] = [];
    const cursor = {
      take: (count: number) => {
        counts.push(count);
        return [row(counts.length)];
      },
    };
    drained(new RowsAsRead(cursor, 2), () => 5);
    expect(counts).toEqual([1, 1, Number.POSITIVE_INFINITY]);
  });
});

describe('the octets that a first block announces', () => {
  const rows = Array.from({ length: 50 }, (_, i) => row(i));

  it('are those of the whole array, where its rows are alike', () => {
    const array = encode<Data>(data, { type: 'array', value: rows });
    const of = { type: 'structure', of: [{ type: 'double-long-unsigned' }] } as const;
    const compact = encode<Data>(data, { type: 'compact-array', of: { ...of, of: [...of.of] }, value: rows });
    for (const whole of [array, compact]) expect(announcedOctets(whole.subarray(0, 30))).toBe(whole.length);
  });

  it('are unknown where it holds no whole row, or no array', () => {
    for (const hex of ['', '01', '0132', '0101ff', '06000000', '13'])
      expect({ hex, octets: announcedOctets(Buffer.from(hex, 'hex')) }).toEqual({
        hex,
        octets: hex === '0101ff' ? 3 : undefined,
      });
  });
});
