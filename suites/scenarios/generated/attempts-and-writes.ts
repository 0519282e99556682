import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { LIFE_CYCLE } from '../../../declaration/objects';
import type { ObjectName, Stimulus, Value } from '../../../trace/vocabulary';
import { composed, type Family, hand } from './family';
import { atMost, flow, HALF_HOUR_MS, look, MINUTE_MS, mpanObjects, REST, reads, strongExport } from './flows';
import { accepted, happens, refused, type Target } from './target';

/** An hour before a month ends: by the time of the attempts every log has a row to lose. */
const START_MS = Date.parse('2026-04-30T23:00:00Z');

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const PROFILE = 'secondary.export.profile';
const REGISTERS = [
  REGISTER,
  RATES,
  'primary.export.total',
  'secondary.import.total',
  'primary.import.total',
  'primary.import.rates',
];
const LOGS = [PROFILE, 'import.profile', 'primary.export.profile', 'daily.import', 'daily.export', 'billing.import'];

type Attempt = Extract<Stimulus, { do: 'write' | 'invoke' }>;
const set = (object: ObjectName, value: Value): Attempt => ({ do: 'write', object, value });
const invoke = (object: ObjectName, method: string): Attempt => ({ do: 'invoke', object, method });

/** Everything recorded that could be set back, and what a hostile hand would write there; the secondary export first. */
const ATTEMPTS: readonly Attempt[] = [
  set(REGISTER, 0),
  set(RATES, [0, 0, 0, 0]),
  set(PROFILE, []),
  invoke(REGISTER, 'reset'),
  invoke(RATES, 'reset'),
  invoke(PROFILE, 'reset'),
  invoke(PROFILE, 'capture'),
  ...REGISTERS.slice(2).map((object) => invoke(object, 'reset')),
  ...LOGS.slice(1).flatMap((object) => [invoke(object, 'reset'), invoke(object, 'capture'), set(object, [])]),
  set('primary.export.total', 7),
];

/** What only a supplier may change, tried by anybody. */
const CHANGES: readonly Attempt[] = [
  set('secondary.export.mpan', { octets: Buffer.from('1030006718997').toString('hex') }),
  set('primary.export.mpan', { octets: Buffer.from('1030006718997').toString('hex') }),
  invoke('load.switch', 'open'),
  set('secondary.export.table.activation', 'never'),
  set('prepayment.balance', { mode: 'prepayment', milliPence: 0 }),
  set('firmware.image', 'dp184-next'),
  invoke('firmware', 'activate'),
  set('import.mpan', { octets: Buffer.from('1030006718997').toString('hex') }),
];

/** Attempts and writes, legal and not, each in the middle of export and alone between two looks. */
export const ATTEMPTS_AND_WRITES: Family = {
  name: 'attempts-and-writes',
  says: 'Energy is set and reset from every association, contacts move, supplier and payment change, all under export.',
  targets: (meter) => [
    ...ATTEMPTS.slice(0, 7).map((attempt) => refusedAttempt(meter, attempt)),
    ...(speaksPublicly(meter)
      ? [refused('an attempt of the public association refused', (stimulus) => 'as' in stimulus && stimulus.as === 'public')]
      : []),
    invoked('contact of the secondary element opened', 'load.switch', 'open'),
    invoked('contact of the secondary element closed', 'load.switch', 'close'),
    ...Object.entries(LIFE_CYCLE).map(([object, method]) => invoked(`${object} changed`, object, method)),
    accepted('prepayment.balance', 'payment mode written'),
    happens('outage'),
  ],
  scenario: (meter, place) =>
    fc
      .record({
        told: hand(toldActions(meter), place),
        attempts: hand(ATTEMPTS, place),
        changes: hand(CHANGES, place),
        strongMinutes: fc.integer({ min: 2, max: 6 }),
      })
      .map(({ told, attempts, changes, strongMinutes }) => {
        const title = 'Attempts and writes, each in the middle of export and alone between two looks';
        const strong = flow(strongExport(meter), strongMinutes * MINUTE_MS);
        const lookAround = look(
          ...mpanObjects(meter),
          'load.switch',
          'prepayment.balance',
          'prepayment.debt',
          ...Object.keys(LIFE_CYCLE),
        );
        const tried = [...attempts, ...changes.map((change) => ({ ...change, as: 'public' as const }))];
        return composed('attempts-and-writes', { title, start: START_MS }, [
          everythingRecorded(meter),
          ...tried.map((attempt) => [
            ...byEverybody(meter, attempt),
            { do: 'wait', until: { after: LAG_MS } } as Stimulus,
            ...reads(...REGISTERS, ...LOGS, ...mpanObjects(meter)),
          ]),
          [strong, ...lookAround],
          ...told.flatMap((action) => [
            [strong, ...action, strong, ...lookAround],
            // The half hour of each action is that of no other.
            [flow(REST, HALF_HOUR_MS)],
          ]),
        ]);
      }),
};

/** Longer than a register may lag. */
const LAG_MS = 30_000;

/** Both elements in both directions until after midnight, so that there is something of everything. */
const everythingRecorded = (meter: Declaration): Stimulus[] => [
  flow(
    {
      primary: { activeMw: atMost(meter, 'primary', 2_000_000) },
      secondary: { activeMw: atMost(meter, 'secondary', 1_000_000) },
    },
    HALF_HOUR_MS / 2,
  ),
  flow({ primary: { activeMw: 0 - atMost(meter, 'primary', 2_000_000) }, secondary: { activeMw: 0 } }, HALF_HOUR_MS / 2),
  { do: 'flow', elements: strongExport(meter), until: { next: 'midnight' } },
  ...look(...REGISTERS.slice(-1), ...LOGS, ...mpanObjects(meter)),
];

const speaksPublicly = ({ associations }: Declaration): boolean => associations.includes('public');

/** An attempt by management and by the public association; a public one alone where it is nobody else's to refuse. */
function byEverybody(meter: Declaration, attempt: Attempt): Stimulus[] {
  if (attempt.as === 'public') return speaksPublicly(meter) ? [attempt] : [];
  if (!speaksPublicly(meter)) return [attempt];
  return [attempt, { ...attempt, as: 'public' }, { do: 'read', object: attempt.object, as: 'public' }];
}

const refusedAttempt = (meter: Declaration, attempt: Attempt): Target => {
  const object = shaped(meter, attempt.object);
  const method = attempt.do === 'invoke' ? attempt.method : undefined;
  return refused(`${method ?? 'SET'} of ${attempt.object} refused`, (stimulus) => {
    if (stimulus.do !== attempt.do || stimulus.object !== object) return false;
    return stimulus.do !== 'invoke' || stimulus.method === method;
  });
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
  return [
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
