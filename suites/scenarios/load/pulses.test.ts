import fc from 'fast-check';
import { exampleMeter } from '../../../declaration/example-meter.fixture';
import { WAYS } from '../../../trace/vocabulary';

import { HALF_HOUR_MS } from './load-options';
import { BETWEEN_MS, LEAD_MS, leastUj, mostUj, type Pulse, pulseLimits, pulsesOf } from './pulses';

const limits = pulseLimits(exampleMeter(), 'secondary');
const DIRECTION_INTERVAL_MS = 1000;
const IMAX_MW = 23_000_000;

const energyOf = ({ steps }: Pulse) => steps.reduce((sum, { powerMw, ms }) => sum + BigInt(powerMw) * BigInt(ms), 0n);
const lengthOf = ({ steps }: Pulse) => steps.reduce((sum, { ms }) => sum + ms, 0);

const most = mostUj(limits, 2);
const half = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: leastUj(limits), max: most / 2n }),
  fc.bigInt({ min: leastUj(limits), max: 30_000_000_000n }),
  fc.integer({ min: 1, max: 5600 }).map((wh) => BigInt(wh) * 3_600_000_000n),
);

describe('pulsesOf', () => {
  it('carries exactly the energy of each way, within power, duration and half hour', () => {
    fc.assert(
      fc.property(half, half, (imported, exported) => {
        const pulses = pulsesOf({ import: imported, export: exported }, limits)!;
        const energy = { import: imported, export: exported };
        expect(pulses.map(({ way }) => way)).toEqual(WAYS.filter((way) => energy[way] > 0n));
        for (const pulse of pulses) {
          expect(energyOf(pulse)).toBe(energy[pulse.way]);
          expect(lengthOf(pulse)).toBeGreaterThan(DIRECTION_INTERVAL_MS);
          const floor = energy[pulse.way] >= 3_600_000n * 1500n ? 3_600_000 : 100_000;
          for (const { powerMw, ms } of pulse.steps) {
            expect(Number.isInteger(powerMw) && Number.isInteger(ms) && ms > 0).toBe(true);
            expect(powerMw).toBeGreaterThanOrEqual(floor);
            expect(powerMw).toBeLessThanOrEqual(IMAX_MW);
          }
        }
        const length = pulses.reduce((sum, pulse) => sum + lengthOf(pulse), 0);
        expect(LEAD_MS + length + (pulses.length - 1) * BETWEEN_MS).toBeLessThanOrEqual(HALF_HOUR_MS - 10_000);
      }),
      { seed: 184, numRuns: 2000 },
    );
  });

  it('plays every whole number of Wh up to 5 kWh as one step', () => {
    for (let wh = 1; wh <= 5000; wh++) {
      const [pulse] = pulsesOf({ import: 0n, export: BigInt(wh) * 3_600_000_000n }, limits)!;
      expect(pulse?.steps).toHaveLength(1);
    }
  });

  it('lets both steps outlast the direction interval wherever the energy has room for two', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 30_000_000_000n, max: most }), (uj) => {
        const [pulse] = pulsesOf({ import: uj, export: 0n }, limits)!;
        for (const { ms } of pulse!.steps) expect(ms).toBeGreaterThan(DIRECTION_INTERVAL_MS);
      }),
      { seed: 184, numRuns: 1000 },
    );
  });

  it('plays the smallest energy at 100 W and one way beside a full other way', () => {
    expect(pulsesOf({ import: 0n, export: leastUj(limits) }, limits)).toEqual([
      { way: 'export', steps: [{ powerMw: 100_000, ms: 1500 }] },
    ]);
    const tight = pulsesOf({ import: 3_600_000_000n, export: most - 1500n * 23_000_000n }, limits);
    expect(tight?.map(energyOf)).toEqual([3_600_000_000n, most - 1500n * 23_000_000n]);
  });

  it('refuses what does not fit at Imax, and one microjoule less fits', () => {
    expect(pulsesOf({ import: mostUj(limits, 1), export: 0n }, limits)?.map(energyOf)).toEqual([mostUj(limits, 1)]);
    expect(pulsesOf({ import: mostUj(limits, 1) + 1n, export: 0n }, limits)).toBeUndefined();
  });

  it('stays ten times above a high starting power', () => {
    const choices = { ...exampleMeter().choices, startingPowerMw: { primary: 25_000, secondary: 25_000 } } as never;
    expect(pulseLimits(exampleMeter(choices), 'secondary').leastMw).toBe(250_000);
  });
});
