import type { Declaration } from '../../declaration/declaration';
import { checkRemainder, MPAN_OCTETS } from '../../declaration/mpan';
import { exportMpan } from '../../declaration/objects';
import type { ObjectName, RecordOf } from '../../trace/vocabulary';
import type { Outage } from '../ledger/trace-events';
import { type Reading, readings } from './readings';
import type { Evidence } from './requirement';

/** Two hex digits an octet. */
const MPAN_HEX = 2 * MPAN_OCTETS;
/** An MPAN object as discovery reads it; the import object and, where the layout is combined, the export object hold two. */
export const mpanObjects = ({ choices }: Pick<Declaration, 'choices'>): ObjectName[] =>
  choices.exportMpanLayout === 'own-object'
    ? ['import.mpan', 'primary.export.mpan', 'secondary.export.mpan']
    : ['import.mpan', 'primary.export.mpan'];

/** One of the four MPANs of a twin-element meter: its object and its place among the object's hex digits. */
export interface Mpan {
  name: string;
  object: ObjectName;
  fromHex: number;
  toHex: number;
}

const mpan = (name: string, object: ObjectName, place: 0 | 1): Mpan => ({
  name,
  object,
  fromHex: place * MPAN_HEX,
  toHex: (place + 1) * MPAN_HEX,
});

/** The four MPANs under the declared layout, the secondary Export MPAN last. */
export function fourMpans({ choices }: Pick<Declaration, 'choices'>): Mpan[] {
  const { object, from } = exportMpan(choices);
  return [
    mpan('the primary Import MPAN', 'import.mpan', 0),
    mpan('the secondary Import MPAN', 'import.mpan', 1),
    mpan('the primary Export MPAN', 'primary.export.mpan', 0),
    mpan('the secondary Export MPAN', object, from === 0 ? 0 : 1),
  ];
}

/** Octets of an MPAN value as hex digits. */
export const hexOf = (value: unknown): string => (value as { octets?: string } | null)?.octets ?? String(value);

/** An attempt to write an MPAN object, answered or not. */
export interface MpanWrite {
  stimulus: RecordOf<'stimulus'>;
  hex: string;
  answer: RecordOf<'observation'> | undefined;
}

/** Readings of an object that may hold an Export MPAN, while firmware with DP184 runs. */
export function dp184Readings(evidence: Evidence, object: ObjectName): readonly Reading[] {
  const since = evidence.ledger.events.dp184?.seq ?? Number.POSITIVE_INFINITY;
  return readings(evidence, object).filter(({ record }) => record.seq > since);
}

/** Attempts of an association with rights to write the object, in the order of the trace. */
export function mpanWrites({ trace }: Evidence, object: ObjectName): MpanWrite[] {
  return trace.of('stimulus').flatMap((record) => {
    const { stimulus, seq } = record;
    if (stimulus.do !== 'write' || stimulus.object !== object || stimulus.as === 'public') return [];
    const answer = trace.observations(object).find(({ of }) => of === seq);
    return [{ stimulus: record, hex: hexOf(stimulus.value), answer }];
  });
}

/** The loss of supply that came during a write or soon after its answer, so that the write may not have been done. */
/** On a wire the clock is read, which takes a second or two, before the supply can be cut: declared time counts from the answer. */
function cutting({ ledger, meter }: Evidence, { stimulus: { seq, atMs }, answer }: MpanWrite): Outage | undefined {
  const doneMs = answer?.when.toMs ?? atMs;
  return ledger.events.outages.find(
    ({ off, on, seq: restored }) => on && restored > seq && atMs <= off.fromMs && off.toMs <= doneMs + meter.choices.mpanWriteMs,
  );
}

/** A write with its answer, and the readings of the object on both sides of it with nothing between that could excuse them. */
export interface AnsweredWrite extends MpanWrite {
  answer: RecordOf<'observation'>;
  before: Reading | undefined;
  after: Reading | undefined;
}

/** Answered writes of the object. */
export function answeredWrites(evidence: Evidence, object: ObjectName): AnsweredWrite[] {
  const since = evidence.ledger.events.dp184?.seq ?? Number.POSITIVE_INFINITY;
  const writes = mpanWrites(evidence, object);
  const read = dp184Readings(evidence, object);
  return writes.flatMap((write, i) => {
    if (!write.answer || write.stimulus.seq < since) return [];
    const [last, next] = [writes[i - 1]?.stimulus.seq ?? 0, writes[i + 1]?.stimulus.seq ?? Number.POSITIVE_INFINITY];
    const before = read.findLast(({ record }) => record.seq < write.stimulus.seq);
    const after = read.find(({ record }) => record.seq > write.answer!.seq);
    return [
      {
        ...write,
        answer: write.answer,
        before: before && before.record.seq > last ? before : undefined,
        after: after && after.record.seq < next && !cutting(evidence, write) ? after : undefined,
      },
    ];
  });
}

/** How many octets an object takes under the declared layout. */
export function legalLengths(meter: Declaration, object: ObjectName): number[] {
  const combined = object === 'primary.export.mpan' && meter.choices.exportMpanLayout === 'combined-26';
  return combined ? [MPAN_OCTETS, 2 * MPAN_OCTETS] : [MPAN_OCTETS];
}

export const accepted = ({ answer }: Pick<MpanWrite, 'answer'>) => answer !== undefined && 'value' in answer.answer;

/** Answered writes of an Export MPAN object with a length of no layout. */
export function wrongLengths(evidence: Evidence, object: ObjectName): AnsweredWrite[] {
  return answeredWrites(evidence, object).filter(({ hex }) => !legalLengths(evidence.meter, object).includes(hex.length / 2));
}

/** Answered writes that hold the secondary Export MPAN at full length, and read afterwards. */
export function fullWrites(evidence: Evidence): (AnsweredWrite & { after: Reading })[] {
  const { object, to } = exportMpan(evidence.meter.choices);
  return answeredWrites(evidence, object).flatMap((write) =>
    write.hex.length === 2 * to && write.after ? [{ ...write, after: write.after }] : [],
  );
}

const text = ({ hex }: Pick<MpanWrite, 'hex'>) => Buffer.from(hex, 'hex').toString('latin1');
const onlyDigits = (write: Pick<MpanWrite, 'hex'>) => /^\d*$/.test(text(write));

/** Full writes that a conformant meter accepts: of digits alone where only digits are declared. */
export function readBacks(evidence: Evidence) {
  return fullWrites(evidence).filter((write) => evidence.meter.choices.mpanCharacters === 'any' || onlyDigits(write));
}

/** Full writes of other characters than digits. */
export function nonDigits(evidence: Evidence) {
  return fullWrites(evidence).filter((write) => !onlyDigits(write));
}

/** Full writes of digits whose check digit a meter that checks would refuse, or refuses by a slip: a wrong one, and 0 for remainder 10. */
export function checkDigits(evidence: Evidence) {
  return fullWrites(evidence).filter((write) => {
    if (!onlyDigits(write)) return false;
    const secondary = text(write).slice(-MPAN_OCTETS);
    const remainder = checkRemainder(secondary);
    return remainder === 10 || remainder !== Number(secondary.at(-1));
  });
}

/** The secondary Export MPAN in a value of the object that holds it, as hex digits. */
export function secondaryHex(meter: Declaration, value: unknown): string {
  const { from, to } = exportMpan(meter.choices);
  return hexOf(value).slice(2 * from, 2 * to);
}

/** Octets that no MPAN has: none at all, or one octet over and over that is not a digit from 1 to 9. */
const neverWritten = (hex: string) => hex === '' || (/^(..)\1*$/.test(hex) && !/^3[1-9]/.test(hex));

/** The first reading, where nothing was written before it and it holds what no MPAN is. */
export function unsetReading(evidence: Evidence): Reading | undefined {
  const { object } = exportMpan(evidence.meter.choices);
  const [first] = dp184Readings(evidence, object);
  const written = mpanWrites(evidence, object)[0]?.stimulus.seq ?? Number.POSITIVE_INFINITY;
  return first && first.record.seq < written && neverWritten(secondaryHex(evidence.meter, first.value)) ? first : undefined;
}

/** A write that a loss of supply followed at once: what was read before it, and after the supply returned. */
export interface CutWrite {
  write: MpanWrite;
  before: Reading;
  after: Reading;
}

/** Writes of the secondary Export MPAN during which, or soon after whose answer, the supply was lost. */
export function cutWrites(evidence: Evidence): CutWrite[] {
  const { object } = exportMpan(evidence.meter.choices);
  const writes = mpanWrites(evidence, object);
  const read = dp184Readings(evidence, object);
  return writes.flatMap((write, i) => {
    const outage = cutting(evidence, write);
    if (!outage) return [];
    const before = read.findLast(({ record }) => record.seq < write.stimulus.seq);
    const after = read.find(({ record }) => record.seq > outage.seq);
    const alone =
      before &&
      after &&
      before.record.seq > (writes[i - 1]?.stimulus.seq ?? 0) &&
      after.record.seq < (writes[i + 1]?.stimulus.seq ?? Number.POSITIVE_INFINITY);
    return alone ? [{ write, before, after }] : [];
  });
}
