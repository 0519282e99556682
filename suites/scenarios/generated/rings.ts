import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { exportRows } from '../../../declaration/objects';
import type { LifeStep, Ms, Range, Scenario, Stimulus } from '../../../trace/vocabulary';
import { isRead } from '../../requirements/readings';
import type { Evidence } from '../../requirements/requirement';
import { composed, type Family, HANDS, hand } from './family';
import { atMost, DAY_MS, flow, HALF_HOUR_MS, HOUR_MS, look, MINUTE_MS, power, REST } from './flows';
import type { Target } from './target';

const START_MS = Date.parse('2026-11-02T10:00:00Z');
const PROFILE = 'secondary.export.profile';

/** Logs of days and months, read whole. */
const LOGS = ['daily.import', 'daily.export', 'billing.import'];

/** Half hours that a scenario plays: more than a nearly full log has room for. */
const HALF_HOURS = 6;

/** What is asked of the log, by the rows that it selects; times are those of the scenario's own half hours and of the life before. */
const RANGES: readonly { name: string; of(): Range }[] = [
  { name: 'the last 24 hours, both ends aligned', of: () => ({ fromMs: START_MS - DAY_MS, toMs: START_MS }) },
  { name: 'one row', of: () => ({ fromMs: START_MS + HALF_HOUR_MS, toMs: START_MS + HALF_HOUR_MS }) },
  { name: 'no row, between two stamps', of: () => ({ fromMs: START_MS + 1000, toMs: START_MS + HALF_HOUR_MS - 1000 }) },
  { name: 'the wrong way round', of: () => ({ fromMs: START_MS + HOUR_MS, toMs: START_MS }) },
  { name: 'from a time on', of: () => ({ fromMs: START_MS - HOUR_MS }) },
  { name: 'until a time', of: () => ({ toMs: START_MS - HOUR_MS }) },
  { name: 'everything', of: () => ({}) },
  {
    name: 'ends that are not stamps',
    of: () => ({ fromMs: START_MS - HOUR_MS - 7 * MINUTE_MS, toMs: START_MS + 7 * MINUTE_MS }),
  },
];

/** A log that fills up and wraps after a life before the trace, read by every kind of range and by long reads over a capture. */
export const RINGS: Family = {
  name: 'rings',
  says: 'Half-hourly logs with a life behind them fill up and wrap, and are read by every kind of range.',
  targets: (meter) => [
    { name: 'a log that fills up and wraps within the scenario', reached: wraps },
    {
      name: 'a log that holds its declared depth',
      reached: (evidence) => rowsRead(evidence).some((rows) => rows >= meter.choices.exportProfileDepth),
    },
    {
      name: 'a log of some days with an outage in them',
      reached: ({ trace }) => (trace.scenario.before ?? []).some((step) => step.do === 'supply'),
    },
    ...RANGES.map(
      ({ name, of }): Target => ({
        name: `a read of ${name}`,
        reached: (evidence) => asked(evidence).some((range) => JSON.stringify(range) === JSON.stringify(of())),
      }),
    ),
    { name: 'a long read over a capture', reached: longReadOverCapture },
  ],
  scenario: (meter, place) =>
    fc
      .record({
        before: [nearlyFull(meter), someDays(meter), longerThanAYear(meter), someDays(meter)][place % HANDS]!,
        flows: fc.array(power(meter, 'secondary'), { minLength: HALF_HOURS, maxLength: HALF_HOURS }),
        ranges: hand(RANGES, place),
      })
      .map(({ before, flows, ranges }) => {
        const title = 'A log with a life behind it fills up, wraps and is read by range';
        const setting = { title, start: START_MS, before };
        return composed('rings', setting, [
          ...flows.map((activeMw) => halfHour(meter, activeMw)),
          longRead(meter),
          LOGS.map((object): Stimulus => ({ do: 'read', object, range: { fromMs: 0 } })),
          ...ranges.map(({ of }): Stimulus[] => [{ do: 'read', object: PROFILE, range: of() }]),
        ]);
      }),
};

/** Export until the half hour is over, a whole number of Wh at 3.6 kW, then whatever else was drawn, then a look. */
const halfHour = (meter: Declaration, activeMw: number): Stimulus[] => [
  flow({ primary: { activeMw: 300_000 }, secondary: { activeMw: 0 - atMost(meter, 'secondary', 3_600_000) } }, 5 * MINUTE_MS),
  { do: 'flow', elements: { secondary: { activeMw } }, until: { next: 'halfHour', plus: -2 * MINUTE_MS } },
  ...look(PROFILE),
  { do: 'wait', until: { next: 'halfHour', plus: 10_000 } },
];

/** Blocks are fetched from before a half hour ends until after, while the element exports. */
const longRead = (meter: Declaration): Stimulus[] => [
  {
    do: 'flow',
    elements: { secondary: { activeMw: 0 - atMost(meter, 'secondary', 3_600_000) } },
    until: { next: 'halfHour', plus: -30_000 },
  },
  { do: 'read', object: PROFILE, range: {}, until: { next: 'halfHour', plus: 30_000 } },
  ...look(PROFILE),
];

/** A life of as many half hours as the log has rows, less a few. */
function nearlyFull(meter: Declaration): fc.Arbitrary<LifeStep[]> {
  const depth = meter.choices.exportProfileDepth;
  return fc.record({ short: fc.integer({ min: 1, max: HALF_HOURS - 2 }), spells: spells(meter, 24) }).map(({ short, spells }) => {
    const longMs = (depth - short) * HALF_HOUR_MS - spells.reduce((sum, { ms }) => sum + ms, 0);
    return [lived(0 - atMost(meter, 'secondary', 1_000_000), longMs), ...spells.map(({ activeMw, ms }) => lived(activeMw, ms))];
  });
}

/** A life in which every log of days and months has gone round, mostly idle. */
const longerThanAYear = (meter: Declaration): fc.Arbitrary<LifeStep[]> =>
  fc
    .integer({ min: 370, max: 400 })
    .map((days) => [
      lived(0 - atMost(meter, 'secondary', 100_000), DAY_MS),
      { do: 'flow', elements: REST, until: { after: days * DAY_MS } },
    ]);

/** Some days of flow with an outage in them; the last of them ends where the scenario begins. */
function someDays(meter: Declaration): fc.Arbitrary<LifeStep[]> {
  return fc
    .record({ spells: spells(meter, 24), offHours: fc.integer({ min: 1, max: 5 }) })
    .map(({ spells, offHours }) => [
      ...spells.map(({ activeMw, ms }) => lived(activeMw, ms)),
      { do: 'supply', on: false },
      { do: 'wait', until: { after: offHours * HOUR_MS } },
      { do: 'supply', on: true },
      lived(0 - atMost(meter, 'secondary', 2_000_000), DAY_MS),
    ]);
}

const lived = (activeMw: number, ms: Ms): LifeStep => ({
  do: 'flow',
  elements: { primary: { activeMw: 400_000 }, secondary: { activeMw } },
  until: { after: ms },
});

const spells = (meter: Declaration, most: number): fc.Arbitrary<{ activeMw: number; ms: Ms }[]> =>
  fc.array(
    fc.record({
      activeMw: power(meter, 'secondary'),
      ms: fc.integer({ min: 1, max: 6 }).map((halfHours) => halfHours * HALF_HOUR_MS),
    }),
    { minLength: 6, maxLength: most },
  );

const lifeMs = (before: Scenario['before'] = []): Ms =>
  before.reduce((sum, step) => sum + (step.do !== 'supply' && step.until ? step.until.after : 0), 0);

/** There was room for the life before, and not for the half hours of the scenario too. */
function wraps({ trace, meter, ledger }: Evidence): boolean {
  const roomMs = meter.choices.exportProfileDepth * HALF_HOUR_MS - lifeMs(trace.scenario.before);
  const { extent } = ledger.events;
  return trace.scenario.before !== undefined && roomMs >= 0 && extent !== undefined && extent.toMs - extent.fromMs > roomMs;
}

const profileReads = (evidence: Evidence) =>
  evidence.trace.observations(exportRows(evidence.meter.choices).object).filter((record) => isRead(evidence, record));

const rowsRead = (evidence: Evidence): number[] =>
  profileReads(evidence).map(({ answer }) => ('value' in answer && Array.isArray(answer.value) ? answer.value.length : 0));

const asked = (evidence: Evidence): (Range | undefined)[] =>
  profileReads(evidence).map(({ of }) => evidence.trace.stimulus(of)?.range);

const longReadOverCapture = (evidence: Evidence): boolean =>
  profileReads(evidence).some(({ when }) => Math.floor(when.fromMs / HALF_HOUR_MS) < Math.floor(when.toMs / HALF_HOUR_MS));
