import type { TraceView } from '../../trace/view';
import type { ClockStatus, Ms, Window } from '../../trace/vocabulary';
import type { TraceEvents } from './trace-events';

/** Whether the meter says that its clock is valid; `maybe` where that changed at an unknown instant. */
export type Validity = 'yes' | 'no' | 'maybe';

/** Meter time minus bench time, known to lie between two bounds. */
export interface OffsetBand {
  loMs: Ms;
  hiMs: Ms;
}

/**
 * A stretch of bench time in which meter time is bench time plus an offset within one of the bands, which are ascending and apart.
 * There are several only where the clock jumped at an unknown instant of the stretch.
 */
export interface ClockPiece {
  fromMs: Ms;
  toMs: Ms;
  bands: readonly OffsetBand[];
  valid: Validity;
}

/** Where meter time does not run on: between which meter times it went over, and why. */
export interface ClockBreak {
  cause: 'clockSet' | 'outage' | 'activation';
  /** Bench time in which it happened. */
  when: Window;
  /** Meter time just before, and just after. */
  before: Window;
  after: Window;
  /** Whether the clock was valid just before. */
  validBefore: Validity;
}

/**
 * Consecutive clock readings that disagree by no more are drift within the resolution of a clock that shows whole seconds;
 * beyond, the clock was set by someone else than the script.
 */
const JUMP_MS = 1000;

type Offset = Pick<ClockPiece, 'bands' | 'valid'>;
type Reading = Offset & { when: Window };
/** A spell without a known discontinuity, and what ended the one before it. */
interface Spell {
  opens?: { cause: ClockBreak['cause']; when: Window };
  readings: Reading[];
}

/** Bench time to meter time, piecewise, with a band, from the clock records of a trace. */
export class MeterClock {
  /** Ascending and without holes from −∞ to +∞; empty where the trace holds no clock record. */
  readonly pieces: readonly ClockPiece[];
  readonly breaks: readonly ClockBreak[];

  constructor(trace: TraceView, events: TraceEvents, activationGapMs: Ms) {
    const spells = known(spellsOf(trace, events, activationGapMs));
    this.pieces = spells.length ? piecesOf(spells) : [];
    this.breaks = breaksOf(spells);
  }

  /** Meter time at a bench instant, as a window; undefined where the trace holds no clock record. */
  meterAt(benchMs: Ms): Window | undefined {
    const piece = this.pieceAt(benchMs);
    return piece && { fromMs: benchMs + lowest(piece), toMs: benchMs + highest(piece) };
  }

  /** The piece that holds at a bench instant; at the seam of two, the later one. */
  pieceAt(benchMs: Ms): ClockPiece | undefined {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.pieces[middle]!.fromMs <= benchMs) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low];
  }

  /** Bench window in which meter time first reaches `meterMs`, at or after a bench instant; undefined where it never does. */
  firstAt(meterMs: Ms, afterMs: Ms): Window | undefined {
    let earliest: Ms | undefined;
    for (const piece of this.pieces) {
      if (piece.toMs < afterMs) continue;
      const from = Math.max(piece.fromMs, afterMs);
      earliest ??= within(Math.max(from, meterMs - highest(piece)), piece);
      const latest = within(Math.max(from, meterMs - lowest(piece)), piece);
      if (latest !== undefined) return { fromMs: earliest ?? latest, toMs: latest };
    }
    return undefined;
  }
}

/** The lowest offset that a piece allows, ms. */
export const lowest = ({ bands }: Offset): Ms => bands[0]!.loMs;
/** The highest offset that a piece allows, ms. */
export const highest = ({ bands }: Offset): Ms => bands.at(-1)!.hiMs;

const within = (instantMs: Ms, piece: ClockPiece) => (instantMs < piece.toMs ? instantMs : undefined);

function validity(status: ClockStatus): Validity {
  return status === 'invalid' ? 'no' : 'yes';
}

function spellsOf(trace: TraceView, events: TraceEvents, activationGapMs: Ms): Spell[] {
  const seams = [
    ...events.clockSets.map(({ seq, when, meterMs }) => ({ seq, when, cause: 'clockSet' as const, meterMs })),
    ...events.outages.flatMap(({ seq, off, on }) =>
      on ? [{ seq, when: { fromMs: off.fromMs, toMs: on.toMs }, cause: 'outage' as const, meterMs: undefined }] : [],
    ),
    ...events.activations.map(({ seq, when }) => {
      const over = { fromMs: when.fromMs, toMs: when.toMs + activationGapMs };
      return { seq, when: over, cause: 'activation' as const, meterMs: undefined };
    }),
  ].sort((a, b) => a.seq - b.seq);

  const clocks = trace.of('clock');
  const spells: Spell[] = [];
  let next = 0;
  const take = (beforeSeq: number): Reading[] => {
    const readings: Reading[] = [];
    for (; next < clocks.length && clocks[next]!.seq < beforeSeq; next++) {
      const { meterMs, when, status } = clocks[next]!;
      readings.push({ when, bands: bandOf(meterMs, when), valid: validity(status) });
    }
    return readings;
  };
  spells.push({ readings: take(seams[0]?.seq ?? Number.POSITIVE_INFINITY) });
  seams.forEach(({ cause, when, meterMs }, index) => {
    const readings = take(seams[index + 1]?.seq ?? Number.POSITIVE_INFINITY);
    // Cut before the clock was read again: what the set asked for is the newest that is known.
    if (!readings.length && meterMs !== undefined) readings.push({ when, bands: bandOf(meterMs, when), valid: 'yes' });
    spells.push({ opens: { cause, when }, readings });
  });
  return spells;
}

function bandOf(meterMs: Ms, when: Window): OffsetBand[] {
  return [{ loMs: meterMs - when.toMs, hiMs: meterMs - when.fromMs }];
}

/** Gives a spell in which the clock was never read the newest reading before it, or else the first after it. */
function known(spells: Spell[]): Spell[] {
  const first = spells.find(({ readings }) => readings.length)?.readings[0];
  if (!first) return [];
  let newest: Reading = first;
  return spells.map((spell) => {
    const readings = spell.readings.length ? spell.readings : [newest];
    newest = readings.at(-1)!;
    return { ...spell, readings };
  });
}

/** What holds where either of two readings may hold, or anything between them. */
function hull(a: Offset, b: Offset): Offset {
  const band = { loMs: Math.min(lowest(a), lowest(b)), hiMs: Math.max(highest(a), highest(b)) };
  return { bands: [band], valid: together(a.valid, b.valid) };
}

/** What holds where either of two offsets may hold, and nothing between them: the clock jumped. */
function either(a: Offset, b: Offset): Offset {
  const bands: OffsetBand[] = [];
  for (const band of [...a.bands, ...b.bands].sort((x, y) => x.loMs - y.loMs)) {
    const last = bands.at(-1);
    if (last && band.loMs <= last.hiMs) last.hiMs = Math.max(last.hiMs, band.hiMs);
    else bands.push({ ...band });
  }
  return { bands, valid: together(a.valid, b.valid) };
}

const together = (a: Validity, b: Validity): Validity => (a === b ? a : 'maybe');

/** How far apart two readings are that no one offset explains, ms; negative where one does. */
const apart = (a: Offset, b: Offset): Ms => Math.max(lowest(b) - highest(a), lowest(a) - highest(b));

function piecesOf(spells: Spell[]): ClockPiece[] {
  const covers: ClockPiece[] = [];
  const cover = (fromMs: Ms, toMs: Ms, offset: Offset) => {
    if (fromMs < toMs) covers.push({ fromMs, toMs, bands: offset.bands, valid: offset.valid });
  };
  spells.forEach(({ opens, readings }, index) => {
    const begins = opens?.when.toMs ?? Number.NEGATIVE_INFINITY;
    const ends = spells[index + 1]?.opens?.when.fromMs ?? Number.POSITIVE_INFINITY;
    if (opens) cover(opens.when.fromMs, opens.when.toMs, either(spells[index - 1]!.readings.at(-1)!, readings[0]!));
    cover(begins, Math.min(ends, Math.max(begins, readings[0]!.when.toMs)), readings[0]!);
    // Between two readings either may hold already or still: a clock that drifts or adjusts itself does so unseen.
    for (let i = 1; i < readings.length; i++) {
      const [a, b] = [readings[i - 1]!, readings[i]!];
      cover(Math.max(begins, a.when.fromMs), Math.min(ends, b.when.toMs), apart(a, b) > JUMP_MS ? either(a, b) : hull(a, b));
    }
    cover(Math.max(begins, readings.at(-1)!.when.fromMs), ends, readings.at(-1)!);
  });
  return flattened(covers);
}

/** Overlapping covers as disjoint pieces, each allowing what any of its covers does; equal neighbours are one. */
function flattened(covers: ClockPiece[]): ClockPiece[] {
  covers.sort((a, b) => a.fromMs - b.fromMs);
  const edges = [...new Set(covers.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const pieces: ClockPiece[] = [];
  let low = 0;
  for (let i = 1; i < edges.length; i++) {
    const [fromMs, toMs] = [edges[i - 1]!, edges[i]!];
    while (low < covers.length && covers[low]!.toMs <= fromMs) low++;
    let offset: Offset | undefined;
    for (let j = low; j < covers.length && covers[j]!.fromMs < toMs; j++) {
      if (covers[j]!.toMs > fromMs) offset = offset ? either(offset, covers[j]!) : covers[j]!;
    }
    const last = pieces.at(-1);
    const { bands, valid } = offset ?? last!;
    if (last && last.valid === valid && sameBands(last.bands, bands)) last.toMs = toMs;
    else pieces.push({ fromMs, toMs, bands, valid });
  }
  return pieces;
}

function sameBands(a: readonly OffsetBand[], b: readonly OffsetBand[]): boolean {
  return a.length === b.length && a.every((band, i) => band.loMs === b[i]!.loMs && band.hiMs === b[i]!.hiMs);
}

function breaksOf(spells: Spell[]): ClockBreak[] {
  const breaks: ClockBreak[] = [];
  const between = (cause: ClockBreak['cause'], when: Window, a: Offset, b: Offset) =>
    breaks.push({
      cause,
      when,
      before: { fromMs: when.fromMs + lowest(a), toMs: when.fromMs + highest(a) },
      after: { fromMs: when.toMs + lowest(b), toMs: when.toMs + highest(b) },
      validBefore: a.valid,
    });
  spells.forEach(({ opens, readings }, index) => {
    if (opens) between(opens.cause, opens.when, spells[index - 1]!.readings.at(-1)!, readings[0]!);
    for (let i = 1; i < readings.length; i++) {
      const [a, b] = [readings[i - 1]!, readings[i]!];
      if (apart(a, b) > JUMP_MS) between('clockSet', { fromMs: a.when.fromMs, toMs: b.when.toMs }, a, b);
    }
  });
  return breaks;
}
