import { type Data, data, dateTimeOctets, dateTimeOf, decode, encode } from '../adapters/dlms';
import { leastOf, type Measurement } from './measurement';

const START = Date.UTC(2026, 0, 1);
const HALF_HOUR_MS = 1_800_000;
const TIMES = 20;

const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
const stamped = (i: number): Data => ({ type: 'octet-string', value: dateTimeOctets(dateTimeOf(START + i * HALF_HOUR_MS)) });
const rows = (count: number, stamp: (i: number) => Data): Data[] =>
  Array.from({ length: count }, (_, i) => ({ type: 'structure', value: [stamp(i), u32((i * 7) % 1500)] }));

const PROFILES: readonly (readonly [what: string, buffer: Data])[] = [
  ['4,416 rows {date-time, u32}', { type: 'array', value: rows(4416, stamped) }],
  ['4,464 rows {u32, u32}', { type: 'array', value: rows(4464, u32) }],
  [
    '4,464 rows {u32, u32} as a compact-array',
    {
      type: 'compact-array',
      of: { type: 'structure', of: [{ type: 'double-long-unsigned' }, { type: 'double-long-unsigned' }] },
      value: rows(4464, u32),
    },
  ],
];

/** A half-hour profile through the codec of COSEM data, both ways; the baseline is the same rows as JSON. */
export async function codecRates(): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const [what, buffer] of PROFILES) {
    const octets = encode<Data>(data, buffer);
    const json = JSON.stringify(buffer);
    const rate = async (size: number, work: () => unknown) => `${(size / 1000 / (await leastOf(TIMES, work))).toFixed(1)} MB/s`;
    measurements.push({
      what: `COSEM data: ${what}, ${octets.length} octets`,
      measured: `decoded at ${await rate(octets.length, () => decode(data, octets))}, encoded at ${await rate(octets.length, () => encode<Data>(data, buffer))}`,
      aim: '20 MB/s',
      baseline: `JSON of ${json.length} octets: parsed at ${await rate(json.length, () => JSON.parse(json))}, written at ${await rate(json.length, () => JSON.stringify(buffer))}`,
    });
  }
  return measurements;
}
