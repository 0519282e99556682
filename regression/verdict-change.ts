import type { Verdict } from '../suites/verdict-types';
import type { Change } from './change';

/** How much a verdict shows of a meter that has not failed: the less, the higher. */
const WEAKER: Record<Exclude<Verdict, 'fail'>, number> = {
  pass: 0,
  attested: 1,
  inconclusive: 2,
  error: 3,
  'not-assessed': 4,
  'not-applicable': 5,
};

const WORSE: Record<Exclude<Verdict, 'pass'>, Change['kind']> = {
  fail: 'newly failing',
  error: 'now error',
  inconclusive: 'now inconclusive',
  'not-assessed': 'now not assessed',
  attested: 'now attested',
  'not-applicable': 'newly not applicable',
};

/** What a change of verdict is. A failure that is no longer looked at is not fixed: whatever is not a pass is weaker than it. */
export function verdictChange(was: Verdict, now: Verdict): Change['kind'] | undefined {
  if (was === now) return undefined;
  if (now === 'pass') return was === 'fail' ? 'fixed' : 'now passing';
  if (now === 'fail' || was === 'fail') return WORSE[now];
  return WEAKER[now] > WEAKER[was] ? WORSE[now] : 'other verdict';
}
