import fc from 'fast-check';
import { Cumulative } from './cumulative';

const pieces = fc.array(fc.record({ gap: fc.nat(20), width: fc.nat(30), amount: fc.bigInt({ min: 0n, max: 1000n }) }), {
  maxLength: 20,
});

/** The amount before an instant in millionths of its interval's share, added up the long way round. */
function exactBefore(list: { from: number; to: number; amount: bigint }[], at: number): number {
  return list.reduce((sum, { from, to, amount }) => {
    if (at <= from) return sum;
    return sum + (at >= to ? Number(amount) : (Number(amount) * (at - from)) / (to - from));
  }, 0);
}

describe('amounts spread over time', () => {
  it('are enclosed between two instants by at most two units', () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.tuple(fc.nat(600), fc.nat(600)), { minLength: 1, maxLength: 10 }), (list, spans) => {
        const sum = new Cumulative();
        let at = 0;
        const placed = list.map(({ gap, width, amount }) => {
          const from = at + gap;
          at = from + width;
          sum.add(from, at, amount);
          return { from, to: at, amount };
        });
        for (const [a, b] of spans) {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const exact = exactBefore(placed, to) - exactBefore(placed, from);
          const [least, most] = [Number(sum.least(from, to)), Number(sum.most(from, to))];
          expect(least - exact).toBeLessThan(1e-6);
          expect(exact - most).toBeLessThan(1e-6);
          expect(most - least).toBeLessThanOrEqual(2 * 2);
          expect(sum.least(to, from)).toBe(0n);
        }
      }),
      { seed: 184, numRuns: 300 },
    );
  });

  it('are rounded apart where an instant cuts a unit', () => {
    const sum = new Cumulative();
    sum.add(0, 3, 10n);
    expect([sum.least(0, 1), sum.most(0, 1), sum.least(0, 3), sum.most(0, 3)]).toEqual([3n, 4n, 10n, 10n]);
  });

  it('are refused where intervals overlap', () => {
    const sum = new Cumulative();
    sum.add(0, 10, 1n);
    expect(() => sum.add(9, 20, 1n)).toThrow(RangeError);
  });
});
