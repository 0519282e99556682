import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { LifeStep, Ms, Stimulus, When } from '../../../trace/vocabulary';
import { meterTime } from '../../requirements/meter-time';
import type { Evidence } from '../../requirements/requirement';
import { composed, dealt, type Family } from './family';
import {
  atMost,
  DAY_MS,
  flow,
  HALF_HOUR_MS,
  HOUR_MS,
  look,
  MINUTE_MS,
  mpanObjects,
  power,
  REST,
  SECOND_MS,
  strongExport,
} from './flows';
import { legalTable } from './table-grammar';
import { happens, refused, type Target } from './target';

const START_MS = Date.parse('2026-08-31T20:10:00Z');

/** When the new image is activated. */
const MOMENTS: readonly { name: string; at: When; is(ofDayMs: Ms): boolean }[] = [
  {
    name: 'in mid half hour',
    at: { after: 7 * MINUTE_MS },
    is: (ms) => ms % HALF_HOUR_MS > MINUTE_MS && ms % HALF_HOUR_MS < HALF_HOUR_MS - MINUTE_MS,
  },
  { name: 'on a half hour', at: { next: 'halfHour' }, is: (ms) => ms % HALF_HOUR_MS === 0 && ms !== 0 },
  { name: 'at midnight', at: { next: 'midnight' }, is: (ms) => ms === 0 },
  { name: 'a second before midnight', at: { next: 'midnight', plus: -SECOND_MS }, is: (ms) => ms === DAY_MS - SECOND_MS },
];

const EXISTING = [
  'import.profile',
  'primary.export.profile',
  'primary.import.rates',
  'import.mpan',
  'primary.export.mpan',
  'daily.import',
  'secondary.import.table.active',
  'secondary.import.table.passive',
  'secondary.import.table.activation',
];

/** A meter with firmware of today and a life behind it gets DP184, and later the next firmware: nothing that it holds may change. */
export const UPGRADES: Family = {
  name: 'upgrades',
  says: 'A meter of today with a life behind it is upgraded to DP184 at every kind of moment, and once more later.',
  targets: () => [
    ...MOMENTS.map(({ name, is }): Target => ({ name: `upgraded ${name}`, reached: (evidence) => activatedAt(evidence, is) })),
    refused('a corrupt image refused', (stimulus) => stimulus.do === 'invoke' && stimulus.object === 'firmware'),
    { name: 'supply lost during the upgrade', reached: lostDuring },
    { name: 'upgraded twice', reached: ({ ledger }) => ledger.events.activations.length >= 2 },
    { name: 'export after the upgrade', reached: exportsAfter },
    happens('outage'),
  ],
  scenario: (meter, place) => {
    const [moment] = dealt(MOMENTS, place) as [(typeof MOMENTS)[number]];
    return fc
      .record({
        before: life(meter),
        table: legalTable(START_MS),
        digits: fc.stringMatching(/^[0-9]{13}$/),
        lost: fc.constant(place % 2 === 1),
        corrupt: fc.constant(place % 2 === 0),
        later: power(meter, 'secondary'),
      })
      .map(({ before, table, digits, lost, corrupt, later }) => {
        const title = 'A meter of today with a life behind it is upgraded, and upgraded again';
        return composed('upgrades', { title, start: START_MS, firmware: 'today', before }, [
          today(meter, table, digits),
          ...(corrupt ? [[...image('corrupt'), ...look()]] : []),
          [{ do: 'write', object: 'firmware.image', value: 'dp184' }],
          [{ do: 'flow', elements: flowsOfToday(meter), until: moment.at }, activation],
          ...(lost
            ? [
                [
                  { do: 'supply', on: false },
                  { do: 'wait', until: { after: SECOND_MS } },
                  { do: 'supply', on: true },
                ] as Stimulus[],
              ]
            : []),
          [flow(REST, HALF_HOUR_MS), ...look(...EXISTING, ...mpanObjects(meter))],
          [flow(strongExport(meter), 10 * MINUTE_MS), ...look('secondary.export.profile')],
          [flow({ secondary: { activeMw: later } }, HALF_HOUR_MS), ...look()],
          [...image('dp184-next'), flow(REST, HALF_HOUR_MS), ...look(...EXISTING, 'secondary.export.profile')],
          [flow(strongExport(meter), 10 * MINUTE_MS), ...look()],
        ]);
      });
  },
};

const activation: Stimulus = { do: 'invoke', object: 'firmware', method: 'activate' };
const image = (name: string): Stimulus[] => [{ do: 'write', object: 'firmware.image', value: name }, activation];

const flowsOfToday = (meter: Declaration) => ({
  primary: { activeMw: 500_000 },
  secondary: { activeMw: atMost(meter, 'secondary', 1_800_000) },
});

/** What a meter of today holds that an upgrade must not touch: energy, MPANs, tables and one that waits to come into force. */
const today = (meter: Declaration, table: object, digits: string): Stimulus[] => [
  flow(flowsOfToday(meter), 20 * MINUTE_MS),
  { do: 'write', object: 'import.mpan', value: { octets: Buffer.from(digits).toString('hex') } },
  { do: 'write', object: 'secondary.import.table.passive', value: table as never },
  { do: 'write', object: 'secondary.import.table.activation', value: START_MS + 2 * DAY_MS },
  ...look(...EXISTING),
];

/** Some hours to days of flow, on both elements and in both directions, now and then with a gap. */
function life(meter: Declaration): fc.Arbitrary<LifeStep[]> {
  const spell = fc
    .tuple(power(meter, 'primary'), power(meter, 'secondary'), fc.integer({ min: 1, max: 20 }))
    .map(([primary, secondary, halfHours]): LifeStep[] => [
      {
        do: 'flow',
        elements: { primary: { activeMw: primary }, secondary: { activeMw: secondary } },
        until: { after: halfHours * HALF_HOUR_MS },
      },
    ]);
  const gap = fc.integer({ min: 1, max: 4 }).map((hours): LifeStep[] => [
    { do: 'supply', on: false },
    { do: 'wait', until: { after: hours * HOUR_MS } },
    { do: 'supply', on: true },
  ]);
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: spell }, { weight: 1, arbitrary: gap }), { minLength: 2, maxLength: 8 })
    .map((parts) => [...parts.flat(), { do: 'wait', until: { after: HALF_HOUR_MS } }]);
}

const activatedAt = (evidence: Evidence, is: (ofDayMs: Ms) => boolean): boolean => {
  const [first] = evidence.ledger.events.activations;
  return first !== undefined && is(meterTime(evidence, first.when).fromMs % DAY_MS);
};

const lostDuring = ({ ledger, meter }: Evidence): boolean =>
  ledger.events.outages.some(({ off }) =>
    ledger.events.activations.some(
      ({ when }) => when.fromMs <= off.fromMs && off.fromMs <= when.toMs + meter.choices.activationGapMs,
    ),
  );

const exportsAfter = ({ trace, ledger }: Evidence): boolean => {
  const [first] = ledger.events.activations;
  return (
    first !== undefined &&
    trace.of('effect').some(({ seq, energy }) => seq > first.seq && energy?.secondary?.export !== undefined)
  );
};
