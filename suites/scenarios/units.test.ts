import fc from 'fast-check';
import {
  formatActivePower,
  formatDuration,
  formatInstant,
  formatReactivePower,
  parseActivePower,
  parseDuration,
  parseInstant,
  parseReactivePower,
} from './units';

describe('a duration', () => {
  it.each([
    ['90 s', 90_000],
    ['90s', 90_000],
    ['30 min', 1_800_000],
    ['1.5 h', 5_400_000],
    ['2 d', 172_800_000],
    ['500 ms', 500],
    ['-1 h', -3_600_000],
    ['PT1H30M', 5_400_000],
    ['-PT5M', -300_000],
    ['P1DT1S', 86_401_000],
    ['P2W', 1_209_600_000],
    ['PT0.5S', 500],
    ['-0 s', 0],
    ['-PT0S', 0],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '90',
    's',
    '0.5 ms',
    'PT0.0005S',
    '1 month',
    'P1M',
    'P1Y',
    'PT',
    '1 h 30 min',
    '1e3 s',
    '40000 d',
    'P99999999D',
    '٣ s',
  ])('is not %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('is read back as it was written', () => {
    const most = 36_525 * 86_400_000;
    fc.assert(fc.property(fc.integer({ min: -most, max: most }), (ms) => parseDuration(formatDuration(ms)) === ms));
  });
});

describe('a power', () => {
  it.each([
    ['300 W', 300_000],
    ['-2.4 kW', -2_400_000],
    ['−2.4 kW', -2_400_000],
    ['+1 kW', 1_000_000],
    ['4600 mW', 4600],
    ['0.001 W', 1],
    ['0.1 kW', 100_000],
    ['0', 0],
    ['-0 W', 0],
  ])('%s is %i mW', (text, mw) => {
    expect(parseActivePower(text)).toBe(mw);
  });

  it.each(['', '300', '0.5 mW', '0.0001 W', '1 MW', '300 var', '2,4 kW', '1e3 W', 'W', '99999999 kW', '- 5 W'])(
    'is not %j',
    (text) => {
      expect(parseActivePower(text)).toBeUndefined();
    },
  );

  it('in var, kvar and mvar is reactive', () => {
    expect(['300 var', '-1.2 kvar', '500 mvar', '0', '1 W'].map(parseReactivePower)).toEqual([
      300_000,
      -1_200_000,
      500,
      0,
      undefined,
    ]);
  });

  it('is read back exactly as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (milli) => {
        expect(parseActivePower(formatActivePower(milli))).toBe(milli);
        expect(parseReactivePower(formatReactivePower(milli))).toBe(milli);
      }),
    );
  });
});

describe('a time', () => {
  it.each([
    ['2026-06-21T05:30:00Z', Date.UTC(2026, 5, 21, 5, 30)],
    ['2026-06-21T05:30Z', Date.UTC(2026, 5, 21, 5, 30)],
    ['2026-06-21T06:30:00+01:00', Date.UTC(2026, 5, 21, 5, 30)],
    ['2026-06-21T05:30:00.25Z', Date.UTC(2026, 5, 21, 5, 30, 0, 250)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('%s is read', (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  it.each([
    '2026-06-21',
    '2026-06-21T05:30:00',
    '2026-02-29T00:00:00Z',
    '2026-06-21T24:00:00Z',
    '2026-06-21T23:59:60Z',
    '1969-12-31T23:59:59Z',
    'noon',
  ])('is not %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59.999Z') }),
        (ms) => parseInstant(formatInstant(ms)) === ms,
      ),
    );
  });
});
