import fc from 'fast-check';
import { decimalText, exactDecimal, halfHourWh, nearestUj, plus, times } from './exact-decimal';

describe('exactDecimal', () => {
  it.each([
    ['12', '12'],
    ['-0.50', '-0.5'],
    ['.25', '0.25'],
    ['+3.', '3'],
    ['1.5e3', '1500'],
    ['2E-3', '0.002'],
    ['0.000', '0'],
  ])('reads %s as exactly %s', (text, shown) => {
    expect(decimalText(exactDecimal(text)!)).toBe(shown);
  });

  it.each(['', '.', '1,5', 'NaN', '0x10', '1e99', '1 2', '--1', '5kWh', '9'.repeat(61)])('takes %p for no number', (text) => {
    expect(exactDecimal(text)).toBeUndefined();
  });

  it('adds and multiplies without loss', () => {
    const part = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const decimal = fc.record({ digits: part, places: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const over = (x: typeof a) => x.digits * 10n ** BigInt(20 - x.places);
        expect(over(plus(a, b))).toBe(over(a) + over(b));
        expect(over(times(a, b)) * 10n ** 20n).toBe(over(a) * over(b));
      }),
    );
  });
});

describe('half-hour energy', () => {
  // 1 Wh = 3.6e9 uJ; a mean of 1 kW over half an hour is 0.5 kWh = 1.8e12 uJ.
  it.each([
    ['1', 'Wh', 3_600_000_000n],
    ['0.001', 'kWh', 3_600_000_000n],
    ['1', 'MWh', 3_600_000_000_000_000n],
    ['1', 'W', 1_800_000_000n],
    ['1', 'kW', 1_800_000_000_000n],
    ['0.000001', 'MW', 1_800_000_000n],
  ] as const)('takes %s %s for %s microjoules', (text, unit, uj) => {
    expect(nearestUj(halfHourWh(exactDecimal(text)!, unit))).toEqual({ uj, exact: true });
  });

  it('takes the nearest whole microjoule and says that it did', () => {
    // 1e-10 Wh = 0.36 uJ; 2e-10 Wh = 0.72 uJ
    expect(nearestUj({ digits: 1n, places: 10 })).toEqual({ uj: 0n, exact: false });
    expect(nearestUj({ digits: 2n, places: 10 })).toEqual({ uj: 1n, exact: false });
  });
});
