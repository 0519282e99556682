import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { Flow, Flows, Ms, Quadrant, Stimulus } from '../../../trace/vocabulary';
import { composed, type Family, hand } from './family';
import { apparent, atMost, flow, HALF_HOUR_MS, HOUR_MS, KW_7_2, look, MINUTE_MS, mostMw, REST, reads, SECOND_MS } from './flows';
import { exportPowers, flowed, stretches, type Target } from './target';

const START_MS = Date.parse('2026-04-14T10:00:00Z');

/** Registers and powers that a quadrant or a direction could move by mistake. */
const POWER_READS = [
  'reactive.import.total',
  'reactive.export.total',
  'primary.import.rates',
  'primary.import.blocks',
  'import.maxDemand',
  'export.maxDemand',
  'prepayment.balance',
  'prepayment.debt',
  'events',
  'power.events',
];

/** What shows only while power flows. */
const FLOW_READS = reads('power.import.total', 'power.import.primary', 'load.limit');

/** A threshold that some spells exceed, and a balance that import spends: secondary export is to touch neither. */
const WATCHED: Stimulus[] = [
  { do: 'write', object: 'load.limit', value: { thresholdW: 8000 } },
  { do: 'write', object: 'prepayment.debt', value: { milliPence: 500_000 } },
  { do: 'write', object: 'prepayment.balance', value: { mode: 'prepayment', milliPence: 20_000_000 } },
];

/** Every power that tells something: size, direction, quadrant, both elements against each other, reversals. */
export const POWERS: Family = {
  name: 'powers',
  says: 'Both elements carry every power that tells something, in all four quadrants and against each other.',
  targets: (meter) => [
    ...exportPowers(meter),
    ...(['Q1', 'Q2', 'Q3', 'Q4'] as const).map(inQuadrant),
    reactiveAlone('+', 'Q1'),
    reactiveAlone('−', 'Q4'),
    flowed(
      'export below the starting power',
      ({ activeMw: { secondary } }) => secondary < 0 && -secondary < meter.choices.startingPowerMw.secondary,
    ),
    flowed(
      'export while the primary imports more',
      ({ activeMw: { primary, secondary } }) => secondary < 0 && primary > -secondary,
    ),
    flowed(
      'export while the primary imports less',
      ({ activeMw: { primary, secondary } }) => secondary < 0 && primary > 0 && primary < -secondary,
    ),
    flowed('both elements export', ({ activeMw: { primary, secondary } }) => secondary < 0 && primary < 0),
    flowed('import while the primary exports', ({ activeMw: { primary, secondary } }) => secondary > 0 && primary < 0),
    ...[1, 2, 10, 60].map(reversesEvery),
    flowed(
      'reactive power of the primary while the secondary exports',
      ({ activeMw, reactive }) => activeMw.secondary < 0 && reactive.primary !== undefined,
    ),
    flowed('flow that turns within a second', ({ fromMs, toMs }) => toMs - fromMs < SECOND_MS),
  ],
  scenario: (meter, place) => {
    return fc
      .record({
        told: hand(tellingSpells(meter), place),
        drawn: fc.array(drawnSpell(meter), { maxLength: 3 }),
      })
      .map(({ told, drawn }) => {
        const title = 'Powers of every size, direction and quadrant, each between two looks';
        const spells = [...told, ...drawn].map((spell) => [...spell, ...FLOW_READS, ...look(...POWER_READS)]);
        return composed('powers', { title, start: START_MS }, [[...WATCHED, ...look(...POWER_READS)], ...spells]);
      });
  },
};

/** Each is one thing that a meter may measure wrongly. */
function tellingSpells(meter: Declaration): Stimulus[][] {
  const maxMw = mostMw(meter, 'secondary');
  const startingMw = meter.choices.startingPowerMw.secondary;
  const [strong, less] = [atMost(meter, 'secondary', KW_7_2), atMost(meter, 'secondary', 2_400_000)];
  const primary = (mw: number): Flow => ({ activeMw: Math.sign(mw) * atMost(meter, 'primary', Math.abs(mw)) });
  const held = (secondary: Flow, ms: Ms, other: Flow = { activeMw: 0 }) => [flow({ primary: other, secondary }, ms)];
  const repeated = (times: number, steps: Stimulus[]) => Array.from({ length: times }, () => steps).flat();
  const turns = (ms: Ms, times: number) => repeated(times, [...held({ activeMw: -strong }, ms), ...held({ activeMw: less }, ms)]);
  return [
    held({ activeMw: 0, reactiveMvar: maxMw }, 10 * MINUTE_MS),
    held({ activeMw: 0, reactiveMvar: -maxMw }, 10 * MINUTE_MS),
    held({ activeMw: 0, reactiveMvar: 600_000 }, 2 * HOUR_MS),
    held({ activeMw: 0 - less, reactiveMvar: less }, 20 * MINUTE_MS),
    held({ activeMw: 0 - less, reactiveMvar: -less }, 20 * MINUTE_MS),
    held({ activeMw: less, reactiveMvar: less }, 20 * MINUTE_MS),
    held({ activeMw: less, reactiveMvar: -less }, 20 * MINUTE_MS),
    held({ activeMw: 0 - 2 * startingMw }, 6 * HOUR_MS),
    held({ activeMw: 2 * startingMw }, 6 * HOUR_MS),
    held({ activeMw: 0 - Math.floor(startingMw / 2) }, 6 * HOUR_MS),
    held({ activeMw: -strong }, 5 * MINUTE_MS),
    held({ activeMw: -maxMw }, 20 * MINUTE_MS),
    held({ activeMw: maxMw }, 10 * MINUTE_MS),
    held({ activeMw: 0 - Math.floor(0.8 * maxMw) }, 30 * MINUTE_MS),
    held({ activeMw: -less }, 30 * MINUTE_MS, primary(9_000_000)),
    held({ activeMw: -less }, 30 * MINUTE_MS, primary(1_000_000)),
    held({ activeMw: -less }, 30 * MINUTE_MS, primary(-3_000_000)),
    held({ activeMw: less }, 30 * MINUTE_MS, primary(-3_000_000)),
    held({ activeMw: 0 }, 30 * MINUTE_MS, primary(-3_000_000)),
    held({ activeMw: 0 }, 30 * MINUTE_MS, primary(3_000_000)),
    held({ activeMw: 0 - less }, 6 * MINUTE_MS, { activeMw: 0, reactiveMvar: atMost(meter, 'primary', 3_000_000) }),
    held({ activeMw: 0 - less }, 6 * MINUTE_MS, { activeMw: 0, reactiveMvar: 0 - atMost(meter, 'primary', 3_000_000) }),
    // A diverter that fires within each second, and crumbs of less than a watt-hour in each half hour.
    repeated(60, [...held({ activeMw: -strong }, 600), ...held({ activeMw: strong }, 400)]),
    repeated(10, [...held({ activeMw: -25_000 }, 2 * MINUTE_MS), ...held({ activeMw: 0 }, 28 * MINUTE_MS)]),
    turns(SECOND_MS, 40),
    turns(2 * SECOND_MS, 25),
    turns(10 * SECOND_MS, 12),
    turns(MINUTE_MS, 8),
    [...held({ activeMw: less }, 16 * MINUTE_MS), ...held({ activeMw: -less }, 16 * MINUTE_MS)],
  ];
}

const drawnSpell = (meter: Declaration): fc.Arbitrary<Stimulus[]> =>
  fc
    .record({
      secondary: apparent(meter, 'secondary'),
      primary: fc.option(apparent(meter, 'primary'), { nil: REST.primary! }),
      lastsMs: fc.constantFrom(7 * SECOND_MS, 5 * MINUTE_MS, HALF_HOUR_MS),
    })
    .map(({ lastsMs, ...elements }: { lastsMs: Ms } & Flows) => [flow(elements, lastsMs)]);

const inQuadrant = (quadrant: Quadrant): Target =>
  flowed(
    `active power in ${quadrant}`,
    ({ activeMw, reactive }) => activeMw.secondary !== 0 && reactive.secondary?.[quadrant] !== undefined,
  );

const reactiveAlone = (sign: string, quadrant: Quadrant): Target =>
  flowed(
    `${sign}Q with P = 0`,
    ({ activeMw, reactive }) => activeMw.secondary === 0 && reactive.secondary?.[quadrant] !== undefined,
  );

/** The secondary element exports and imports in turns of one length, one after the other. */
const reversesEvery = (seconds: number): Target => ({
  name: `reversals every ${seconds} s`,
  reached: (evidence) => {
    const all = stretches(evidence);
    return all.some(({ fromMs, toMs, activeMw }, i) => {
      const before = all[i - 1];
      const lasts = (stretch: { fromMs: Ms; toMs: Ms }) => stretch.toMs - stretch.fromMs === seconds * SECOND_MS;
      return (
        before !== undefined && lasts(before) && lasts({ fromMs, toMs }) && activeMw.secondary * before.activeMw.secondary < 0
      );
    });
  },
});
