import { type Data, data, decode, encode } from '../adapters/dlms';
import { leastOf, type Measurement } from './measurement';
import { BUFFERS } from './profile-read/buffers';

const TIMES = 20;

/** A half-hour profile through the codec of COSEM data, both ways; the baseline is the same rows as JSON. */
export async function codecRates(): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const { what, buffer } of Object.values(BUFFERS)) {
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
