import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Boundary, Ms, Stimulus, When } from '../../../trace/vocabulary';
import { meterTime } from '../../requirements/meter-time';
import type { Evidence } from '../../requirements/requirement';
import { composed, type Family, hand } from './family';
import { DAY_MS, flow, HALF_HOUR_MS, look, MINUTE_MS, REST, SECOND_MS, strongExport } from './flows';
import { outage, played, stretches, type Target } from './target';

const OFFSETS_S = [0, 1, -1, 2, -2, 10, -10];
const OUTAGES_S = [0, 1, -1, 2, -2];
const BOUNDARIES = ['halfHour', 'midnight', 'rateSwitch', 'activation'] as const;
const NAMES: Record<(typeof BOUNDARIES)[number], string> = {
  halfHour: 'a half hour',
  midnight: 'midnight',
  rateSwitch: 'a rate switch',
  activation: 'an activation',
};

/** What meets the boundary; each alone between two looks, with power on one side only wherever a second has to be told. */
type Kind = 'begins' | 'ends' | 'reverses' | 'outage' | 'clockSet';

interface Edge {
  boundary: Boundary;
  offsetMs: Ms;
  kind: Kind;
}

/** Flow that begins, ends or turns within seconds of a boundary of meter time; supply and clock too. */
export const EDGES: Family = {
  name: 'edges',
  says: 'Flow, supply and clock change within seconds of a half hour, midnight, rate switch or activation.',
  targets: () => [
    ...BOUNDARIES.flatMap((boundary) => OFFSETS_S.map((offsetS) => exportEdge(boundary, offsetS))),
    ...OUTAGES_S.map(supplyLost),
    outage('an outage of one second', (lastsMs) => lastsMs === SECOND_MS),
    { name: 'a clock set that lands within 10 s of a half hour', reached: landsOnHalfHour },
  ],
  scenario: (meter, place) =>
    fc
      .record({
        start: fc.constantFrom('2026-03-02T21:40:00Z', '2026-06-30T21:40:00Z', '2026-12-31T21:40:00Z', '2028-02-28T21:40:00Z'),
        activations: hand(OFFSETS_S, place),
        edges: hand(COMBINATIONS, place),
        outages: hand(OUTAGES_S, place),
        kinds: fc.array(fc.constantFrom<Kind[]>('begins', 'ends', 'begins', 'ends', 'reverses', 'outage'), {
          minLength: 9,
          maxLength: 9,
        }),
        set: fc.constantFrom(...OFFSETS_S),
      })
      .map(({ start, activations, edges, outages, kinds, set }) => {
        const startMs = Date.parse(start);
        return composed('edges', { title: 'Flow, supply and clock change at the edges of meter time', start: startMs }, [
          tableSteps(0, 'immediate'),
          ...activations.map((offsetS, i) => [
            ...tableSteps(i + 1, startMs + (10 * i + 7) * MINUTE_MS + HALF_HOUR_MS),
            ...meeting(meter, { boundary: 'activation', offsetMs: offsetS * SECOND_MS, kind: i % 2 ? 'ends' : 'begins' }),
          ]),
          ...outages.map((offsetS) => meeting(meter, { boundary: 'halfHour', offsetMs: offsetS * SECOND_MS, kind: 'outage' })),
          meeting(meter, { boundary: 'halfHour', offsetMs: set * SECOND_MS, kind: 'clockSet' }),
          ...edges.map((edge, i) => meeting(meter, { ...edge, kind: kinds[i]! })),
        ]);
      }),
};

const COMBINATIONS = BOUNDARIES.filter((boundary) => boundary !== 'activation').flatMap((boundary) =>
  OFFSETS_S.map((offsetS) => ({ boundary, offsetMs: offsetS * SECOND_MS })),
);

/** Everything that happens at one boundary. Boundaries are ten minutes apart, so that the next one is never missed. */
function meeting(meter: Declaration, { boundary, offsetMs, kind }: Edge): Stimulus[] {
  const strong = strongExport(meter);
  const at = (ms: Ms): When => ({ next: boundary, plus: ms });
  const early: Stimulus = { do: 'wait', until: at(Math.min(offsetMs, 0) - MINUTE_MS) };
  const backwards = { ...REST, secondary: { activeMw: 0 - strong.secondary!.activeMw } };
  switch (kind) {
    case 'begins':
      return [{ do: 'wait', until: at(offsetMs) }, flow(strong, MINUTE_MS), ...look()];
    case 'ends':
      return [early, { do: 'flow', elements: strong, until: at(offsetMs) }, ...look()];
    case 'reverses':
      return [early, { do: 'flow', elements: backwards, until: at(offsetMs) }, flow(strong, MINUTE_MS), ...look()];
    case 'outage':
      return [
        early,
        { do: 'flow', elements: strong, until: at(offsetMs) },
        { do: 'supply', on: false },
        { do: 'wait', until: { after: SECOND_MS } },
        { do: 'supply', on: true },
        flow(strong, MINUTE_MS),
        ...look(),
      ];
    case 'clockSet':
      return [early, flow(strong, 10 * SECOND_MS), { do: 'setClock', to: at(offsetMs) }, flow(strong, MINUTE_MS), ...look()];
  }
}

/** A day of switches at the tens of minutes, each time with other rates: the nth turns them on by n. */
function turningTable(n: number): SwitchingTable {
  const times = ['00:00:00', '00:20:00', '04:10:00', '09:30:00', '13:50:00', '17:00:00', '20:40:00', '22:30:00'];
  return {
    seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
    weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
    days: [{ id: 1, actions: times.map((at, i) => ({ at, rate: ((i + n) % 4) + 1 })) }],
    specialDays: [],
  };
}

const tableSteps = (n: number, activation: 'immediate' | Ms): Stimulus[] => [
  { do: 'write', object: 'secondary.export.table.passive', value: turningTable(n) as never },
  { do: 'write', object: 'secondary.export.table.activation', value: activation },
];

/** Export that begins or ends so many seconds from a boundary. */
function exportEdge(boundary: (typeof BOUNDARIES)[number], offsetS: number): Target {
  return {
    name: `export begins or ends ${from(offsetS)} ${NAMES[boundary]}`,
    reached: (evidence) => {
      const exporting = stretches(evidence).filter(({ activeMw }) => activeMw.secondary < 0);
      const edges = new Set(exporting.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
      return boundaries(evidence, boundary).some((isOne) => [...edges].some((ms) => isOne(ms - offsetS * SECOND_MS)));
    },
  };
}

const from = (offsetS: number) => (offsetS === 0 ? 'at' : `${Math.abs(offsetS)} s ${offsetS < 0 ? 'before' : 'after'}`);

/** Midnight and half hours by the clock; a rate switch or an activation where the script waited for one by name. */
function boundaries(evidence: Evidence, boundary: Boundary): ((ms: Ms) => boolean)[] {
  if (boundary === 'midnight') return [(ms) => ms % DAY_MS === 0];
  if (boundary === 'halfHour') return [(ms) => ms % HALF_HOUR_MS === 0 && ms % DAY_MS !== 0];
  return played(evidence).flatMap(({ stimulus, untilMs }) => {
    const until = stimulus.do === 'flow' || stimulus.do === 'wait' ? stimulus.until : undefined;
    if (untilMs === undefined || !until || !('next' in until) || until.next !== boundary) return [];
    const named = meterTime(evidence, { fromMs: untilMs, toMs: untilMs }).fromMs - (until.plus ?? 0);
    return [(ms: Ms) => ms === named];
  });
}

function supplyLost(offsetS: number): Target {
  return outage(`supply lost ${from(offsetS)} a half hour`, (_, fromMs) => (fromMs - offsetS * SECOND_MS) % HALF_HOUR_MS === 0);
}

const landsOnHalfHour = ({ ledger }: Evidence) =>
  ledger.events.clockSets.some(({ meterMs = Number.NaN }) => Math.abs(((meterMs + 10_000) % HALF_HOUR_MS) - 10_000) <= 10_000);
