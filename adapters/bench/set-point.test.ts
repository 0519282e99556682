import fc from 'fast-check';
import { settingShape } from '../../declaration/manual-bench';
import type { Bounds } from '../../trace/vocabulary';
import { between, energyOf, setPointOf } from './set-point';

const SETTING = settingShape.parse({});
const HOUR = 3_600_000;
const wh = (bounds: Bounds | undefined) => bounds?.map((uj) => Number(uj) / 3.6e9);

describe('a set-point', () => {
  it('is known within two per cent and five watts, and with so many var besides', () => {
    const energy = energyOf(setPointOf({ activeMw: -1_000_000 }, SETTING), HOUR);
    expect(wh(energy.export)).toEqual([975, 1025]);
    expect(energy.import).toBeUndefined();
    expect(energy.reactive).toEqual({ Q2: ['0', '180000000000'], Q3: ['0', '180000000000'] });
  });

  it('of reactive power lies in the quadrant of its signs', () => {
    const exact = { ...SETTING, percent: 0, watts: 0, vars: 0 };
    const quadrant = (activeMw: number, reactiveMvar: number) =>
      Object.keys(energyOf(setPointOf({ activeMw, reactiveMvar }, exact), HOUR).reactive ?? {});
    expect([quadrant(1, 1), quadrant(-1, 1), quadrant(-1, -1), quadrant(1, -1)]).toEqual([['Q1'], ['Q2'], ['Q3'], ['Q4']]);
  });

  it('of nothing is off: exactly nothing', () => {
    expect(energyOf(setPointOf({ activeMw: 0 }, SETTING), HOUR)).toEqual({});
  });

  it('of a small load never says that it exported', () => {
    const energy = energyOf(setPointOf({ activeMw: 3000 }, SETTING), HOUR);
    expect([wh(energy.import)?.[0], energy.export]).toEqual([0, undefined]);
  });

  it('of a small source never says that it imported', () => {
    const energy = energyOf(setPointOf({ activeMw: -3000 }, SETTING), HOUR);
    expect([wh(energy.export)?.[0], energy.import]).toEqual([0, undefined]);
  });

  it('of the least power there is has energy', () => {
    const exact = { ...SETTING, percent: 0, watts: 0, vars: 0 };
    expect(energyOf(setPointOf({ activeMw: 1 }, exact), HOUR)).toEqual({ import: ['3600000', '3600000'] });
    expect(energyOf(setPointOf({ activeMw: -1 }, exact), HOUR)).toEqual({ export: ['3600000', '3600000'] });
  });

  const milli = fc.integer({ min: -23_000_000, max: 23_000_000 });
  const flow = fc.record({ activeMw: milli, reactiveMvar: milli });

  it('on the way to another holds all the energy that any way between the two can give', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        flow,
        flow,
        fc.array(fc.tuple(share, fc.integer({ min: 1, max: 60_000 })), { minLength: 1 }),
        (from, to, way) => {
          const durationMs = way.reduce((sum, [, ms]) => sum + ms, 0);
          const given = energyOf(between(setPointOf(from, SETTING), setPointOf(to, SETTING)), durationMs);
          const flowed = { import: 0, export: 0, Q1: 0, Q2: 0, Q3: 0, Q4: 0 };
          for (const [part, ms] of way) {
            const p = from.activeMw + (to.activeMw - from.activeMw) * part;
            const q = from.reactiveMvar + (to.reactiveMvar - from.reactiveMvar) * part;
            flowed[p < 0 ? 'export' : 'import'] += Math.abs(p) * ms;
            flowed[q >= 0 ? (p < 0 ? 'Q2' : 'Q1') : p < 0 ? 'Q3' : 'Q4'] += Math.abs(q) * ms;
          }
          const bounds = { import: given.import, export: given.export, ...given.reactive };
          for (const [where, uj] of Object.entries(flowed)) {
            const [lo, hi] = (bounds[where as keyof typeof bounds] ?? ['0', '0']).map(Number) as [number, number];
            // Sums of doubles are off by less than a millionth.
            expect(uj).toBeGreaterThanOrEqual(lo * (1 - 1e-6) - 1);
            expect(uj).toBeLessThanOrEqual(hi * (1 + 1e-6) + 1);
          }
        },
      ),
    );
  });
});
