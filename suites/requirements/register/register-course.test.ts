import type { Choices } from '../../../declaration/choices';
import { HandTrace, MINUTE, SECOND } from '../hand-trace.fixture';
import { REGISTER_COURSE_REQUIREMENTS } from './register-course';

const REGISTER = 'secondary.export.total';
const EXPORT = { secondary: { activeMw: -3_600_000 } };
const MODULUS_WH = 4_294_967_296;

const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) =>
  trace.outcomes(REGISTER_COURSE_REQUIREMENTS, id, choices);

describe.each([
  ['register.counts-over-midnight', '2026-03-04T00:00:00Z'],
  ['register.counts-over-month-end', '2026-04-01T00:00:00Z'],
])('%s', (id, boundary) => {
  const boundaryMs = Date.parse(boundary);
  /** 1 Wh a second, from some seconds before the boundary until some after it. */
  const over = (beforeMs: number, afterMs: number, wh: number) =>
    new HandTrace(boundaryMs - 10 * MINUTE)
      .read(REGISTER, 0)
      .until(boundaryMs - beforeMs)
      .flow(beforeMs + afterMs, EXPORT)
      .pass(MINUTE)
      .read(REGISTER, wh);

  it.each([
    [19, 'beyond'],
    [20, 'within'],
    [21, 'beyond'],
    [0, 'beyond'],
  ])('asks for each of 20 Wh over it: %d is %s', (wh, outcome) => {
    expect(outcomes(over(10 * SECOND, 10 * SECOND, wh), id)).toEqual([outcome]);
  });

  it('does not speak of export that ends at it or begins with it', () => {
    expect(outcomes(over(20 * SECOND, 0, 0), id)).toEqual([]);
    expect(outcomes(over(0, 20 * SECOND, 0), id)).toEqual([]);
    expect(outcomes(over(20 * SECOND, 1, 0), id)).toEqual(['beyond']);
  });

  it('does not speak of another half hour', () => {
    const elsewhere = new HandTrace(boundaryMs + 20 * MINUTE).read(REGISTER, 0).flow(20 * MINUTE, EXPORT);
    expect(outcomes(elsewhere.pass(MINUTE).read(REGISTER, 0), id)).toEqual([]);
  });
});

it('a midnight within a month is no end of a month', () => {
  const trace = new HandTrace(Date.parse('2026-03-03T23:50:00Z')).read(REGISTER, 0).flow(20 * MINUTE, EXPORT);
  trace.pass(MINUTE).read(REGISTER, 0);
  expect(outcomes(trace, 'register.counts-over-month-end')).toEqual([]);
  expect(outcomes(trace, 'register.counts-over-midnight')).toEqual(['beyond']);
});

/** The register begins at a preset, 20 Wh flow, and it shows another value. */
const passing = (presetWh: number, endWh: number, preset = presetWh) => {
  const trace = new HandTrace(Date.parse('2026-03-03T10:10:00Z'), { preset: { [REGISTER]: preset } });
  return trace
    .read(REGISTER, presetWh)
    .flow(20 * SECOND, EXPORT)
    .pass(MINUTE)
    .read(REGISTER, endWh);
};

describe.each([
  ['register.has-no-binary-edge', 2 ** 16],
  ['register.has-no-binary-edge', 2 ** 24],
  ['register.has-no-binary-edge', 2 ** 31],
  ['register.display-rolls-alone', 10 ** 8],
  ['register.display-rolls-alone', 10 ** 9],
])('%s at %d Wh', (id, edge) => {
  it('asks that the register goes on', () => {
    expect(outcomes(passing(edge - 6, edge + 14), id)).toEqual(['within']);
    expect(outcomes(passing(edge - 6, 14), id)).toEqual(['beyond']);
    expect(outcomes(passing(edge - 6, edge - 1), id)).toEqual(['beyond']);
  });

  it('speaks of it only where the energy takes the register there', () => {
    expect(outcomes(passing(edge - 20, 0), id)).toEqual(['beyond']);
    expect(outcomes(passing(edge - 21, 0), id)).toEqual([]);
    expect(outcomes(passing(edge, 0), id)).toEqual([]);
  });

  it('does not speak of it where it is at or above the declared modulus', () => {
    const modulus = edge >= 10 ** 9 ? 1_000_000_000 : 100_000_000;
    if (edge >= 10 ** 8) expect(outcomes(passing(edge - 6, 14), id, { registerModulusWh: modulus })).toEqual([]);
    else expect(outcomes(passing(edge - 6, edge + 14), id, { registerModulusWh: modulus })).toEqual(['within']);
  });
});

it('a display of five digits rolls with a register of that modulus, and only then', () => {
  const requirement = REGISTER_COURSE_REQUIREMENTS.find(({ id }) => id === 'register.display-rolls-alone')!;
  const applies = (registerModulusWh: Choices['registerModulusWh']) =>
    requirement.applies(new HandTrace(0).evidence({ registerModulusWh }).meter);
  expect(applies(100_000_000)).toMatch(/modulus/);
  expect(applies(1_000_000_000)).toBe(true);
});

describe('a register that passes its modulus', () => {
  const NOON_MS = Date.parse('2026-03-03T12:00:00Z');
  const MIDNIGHT_MS = Date.parse('2026-03-04T00:00:00Z');
  const over = (boundaryMs: number, endWh: number) =>
    new HandTrace(boundaryMs - MINUTE, { preset: { [REGISTER]: MODULUS_WH - 10 } })
      .read(REGISTER, MODULUS_WH - 10)
      .until(boundaryMs - 20 * SECOND)
      .flow(40 * SECOND, EXPORT)
      .pass(MINUTE)
      .read(REGISTER, endWh);

  it.each([
    ['register.wraps-over-half-hour', NOON_MS],
    ['register.wraps-over-half-hour', MIDNIGHT_MS],
    ['register.wraps-over-midnight', MIDNIGHT_MS],
  ])('counts on over a boundary: %s', (id, boundaryMs) => {
    expect([29, 30, 31].map((wh) => outcomes(over(boundaryMs, wh), id))).toEqual([['beyond'], ['within'], ['beyond']]);
    expect(outcomes(over(boundaryMs, MODULUS_WH - 1), id)).toEqual(['beyond']);
  });

  it('at noon says nothing of midnight', () => {
    expect(outcomes(over(NOON_MS, 0), 'register.wraps-over-midnight')).toEqual([]);
  });

  it('keeps what it counted since over an outage, less what the start-up may miss', () => {
    const trace = (endWh: number) =>
      new HandTrace(NOON_MS, { preset: { [REGISTER]: MODULUS_WH - 10 } })
        .read(REGISTER, MODULUS_WH - 10)
        .flow(30 * SECOND, EXPORT)
        .supply(false)
        .pass(MINUTE)
        .supply(true)
        .flow(30 * SECOND, EXPORT)
        .pass(MINUTE)
        .read(REGISTER, endWh);
    const id = 'register.wraps-over-outage';
    // 10 Wh to the modulus, 20 Wh after it, 30 Wh after the outage, of which 5 s may be missed.
    expect([44, 45, 50, 51].map((wh) => outcomes(trace(wh), id))).toEqual([['beyond'], ['within'], ['within'], ['beyond']]);
    expect(outcomes(trace(MODULUS_WH - 10), id)).toEqual(['beyond']);
  });
});
