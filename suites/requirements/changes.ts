import { LIFE_CYCLE } from '../../declaration/objects';
import type { Element, ObjectName, RecordOf } from '../../trace/vocabulary';
import { acceptedWrites, readings, writtenValue } from './readings';
import type { Evidence } from './requirement';

type Observation = RecordOf<'observation'>;

/** Invocations of an object that the meter carried out, each with its method and argument. */
function invocations({ trace }: Evidence, object: ObjectName) {
  return trace.observations(object).flatMap((record) => {
    const stimulus = trace.stimulus(record.of)?.stimulus;
    if (stimulus?.do !== 'invoke' || 'refused' in record.answer) return [];
    return [{ record, method: stimulus.method, argument: stimulus.argument }];
  });
}

/** Accepted changes of supplier, tenancy, credentials or payment mode, by the object that holds it. */
export function changes(evidence: Evidence, object: ObjectName): Observation[] {
  if (object === 'prepayment.balance') return modeChanges(evidence);
  return invocations(evidence, object)
    .filter(({ method }) => method === LIFE_CYCLE[object])
    .map(({ record }) => record);
}

const modeOf = (value: unknown) => (value as { mode?: string } | null)?.mode;

/** Writes of the balance with another payment mode than it was last known to be. */
function modeChanges(evidence: Evidence): Observation[] {
  const known = readings(evidence, 'prepayment.balance').map(({ value, record }) => ({ seq: record.seq, mode: modeOf(value) }));
  return acceptedWrites(evidence, 'prepayment.balance').filter((record) => {
    const before = known.filter(({ seq }) => seq < record.seq).at(-1)?.mode;
    const mode = modeOf(writtenValue(evidence, record));
    known.push({ seq: record.seq, mode });
    known.sort((a, b) => a.seq - b.seq);
    return before !== undefined && mode !== before;
  });
}

/** Accepted moves of an element's contact, in the order of the trace. */
export function contactMoves(evidence: Evidence, element: Element): { record: Observation; open: boolean }[] {
  return invocations(evidence, 'load.switch')
    .filter(({ argument }) => argument == null || argument === element)
    .map(({ record, method }) => ({ record, open: method === 'open' }));
}

/** Whether the contact stood open all the time between two records, and export through it was asked of the bench. */
export function barred(evidence: Evidence, element: Element, fromSeq: number, toSeq: number): boolean {
  const moves = contactMoves(evidence, element);
  const before = moves.findLast(({ record }) => record.seq < fromSeq);
  const during = moves.some(({ record, open }) => fromSeq < record.seq && record.seq < toSeq && !open);
  return before?.open === true && !during && exportAsked(evidence, element, fromSeq, toSeq);
}

/** Closings of a contact that had been opened. */
export function reclosings(evidence: Evidence, element: Element): Observation[] {
  return contactMoves(evidence, element).flatMap(({ record, open }, i, moves) => (!open && moves[i - 1]?.open ? [record] : []));
}

const exportAsked = ({ trace }: Evidence, element: Element, fromSeq: number, toSeq: number) =>
  trace
    .of('stimulus')
    .some(
      ({ seq, stimulus, untilMs, atMs }) =>
        fromSeq < seq &&
        seq < toSeq &&
        stimulus.do === 'flow' &&
        (stimulus.elements[element]?.activeMw ?? 0) < 0 &&
        (untilMs ?? atMs) > atMs,
    );
