import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { ObjectName, Stimulus } from '../../../trace/vocabulary';
import { movement } from '../../requirements/compare';
import { readings } from '../../requirements/readings';
import type { Evidence } from '../../requirements/requirement';
import { composed, type Family, HANDS, hand } from './family';
import { flow, HALF_HOUR_MS, look, MINUTE_MS, REST, strongExport } from './flows';
import { outage, overMidnight, type Target } from './target';

/** Ten minutes before midnight, so that a register can be taken over its edge at midnight too. */
const START_MS = Date.parse('2026-09-09T23:50:00Z');

const EXPORT = 'secondary.export.total';
const PRESET: ObjectName[] = [EXPORT, 'primary.export.total', 'secondary.import.total', 'primary.import.total'];

/** Values at which counters of some width run over, with or without sign; those that every run reaches come first. */
const EDGES_WH = [2 ** 31, 10 ** 8, 10 ** 9, 2 ** 16, 2 ** 24, 2 ** 15, 999_999, 10 ** 6, 10 ** 7];

/** Registers that are just about to run over, taken there by every kind of flow, over boundaries and outages. */
export const REGISTERS: Family = {
  name: 'registers',
  says: 'Registers within 20 Wh of their modulus, or of a width at which counters run over, are taken past it.',
  targets: (meter) => [
    ...PRESET.map((register) => passes(`${register} passes its modulus`, register, () => meter.choices.registerModulusWh)),
    ...EDGES_WH.slice(0, HANDS - 1)
      .filter((edge) => edge < meter.choices.registerModulusWh)
      .map((edge) => passes(`${EXPORT} passes ${edge} Wh`, EXPORT, () => edge)),
    outage('an outage over midnight beside the edge', (_, fromMs, toMs) => overMidnight(fromMs, toMs)),
  ],
  scenario: (meter, place) =>
    fc
      .record({
        edges: near(meter, place),
        past: fc
          .tuple(hand(WAYS_PAST, place), fc.shuffledSubarray([...WAYS_PAST], { minLength: 1, maxLength: 2 }))
          .map((ways) => ways.flat()),
      })
      .map(({ edges, past }) => {
        const title = 'Registers are taken past the values at which counters run over';
        return composed(
          'registers',
          { title, start: START_MS, preset: edges },
          past.map((way) => [...way(meter), ...look()]),
        );
      }),
};

/** Up to 20 Wh before an edge; 0 is the modulus, from which a negative number counts back. */
const shortOf = (edge: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: 20 }).map((wh) => edge - wh);

/** Edges that a register of the declared modulus passes on its way; those of the case's own place come up every time. */
function near({ choices }: Declaration, place: number): fc.Arbitrary<Record<ObjectName, number | number[]>> {
  const below = EDGES_WH.filter((edge) => edge < choices.registerModulusWh);
  const any = fc.oneof(fc.constant(0), fc.constantFrom(...below)).chain(shortOf);
  return fc
    .record({
      export: shortOf(place % HANDS === 0 ? 0 : below[((place % HANDS) - 1) % below.length]!),
      others: fc.array(any, { minLength: 3, maxLength: 3 }),
      modulus: fc.array(shortOf(0), { minLength: 7, maxLength: 7 }),
    })
    .map(({ export: wh, others, modulus }) => ({
      [EXPORT]: wh,
      ...Object.fromEntries(PRESET.slice(1).map((register, i) => [register, place % 2 ? others[i]! : modulus[i]!])),
      'secondary.export.rates': modulus.slice(3),
    }));
}

/** 7.2 kW is 2 Wh a second: each takes some or all of 20 Wh, both elements in both directions. */
const WAYS_PAST: readonly ((meter: Declaration) => Stimulus[])[] = [
  (meter) => [flow(strongExport(meter), 10_000)],
  (meter) => [flow(both(meter, -1), MINUTE_MS), flow(both(meter, 1), MINUTE_MS)],
  (meter) => [{ do: 'wait', until: { next: 'halfHour', plus: -5000 } }, flow(both(meter, -1), 10_000)],
  (meter) => [
    { do: 'wait', until: { next: 'midnight', plus: -5000 } },
    flow(both(meter, -1), 10_000),
    flow(both(meter, 1), MINUTE_MS),
  ],
  (meter) => [
    flow(both(meter, -1), 12_000),
    { do: 'supply', on: false },
    { do: 'wait', until: { next: 'midnight', plus: HALF_HOUR_MS } },
    { do: 'supply', on: true },
    flow(both(meter, -1), MINUTE_MS),
  ],
  (meter) => [
    flow(strongExport(meter), 5000),
    ...look(),
    { do: 'write', object: 'secondary.export.table.activation', value: 'never' },
    flow(both(meter, -1), MINUTE_MS),
  ],
];

/** The same strong flow through both elements: both export with −1, both import with 1. */
function both(meter: Declaration, sign: 1 | -1) {
  const activeMw = -sign * strongExport(meter).secondary!.activeMw;
  const most = Math.min(Math.abs(activeMw), meter.elements.primary.imaxA * meter.nominalVoltageV * 1000);
  return { ...REST, primary: { activeMw: sign * most }, secondary: { activeMw: sign * Math.abs(activeMw) } };
}

/** Two readings of a register on either side of a value, or of the roll-over itself. */
const passes = (name: string, register: ObjectName, edge: () => number): Target => ({
  name,
  reached: (evidence: Evidence) => {
    const read = readings<number>(evidence, register);
    const modulus = evidence.meter.choices.registerModulusWh;
    return read.slice(1).some(({ value }, i) => {
      const from = read[i]!.value;
      const moved = Number(movement(from, value, modulus));
      return moved > 0 && from < edge() && from + moved >= edge();
    });
  },
});
