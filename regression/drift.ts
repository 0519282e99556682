import type { Change, Drift, Place } from './change';
import type { Measurement, RunDigest } from './run-digest';

/** Every measurement that moved within its bounds, those first that moved furthest towards one. */
export function driftsOf(base: RunDigest, now: RunDigest): Drift[] {
  return measured(base, now)
    .map(({ id, was, is }) => ({ requirement: id, says: is.says, unit: is.unit, was: placed(was), now: placed(is) }))
    .filter(({ was, now }) => was.share !== now.share)
    .sort((left, right) => towards(right) - towards(left));
}

const towards = ({ was, now }: Drift) => now.share - was.share;

/** Where the same comparison in the same scenario had other bounds: narrower ones test harder, wider ones less. */
export function boundChanges(base: RunDigest, now: RunDigest): Change[] {
  return measured(base, now).flatMap(({ id, was, is }): Change[] => {
    const [before, after] = [was.hi - was.lo, is.hi - is.lo];
    if (was.says !== is.says || was.scenario !== is.scenario || before === after) return [];
    const says = `${was.says}, in ${was.scenario}: ${before} → ${after} ${is.unit} between the bounds`;
    return [{ kind: after < before ? 'narrower bounds' : 'wider bounds', requirement: id, says }];
  });
}

function measured(base: RunDigest, now: RunDigest) {
  return Object.entries(now.requirements).flatMap(([id, { measurement: is }]) => {
    const was = base.requirements[id]?.measurement;
    return was && is && was.unit === is.unit ? [{ id, was, is }] : [];
  });
}

function placed({ observed, lo, hi }: Measurement): Place {
  const room = (hi - lo) / 2;
  return { observed, lo, hi, share: Math.abs(observed - (lo + hi) / 2) / room };
}
