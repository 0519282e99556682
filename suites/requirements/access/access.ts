import type { Association, RecordOf } from '../../../trace/vocabulary';
import { same } from '../compare';
import { requirement } from '../define';
import { differingRows, heldThrough } from '../held-through';
import type { Finding, Requirement, Trial } from '../requirement';
import { type Attempt, attempts, publicReads } from './attempts';

const NO_RIGHT = ['GBCS 4.3 ECS17a, ECS17b, ECS17d, ECS21a, ECS21c, ECS22a, ECS22b (none but reads is defined)'];
const ANY_VARIANT = { applies: () => true as const, clauses: NO_RIGHT, basis: 'derived' } satisfies Partial<Requirement>;

/** A trial with recorded energy that the managing association has no right to. Any answer but success is a refusal. */
function refused(trial: Exclude<Trial, 'change'>, title: string, statement: string): Requirement {
  return requirement({
    id: `access.${trial}-refused`,
    title,
    statement,
    ...ANY_VARIANT,
    capabilities: { meter: ['read'], bench: [] },
    needs: () => [{ attempted: trial, by: 'management' }],
    judge: (evidence) =>
      attempts(evidence)
        .filter((attempt) => attempt.trial === trial && attempt.by === 'management')
        .map((attempt) => isRefused(attempt)),
  });
}

function isRefused({ trial, by, object, record }: Attempt): Finding {
  const observed = 'value' in record.answer ? 'accepted' : 'refused';
  return same(`${trial} of ${object} by the ${by} association is refused`, observed, 'refused', [record.seq]);
}

const speaksByPublic = ({ associations }: { associations: readonly Association[] }): true | string =>
  associations.includes('public') || 'the access path does not speak by the public association';

export const ACCESS_REQUIREMENTS: Requirement[] = [
  refused(
    'set',
    'Recorded energy cannot be set',
    'A write of a register, of rates, of a half-hourly log or of a daily or billing log is refused.',
  ),
  refused(
    'reset',
    'Recorded energy cannot be reset',
    'Class 3 reset of a register, of rates, and class 7 reset of a half-hourly, daily or billing log are refused.',
  ),
  refused('capture', 'No row can be captured out of turn', 'Class 7 capture of a half-hourly, daily or billing log is refused.'),
  requirement({
    id: 'access.public-changes-nothing',
    title: 'The public association changes nothing',
    statement:
      'Whatever the public association writes or invokes is refused: recorded energy, MPANs, switching tables, contacts, firmware.',
    ...ANY_VARIANT,
    applies: speaksByPublic,
    capabilities: { meter: ['read'], bench: [] },
    needs: () => [
      { attempted: 'set', by: 'public' },
      { attempted: 'change', by: 'public' },
    ],
    judge: (evidence) =>
      attempts(evidence)
        .filter(({ by }) => by === 'public')
        .map(isRefused),
  }),
  requirement({
    id: 'access.public-reads-no-energy',
    title: 'The public association reads no recorded energy',
    statement:
      'A read of a register, of rates or of a log by the public association is refused: it tells when somebody is at home.',
    ...ANY_VARIANT,
    mandatory: false,
    applies: speaksByPublic,
    capabilities: { meter: ['read'], bench: [] },
    needs: () => [{ askedBy: 'public' }],
    judge: (evidence) =>
      publicReads(evidence).map(({ object, answer, seq }: RecordOf<'observation'>) =>
        same(`the public association reads nothing of ${object}`, 'value' in answer ? 'read' : 'refused', 'refused', [seq]),
      ),
  }),
  requirement({
    id: 'access.registers-unchanged',
    title: 'An attempt changes no register',
    statement: 'What was tried with recorded energy leaves every register and rate as it was, whatever the answer said.',
    ...ANY_VARIANT,
    needs: () => [{ heldThrough: 'primary.import.total' }],
    judge: (evidence) =>
      heldThrough(evidence, ['register', 'rates']).map(({ object, from, to }) =>
        same(`${object} is as it was before the attempt`, to.value, from.value, [from.record.seq, to.record.seq]),
      ),
  }),
  requirement({
    id: 'access.rows-unchanged',
    title: 'An attempt changes no row',
    statement:
      'What was tried with recorded energy neither takes nor changes nor adds a row of any log, whatever the answer said.',
    ...ANY_VARIANT,
    needs: () => [{ heldThrough: 'import.profile' }],
    judge: (evidence) =>
      heldThrough(evidence, ['profile', 'log']).map((held) =>
        same(
          `no row of ${held.object} was taken, changed or added`,
          differingRows(held),
          0,
          [held.from.record.seq, held.to.record.seq],
          'rows',
        ),
      ),
  }),
];
