import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { exportMpan } from '../../../declaration/objects';
import type { ObjectName, Stimulus, Value } from '../../../trace/vocabulary';
import { acceptedWrites, readings } from '../../requirements/readings';
import { composed, dealt, type Family, hand } from './family';
import { flow, look, MINUTE_MS, mpanObjects, strongExport } from './flows';
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

/** Writes and invocations, legal and not, each in the middle of export and alone between two looks. */
export const ATTEMPTS_AND_WRITES: Family = {
  name: 'attempts-and-writes',
  says: 'Energy is set and reset, MPANs of every length are written, contacts and payment mode change, all under export.',
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
    ...mpanObjects(meter).flatMap((object) => [
      accepted(object),
      readBack(object),
      ...['too short', 'too long'].map((how) => wrongLength(meter, object, how === 'too short')),
    ]),
    {
      name: 'MPAN written with a wrong check digit',
      reached: ({ trace }) =>
        trace.observations(exportMpan(meter.choices).object).some(({ of }) => wrongDigit(trace.stimulus(of)?.stimulus)),
    },
    invoked('contact of the secondary element opened', 'open'),
    invoked('contact of the secondary element closed', 'close'),
    accepted('prepayment.balance', 'payment mode written'),
    happens('outage'),
  ],
  scenario: (meter, place) =>
    fc
      .record({
        told: hand(toldActions(meter), place),
        mpans: fc.tuple(...dealt(mpanWrites(meter), place), anyMpanWrite(meter)),
      })
      .map(({ told, mpans }) => {
        const title = 'Attempts and writes, each in the middle of export and alone between two looks';
        const parts = [...interleaved(told, mpans)].map((action) => underExport(meter, action));
        return composed('attempts-and-writes', { title, start: START_MS }, [look(...mpanObjects(meter)), ...parts]);
      }),
};

/** Twice a minute of strong export with the action between. */
function underExport(meter: Declaration, action: Stimulus[]): Stimulus[] {
  const strong = flow(strongExport(meter), MINUTE_MS);
  return [
    strong,
    ...action,
    strong,
    ...look(...mpanObjects(meter), 'load.switch', 'prepayment.balance', 'prepayment.debt', 'events'),
  ];
}

/** Where a meter keeps the half hours: an own object need not exist. */
const shaped = ({ choices }: Declaration, object: ObjectName): ObjectName =>
  object === PROFILE && choices.profileShape === 'extra-member' ? 'primary.export.profile' : object;

function toldActions(meter: Declaration): Stimulus[][] {
  const contact = (method: string): Stimulus => ({ do: 'invoke', object: 'load.switch', method, argument: 'secondary' });
  const strong = flow(strongExport(meter), MINUTE_MS);
  return [
    ...SETS.map(([object, value]): Stimulus[] => [{ do: 'write', object, value }]),
    ...RESETS.map(([object, method]): Stimulus[] => [{ do: 'invoke', object, method }]),
    [contact('open'), strong, contact('close')],
    [
      contact('open'),
      { do: 'supply', on: false },
      { do: 'wait', until: { after: MINUTE_MS } },
      { do: 'supply', on: true },
      strong,
      contact('close'),
    ],
    [{ do: 'write', object: 'prepayment.balance', value: { mode: 'prepayment', milliPence: 500_000 } }],
    [{ do: 'write', object: 'prepayment.balance', value: { mode: 'credit', milliPence: 0 } }],
    [{ do: 'write', object: 'prepayment.debt', value: { milliPence: 120_000 } }],
    [
      { do: 'supply', on: false },
      { do: 'wait', until: { after: 2 * MINUTE_MS } },
      { do: 'supply', on: true },
    ],
  ];
}

const digits = fc.stringMatching(/^[0-9]{30}$/);
const mpanOf = (object: ObjectName, octets: string): Stimulus[] => [
  { do: 'write', object, value: { octets: Buffer.from(octets).toString('hex') } },
];

/** Every MPAN object with a legal length, one that is too short and one that is too long; check digits as they come. */
function mpanWrites(meter: Declaration): fc.Arbitrary<Stimulus[]>[] {
  return mpanObjects(meter).flatMap((object) => {
    const most = mostOctets(meter, object);
    const lengths = [fc.constant(most), fc.integer({ min: 0, max: 12 }), fc.integer({ min: most + 1, max: 30 })];
    return lengths.map((length) => fc.tuple(length, digits).map(([of, text]) => mpanOf(object, text.slice(0, of))));
  });
}

/** The Export MPAN with any length at all, and with what is no digit. */
const anyMpanWrite = (meter: Declaration): fc.Arbitrary<Stimulus[]> =>
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), digits, fc.constantFrom('', 'A', ' ', '\0'))
    .map(([length, text, odd]) => mpanOf(exportMpan(meter.choices).object, `${odd}${text}`.slice(0, length)));

/** Octets of an MPAN object that holds as many MPANs as it can. */
const mostOctets = ({ choices }: Declaration, object: ObjectName): number =>
  object === 'import.mpan' || (choices.exportMpanLayout === 'combined-26' && object === 'primary.export.mpan') ? 26 : 13;

function* interleaved<T>(left: readonly T[], right: readonly T[]): Iterable<T> {
  for (let i = 0; i < Math.max(left.length, right.length); i++) yield* [left[i], right[i]].filter((one) => one !== undefined);
}

const octetsOf = (stimulus: Stimulus | undefined): string | undefined =>
  stimulus?.do === 'write' ? ((stimulus.value ?? {}) as { octets?: string }).octets : undefined;

const readBack = (object: ObjectName): Target => ({
  name: `${object} read back`,
  reached: (evidence) =>
    acceptedWrites(evidence, object).some(({ seq }) => readings(evidence, object).some(({ record }) => record.seq > seq)),
});

/** Shorter than the shortest legal MPAN, or longer than what the object holds. */
function wrongLength(meter: Declaration, object: ObjectName, short: boolean): Target {
  const most = mostOctets(meter, object);
  return refused(`${object} ${short ? 'too short' : 'too long'}, refused`, (stimulus) => {
    const octets = 'object' in stimulus && stimulus.object === object ? octetsOf(stimulus) : undefined;
    return octets !== undefined && (short ? octets.length < 26 : octets.length > 2 * most);
  });
}

/** An MPAN's last digit is the sum of its digits by primes, modulo 11 and modulo 10; meters have to take any. */
function wrongDigit(stimulus: Stimulus | undefined): boolean {
  const digits = [
    ...Buffer.from(octetsOf(stimulus) ?? '', 'hex')
      .toString()
      .slice(0, 13),
  ].map(Number);
  if (digits.length !== 13) return false;
  const primes = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];
  return (primes.reduce((sum, prime, i) => sum + prime * digits[i]!, 0) % 11) % 10 !== digits[12];
}

const invoked = (name: string, method: string): Target => ({
  name,
  reached: ({ trace }) =>
    trace.observations('load.switch').some(({ of, answer }) => {
      const stimulus = trace.stimulus(of)?.stimulus;
      return 'value' in answer && stimulus?.do === 'invoke' && stimulus.method === method;
    }),
});
