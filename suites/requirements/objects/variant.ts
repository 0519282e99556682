import type { Declaration, Variant } from '../../../declaration/declaration';
import { askedFor, OBJECTS } from '../../../declaration/objects';
import type { ObjectName, RecordOf, Value } from '../../../trace/vocabulary';
import { same } from '../compare';
import { requirement } from '../define';
import { isRead, readings } from '../readings';
import type { Evidence, Finding, Requirement } from '../requirement';

const VIEW = 'association.view';
const LETTERS: Record<Variant, string> = { single: 'A', twin: 'B', polyphase: 'C' };
/** What only a meter with a secondary element has. */
const OF_SECONDARY = OBJECTS.filter(({ element }) => element === 'secondary').map(({ name }) => name);

const CLAUSES = ['DP184 §2', 'SMETS2 5.7.1.4', 'GBCS 4.3 ECS26m'];
const BENCHLESS: Requirement['capabilities'] = { meter: ['read'], bench: [] };

const withoutSecondary = ({ variant }: Declaration): true | string =>
  variant !== 'twin' || 'a twin-element meter has a secondary element';

export const VARIANT_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'variant.as-declared',
    title: 'The meter says which variant it is',
    statement:
      'The meter variant reads A on a single-element meter, B on a twin-element one and C on a polyphase one, as declared.',
    clauses: CLAUSES,
    basis: 'published',
    capabilities: BENCHLESS,
    applies: () => true,
    needs: () => [{ answered: 'variant' }],
    judge: (evidence) =>
      readings(evidence, 'variant').map(({ value, record }) =>
        same('the meter says the variant that is declared', value, LETTERS[evidence.meter.variant], [record.seq]),
      ),
  }),
  requirement({
    id: 'variant.without-secondary',
    title: 'A meter without a secondary element has none of its objects',
    statement:
      'On a single-element or polyphase meter every object of a secondary element is absent: no read of one is answered, with zero or with anything else.',
    clauses: CLAUSES,
    basis: 'derived',
    capabilities: BENCHLESS,
    applies: withoutSecondary,
    needs: () => [{ asked: 'secondary.export.total' }],
    judge: (evidence) => OF_SECONDARY.flatMap((object) => answersNot(evidence, object)),
  }),
  requirement({
    id: 'variant.view-without-secondary',
    title: 'The association view of a meter without a secondary element lists none of its objects',
    statement:
      'On a single-element or polyphase meter no object of a secondary element stands in the association view: it is absent, not forbidden.',
    clauses: CLAUSES,
    basis: 'derived',
    capabilities: BENCHLESS,
    applies: withoutSecondary,
    needs: () => [{ viewed: 'association' }],
    judge: (evidence) =>
      listed(evidence, 'no object of a secondary element is listed', (names) =>
        OF_SECONDARY.filter((name) => names.includes(name)),
      ),
  }),
  requirement({
    id: 'variant.view-with-export',
    title: 'The association view lists what DP184 asks for',
    statement:
      'On a twin-element meter the association view names the register, rates, half hours, Export MPAN and switching table of secondary export.',
    clauses: CLAUSES,
    basis: 'derived',
    capabilities: BENCHLESS,
    needs: () => [{ viewed: 'association' }],
    judge: (evidence) =>
      listed(evidence, 'nothing that DP184 asks for is missing', (names) =>
        askedFor(evidence.meter).filter((name) => !names.includes(name)),
      ),
  }),
];

/** Answers to reads of the association view; on a meter that is upgraded, those since. */
export function views(evidence: Evidence): RecordOf<'observation'>[] {
  const since = evidence.ledger.events.dp184?.seq;
  return evidence.trace
    .observations(VIEW)
    .filter((record) => since !== undefined && record.seq > since && 'value' in record.answer && isRead(evidence, record));
}

const listed = (evidence: Evidence, says: string, wrong: (names: readonly Value[]) => ObjectName[]): Finding[] =>
  views(evidence).map(({ answer, seq }) => {
    const value = 'value' in answer ? answer.value : null;
    return same(says, Array.isArray(value) ? wrong(value) : value, [], [seq]);
  });

/** One finding an object: the first read that was answered, or else the last. */
function answersNot(evidence: Evidence, object: ObjectName): Finding[] {
  const reads = evidence.trace.observations(object).filter((record) => isRead(evidence, record));
  const shown = reads.find(({ answer }) => 'value' in answer) ?? reads.at(-1);
  if (!shown) return [];
  return [same(`${object} is absent`, 'value' in shown.answer ? shown.answer.value : 'absent', 'absent', [shown.seq])];
}
