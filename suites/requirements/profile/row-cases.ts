import { exportRows } from '../../../declaration/objects';
import { requirement } from '../define';
import type { Evidence, Finding, Requirement, RowCase } from '../requirement';
import {
  beforeOutage,
  clockChangeDays,
  cutByActivation,
  cutByOutage,
  enclosedDisturbed,
  enclosedSetBack,
  idle,
  overModulus,
  secondsAtBoundary,
  setBack,
  setForward,
  setWithin,
  skipped,
  unsupplied,
} from './claim-cases';
import { dueHalfHours, exportChannel } from './half-hour-rows';
import { logReads } from './log-reads';
import {
  atDepth,
  bounded,
  clockLost,
  empty,
  firstEnergised,
  openEnded,
  ordered,
  overCapture,
  ranges,
  readAgain,
  reversed,
  withRows,
  wrapped,
} from './read-cases';

/** Finds every case of a kind in a trace: what a need asks for, and what a judge then speaks of. */
export const ROW_CASES = {
  some: withRows,
  whole: (evidence: Evidence) => dueHalfHours(evidence, exportChannel(evidence)),
  idle,
  'second at a boundary': secondsAtBoundary,
  'clock-change day': clockChangeDays,
  'over the modulus': overModulus,
  range: ranges,
  'bounded range': bounded,
  'open range': openEnded,
  'reversed range': reversed,
  'empty range': empty,
  order: ordered,
  depth: atDepth,
  wrap: wrapped,
  'long read': overCapture,
  'read again': readAgain,
  unsupplied,
  'cut by an outage': cutByOutage,
  'cut by an activation': cutByActivation,
  'before an outage': beforeOutage,
  'first energisation': firstEnergised,
  'set forward': setForward,
  'set back': setBack,
  'set within': setWithin,
  skipped,
  enclosed: enclosedDisturbed,
  'enclosed set back': enclosedSetBack,
  'clock lost': clockLost,
  'primary log': (evidence: Evidence) =>
    logReads(evidence, 'primary.export.profile', 'activeWh').filter(({ rows }) => rows.length > 0),
} satisfies Record<RowCase, (evidence: Evidence) => readonly unknown[]>;

type CaseOf<C extends RowCase> = ReturnType<(typeof ROW_CASES)[C]>[number];

/** A requirement that says something of every case of a kind. */
export function rowRequirement<C extends RowCase>(
  rowCase: C,
  given: Pick<Requirement, 'id' | 'title' | 'statement' | 'clauses'> & Partial<Requirement>,
  tell: (evidence: Evidence, found: CaseOf<C>) => Finding | Finding[],
): Requirement {
  return requirement({
    needs: ({ choices }) => [{ rowCase, of: rowCase === 'primary log' ? 'primary.export.profile' : exportRows(choices).object }],
    judge: (evidence) => (ROW_CASES[rowCase](evidence) as readonly CaseOf<C>[]).flatMap((found) => tell(evidence, found)),
    ...given,
  });
}
