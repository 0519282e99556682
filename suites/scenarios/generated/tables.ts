import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { EMPTY_TABLE, type SwitchingTable, TABLE_LIMITS } from '../../../declaration/switching-table';
import type { Ms, Stimulus } from '../../../trace/vocabulary';
import { rateSteps } from '../../ledger/table-calendar';
import { writtenValue } from '../../requirements/readings';
import type { Evidence } from '../../requirements/requirement';
import { composed, dealt, type Family } from './family';
import { DAY_MS, flow, HALF_HOUR_MS, HOUR_MS, look, MINUTE_MS, SECOND_MS, strongExport } from './flows';
import { legalTable, STRESSES, type Stress } from './table-grammar';
import { accepted, type Target, tableObjects } from './target';

const ACTIVE = 'secondary.export.table.active';
const PASSIVE = 'secondary.export.table.passive';
const ACTIVATION = 'secondary.export.table.activation';

export const writeTable = (table: object): Stimulus => ({ do: 'write', object: PASSIVE, value: table as never });
export const activate = (when: 'immediate' | 'never' | Ms): Stimulus => ({ do: 'write', object: ACTIVATION, value: when });

/** What a look at the tables adds to the registers. */
export const lookAtTables = (): Stimulus[] => look(ACTIVE, PASSIVE, ACTIVATION, 'secondary.import.table.active');

/** How a passive table becomes the active one, or does not. */
const WAYS_TO_ACTIVATE = [
  'immediate',
  'later',
  'past',
  'cancelled',
  'replaced',
  'over an outage',
  'over a clock set',
  'later',
] as const;
type WayToActivate = (typeof WAYS_TO_ACTIVATE)[number];

/** Each about a date of its own: a Monday, a season, the new year, a leap day. */
const STARTS = ['2026-03-02T06:00:00Z', '2026-07-01T06:00:00Z', '2026-12-30T06:00:00Z', '2028-02-27T06:00:00Z'];

/** Legal tables, up to every limit, that come into force in every way, with export on both sides of their switches. */
export const TABLES: Family = {
  name: 'tables',
  says: 'Legal switching tables up to every limit come into force in every way while the element exports.',
  targets: (meter) => [
    accepted(tableObjects(meter).passive, 'a legal table accepted'),
    ...['immediate', 'future', 'never'].map((kind) => activationWritten(meter, kind)),
    written(meter, 'a table of 16 days', ({ days }) => days.length === TABLE_LIMITS.days),
    written(meter, 'a day of 48 actions', ({ days }) =>
      days.some(({ actions }) => actions.length === TABLE_LIMITS.actionsPerDay),
    ),
    written(meter, 'a table of 4 seasons', ({ seasons }) => seasons.length === TABLE_LIMITS.seasons),
    written(meter, 'a table of 4 weeks', ({ weeks }) => weeks.length === TABLE_LIMITS.weeks),
    written(meter, 'a table of 50 special days', ({ specialDays }) => specialDays.length === TABLE_LIMITS.specialDays),
    written(meter, 'a day whose first action is not at 00:00', ({ days }) =>
      days.some(({ actions }) => actions[0]!.at !== '00:00:00'),
    ),
    written(meter, 'a switch off the half hours', ({ days }) =>
      days.some(({ actions }) => actions.some(({ at }) => !/:[03]0:00$/.test(at))),
    ),
    written(
      meter,
      'a table with special days that is removed again',
      ({ specialDays }) => specialDays.length > 0,
      (later) => later.specialDays.length === 0,
    ),
    ...[1, 2, 3, 4].map(countedIn),
  ],
  scenario: (meter, place) => {
    const startMs = Date.parse(STARTS[place % STARTS.length]!);
    const turns = dealt(WAYS_TO_ACTIVATE, place).map((way, i) =>
      turn(startMs, way, STRESSES[(2 * place + i) % STRESSES.length]!),
    );
    const last = turn(startMs, 'immediate', 'no special days');
    return fc.tuple(...turns, last).map((drawn) => {
      const title = 'Legal tables come into force while the element exports';
      return composed('tables', { title, start: startMs }, eachTurn(meter, startMs, drawn));
    });
  },
};

interface Turn {
  table: SwitchingTable;
  other: SwitchingTable;
  way: WayToActivate;
}

const turn = (startMs: Ms, way: WayToActivate, stressed: Stress): fc.Arbitrary<Turn> =>
  fc.record({ table: legalTable(startMs, stressed), other: legalTable(startMs), way: fc.constant(way) });

/** Each turn has a day and a half of its own, so that moments can be named before anything is played. */
const TURN_MS = 36 * HOUR_MS;
/** When the table of a turn comes into force where it does not at once. */
const LATER_MS = 4 * HOUR_MS + 7 * MINUTE_MS + 13 * SECOND_MS;
const MOST_SWITCHES = 4;

function eachTurn(meter: Declaration, startMs: Ms, turns: Turn[]): Stimulus[][] {
  let inForce = EMPTY_TABLE;
  return turns.map(({ table, other, way }, i) => {
    const fromMs = startMs + i * TURN_MS;
    const before = inForce;
    const neverTaken = way === 'cancelled' || (way === 'past' && meter.choices.pastActivation === 'refused');
    inForce = neverTaken ? before : way === 'replaced' ? other : table;
    return [
      ...importTable(meter, other),
      ...burst(meter),
      writeTable(table),
      ...burst(meter),
      ...activating(meter, way, fromMs, other),
      ...acrossSwitches(meter, inForce, fromMs + LATER_MS + HOUR_MS, fromMs + TURN_MS - HOUR_MS),
      { do: 'wait', until: { at: fromMs + TURN_MS } },
    ];
  });
}

/** The import's own table comes and goes beside that of export; where one rules both there is no other. */
const importTable = ({ choices }: Declaration, table: SwitchingTable): Stimulus[] =>
  choices.exportSwitchingTable === 'imports'
    ? []
    : [
        { do: 'write', object: 'secondary.import.table.passive', value: table as never },
        { do: 'write', object: 'secondary.import.table.activation', value: 'immediate' },
        ...look(ACTIVE, 'secondary.import.table.active'),
      ];

const burst = (meter: Declaration): Stimulus[] => [flow(strongExport(meter), MINUTE_MS), ...lookAtTables()];

function activating(meter: Declaration, way: WayToActivate, fromMs: Ms, other: SwitchingTable): Stimulus[] {
  const atMs = fromMs + LATER_MS;
  const over = [...across(meter, atMs, [-30 * SECOND_MS, 0]), ...across(meter, atMs + 2 * MINUTE_MS, [0, 30 * SECOND_MS])];
  switch (way) {
    case 'immediate':
      return [activate('immediate'), ...over];
    case 'later':
      return [activate(atMs), ...over];
    case 'past':
      return [activate(fromMs - DAY_MS), ...over];
    case 'cancelled':
      return [activate(atMs), activate('never'), ...over];
    case 'replaced':
      return [activate(atMs), ...burst(meter), writeTable(other), ...over];
    case 'over an outage':
      return [
        activate(atMs),
        { do: 'wait', until: { at: atMs - HALF_HOUR_MS } },
        { do: 'supply', on: false },
        { do: 'wait', until: { after: HALF_HOUR_MS + 5 * MINUTE_MS } },
        { do: 'supply', on: true },
        ...burst(meter),
      ];
    case 'over a clock set':
      return [
        activate(atMs),
        { do: 'wait', until: { at: atMs - 10 * MINUTE_MS } },
        { do: 'setClock', to: { at: atMs + MINUTE_MS } },
        ...burst(meter),
      ];
  }
}

/** Strong export before and after each of the first switches of a table, each side alone between two looks. */
export function acrossSwitches(
  meter: Declaration,
  table: SwitchingTable,
  fromMs: Ms,
  toMs: Ms,
  most = MOST_SWITCHES,
): Stimulus[] {
  const steps: Stimulus[] = [];
  let freeMs = fromMs;
  let told = 0;
  for (const { atMs } of rateSteps(table, fromMs, toMs, meter.choices).slice(1)) {
    if (atMs - freeMs < 4 * MINUTE_MS || told === most) continue;
    // One side of the switch each time: what a second may move then shows as a whole watt-hour.
    steps.push(...(told % 2 ? across(meter, atMs, [-30 * SECOND_MS, 0]) : across(meter, atMs, [0, 30 * SECOND_MS])));
    freeMs = atMs;
    told++;
  }
  return steps;
}

/** Strong export over some time around a moment, then a look. */
export function across(meter: Declaration, atMs: Ms, [from, to]: [Ms, Ms]): Stimulus[] {
  return [
    { do: 'wait', until: { at: atMs + from } },
    { do: 'flow', elements: strongExport(meter), until: { at: atMs + to } },
    ...lookAtTables(),
  ];
}

function activationWritten(meter: Declaration, kind: string): Target {
  const { activation } = tableObjects(meter);
  return {
    name: `activation ${kind === 'future' ? 'at a later time' : kind}`,
    reached: ({ trace }) =>
      trace.observations(activation).some(({ of, answer }) => {
        const stimulus = trace.stimulus(of)?.stimulus;
        return (
          'value' in answer &&
          stimulus?.do === 'write' &&
          (kind === 'future' ? typeof stimulus.value === 'number' : stimulus.value === kind)
        );
      }),
  };
}

/** An accepted table that is as asked; where `then` is given, another one after it that is as that asks. */
export function written(
  meter: Declaration,
  name: string,
  is: (table: SwitchingTable) => boolean,
  then?: (table: SwitchingTable) => boolean,
): Target {
  return {
    name,
    reached: (evidence) => {
      const tables = acceptedTables(evidence, tableObjects(meter).passive);
      const first = tables.findIndex(is);
      return first >= 0 && (!then || tables.slice(first + 1).some(then));
    },
  };
}

function acceptedTables(evidence: Evidence, passive: string): SwitchingTable[] {
  return evidence.trace
    .observations(passive)
    .filter(({ answer, of }) => 'value' in answer && evidence.trace.stimulus(of)?.stimulus.do === 'write')
    .map((record) => writtenValue(evidence, record) as unknown as SwitchingTable);
}

/** Energy that surely flowed while a rate was in force. */
const countedIn = (rate: number): Target => ({
  name: `export in rate ${rate}`,
  reached: ({ trace, ledger }) => {
    const { extent } = ledger.events;
    if (!extent || trace.length === 0) return false;
    const whole = (ms: Ms) => ({ fromMs: ms, toMs: ms });
    return (ledger.rates('export', whole(extent.fromMs), whole(extent.toMs))?.[rate - 1]?.lo ?? 0n) > 0n;
  },
});
