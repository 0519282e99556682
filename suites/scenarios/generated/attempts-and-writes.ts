import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { LIFE_CYCLE } from '../../../declaration/objects';
import type { ObjectName, Stimulus, Value } from '../../../trace/vocabulary';
import { composed, type Family, hand } from './family';
import { flow, HALF_HOUR_MS, look, MINUTE_MS, mpanObjects, REST, strongExport } from './flows';
import { accepted, happens, refused, type Target } from './target';

const START_MS = Date.parse('2026-02-05T12:00:00Z');

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const PROFILE = 'secondary.export.profile';

/** Everything that could be set back, and what a hostile hand would write there. */
const SETS: readonly [ObjectName, Value][] = [
  [REGISTER, 0],
  [RATES, [0, 0, 0, 0]],
  [PROFILE, []],
  ['primary.export.total', 0],
  ['secondary.import.total', 0],
];
const RESETS: readonly [ObjectName, string][] = [
  [REGISTER, 'reset'],
  [RATES, 'reset'],
  [PROFILE, 'reset'],
  [PROFILE, 'capture'],
  ['primary.export.total', 'reset'],
  ['daily.export', 'reset'],
];

/** Attempts and writes, legal and not, each in the middle of export and alone between two looks. */
export const ATTEMPTS_AND_WRITES: Family = {
  name: 'attempts-and-writes',
  says: 'Energy is set and reset from every association, contacts move, supplier and payment change, all under export.',
  targets: (meter) => [
    ...SETS.slice(0, 3).map(([object]) =>
      refused(`SET of ${object} refused`, (stimulus) => stimulus.do === 'write' && stimulus.object === shaped(meter, object)),
    ),
    ...RESETS.slice(0, 4).map(([object, method]) =>
      refused(
        `${method} of ${object} refused`,
        (stimulus) => stimulus.do === 'invoke' && stimulus.method === method && stimulus.object === shaped(meter, object),
      ),
    ),
    refused('an attempt of the public association refused', (stimulus) => 'as' in stimulus && stimulus.as === 'public'),
    invoked('contact of the secondary element opened', 'load.switch', 'open'),
    invoked('contact of the secondary element closed', 'load.switch', 'close'),
    ...Object.entries(LIFE_CYCLE).map(([object, method]) => invoked(`${object} changed`, object, method)),
    accepted('prepayment.balance', 'payment mode written'),
    happens('outage'),
  ],
  scenario: (meter, place) =>
    fc
      .record({ told: hand(toldActions(meter), place), strongMinutes: fc.integer({ min: 2, max: 6 }) })
      .map(({ told, strongMinutes }) => {
        const title = 'Attempts and writes, each in the middle of export and alone between two looks';
        const strong = flow(strongExport(meter), strongMinutes * MINUTE_MS);
        const lookAround = look(
          ...mpanObjects(meter),
          'load.switch',
          'prepayment.balance',
          'prepayment.debt',
          ...Object.keys(LIFE_CYCLE),
        );
        return composed('attempts-and-writes', { title, start: START_MS }, [
          [strong, ...lookAround],
          ...told.flatMap((action) => [
            [strong, ...action, strong, ...lookAround],
            // The half hour of each action is that of no other.
            [flow(REST, HALF_HOUR_MS)],
          ]),
        ]);
      }),
};

/** Where a meter keeps the half hours: an own object need not exist. */
const shaped = ({ choices }: Declaration, object: ObjectName): ObjectName =>
  object === PROFILE && choices.profileShape === 'extra-member' ? 'primary.export.profile' : object;

function toldActions(meter: Declaration): Stimulus[][] {
  const contact = (method: string): Stimulus => ({ do: 'invoke', object: 'load.switch', method, argument: 'secondary' });
  const strong = flow(strongExport(meter), 7 * MINUTE_MS);
  const off: Stimulus[] = [
    { do: 'supply', on: false },
    { do: 'wait', until: { after: 2 * MINUTE_MS } },
    { do: 'supply', on: true },
  ];
  const barred = (...more: Stimulus[]): Stimulus[] => [contact('open'), ...look(), ...more, strong, ...look(), contact('close')];
  const balance = (mode: string): Stimulus => ({
    do: 'write',
    object: 'prepayment.balance',
    value: { mode, milliPence: 500_000 },
  });
  const publicly = meter.associations.includes('public') ? ({ as: 'public' } as const) : {};
  return [
    ...SETS.map(([object, value]): Stimulus[] => [
      { do: 'write', object, value },
      { do: 'write', object, value, ...publicly },
    ]),
    ...RESETS.map(([object, method]): Stimulus[] => [
      { do: 'invoke', object, method },
      { do: 'invoke', object, method, ...publicly },
    ]),
    // As a supplier's balance is spent: closed again within the half hour, open over the end of one, over an outage.
    [contact('open'), flow(REST, MINUTE_MS), contact('close')],
    barred({ do: 'flow', elements: strongExport(meter), until: { next: 'halfHour', plus: 10 * MINUTE_MS } }),
    barred(...off),
    [
      { do: 'invoke', object: 'load.switch', method: 'open' },
      ...look(),
      strong,
      ...look(),
      { do: 'invoke', object: 'load.switch', method: 'close' },
    ],
    [balance('prepayment')],
    [balance('prepayment'), balance('credit')],
    [{ do: 'write', object: 'prepayment.debt', value: { milliPence: 120_000 } }],
    off,
    ...Object.entries(LIFE_CYCLE).map(([object, method]): Stimulus[] => [{ do: 'invoke', object, method, argument: 'another' }]),
  ];
}

const invoked = (name: string, object: ObjectName, method: string): Target => ({
  name,
  reached: ({ trace }) =>
    trace.observations(object).some(({ of, answer }) => {
      const stimulus = trace.stimulus(of)?.stimulus;
      return 'value' in answer && stimulus?.do === 'invoke' && stimulus.method === method;
    }),
});
