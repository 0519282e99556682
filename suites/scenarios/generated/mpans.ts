import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import { exportMpan, LIFE_CYCLE } from '../../../declaration/objects';
import type { Ms, ObjectName, Stimulus } from '../../../trace/vocabulary';
import { acceptedWrites, readings } from '../../requirements/readings';
import { composed, dealt, type Family } from './family';
import { flow, look, MINUTE_MS, mpanObjects, REST, reads, strongExport } from './flows';
import { legalTable } from './table-grammar';
import { activate, writeTable } from './tables';
import { accepted, refused, type Target } from './target';

const START_MS = Date.parse('2026-02-11T12:00:00Z');

/** Longest MPAN that is tried, octets. */
const LONGEST = 30;
/** After how many milliseconds of a write the supply is lost. */
const CUTS_MS: Ms[] = [10, 0, 5, 500];
const LENGTHS = [12, 14, 26, 0, 25, 27, 15, 1];

/** Export MPANs of every kind and length, written whole and cut off, kept over whatever else is written. */
export const MPANS: Family = {
  name: 'mpans',
  says: 'MPANs of every length and kind are written under export, cut off, and kept over all that else is written.',
  targets: (meter) => [
    ...mpanObjects(meter).flatMap((object) => [
      accepted(object),
      readBack(object),
      ...[true, false].map((short) => wrongLength(meter, object, short)),
    ]),
    ...LENGTHS.slice(0, 2).map((length) =>
      writtenTo(meter, `an Export MPAN of ${length} octets`, (text) => text.length === length),
    ),
    writtenTo(meter, 'an Export MPAN with leading zeros', (text) => exportPart(meter, text).startsWith('00')),
    writtenTo(meter, 'an Export MPAN of other than digits', (text) => !/^\d*$/.test(text)),
    writtenTo(meter, 'an Export MPAN with a wrong check digit', (text) => hasWrongDigit(exportPart(meter, text))),
    writtenTo(
      meter,
      'an Export MPAN whose check digit 0 is of remainder 10',
      (text) => remainder(exportPart(meter, text)) === 10 && text.endsWith('0'),
    ),
    ...CUTS_MS.map(cutAfter),
  ],
  scenario: (meter, place) => {
    const kinds = valuesOf(meter);
    return fc
      .record({
        values: fc.tuple(...dealt([...kinds, ...wrongLengths(meter)], place)),
        all: fc.tuple(...mpanObjects(meter).map((object) => digits(mostOctets(meter, object)))),
        next: digits(exportOctets(meter)),
        cutMs: fc.constant(CUTS_MS[place % CUTS_MS.length]!),
        table: legalTable(START_MS),
      })
      .map(({ values, all, next, cutMs, table }) => {
        const title = 'MPANs of every kind and length, written whole and cut off under export';
        const { object } = exportMpan(meter.choices);
        const written = (step: Stimulus) => [
          flow(strongExport(meter), MINUTE_MS),
          step,
          flow(strongExport(meter), MINUTE_MS),
          ...look(...mpanObjects(meter)),
        ];
        const readAll = reads(...mpanObjects(meter));
        return composed('mpans', { title, start: START_MS }, [
          mpanObjects(meter).map((one, i) => mpanWrite(one, all[i]!)),
          [flow(REST, MINUTE_MS), ...readAll],
          ...values.map(({ to, text }) => [...written(mpanWrite(to, text))]),
          [mpanWrite(object, all.at(-1)!.slice(-exportOctets(meter))), flow(REST, MINUTE_MS), ...readAll],
          [
            mpanWrite(object, next),
            { do: 'wait', until: { after: cutMs } },
            { do: 'supply', on: false },
            { do: 'wait', until: { after: MINUTE_MS } },
            { do: 'supply', on: true },
            flow(REST, MINUTE_MS),
            ...readAll,
          ],
          [mpanWrite(object, next), flow(REST, MINUTE_MS), ...readAll],
          ...[writeTable(table), activate('immediate'), ...lifeCycle].map(written),
          [...look(), ...bursts(meter, object, next), ...look()],
        ]);
      });
  },
};

const lifeCycle = Object.entries(LIFE_CYCLE).map(
  ([object, method]): Stimulus => ({ do: 'invoke', object, method, argument: 'another' }),
);

/** Less than a watt-hour of export between two writes, so that a meter which drops it at each counts nothing. */
const bursts = (meter: Declaration, object: ObjectName, text: string): Stimulus[] =>
  Array.from({ length: 12 }, (): Stimulus[] => [flow(lessThanAWattHour(meter), 900), mpanWrite(object, text)]).flat();

const lessThanAWattHour = (meter: Declaration) => ({
  secondary: { activeMw: Math.max(strongExport(meter).secondary!.activeMw, -3_600_000) },
});

/** A write of an MPAN object with the octets of a text. */
export const mpanWrite = (object: ObjectName, text: string): Stimulus => ({
  do: 'write',
  object,
  value: { octets: Buffer.from(text, 'latin1').toString('hex') },
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${LONGEST}}$`)).map((text) => text.slice(0, length));

/** Octets of an MPAN object that holds as many MPANs as it can. */
export const mostOctets = ({ choices }: Declaration, object: ObjectName): number =>
  object === 'import.mpan' || (choices.exportMpanLayout === 'combined-26' && object === 'primary.export.mpan') ? 26 : 13;

const exportOctets = (meter: Declaration): number => mostOctets(meter, exportMpan(meter.choices).object);

/** The secondary Export MPAN within what its object holds. */
const exportPart = ({ choices }: Declaration, text: string): string =>
  text.slice(exportMpan(choices).from, exportMpan(choices).to);

interface Written {
  to: ObjectName;
  text: string;
}

/** Export MPANs of thirteen octets that some meter takes for something else. */
function valuesOf(meter: Declaration): fc.Arbitrary<Written>[] {
  const { object: to, from } = exportMpan(meter.choices);
  const before = digits(from);
  const kinds = [
    digits(11).map((text) => `00${text}`),
    digits(12).map((text) => `${text} `),
    digits(12).map((text) => `A${text}`),
    digits(12).map((text) => `${text}\0`),
    fc.constant('1892941794350'),
    digits(13),
    digits(11).map((text) => `${text}  `),
    digits(13),
  ];
  return kinds.map((kind) => fc.tuple(before, kind).map(([first, text]) => ({ to, text: first + text })));
}

/** Lengths that no layout knows, on every object; the Export MPAN's own first. */
function wrongLengths(meter: Declaration): fc.Arbitrary<Written>[] {
  const { object } = exportMpan(meter.choices);
  const to = (one: ObjectName, length: fc.Arbitrary<number>) =>
    fc.tuple(length, digits(LONGEST)).map(([of, text]) => ({ to: one, text: text.slice(0, of) }));
  return [
    ...LENGTHS.filter((length) => length !== mostOctets(meter, object)).map((length) => to(object, fc.constant(length))),
    ...mpanObjects(meter).flatMap((one) => [
      to(one, fc.integer({ min: 0, max: 12 })),
      to(one, fc.integer({ min: mostOctets(meter, one) + 1, max: LONGEST })),
    ]),
  ];
}

const textOf = (stimulus: Stimulus | undefined): string | undefined => {
  const { octets } = (stimulus?.do === 'write' ? (stimulus.value ?? {}) : {}) as { octets?: string };
  return octets === undefined ? undefined : Buffer.from(octets, 'hex').toString('latin1');
};

const writtenTo = (meter: Declaration, name: string, is: (text: string) => boolean): Target => ({
  name,
  reached: ({ trace }) =>
    trace.observations(exportMpan(meter.choices).object).some(({ of }) => {
      const text = textOf(trace.stimulus(of)?.stimulus);
      return text !== undefined && is(text);
    }),
});

const readBack = (object: ObjectName): Target => ({
  name: `${object} read back`,
  reached: (evidence) =>
    acceptedWrites(evidence, object).some(({ seq }) => readings(evidence, object).some(({ record }) => record.seq > seq)),
});

/** Shorter than the shortest legal MPAN, or longer than what the object holds. */
function wrongLength(meter: Declaration, object: ObjectName, short: boolean): Target {
  return refused(`${object} ${short ? 'too short' : 'too long'}, refused`, (stimulus) => {
    const text = 'object' in stimulus && stimulus.object === object ? textOf(stimulus) : undefined;
    return text !== undefined && (short ? text.length < 13 : text.length > mostOctets(meter, object));
  });
}

const cutAfter = (ms: Ms): Target => ({
  name: `supply lost ${ms === 0 ? 'at' : `${ms} ms after`} the write of an MPAN`,
  reached: (evidence) =>
    mpanObjects(evidence.meter).some((object) =>
      acceptedWrites(evidence, object).some(({ when }) =>
        evidence.ledger.events.outages.some(({ off }) => off.fromMs - when.toMs === ms),
      ),
    ),
});

const PRIMES = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];

/** An MPAN's last digit is the sum of its digits by primes modulo 11, of which the last figure. */
const remainder = (text: string): number => PRIMES.reduce((sum, prime, i) => sum + prime * Number(text[i] ?? 'x'), 0) % 11;

const hasWrongDigit = (text: string): boolean => /^\d{13}$/.test(text) && remainder(text) % 10 !== Number(text[12]);
