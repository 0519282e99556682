import type { Ms, RecordOf, Window } from '../../../trace/vocabulary';
import { changes } from '../changes';
import { meterTime } from '../meter-time';
import { oncePerTrace } from '../once-per-trace';
import { acceptedWrites, writtenValue } from '../readings';
import type { Evidence } from '../requirement';

export const DAY_MS = 86_400_000;
/** A clock that corrects itself by no more still passes each midnight close to once. */
const SMALL_JUMP_MS = 10_000;

/** A moment at which a snapshot is due: its stamp in meter time, and the bench time in which what it holds was true. */
export interface Moment {
  stamp: Window;
  bench: Window;
  /** The clock may have gone through it again. */
  again?: true;
}

/** Midnights UTC of meter time with supply, a valid clock and no jump over them. */
export const midnights = oncePerTrace((evidence): Moment[] =>
  touchedMidnights(evidence).flatMap((atMs) => {
    const { ledger, meter } = evidence;
    const bench = ledger.clock.firstAt(atMs, ledger.events.extent!.fromMs);
    if (!bench || disturbed(evidence, atMs, bench)) return [];
    const repeated = smallJumps(evidence, atMs);
    // A snapshot may hold what a visible register showed at that instant.
    return [
      {
        stamp: { fromMs: atMs, toMs: atMs },
        bench: { fromMs: bench.fromMs - meter.choices.registerRefreshMs, toMs: bench.toMs + repeated },
        ...(repeated > 0 && { again: true as const }),
      },
    ];
  }),
);

export const beginsMonth = ({ stamp }: Moment) => new Date(stamp.fromMs).getUTCDate() === 1;

function touchedMidnights({ ledger }: Evidence): Ms[] {
  const { extent } = ledger.events;
  const from = extent && ledger.clock.meterAt(extent.fromMs);
  const to = extent && ledger.clock.meterAt(extent.toMs);
  if (!from || !to) return [];
  return midnightsFrom((Math.floor(from.toMs / DAY_MS) + 1) * DAY_MS, to.fromMs);
}

/** A midnight and all after it, before an end. */
const midnightsFrom = (firstMs: Ms, endMs: Ms): Ms[] =>
  Array.from({ length: Math.max(0, Math.ceil((endMs - firstMs) / DAY_MS)) }, (_, i) => firstMs + i * DAY_MS);

type Break = Evidence['ledger']['clock']['breaks'][number];

const jump = ({ when, before, after }: Break) => after.toMs - when.toMs - (before.fromMs - when.fromMs);
/** Whether the clock moved over a moment of meter time, so that it came twice or not at all. */
export const covers = ({ before, after }: Break, atMs: Ms) =>
  Math.min(before.fromMs, after.fromMs) <= atMs && atMs <= Math.max(before.toMs, after.toMs);
const isSmall = (one: Break) => one.cause === 'clockSet' && Math.abs(jump(one)) <= SMALL_JUMP_MS;

function disturbed({ ledger, meter }: Evidence, atMs: Ms, { fromMs, toMs }: Window): boolean {
  const { startUpMs, activationGapMs, registerRefreshMs } = meter.choices;
  const { outages, activations } = ledger.events;
  return (
    ledger.clock.pieceAt(fromMs)?.valid !== 'yes' ||
    ledger.clock.breaks.some((one) => covers(one, atMs) && !isSmall(one)) ||
    outages.some(
      ({ off, on }) =>
        off.fromMs <= toMs + registerRefreshMs &&
        fromMs - registerRefreshMs <= (on?.toMs ?? Number.POSITIVE_INFINITY) + startUpMs,
    ) ||
    activations.some(({ when }) => when.fromMs <= toMs && fromMs <= when.toMs + activationGapMs)
  );
}

const smallJumps = ({ ledger }: Evidence, atMs: Ms) =>
  ledger.clock.breaks.reduce((sum, one) => sum + (covers(one, atMs) && isSmall(one) ? Math.abs(jump(one)) : 0), 0);

/** Outages over at least one midnight, through which the clock ran on, and the moment at which the supply returned. */
export function missedMidnights(evidence: Evidence): (Moment & { outage: Window })[] {
  const { ledger, meter } = evidence;
  return ledger.events.outages.flatMap(({ off, on }) => {
    const ended = on && ledger.clock.breaks.find(({ cause, when }) => cause === 'outage' && when.toMs === on.toMs);
    if (!ended || ledger.clock.pieceAt(on.toMs)?.valid !== 'yes') return [];
    const firstMissed = Math.ceil(ended.before.toMs / DAY_MS) * DAY_MS;
    if (firstMissed >= ended.after.fromMs || nearMidnight(ended.before) || nearMidnight(ended.after)) return [];
    // One that the clock also came to at another time has a row of that time.
    const others = ledger.clock.breaks.filter((one) => one !== ended);
    if (midnightsFrom(firstMissed, ended.after.fromMs).some((atMs) => others.some((one) => covers(one, atMs)))) return [];
    const bench = { fromMs: off.toMs, toMs: on.toMs + meter.choices.startUpMs + meter.choices.registerRefreshMs };
    const stamp = {
      fromMs: ended.after.fromMs,
      toMs: ended.after.toMs + meter.choices.startUpMs + meter.choices.registerRefreshMs,
    };
    return [{ bench, stamp, outage: { fromMs: ended.before.toMs, toMs: ended.after.fromMs } }];
  });
}

/** So close to a midnight that nobody can say on which side of it a meter does things. */
function nearMidnight({ fromMs, toMs }: Window): boolean {
  return Math.floor((fromMs - SMALL_JUMP_MS) / DAY_MS) !== Math.floor((toMs + SMALL_JUMP_MS) / DAY_MS);
}

/** Changes of supplier, of payment mode and, at once, of the import tariff. */
export function billedChanges(evidence: Evidence): Moment[] {
  const { registerRefreshMs } = evidence.meter.choices;
  // By which clock a row is stamped that is taken as the clock is set, nobody knows.
  const isTimed = ({ when }: RecordOf<'observation'>) =>
    !evidence.ledger.clock.breaks.some((one) => one.when.fromMs <= when.toMs && when.fromMs <= one.when.toMs);
  const records = [
    ...changes(evidence, 'import.supplier'),
    ...changes(evidence, 'prepayment.balance'),
    ...tariffChanges(evidence),
  ]
    .filter(isTimed)
    .sort((a, b) => a.seq - b.seq);
  return records.map(({ when }) => {
    const { fromMs, toMs } = meterTime(evidence, when);
    return {
      stamp: { fromMs: fromMs - registerRefreshMs, toMs: toMs + registerRefreshMs },
      bench: { fromMs: when.fromMs - registerRefreshMs, toMs: when.toMs },
    };
  });
}

/** Activations at once of an import table that was written since the one before. */
function tariffChanges(evidence: Evidence): RecordOf<'observation'>[] {
  const passive = acceptedWrites(evidence, 'secondary.import.table.passive');
  let since = 0;
  return acceptedWrites(evidence, 'secondary.import.table.activation').filter((record) => {
    if (writtenValue(evidence, record) !== 'immediate') return false;
    const fresh = passive.some(({ seq }) => since < seq && seq < record.seq);
    since = record.seq;
    return fresh;
  });
}
