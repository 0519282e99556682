import type { Declaration } from '../../declaration/declaration';
import { exportMpan } from '../../declaration/objects';
import type { ObjectName, RecordOf } from '../../trace/vocabulary';
import { same } from './compare';
import { requirement } from './define';
import { type Reading, readings, writtenValue } from './readings';
import type { BetweenNeed, Evidence, Finding, Requirement } from './requirement';
import { spans } from './spans';

const MPAN_OBJECTS: ObjectName[] = ['import.mpan', 'primary.export.mpan', 'secondary.export.mpan'];
const READ_WRITE: Requirement['capabilities'] = { meter: ['read', 'write.mpan'], bench: [] };

/** Octets of an MPAN object; an MPAN is 13 octets of UTF-8, two of them 26 (GBCS ECS39a, ECS39b). */
const octetsOf = (value: unknown): string => (value as { octets?: string } | null)?.octets ?? String(value);

export const MPAN_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'mpan.read-back',
    title: 'The secondary Export MPAN reads back as written',
    statement: 'A well-formed secondary Export MPAN is accepted, and reads back octet for octet.',
    clauses: ['DP184 §2 bullet 4', 'GBCS 4.3 ECS39b, ECS40 (by analogy)'],
    capabilities: READ_WRITE,
    needs: ({ choices }) => [{ readBack: exportMpan(choices).object }],
    judge: readsBack,
  }),
  requirement({
    id: 'mpan.separate',
    title: 'The MPANs of a meter are kept apart',
    statement: 'Writing one of the MPANs of a twin-element meter leaves the others as they were.',
    clauses: ['DP184 §2 bullet 4', 'GBCS 4.3 ECS39a, ECS39b'],
    capabilities: READ_WRITE,
    needs: (meter) =>
      others(meter, exportMpan(meter.choices).object).map((other) => apart(exportMpan(meter.choices).object, other)),
    judge: keptApart,
  }),
];

const apart = (written: ObjectName, other: ObjectName): BetweenNeed => ({
  between: other,
  where: [{ written }, { unwritten: other }],
});

const others = (meter: Declaration, object: ObjectName) =>
  MPAN_OBJECTS.filter(
    (name) => name !== object && (name !== 'secondary.export.mpan' || meter.choices.exportMpanLayout === 'own-object'),
  );

/** Well-formed writes of the secondary Export MPAN, each with the reading after it. */
export function readBacks(evidence: Evidence): { write: RecordOf<'observation'>; written: string; next: Reading }[] {
  const { object } = exportMpan(evidence.meter.choices);
  const octets = evidence.meter.choices.exportMpanLayout === 'own-object' ? 13 : 26;
  const sinceSeq = evidence.ledger.events.dp184?.seq ?? Number.POSITIVE_INFINITY;
  const observed = evidence.trace.observations(object).filter(({ seq }) => seq > sinceSeq);
  return observed.flatMap((write) => {
    const written = octetsOf(writtenValue(evidence, write));
    const next = readings(evidence, object).find(({ record }) => record.seq > write.seq);
    const overwritten = observed.some(({ seq, of }) => write.seq < seq && seq < (next?.record.seq ?? 0) && isWrite(evidence, of));
    return written.length === 2 * octets && next && !overwritten ? [{ write, written, next }] : [];
  });
}

const isWrite = ({ trace }: Evidence, of: number) => trace.stimulus(of)?.stimulus.do === 'write';

function readsBack(evidence: Evidence): Finding[] {
  return readBacks(evidence).map(({ write, written, next }) =>
    'refused' in write.answer
      ? same('a well-formed MPAN is accepted', `refused: ${write.answer.refused.name}`, 'accepted', [write.seq])
      : same('the MPAN reads back as written', next.value, { octets: written }, [write.seq, next.record.seq]),
  );
}

/** Every pair of MPANs: one is read before and after an accepted write of the other, and was not itself written. */
function keptApart(evidence: Evidence): Finding[] {
  return MPAN_OBJECTS.flatMap((object) =>
    others(evidence.meter, object).flatMap((other) =>
      spans(evidence, apart(object, other)).map(({ from, to }) =>
        same(`${other} stays as it was when ${object} is written`, to.value, from.value, [from.record.seq, to.record.seq]),
      ),
    ),
  );
}
