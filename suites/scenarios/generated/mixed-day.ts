import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, Scenario, Stimulus } from '../../../trace/vocabulary';
import { composed, type Family } from './family';
import { MINUTE_MS, power, REST } from './flows';
import { accepted, exportPowers, happens } from './target';

const START_MS = Date.UTC(2026, 2, 2);

/** One generated day: physics by construction (|I| ≤ Imax, nothing flows without supply), and reads at rest. */
export const MIXED_DAY: Family = {
  name: 'mixed-day',
  says: 'A day of flows, outages, clock sets and writes in any order.',
  targets: (meter) => [
    ...exportPowers(meter),
    happens('outage'),
    happens('clockSet'),
    accepted('secondary.export.table.activation'),
    ...(meter.choices.exportMpanLayout === 'own-object' ? [accepted('secondary.export.mpan')] : []),
  ],
  scenario: mixedDay,
};

/** Some hours of a day as segments; each compiles to a few stimuli, so that shrinking leaves a short script. */
function mixedDay(meter: Declaration): fc.Arbitrary<Scenario> {
  const title = 'A generated day of flows, outages, clock sets and writes';
  return fc
    .record({ table: fc.option(dayTable(), { freq: 2 }), segments: fc.array(segment(meter), { minLength: 1, maxLength: 16 }) })
    .map(({ table, segments }) =>
      composed('mixed-day', { title, start: START_MS }, [...(table ? [tableSteps(table)] : []), ...segments]),
    );
}

/** Lengths that end on, just before and just after half hours and minutes. */
const length = (): fc.Arbitrary<Ms> =>
  fc
    .tuple(fc.constantFrom(1, 5, 30, 60), fc.constantFrom(0, 0, 0, -10_000, -1000, 1000, 10_000))
    .map(([minutes, edge]) => minutes * MINUTE_MS + edge);

function segment(meter: Declaration): fc.Arbitrary<Stimulus[]> {
  const flow = fc
    .record({
      secondary: power(meter, 'secondary'),
      primary: fc.option(power(meter, 'primary'), { nil: 0 }),
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
