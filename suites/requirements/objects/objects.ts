import { askedFor, OBJECTS } from '../../../declaration/objects';
import type { ObjectName, RecordOf } from '../../../trace/vocabulary';
import { saysAbsent } from '../access/refusals';
import { same } from '../compare';
import { requirement } from '../define';
import { askedReads, isRead } from '../readings';
import type { Evidence, Finding, Requirement } from '../requirement';
import { isWellTyped, shapeInWords } from './shapes';

export const OBJECTS_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'objects.present',
    title: 'Everything that DP184 asks for is there',
    statement:
      'A twin-element meter lets us read a register, four rates, a half-hourly channel and an Export MPAN of secondary export, and the table that switches the rates.',
    clauses: ['DP184 §2'],
    capabilities: { meter: ['read'], bench: [] },
    needs: (meter) => askedFor(meter).map((object) => ({ asked: object })),
    judge: (evidence) => askedFor(evidence.meter).flatMap((object) => isThere(evidence, object)),
  }),
  requirement({
    id: 'objects.well-typed',
    title: 'Every object answers in its type',
    statement:
      'Whatever a meter answers to a read has the type of its object: registers whole numbers, rates arrays of them, logs rows with a stamp, MPANs octets.',
    clauses: ['DP184 §2', 'GBCS 4.3 ECS17a, ECS17d, ECS22a, ECS39b (value types)'],
    basis: 'derived',
    capabilities: { meter: ['read'], bench: [] },
    applies: () => true,
    needs: () => [{ answered: 'primary.import.total' }],
    judge: (evidence) => OBJECTS.flatMap(({ name }) => worstOf(evidence, name)),
  }),
];

/** One finding an object: the first read that says it is absent, or else the last read. */
function isThere(evidence: Evidence, object: ObjectName): Finding[] {
  const reads = askedReads(evidence, object);
  const shown = reads.find(({ answer }) => saysAbsent(answer)) ?? reads.at(-1);
  if (!shown) return [];
  const observed = 'refused' in shown.answer && saysAbsent(shown.answer) ? `refused: ${shown.answer.refused.name}` : 'there';
  return [same(`${object} is there`, observed, 'there', [shown.seq])];
}

/** One finding an object: its first ill-typed answer, or else its last answer. Refusals have no type. */
function worstOf(evidence: Evidence, object: string): Finding[] {
  const answers = evidence.trace.observations(object).filter((record) => 'value' in record.answer && isRead(evidence, record));
  const shown = answers.find((record) => !isWellTyped(object, given(record))) ?? answers.at(-1);
  return shown ? [isItsType(object, shown)] : [];
}

const given = ({ answer }: RecordOf<'observation'>) => ('value' in answer ? answer.value : null);

function isItsType(object: string, record: RecordOf<'observation'>): Finding {
  const good = isWellTyped(object, given(record));
  return {
    says: `${object} answers ${shapeInWords(object)}`,
    unit: '',
    // A well-typed answer may be 19,056 rows; only what is wrong is worth showing.
    observed: good ? shapeInWords(object) : JSON.stringify(given(record)).slice(0, 200),
    expected: { equals: shapeInWords(object) },
    budget: [],
    outcome: good ? 'within' : 'beyond',
    records: [record.seq],
  };
}
