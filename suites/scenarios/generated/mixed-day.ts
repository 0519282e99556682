import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Flows, Ms, Scenario, Stimulus } from '../../../trace/vocabulary';

/** One generated day: physics by construction (|I| ≤ Imax, nothing flows without supply), and reads at rest. */
export const FAMILY = 'mixed-day';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 2, 2);
const REST: Flows = { primary: { activeMw: 0 }, secondary: { activeMw: 0 } };

/** Some hours of a day as segments; each compiles to a few stimuli, so that shrinking leaves a short script. */
export function mixedDay(meter: Declaration): fc.Arbitrary<Scenario> {
  return fc
    .record({ table: fc.option(dayTable(), { freq: 2 }), segments: fc.array(segment(meter), { minLength: 1, maxLength: 16 }) })
    .map(({ table, segments }) => ({
      name: FAMILY,
      title: 'A generated day of flows, outages, clock sets and writes',
      kind: 'generated' as const,
      start: START_MS,
      observe: 'everything' as const,
      steps: [...(table ? tableSteps(table) : []), ...segments.flat()],
    }));
}

/** Powers that matter (nothing, about the start, a kettle, a charger, Imax) and everything between. */
function power(maxMw: number, startingMw: number): fc.Arbitrary<number> {
  const magnitude = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...[0, 2 * startingMw, 3_600_000, 7_200_000, maxMw].map((mw) => Math.min(mw, maxMw))),
    },
    { weight: 2, arbitrary: fc.integer({ min: startingMw, max: maxMw }) },
  );
  return fc.tuple(magnitude, fc.boolean()).map(([mw, exporting]) => (exporting ? 0 - mw : mw));
}

/** Lengths that end on, just before and just after half hours and minutes. */
const length = (): fc.Arbitrary<Ms> =>
  fc
    .tuple(fc.constantFrom(1, 5, 30, 60), fc.constantFrom(0, 0, 0, -10_000, -1000, 1000, 10_000))
    .map(([minutes, edge]) => minutes * MINUTE_MS + edge);

function segment(meter: Declaration): fc.Arbitrary<Stimulus[]> {
  const maxMw = (element: 'primary' | 'secondary') => meter.elements[element].imaxA * meter.nominalVoltageV * 1000;
  const { startingPowerMw } = meter.choices;
  const flow = fc
    .record({
      secondary: power(maxMw('secondary'), startingPowerMw.secondary),
      primary: fc.option(power(maxMw('primary'), startingPowerMw.primary), { nil: 0 }),
      holdMs: length(),
    })
    .map(({ secondary, primary, holdMs }): Stimulus[] => [
      { do: 'flow', elements: { primary: { activeMw: primary }, secondary: { activeMw: secondary } }, until: { after: holdMs } },
    ]);
  const outage = length().map((ms): Stimulus[] => [
    { do: 'supply', on: false },
    { do: 'wait', until: { after: ms } },
    { do: 'supply', on: true },
  ]);
  const clockSet = fc
    .tuple(fc.constantFrom(1, 7, 29, 31), fc.boolean())
    .map(([minutes, back]): Stimulus[] => [{ do: 'setClock', to: { after: (back ? -1 : 1) * minutes * MINUTE_MS } }]);
  const mpan = fc
    .stringMatching(/^[0-9]{13}$/)
    .map((digits): Stimulus[] => [
      { do: 'write', object: 'secondary.export.mpan', value: { octets: Buffer.from(digits).toString('hex') } },
    ]);
  // The simplest look first: shrinking goes towards it.
  const look = fc
    .constantFrom(['secondary.export.total'], ['secondary.export.rates'], ['secondary.export.total', 'secondary.export.rates'])
    .map((objects): Stimulus[] => [
      { do: 'flow', elements: REST, until: { after: MINUTE_MS } },
      ...objects.map((object): Stimulus => ({ do: 'read', object })),
    ]);
  const alternatives = [
    { weight: 8, arbitrary: flow },
    { weight: 2, arbitrary: look },
    { weight: 1, arbitrary: outage },
    { weight: 1, arbitrary: clockSet },
  ];
  return meter.choices.exportMpanLayout === 'own-object'
    ? fc.oneof(...alternatives, { weight: 1, arbitrary: mpan })
    : fc.oneof(...alternatives);
}

/** A table of one day profile whose actions begin at midnight: legal on every meter. */
function dayTable(): fc.Arbitrary<SwitchingTable> {
  const halfHours = fc.uniqueArray(fc.integer({ min: 1, max: 47 }), { maxLength: 6 });
  return fc.tuple(halfHours, fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 7, maxLength: 7 })).map(([slots, rates]) => {
    const starts = [0, ...slots.sort((a, b) => a - b)];
    return {
      seasons: [{ name: 'all', start: '*-01-01', week: 'week' }],
      weeks: [{ name: 'week', days: [1, 1, 1, 1, 1, 1, 1] }],
      days: [{ id: 1, actions: starts.map((slot, i) => ({ at: clockTime(slot), rate: rates[i]! })) }],
      specialDays: [],
    };
  });
}

const clockTime = (slot: number) => `${String(slot >> 1).padStart(2, '0')}:${slot % 2 ? '30' : '00'}:00`;

const tableSteps = (table: SwitchingTable): Stimulus[] => [
  { do: 'write', object: 'secondary.export.table.passive', value: table as never },
  { do: 'write', object: 'secondary.export.table.activation', value: 'immediate' },
];

/** The cases of one seed, named by their place: same seed, same scenarios. */
export function mixedDays(meter: Declaration, seed: number, cases: number): Scenario[] {
  return fc.sample(mixedDay(meter), { seed, numRuns: cases }).map((scenario, i) => ({
    ...scenario,
    name: `${FAMILY}-${i + 1}`,
    origin: { family: FAMILY, seed, path: String(i), sizeBefore: scenario.steps.length },
  }));
}
