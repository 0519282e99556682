import { ENERGY_OBJECTS } from '../../../declaration/objects';
import type { Association, ObjectName, RecordOf } from '../../../trace/vocabulary';
import { oncePerTrace } from '../once-per-trace';
import type { Evidence, Trial } from '../requirement';

/** An answered attempt to change something that the association has no right to change. */
export interface Attempt {
  trial: Trial;
  by: Association;
  object: ObjectName;
  record: RecordOf<'observation'>;
}

const ENERGY: ReadonlySet<ObjectName> = new Set(ENERGY_OBJECTS);

/** Writes and methods that have to be refused: of recorded energy by anybody, and of anything by the public association. */
export const attempts = oncePerTrace((evidence): readonly Attempt[] =>
  evidence.trace.of('observation').flatMap((record) => {
    const trial = trialOf(evidence, record);
    return trial ? [{ ...trial, object: record.object, record }] : [];
  }),
);

/** What the public association asked of recorded energy. */
export function publicReads({ trace }: Evidence): RecordOf<'observation'>[] {
  return ENERGY_OBJECTS.flatMap((object) =>
    trace.observations(object).filter(({ of }) => {
      const stimulus = trace.stimulus(of)?.stimulus;
      return stimulus?.do === 'read' && stimulus.as === 'public';
    }),
  );
}

function trialOf({ trace }: Evidence, { of, object }: RecordOf<'observation'>): Pick<Attempt, 'trial' | 'by'> | undefined {
  const stimulus = trace.stimulus(of)?.stimulus;
  if (stimulus?.do !== 'write' && stimulus?.do !== 'invoke') return undefined;
  const by = stimulus.as ?? 'management';
  if (!ENERGY.has(object)) return by === 'public' ? { trial: 'change', by } : undefined;
  if (stimulus.do === 'write') return { trial: 'set', by };
  return { trial: stimulus.method === 'reset' || stimulus.method === 'capture' ? stimulus.method : 'change', by };
}
