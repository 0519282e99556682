import type { Choices } from '../../../declaration/choices';
import { DAY, type HandTrace, HOUR } from '../hand-trace.fixture';
import { met } from '../met';
import { midnights } from './snapshot-moments';
import { SNAPSHOTS_REQUIREMENTS } from './snapshots';

export const MIDNIGHT = Date.parse('2026-04-01T00:00:00Z');
export const EVENING = MIDNIGHT - HOUR;
export const EXPORT = 'secondary.export.total';
export const IMPORT = 'primary.import.total';
export const LATE = { snapshotMissedAtMidnight: 'at-power-up' } as const;
export const OWN = { exportSnapshots: 'daily-and-billing' } as const;

export const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) => {
  const requirement = SNAPSHOTS_REQUIREMENTS.find((one) => one.id === id)!;
  const evidence = trace.evidence(choices);
  const found = trace.outcomes(SNAPSHOTS_REQUIREMENTS, id, choices);
  const needed = requirement.needs(evidence.meter).every((need) => met(need, evidence));
  expect([id, needed && found.length === 0]).toEqual([id, false]);
  return found;
};
export const stamps = (trace: HandTrace, choices: Partial<Choices> = {}) =>
  midnights(trace.evidence(choices)).map(({ stamp }) => (stamp.fromMs - MIDNIGHT) / DAY);
