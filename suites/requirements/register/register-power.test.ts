import type { Choices } from '../../../declaration/choices';
import type { Flow, Ms } from '../../../trace/vocabulary';
import { HandTrace, HOUR, MINUTE, SECOND } from '../hand-trace.fixture';
import { REGISTER_POWER_REQUIREMENTS } from './register-power';

const REGISTER = 'secondary.export.total';
const START_MS = Date.parse('2026-03-03T10:00:00Z');

const of = (activeMw: number, reactiveMvar?: number): Flow => ({ activeMw, ...(reactiveMvar !== undefined && { reactiveMvar }) });

/** The register stood at 1000, something flowed, and at rest it shows another value. */
const moving = (flowed: (trace: HandTrace) => HandTrace, wh: number) =>
  flowed(new HandTrace(START_MS).pass(MINUTE).read(REGISTER, 1000))
    .pass(MINUTE)
    .read(REGISTER, 1000 + wh);
const through =
  (secondary: Flow, ms: Ms, primary: Flow = of(0)) =>
  (trace: HandTrace) =>
    trace.flow(ms, { primary, secondary });
const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) =>
  trace.outcomes(REGISTER_POWER_REQUIREMENTS, id, choices);

describe('register.counts-from-starting-power', () => {
  const id = 'register.counts-from-starting-power';
  // 4.6 W × 3 h = 13.8 Wh
  it.each([
    [12, 'beyond'],
    [13, 'within'],
    [14, 'within'],
    [15, 'beyond'],
    [0, 'beyond'],
  ])('asks for 13.8 Wh at the declared power: %d is %s', (wh, outcome) => {
    expect(outcomes(moving(through(of(-4600), 3 * HOUR), wh), id)).toEqual([outcome]);
  });

  it.each([
    ['1 mW below the declared power', -4599],
    ['above 30 W, where any declaration has long started', -30_001],
  ])('does not speak of %s', (_, activeMw) => {
    expect(outcomes(moving(through(of(activeMw), 3 * HOUR), 13), id)).toEqual([]);
  });

  it('goes by the power that is declared', () => {
    const trace = moving(through(of(-4600), 3 * HOUR), 0);
    expect(outcomes(trace, id, { startingPowerMw: { primary: 0, secondary: 4601 } })).toEqual([]);
    expect(outcomes(trace, id, { startingPowerMw: { primary: 25_000, secondary: 4600 } })).toEqual(['beyond']);
  });

  it('does not speak of too little energy, nor of a span with other powers in it', () => {
    expect(outcomes(moving(through(of(-4600), 2 * HOUR), 9), id)).toEqual([]);
    const mixed = (trace: HandTrace) =>
      trace.flow(3 * HOUR, { secondary: of(-4600) }).flow(MINUTE, { secondary: of(-3_000_000) });
    expect(outcomes(moving(mixed, 0), id)).toEqual([]);
  });
});

describe('register.adds-nothing-below-start', () => {
  const id = 'register.adds-nothing-below-start';
  // 1 W × 12 h = 12 Wh
  it.each([
    [-1, 'beyond'],
    [0, 'within'],
    [12, 'within'],
    [13, 'beyond'],
  ])('allows anything from nothing to 12 Wh: %d is %s', (wh, outcome) => {
    expect(outcomes(moving(through(of(-1000), 12 * HOUR), wh), id)).toEqual([outcome]);
  });

  it('does not speak of the starting power itself', () => {
    expect(outcomes(moving(through(of(-4600), 12 * HOUR), 0), id)).toEqual([]);
    expect(outcomes(moving(through(of(-4599), 12 * HOUR), 0), id)).toEqual(['within']);
  });

  it('does not apply where too little flows below the declared power', () => {
    const [requirement] = REGISTER_POWER_REQUIREMENTS.filter((one) => one.id === id);
    const applies = (secondary: number) =>
      requirement!.applies(new HandTrace(START_MS).evidence({ startingPowerMw: { primary: 4600, secondary } }).meter);
    expect(applies(901)).toBe(true);
    expect(applies(900)).toMatch(/too little flows/);
  });
});

describe.each([
  ['+', 400_000],
  ['-', -400_000],
])('reactive power of sign %s', (_, var400) => {
  it('alone does not move the register, by a single Wh', () => {
    const id = 'register.ignores-reactive';
    const trace = (wh: number) => moving(through(of(0, var400), HOUR), wh);
    expect(outcomes(trace(0), id)).toEqual(['within']);
    expect(outcomes(trace(1), id)).toEqual(['beyond']);
    expect(outcomes(moving(through(of(0, var400), 14 * MINUTE), 1), id)).toEqual([]);
    expect(outcomes(moving(through(of(-1_000_000, var400), HOUR), 1000), id)).toEqual([]);
  });

  it('beside export leaves the active energy to be counted', () => {
    const id = 'register.exports-in-both-quadrants';
    const trace = (wh: number) => moving(through(of(-30_000, var400), HOUR), wh);
    expect([29, 30, 31, 32].map((wh) => outcomes(trace(wh), id))).toEqual([['beyond'], ['within'], ['beyond'], ['beyond']]);
    expect(outcomes(moving(through(of(-30_000), HOUR), 0), id)).toEqual([]);
  });

  it('beside import moves nothing', () => {
    const id = 'register.imports-in-both-quadrants';
    const trace = (wh: number) => moving(through(of(30_000, var400), HOUR), wh);
    expect([0, 1].map((wh) => outcomes(trace(wh), id))).toEqual([['within'], ['beyond']]);
  });

  it('of the primary element leaves secondary export as it is', () => {
    const id = 'register.phases-kept-apart';
    const trace = (wh: number) => moving(through(of(-30_000), HOUR, of(0, var400)), wh);
    expect([29, 30, 32].map((wh) => outcomes(trace(wh), id))).toEqual([['beyond'], ['within'], ['beyond']]);
    expect(outcomes(moving(through(of(-30_000, var400), HOUR), 0), id)).toEqual([]);
  });
});

it('reactive power of both signs in one span belongs to neither', () => {
  const both = (trace: HandTrace) => trace.flow(HOUR, { secondary: of(0, 400_000) }).flow(HOUR, { secondary: of(0, -400_000) });
  expect(outcomes(moving(both, 5), 'register.ignores-reactive')).toEqual([]);
});

describe('register.counts-full-load', () => {
  const id = 'register.counts-full-load';
  it.each([
    // 60 % of 100 A × 230 V = 13.8 kW
    [-13_800_000, ['beyond']],
    [-13_799_999, []],
    [-23_000_000, ['beyond']],
  ])('speaks of %d mW: %j', (activeMw, outcome) => {
    expect(outcomes(moving(through(of(activeMw), 6 * MINUTE), 1000), id)).toEqual(outcome);
  });

  it('asks for all of 2300 Wh', () => {
    const trace = (wh: number) => moving(through(of(-23_000_000), 6 * MINUTE), wh);
    expect([2299, 2300, 2301].map((wh) => outcomes(trace(wh), id))).toEqual([['beyond'], ['within'], ['beyond']]);
  });
});

describe('register.follows-direction', () => {
  const id = 'register.follows-direction';
  const turned = (trace: HandTrace) =>
    trace.flow(6 * MINUTE, { secondary: of(1_000_000) }).flow(6 * MINUTE, { secondary: of(-1_000_000) });
  it.each([
    [0, 'beyond'],
    [99, 'beyond'],
    [100, 'within'],
    [101, 'beyond'],
    [200, 'beyond'],
  ])('asks for the export alone after a turn: %d of 100 Wh is %s', (wh, outcome) => {
    expect(outcomes(moving(turned, wh), id)).toEqual([outcome]);
  });

  it('does not speak of one direction', () => {
    expect(outcomes(moving(through(of(-1_000_000), HOUR), 0), id)).toEqual([]);
  });
});

describe('register.bounded-in-bursts', () => {
  const id = 'register.bounded-in-bursts';
  /** Each pair: 3.6 kW × 600 ms = 0.6 Wh out, × 400 ms = 0.4 Wh in. */
  const bursts =
    (pairs: number, inMs = 400) =>
    (trace: HandTrace) => {
      for (let i = 0; i < pairs; i++) trace.flow(600, { secondary: of(-3_600_000) }).flow(inMs, { secondary: of(3_600_000) });
      return trace;
    };
  // 100 pairs: 60 Wh out, 40 Wh in
  it.each([
    [19, 'beyond'],
    [20, 'within'],
    [60, 'within'],
    [61, 'beyond'],
    [100, 'beyond'],
  ])('allows from net 20 Wh to gross 60 Wh: %d is %s', (wh, outcome) => {
    expect(outcomes(moving(bursts(100), wh), id)).toEqual([outcome]);
  });

  it('asks for the gross energy where the declared interval is zero', () => {
    const declared = { directionIntervalMs: 0 };
    expect([59, 60, 61].map((wh) => outcomes(moving(bursts(100), wh), id, declared))).toEqual([
      ['beyond'],
      ['within'],
      ['beyond'],
    ]);
  });

  it('speaks from twenty fast turns on', () => {
    expect(outcomes(moving(bursts(10), 3), id)).toEqual([]);
    expect(outcomes(moving(bursts(11), 3), id)).toEqual(['within']);
    expect(outcomes(moving(bursts(30, SECOND), 3), id)).toEqual(['within']);
    expect(outcomes(moving(bursts(19, SECOND), 3), id)).toEqual([]);
  });
});

describe('register.adds-up-crumbs', () => {
  const id = 'register.adds-up-crumbs';
  /** 25 W × 2 min = 0.83 Wh at a time. */
  const crumbs =
    (times: number, ms = 2 * MINUTE) =>
    (trace: HandTrace) => {
      for (let i = 0; i < times; i++) trace.flow(ms, { secondary: of(-25_000) }).pass(MINUTE);
      return trace;
    };
  it.each([
    [0, 'beyond'],
    [9, 'beyond'],
    [10, 'within'],
    [12, 'beyond'],
  ])('asks for the 10 Wh that twelve of them make: %d is %s', (wh, outcome) => {
    expect(outcomes(moving(crumbs(12), wh), id)).toEqual([outcome]);
  });

  it('does not speak of fewer, nor of any that is a whole Wh', () => {
    expect(outcomes(moving(crumbs(11), 0), id)).toEqual([]);
    // 25 W × 144 s = 1 Wh
    expect(outcomes(moving(crumbs(12, 144 * SECOND), 0), id)).toEqual([]);
    expect(outcomes(moving(crumbs(12, 143 * SECOND), 0), id)).toEqual(['beyond']);
  });
});
