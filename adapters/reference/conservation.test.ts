import * as fc from 'fast-check';
import type { Choices } from '../../declaration/choices';
import type { SwitchingTable } from '../../declaration/switching-table';
import type { Flows, Ms, Value } from '../../trace/vocabulary';
import { Specimen } from './specimen.fixture';

const HALF_HOUR = 1_800_000;
const RUNS = { seed: 184, numRuns: 40 };

interface Step {
  flows: Flows;
  forMs: Ms;
}

const power = fc.oneof(fc.constant(0), fc.integer({ min: -23_000_000, max: 23_000_000 }));
const duration = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 4 * HALF_HOUR }));
const step: fc.Arbitrary<Step> = fc.record({
  flows: fc.record({ primary: fc.record({ activeMw: power }), secondary: fc.record({ activeMw: power }) }),
  forMs: duration,
});
const steps = fc.array(step, { minLength: 1, maxLength: 12 });

const timeOfDay = fc.integer({ min: 0, max: 86_399 }).map((second) => new Date(second * 1000).toISOString().slice(11, 19));
const table: fc.Arbitrary<SwitchingTable> = fc
  .uniqueArray(fc.record({ at: timeOfDay, rate: fc.integer({ min: 1, max: 4 }) }), {
    selector: ({ at }) => at,
    minLength: 1,
    maxLength: 48,
  })
  .map((actions) => ({
    seasons: [{ name: 's', start: '*-01-01', week: 'w' }],
    weeks: [{ name: 'w', days: [1, 1, 1, 1, 1, 1, 1] }],
    days: [{ id: 1, actions: [...actions].sort((a, b) => (a.at < b.at ? -1 : 1)) }],
    specialDays: [],
  }));

async function played(all: readonly Step[], choices: Partial<Choices> = {}, own?: SwitchingTable): Promise<Specimen> {
  const meter = await Specimen.make({ choices: { startingPowerMw: { primary: 0, secondary: 0 }, ...choices } });
  if (own) {
    meter.write('secondary.export.table.passive', own as unknown as Value);
    meter.write('secondary.export.table.activation', 'immediate');
  }
  for (const { flows, forMs } of all) meter.flows(flows, forMs);
  meter.flow({ primary: 0, secondary: 0 }, HALF_HOUR - (meter.now % HALF_HOUR) + HALF_HOUR);
  return meter;
}

const exportUj = (all: readonly Step[]) =>
  all.reduce((sum, { flows, forMs }) => sum + BigInt(Math.max(0, -(flows.secondary?.activeMw ?? 0))) * BigInt(forMs), 0n);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const rowsOf = (meter: Specimen) => meter.read<{ wh: number }[]>('secondary.export.profile').map(({ wh }) => wh);

describe('energy is conserved', () => {
  it('exactly, under shared-quantum: Σ rows = Σ rates = register = whole Wh of what flowed', async () => {
    await fc.assert(
      fc.asyncProperty(steps, table, async (all, own) => {
        const meter = await played(all, {}, own);
        const wh = meter.read<number>('secondary.export.total');
        expect(BigInt(wh)).toBe(exportUj(all) / 3_600_000_000n);
        expect(sum(meter.read<number[]>('secondary.export.rates'))).toBe(wh);
        expect(sum(rowsOf(meter))).toBe(wh);
      }),
      RUNS,
    );
  });

  it('but for 3 Wh, under per-register: 0 ≤ register − Σ rates ≤ 3, and rows are differences of the register', async () => {
    await fc.assert(
      fc.asyncProperty(steps, table, async (all, own) => {
        const meter = await played(all, { quantisation: 'per-register' }, own);
        const wh = meter.read<number>('secondary.export.total');
        const slack = wh - sum(meter.read<number[]>('secondary.export.rates'));
        expect(BigInt(wh)).toBe(exportUj(all) / 3_600_000_000n);
        expect(slack).toBeGreaterThanOrEqual(0);
        expect(slack).toBeLessThanOrEqual(3);
        expect(sum(rowsOf(meter))).toBe(wh);
      }),
      RUNS,
    );
  });

  it('but for 1 Wh a row, under per-interval: register − Σ rows lies in 0 … number of rows', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const meter = await played(all, { quantisation: 'per-interval' });
        const slack = meter.read<number>('secondary.export.total') - sum(rowsOf(meter));
        expect(slack).toBeGreaterThanOrEqual(0);
        expect(slack).toBeLessThanOrEqual(rowsOf(meter).length);
      }),
      RUNS,
    );
  });

  it.each(['shared-quantum', 'per-register', 'per-interval'] as const)(
    'whether or not a flow is cut in two, under %s',
    async (quantisation) => {
      const choices = { quantisation, energyBucketMwh: 700 };
      await fc.assert(
        fc.asyncProperty(steps, table, fc.double({ min: 0, max: 1, noNaN: true }), async (all, own, where) => {
          const cut = all.flatMap(({ flows, forMs }) => {
            const firstMs = Math.floor(forMs * where);
            return [
              { flows, forMs: firstMs },
              { flows, forMs: forMs - firstMs },
            ];
          });
          const [whole, halves] = [await played(all, choices, own), await played(cut, choices, own)];
          for (const object of ['secondary.export.total', 'secondary.export.rates', 'secondary.export.profile', 'import.profile'])
            expect(halves.read(object)).toEqual(whole.read(object));
        }),
        RUNS,
      );
    },
  );

  it('but for the bucket at each reversal', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const bucket = await played(all, { energyBucketMwh: 1000 });
        const lostWh = Number(exportUj(all) / 3_600_000_000n) - bucket.read<number>('secondary.export.total');
        expect(lostWh).toBeGreaterThanOrEqual(0);
        expect(lostWh).toBeLessThanOrEqual(all.length);
      }),
      RUNS,
    );
  });

  const set = fc.integer({ min: -4 * HALF_HOUR, max: 4 * HALF_HOUR });

  it.each([
    ['duplicate', 'absent'],
    ['duplicate', 'short'],
    ['merged', 'absent'],
    ['merged', 'short'],
  ] as const)('in the rows however the clock is set, under %s and %s', async (clockBack, clockForward) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, set), { minLength: 1, maxLength: 8 }), async (all) => {
        const meter = await Specimen.make({ choices: { clockBack, clockForward } });
        for (const [{ flows, forMs }, byMs] of all) {
          meter.flows(flows, forMs);
          meter.setClock(meter.read<{ meterMs: Ms }>('clock').meterMs + byMs);
        }
        // What was begun before a set back is recorded when its half hour ends for the last time, 16 h later at most.
        meter.flow({ primary: 0, secondary: 0 }, 34 * HALF_HOUR);
        expect(sum(rowsOf(meter))).toBe(meter.read('secondary.export.total'));
      }),
      RUNS,
    );
  });
});
