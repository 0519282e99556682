import fc from 'fast-check';
import { compare, movement, same } from './compare';

const compared = (observed: bigint, more: { effectWh?: bigint } = {}) => {
  const { outcome, margin } = compare({ says: 'x', observed, lo: 5n, hi: 8n, records: [1], ...more });
  return [outcome, margin];
};

describe('a comparison with bounds', () => {
  it.each<[bigint, string, string]>([
    [4n, 'beyond', '-1'],
    [5n, 'within', '0'],
    [6n, 'within', '1'],
    [8n, 'within', '0'],
    [9n, 'beyond', '-1'],
    [-3n, 'beyond', '-8'],
  ])('of %d with 5 to 8 is %s by %s', (observed, outcome, margin) => {
    expect(compared(observed)).toEqual([outcome, margin]);
  });

  it('decides nothing where its bounds are as wide as the effect that it must see, but for what is outside', () => {
    expect(compared(6n, { effectWh: 4n })).toEqual(['within', '1']);
    expect(compared(6n, { effectWh: 3n })).toEqual(['undecided', '1']);
    expect(compared(9n, { effectWh: 3n })).toEqual(['beyond', '-1']);
  });

  it('tells bounds, budget and time as it was given them', () => {
    const at = { fromMs: 1, toMs: 2 };
    const budget = [{ source: 'residue', amount: '1' }];
    expect(compare({ says: 'x', observed: 6n, lo: 5n, hi: 8n, budget, records: [3, 4], at })).toEqual({
      ...{ says: 'x', unit: 'Wh', observed: '6', expected: { lo: '5', hi: '8' }, budget, records: [3, 4], at },
      ...{ outcome: 'within', margin: '1' },
    });
  });

  it('with one value is within only where it is that very value', () => {
    expect(same('x', { scaler: 0, unit: 30 }, { scaler: 0, unit: 30 }, [1]).outcome).toBe('within');
    expect(same('x', { scaler: 3, unit: 30 }, { scaler: 0, unit: 30 }, [1]).outcome).toBe('beyond');
    expect(same('x', '0', 0, [1]).outcome).toBe('beyond');
  });
});

describe('the movement of a register', () => {
  const MODULUS = 100_000_000;

  it.each<[number, number, bigint]>([
    [10, 14, 4n],
    [14, 10, -4n],
    [99_999_997, 3, 6n],
    [3, 99_999_997, -6n],
    [0, 50_000_000, 50_000_000n],
    [0, 50_000_001, -49_999_999n],
  ])('from %d to %d is %d', (from, to, moved) => {
    expect(movement(from, to, MODULUS)).toBe(moved);
  });

  it('is what was counted, wherever the register stood', () => {
    const step = fc.integer({ min: -MODULUS / 2 + 1, max: MODULUS / 2 });
    fc.assert(
      fc.property(fc.nat(MODULUS - 1), step, (from, counted) => {
        const to = (from + counted + MODULUS) % MODULUS;
        expect(movement(from, to, MODULUS)).toBe(BigInt(counted));
      }),
    );
  });
});
