import type { Choices } from '../../declaration/choices';
import { HALF_HOUR_MS, type HalfHour, visitsIn } from './half-hours';
import type { ClockBreak, MeterClock } from './meter-clock';
import type { TraceEvents } from './trace-events';

/** What became of a half hour, as far as its row is concerned. */
export type Lot =
  /** nothing: its row holds its own energy */
  | 'whole'
  /** nothing, but its row also holds what half hours just before it did not record */
  | 'heir'
  /** surely part of it without supply, or firmware was activated in it */
  | 'cut'
  /** all of it without supply */
  | 'unsupplied'
  /** the clock was set within it */
  | 'within'
  /** a forward set left it */
  | 'left'
  /** a forward set landed in it */
  | 'entered'
  /** a backward set let the clock go through it twice */
  | 'repeated'
  /** the declaration, or what the trace tells, leaves open what its row holds and whether there is one */
  | 'open';

/** What the rows of one half hour may hold under the declaration. */
export interface RowClaim {
  half: HalfHour;
  lot: Lot;
  /** How many rows of its stamp there are; undefined where that is open. */
  rows: number | undefined;
  /** Whole Wh of these rows together; means nothing where the lot is open. */
  lo: bigint;
  hi: bigint;
  budget: { source: string; amount: string }[];
  /** Whether its row may hold energy of half hours before it as well. */
  inherits: boolean;
}

type RowChoices = Pick<Choices, 'partialPeriod' | 'outageEntries' | 'clockForward' | 'clockBack'>;
type Step = Pick<RowClaim, 'lo' | 'hi' | 'budget'>;
type Lived = Omit<RowClaim, 'half' | 'inherits'>;

/** All that decides what a row may hold. */
export interface RowGround {
  halves: readonly HalfHour[];
  clock: MeterClock;
  events: TraceEvents;
  choices: RowChoices;
  /** Whole Wh of the energy of one half hour alone. */
  step(half: HalfHour): Step;
}

/** One claim for each half hour, in their order. */
export function rowClaimsOf(ground: RowGround): RowClaim[] {
  const claims: RowClaim[] = [];
  for (const half of ground.halves) claims.push(claimOf(half, claims, ground));
  return claims;
}

/**
 * Half hours of a run of neighbours whose energy is by declaration in no row of the run: discarded, or merged into a row after it,
 * or gone through while the clock was invalid.
 */
export function unrecorded(halves: readonly HalfHour[], { partialPeriod }: RowChoices): readonly HalfHour[] {
  if (partialPeriod === 'discarded') return halves.filter(({ disturbed }) => disturbed.size > 0);
  const trailing = halves.findLastIndex(({ disturbed }) => disturbed.size === 0);
  return halves.filter(({ disturbed }, i) => disturbed.has('clockInvalid') || (partialPeriod === 'merged' && i > trailing));
}

function claimOf(half: HalfHour, before: readonly RowClaim[], ground: RowGround): RowClaim {
  const own = ground.step(half);
  const landing = ground.clock.breaks.find((one) => landsAtStartOf(one, half));
  const unrecordedBefore = legacyOf(before, ground.choices);
  const inherits = landing !== undefined || unrecordedBefore.length > 0;
  const open: RowClaim = { half, lot: 'open', rows: undefined, ...own, inherits };
  if (half.disturbed.size > 0) {
    const claim = disturbedClaim(half, own, before, ground);
    if (!claim || landing) return open;
    // What was not recorded before may be in this row as well, by more than one rule.
    const records = !!claim.rows && claim.lot !== 'unsupplied';
    const doubtful = unrecordedBefore.some(({ lot }) => claim.lot !== 'entered' || lot !== 'left');
    return records && doubtful ? open : { half, ...claim, inherits };
  }
  if (landing && !isExact(landing)) return open;
  const legacy = landing && unrecordedBefore.length === 0 ? before.slice(-1) : unrecordedBefore;
  if (legacy.length === 0) return { half, lot: 'whole', rows: 1, ...own, inherits };
  const isKnown = ({ lot }: RowClaim) => lot === 'cut' || lot === 'unsupplied' || lot === 'left';
  if (!legacy.every(isKnown) && !(landing && legacy.length === 1)) return open;
  if (legacy.some((one) => one.half.disturbed.has('traceEdge'))) return open;
  return { half, lot: 'heir', rows: 1, ...inherited(half, own, legacy, ground), inherits };
}

/** The claims just before, back to the last row that was surely recorded, that may leave energy to the next row; none where none does. */
function legacyOf(before: readonly RowClaim[], { partialPeriod, clockForward, clockBack }: RowChoices): readonly RowClaim[] {
  const records = ({ half, lot, rows }: RowClaim) => half.disturbed.size === 0 || (!!rows && lot !== 'unsupplied');
  const run = before.slice(before.findLastIndex(records) + 1);
  const movesOn = clockForward === 'absent' || clockBack === 'merged';
  const leaves = ({ half, lot }: RowClaim) => {
    if (lot === 'left') return clockForward === 'absent';
    return lot !== 'unsupplied' && (partialPeriod === 'merged' || (movesOn && half.disturbed.has('clockSet')));
  };
  return run.some(leaves) ? run : [];
}

function inherited(half: HalfHour, own: Step, legacy: readonly RowClaim[], { choices, step }: RowGround): Step {
  const steps = legacy.map((one) => ({ step: step(one.half), lot: one.lot }));
  // Only what `merged` says of a cut half hour is a promise; what a clock set left may also be lost.
  const surely = steps.filter(({ lot }) => choices.partialPeriod === 'merged' && (lot === 'cut' || lot === 'unsupplied'));
  const lo = sum(surely.map(({ step }) => step.lo));
  // Counted as one, what was below a watt-hour in each may make one together.
  const asOne = step({
    ...half,
    energy: { ...half.energy, hi: sum([half, ...legacy.map((one) => one.half)].map(({ energy }) => energy.hi)) },
  });
  const apart = sum(steps.map(({ step }) => step.hi));
  const hi = asOne.hi - own.hi > apart ? asOne.hi - own.hi : apart;
  return {
    lo: own.lo + lo,
    hi: own.hi + hi,
    budget: [...own.budget, ...(hi > lo ? [{ source: 'half hours before that left no row', amount: String(hi - lo) }] : [])],
  };
}

function disturbedClaim(half: HalfHour, own: Step, before: readonly RowClaim[], ground: RowGround): Lived | undefined {
  const { disturbed } = half;
  if (disturbed.has('traceEdge') || disturbed.has('clockInvalid') || !isCertain(half)) return undefined;
  if (disturbed.has('clockSet')) return disturbed.size === 1 ? setClaim(half, own, before, ground) : undefined;
  const { outageEntries, partialPeriod } = ground.choices;
  if (half.whollyWithoutSupply)
    return { lot: 'unsupplied', rows: outageEntries === 'absent' ? 0 : 1, lo: 0n, hi: 0n, budget: [] };
  if (!surelyCut(half, ground.events)) return undefined;
  return { lot: 'cut', ...(partialPeriod === 'short-entry' ? { rows: 1, ...own } : { rows: 0, ...NOTHING }) };
}

const NOTHING: Step = { lo: 0n, hi: 0n, budget: [] };

/** The claim of a half hour that one clock set of the script disturbed, and nothing else. */
function setClaim(half: HalfHour, own: Step, before: readonly RowClaim[], ground: RowGround): Lived | undefined {
  const { clock, events, choices } = ground;
  const touching = clock.breaks.filter((one) => touches(one, half));
  const [set] = touching;
  if (!set || touching.length > 1 || set.cause !== 'clockSet') return undefined;
  // A clock that moved unasked did so at an unknown moment.
  if (!events.clockSets.some(({ when }) => when.fromMs === set.when.fromMs && when.toMs === set.when.toMs)) return undefined;
  const [left, entered] = [endOf(set.before), endOf(set.after)];
  if (left === undefined || entered === undefined) return undefined;
  if (left === entered) return { lot: 'within', rows: 1, ...own };
  if (left < entered) {
    if (half.endMs === left) {
      // Set onto its very end, a meter may as well close it as if the time had run there; and one not lived leaves no row.
      if (set.after.fromMs <= left || set.before.fromMs <= left - HALF_HOUR_MS) return undefined;
      return { lot: 'left', ...(choices.clockForward === 'short' ? { rows: 1, ...own } : { rows: 0, ...NOTHING }) };
    }
    if (half.endMs !== entered) return undefined;
    const leftBehind = before.find((one) => one.half.endMs === left);
    if (!leftBehind || choices.clockForward === 'short') return { lot: 'entered', rows: 1, ...own };
    if (leftBehind.lot !== 'left') return undefined;
    return { lot: 'entered', rows: 1, ...inherited(half, own, [leftBehind], ground) };
  }
  if (visitsIn(half.frame).length !== 2) return undefined;
  if (choices.clockBack === 'discarded') return { lot: 'repeated', rows: 1, ...own, lo: 0n };
  return { lot: 'repeated', rows: choices.clockBack === 'duplicate' ? 2 : 1, ...own };
}

/** End of the one half hour that a moment of meter time lies in; undefined where it may be one of two. */
function endOf({ fromMs, toMs }: ClockBreak['before']): number | undefined {
  const end = (Math.floor(fromMs / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
  return toMs < end ? end : undefined;
}

const touches = ({ before, after }: ClockBreak, { endMs }: HalfHour) =>
  Math.min(before.fromMs, after.fromMs) < endMs && endMs - HALF_HOUR_MS <= Math.max(before.toMs, after.toMs);

const isExact = ({ after }: ClockBreak) => after.fromMs === after.toMs;

/** Whether a clock set may have landed just where a half hour begins. */
function landsAtStartOf({ cause, after }: ClockBreak, { endMs }: HalfHour): boolean {
  const startMs = endMs - HALF_HOUR_MS;
  return cause === 'clockSet' && after.fromMs <= startMs && startMs <= after.toMs;
}

/** Whether the clock surely went through some of the half hour in each of its visits; at the edges of a visit, a stay may be doubtful. */
const isCertain = ({ frame }: HalfHour) => visitsIn(frame).every((stays) => stays.some(({ inner }) => inner.fromMs < inner.toMs));

function surelyCut({ frame }: HalfHour, { outages, activations }: TraceEvents): boolean {
  return frame.stays.some(({ inner }) => {
    const off = outages.some(
      ({ off, on }) => Math.max(inner.fromMs, off.toMs) < Math.min(inner.toMs, on?.fromMs ?? Number.POSITIVE_INFINITY),
    );
    return off || activations.some(({ when }) => inner.fromMs < when.fromMs && when.toMs < inner.toMs);
  });
}

const sum = (parts: bigint[]) => parts.reduce((total, part) => total + part, 0n);
