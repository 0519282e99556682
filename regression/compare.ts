import { type Change, type Circumstance, type Drift, isRegression, OTHERS, REGRESSIONS } from './change';
import { circumstancesOf } from './circumstances';
import { boundChanges, driftsOf } from './drift';
import { lessExercised } from './exercise';
import type { RunDigest } from './run-digest';
import { verdictChange } from './verdict-change';

/** One run against a base. */
export interface Comparison {
  base: RunDigest;
  now: RunDigest;
  /** Read first: what the verdicts were made under, where it differs. */
  circumstances: Circumstance[];
  /** Regressions first, worst first. */
  changes: Change[];
  drifts: Drift[];
  regression: boolean;
}

/** Compares a run with a base, by requirement id and by the content of scenarios. */
export function compare(base: RunDigest, now: RunDigest): Comparison {
  const circumstances = circumstancesOf(base, now);
  const changes = [
    ...circumstances
      .filter(({ kind }) => kind === 'smaller budget')
      .map(({ says }): Change => ({ kind: 'smaller budget', requirement: '', says })),
    ...statementChange(base, now),
    ...Object.keys({ ...base.requirements, ...now.requirements }).flatMap((id) => requirementChange(id, base, now)),
    ...boundChanges(base, now),
  ].sort((left, right) => rank(left) - rank(right));
  return { base, now, circumstances, changes, drifts: driftsOf(base, now), regression: changes.some(isRegression) };
}

const ORDER: readonly string[] = [...REGRESSIONS, ...OTHERS];
const rank = ({ kind }: Change) => ORDER.indexOf(kind);

function requirementChange(id: string, base: RunDigest, now: RunDigest): Change[] {
  const [was, is] = [base.requirements[id]?.verdict, now.requirements[id]?.verdict];
  const change = (kind: Change['kind'], says: string): Change[] => [{ kind, requirement: id, says }];
  if (!is) return change('requirement lost', `was ${was}`);
  if (!was) return is === 'fail' ? change('newly failing', 'not in the base') : change('new requirement', is);
  const kind = verdictChange(was, is);
  if (kind) return change(kind, `${was} → ${is}`);
  const less = lessExercised(id, base, now);
  return less ? change('less exercised', less) : [];
}

/** A run may be worse as a whole with every verdict the same: it was stopped, or its wiring is in doubt. */
function statementChange(base: RunDigest, now: RunDigest): Change[] {
  const [was, is] = [base.statement, now.statement];
  if (was.verdict !== 'conformant' || is.verdict === 'conformant') return [];
  return [{ kind: 'statement', requirement: '', says: `${was.verdict} → ${is.verdict} (${is.reason})` }];
}
