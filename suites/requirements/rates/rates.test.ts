import type { Choices } from '../../../declaration/choices';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, Value } from '../../../trace/vocabulary';
import { HandTrace, HOUR, MINUTE, SECOND } from '../hand-trace.fixture';
import { RATES_REQUIREMENTS } from './rates';

const RATES = 'secondary.export.rates';
const ACTIVE = 'secondary.export.table.active';
const START = Date.parse('2026-03-03T10:00:00Z');
const M = 4_294_967_296;

/** Rate 2, and rate 3 from 10:30. */
const TABLE: SwitchingTable = {
  seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
  weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: [
    {
      id: 1,
      actions: [
        { at: '00:00:00', rate: 2 },
        { at: '10:30:00', rate: 3 },
      ],
    },
  ],
  specialDays: [],
};
const SWITCH = START + 30 * MINUTE;

const begun = (startMs = START, more: ConstructorParameters<typeof HandTrace>[1] = {}) =>
  new HandTrace(startMs, more).read(ACTIVE, TABLE as unknown as Value);
const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) =>
  trace.outcomes(RATES_REQUIREMENTS, id, choices);

describe('rates.four', () => {
  it.each<[Value, string]>([
    [[0, 0, 0, M - 1], 'within'],
    [[0, 0, 0], 'beyond'],
    [[0, 0, 0, 0, 0], 'beyond'],
    [[0, 0, 0, M], 'beyond'],
    [[0, 0, 0, 0.5], 'beyond'],
    [[0, 0, 0, -1], 'beyond'],
    ['four', 'beyond'],
  ])('says of %j: %s', (value, outcome) => {
    expect(outcomes(begun().read(RATES, value), 'rates.four')).toEqual([outcome]);
  });
});

describe('rates.one-at-a-time', () => {
  const counted = (to: number[], wh = 20) => begun().read(RATES, [5, 5, 5, 5]).pass(MINUTE, wh).pass(MINUTE).read(RATES, to);

  it('allows what the active rate does and nothing of the others', () => {
    expect(outcomes(counted([5, 25, 5, 5]), 'rates.one-at-a-time')).toEqual(['within']);
    expect(outcomes(counted([6, 25, 5, 5]), 'rates.one-at-a-time')).toEqual(['beyond']);
    expect(outcomes(counted([5, 25, 5, 4]), 'rates.one-at-a-time')).toEqual(['beyond']);
    expect(outcomes(counted([5, 5, 5, 5]), 'rates.one-at-a-time')).toEqual(['within']);
  });

  it('does not speak of two rates, nor of a single watt-hour', () => {
    expect(outcomes(counted([5, 6, 5, 5], 1), 'rates.one-at-a-time')).toEqual([]);
    const two = begun(SWITCH - MINUTE)
      .read(RATES, [0, 0, 0, 0])
      .pass(2 * MINUTE, 20)
      .pass(MINUTE)
      .read(RATES, [0, 10, 10, 0]);
    expect(outcomes(two, 'rates.one-at-a-time')).toEqual([]);
  });
});

describe('rates.to-the-second', () => {
  /** 7.2 kW for so long from an instant, then both rates are read. */
  const burst = (fromMs: Ms, ms: Ms, to: number[], watts = 7200) =>
    begun(SWITCH - HOUR / 2)
      .read(RATES, [0, 0, 0, 0])
      .until(fromMs)
      .flow(ms, { secondary: { activeMw: -watts * 1000 } })
      .pass(MINUTE)
      .read(RATES, to);

  it('tells a switch that is a second early or late', () => {
    expect(outcomes(burst(SWITCH - 5 * SECOND, 5 * SECOND, [0, 10, 0, 0]), 'rates.to-the-second')).toEqual(['within']);
    expect(outcomes(burst(SWITCH - 5 * SECOND, 5 * SECOND, [0, 8, 2, 0]), 'rates.to-the-second')).toEqual(['beyond']);
    expect(outcomes(burst(SWITCH, 5 * SECOND, [0, 0, 10, 0]), 'rates.to-the-second')).toEqual(['within']);
    expect(outcomes(burst(SWITCH, 5 * SECOND, [0, 2, 8, 0]), 'rates.to-the-second')).toEqual(['beyond']);
  });

  it('needs 2 Wh in that second, on one side only', () => {
    expect(outcomes(burst(SWITCH, 5 * SECOND, [0, 0, 9, 0], 7199), 'rates.to-the-second')).toEqual([]);
    expect(outcomes(burst(SWITCH - 5 * SECOND, 10 * SECOND, [0, 10, 10, 0]), 'rates.to-the-second')).toEqual([]);
    expect(outcomes(burst(SWITCH + SECOND, 5 * SECOND, [0, 0, 10, 0]), 'rates.to-the-second')).toEqual([]);
  });

  it('is undecided where the band of the clock is a second wide', () => {
    const trace = begun(SWITCH - HOUR / 2)
      .read(RATES, [0, 0, 0, 0])
      .until(SWITCH)
      .flow(5 * SECOND, { secondary: { activeMw: -7_200_000 } });
    trace.pass(MINUTE).clock(-SECOND).read(RATES, [0, 0, 10, 0]);
    expect(outcomes(trace, 'rates.to-the-second')).toEqual(['undecided']);
  });
});

describe('rates.ignore-import', () => {
  const imported = (to: number[], wh = 10) => begun().read(RATES, [1, 1, 1, 1]).pass(MINUTE, 0, wh).pass(MINUTE).read(RATES, to);

  it('asks the rates to stand still', () => {
    expect(outcomes(imported([1, 1, 1, 1]), 'rates.ignore-import')).toEqual(['within']);
    expect(outcomes(imported([1, 2, 1, 1]), 'rates.ignore-import')).toEqual(['beyond']);
    expect(outcomes(imported([1, 2, 1, 1], 9), 'rates.ignore-import')).toEqual([]);
  });
});

describe.each<[string, (trace: HandTrace) => HandTrace]>([
  ['rates.survive-outage', (trace) => trace.supply(false).pass(MINUTE).supply(true)],
  ['rates.survive-midnight', (trace) => trace.pass(14 * HOUR)],
  ['rates.survive-activation', (trace) => trace.write('secondary.export.table.activation', 'immediate')],
  ['rates.survive-clock-set', (trace) => trace.setClock(START + HOUR)],
])('%s', (id, happens) => {
  const over = (from: number[], to: number[]) => happens(begun().read(RATES, from).pass(MINUTE)).pass(MINUTE).read(RATES, to);

  it('asks each rate to hold what it held', () => {
    expect(outcomes(over([10, 20, 0, 0], [10, 20, 0, 0]), id)).toEqual(Array(4).fill('within'));
    expect(outcomes(over([10, 20, 0, 0], [10, 0, 0, 0]), id)).toEqual(['within', 'beyond', 'within', 'within']);
    expect(outcomes(over([10, 20, 0, 0], [10, 20, 1, 0]), id)).toEqual(['within', 'within', 'beyond', 'within']);
  });

  it('does not speak of rates that held next to nothing, nor of another happening', () => {
    expect(outcomes(over([9, 9, 9, 9], [0, 0, 0, 0]), id)).toEqual([]);
    expect(outcomes(begun().read(RATES, [10, 20, 0, 0]).pass(MINUTE).read(RATES, [0, 0, 0, 0]), id)).toEqual([]);
  });
});

describe('rates.wrap-at-modulus', () => {
  const passing = (preset: number[], to: number[], from = preset) =>
    begun(START, { preset: { [RATES]: preset } })
      .read(RATES, from)
      .pass(MINUTE, 17)
      .pass(MINUTE)
      .read(RATES, to);
  const near = [0, M - 6, M - 6, 0];

  it('asks a rate to go on from zero past its modulus, and the others to stay', () => {
    expect(outcomes(passing(near, [0, 11, M - 6, 0]), 'rates.wrap-at-modulus')).toEqual(Array(5).fill('within'));
    expect(outcomes(passing(near, [0, 11, 0, 0]), 'rates.wrap-at-modulus')).toContain('beyond');
    expect(outcomes(passing(near, [0, 12, M - 6, 0]), 'rates.wrap-at-modulus')).toContain('beyond');
  });

  it('asks a rate to go on past 2^31', () => {
    const edge = [0, 2 ** 31 - 6, 0, 0];
    expect(outcomes(passing(edge, [0, 2 ** 31 + 11, 0, 0]), 'rates.wrap-at-modulus')).toEqual(Array(5).fill('within'));
    expect(outcomes(passing(edge, [0, 11, 0, 0]), 'rates.wrap-at-modulus')).toContain('beyond');
  });

  it('does not speak of energy that ends short of the edge, nor of another rate near it', () => {
    expect(outcomes(passing([0, M - 18, 0, 0], [0, M - 1, 0, 0]), 'rates.wrap-at-modulus')).toEqual([]);
    expect(outcomes(passing([0, 0, M - 6, 0], [0, 17, M - 6, 0]), 'rates.wrap-at-modulus')).toEqual([]);
    expect(outcomes(passing([0, M - 17, 0, 0], [0, 0, 0, 0]), 'rates.wrap-at-modulus')).toEqual(Array(5).fill('within'));
  });

  it('is undecided where the rates did not begin at the preset', () => {
    expect(outcomes(passing(near, [0, 17, 0, 0], [0, 0, 0, 0]), 'rates.wrap-at-modulus')).toEqual([
      'undecided',
      ...Array(4).fill('within'),
    ]);
  });
});
