import type { Element, Ms, Way, Window } from '../../trace/vocabulary';
import type { FlowHistory } from './flow-history';
import type { Interval } from './interval';
import { type ClockBreak, highest, lowest, type MeterClock } from './meter-clock';
import { firstIndex } from './reversals';
import type { TraceEvents } from './trace-events';

export const HALF_HOUR_MS = 1_800_000;

export type Disturbance = 'outage' | 'clockSet' | 'activation' | 'traceEdge' | 'clockInvalid';

/** Where in bench time one half hour of meter time lies: the most it may cover, and the least that it does. */
interface Stay {
  outer: Window;
  inner: Window;
}

/** One half hour of meter time as it lies in bench time, the same for every element and direction. */
export interface HalfHourFrame {
  /** Its end in meter time, as a row is stamped. */
  endMs: Ms;
  disturbed: ReadonlySet<Disturbance>;
  whollyWithoutSupply: boolean;
  /** One for each stretch of one clock offset; several where the clock was set or read differently. */
  stays: readonly Stay[];
}

/** One half hour of one element and direction. */
export interface HalfHour {
  element: Element;
  way: Way;
  endMs: Ms;
  energy: Interval;
  /** What disturbed it: no row, or a row of another length, may be declared for such a half hour. */
  disturbed: ReadonlySet<Disturbance>;
  whollyWithoutSupply: boolean;
  frame: HalfHourFrame;
}

const UNDISTURBED: ReadonlySet<Disturbance> = new Set();

/** Every half hour of meter time that the trace touches, ascending; empty where the trace holds no clock record. */
export function framesOf(clock: MeterClock, events: TraceEvents, startUpMs: Ms, activationGapMs: Ms): HalfHourFrame[] {
  if (!events.extent) return [];
  const stays = staysOf(clock, events.extent);
  // Ascending already unless the clock went back.
  const ends = [...stays.keys()].sort((a, b) => a - b);
  const marks = marksOf(ends, clock, events, startUpMs, activationGapMs);
  return ends.map((endMs) => ({
    endMs,
    stays: stays.get(endMs)!,
    disturbed: marks.get(endMs) ?? UNDISTURBED,
    whollyWithoutSupply: stays.get(endMs)!.every(({ outer }) => dead(outer, events)),
  }));
}

/** The half hours of one element and direction, in one pass over the frames. */
export function halfHoursOf(frames: readonly HalfHourFrame[], history: FlowHistory, element: Element, way: Way): HalfHour[] {
  return frames.map((frame) => {
    const energy = { lo: 0n, hi: 0n };
    for (const { outer, inner } of frame.stays) {
      energy.lo += history.least(inner.fromMs, inner.toMs);
      energy.hi += history.most(outer.fromMs, outer.toMs);
    }
    const { endMs, disturbed, whollyWithoutSupply } = frame;
    return { element, way, endMs, energy, disturbed, whollyWithoutSupply, frame };
  });
}

/** Each time that the meter's clock went through a half hour: stays that follow one another without a pause are one visit. */
export function visitsIn({ stays }: HalfHourFrame): Stay[][] {
  const visits: Stay[][] = [];
  stays.forEach((stay, i) => {
    if (i === 0 || stay.outer.fromMs > stays[i - 1]!.outer.toMs) visits.push([stay]);
    else visits.at(-1)!.push(stay);
  });
  return visits;
}

function staysOf(clock: MeterClock, extent: Window): Map<Ms, Stay[]> {
  const stays = new Map<Ms, Stay[]>();
  for (const piece of clock.pieces) {
    const from = Math.max(piece.fromMs, extent.fromMs);
    const to = Math.min(piece.toMs, extent.toMs);
    if (from >= to) continue;
    // What surely lies in a half hour does so under every offset that the piece allows.
    const [lo, hi] = [lowest(piece), highest(piece)];
    for (const { loMs, hiMs } of piece.bands) {
      const end = Math.ceil((to + hiMs) / HALF_HOUR_MS) * HALF_HOUR_MS;
      for (let start = Math.floor((from + loMs) / HALF_HOUR_MS) * HALF_HOUR_MS; start < end; start += HALF_HOUR_MS) {
        const stop = start + HALF_HOUR_MS;
        const outer = { fromMs: Math.max(from, start - hiMs), toMs: Math.min(to, stop - loMs) };
        if (outer.fromMs >= outer.toMs) continue;
        const inner = { fromMs: Math.max(from, start - lo), toMs: Math.min(to, stop - hi) };
        const known = stays.get(stop);
        if (!known) stays.set(stop, [{ outer, inner }]);
        else join(known, { outer, inner });
      }
    }
  }
  return stays;
}

/** Adds a stay; two offsets of one piece may put overlapping bench time into the half hour, which counts once. */
function join(stays: Stay[], stay: Stay): void {
  const last = stays.at(-1)!;
  if (stay.outer.fromMs >= last.outer.toMs) stays.push(stay);
  // A higher offset lies earlier in bench time, so that the windows of one piece come in descending order.
  else if (stay.outer.toMs < last.outer.fromMs) stays.push({ outer: stay.outer, inner: { fromMs: 0, toMs: 0 } });
  else {
    last.outer.fromMs = Math.min(last.outer.fromMs, stay.outer.fromMs);
    last.outer.toMs = Math.max(last.outer.toMs, stay.outer.toMs);
  }
}

/** Whether there was no supply in all of a window; one that returned and went at the same instant was none. */
function dead({ fromMs, toMs }: Window, { outages }: TraceEvents): boolean {
  let deadToMs = fromMs;
  for (const { off, on } of outages)
    if (off.toMs <= deadToMs) deadToMs = Math.max(deadToMs, on?.fromMs ?? Number.POSITIVE_INFINITY);
  return toMs <= deadToMs;
}

type Mark = (why: Disturbance, fromMs: Ms, toMs: Ms) => void;

function marksOf(ends: readonly Ms[], clock: MeterClock, events: TraceEvents, startUpMs: Ms, gapMs: Ms) {
  const marks = new Map<Ms, Set<Disturbance>>();
  /** Marks each half hour that shares more than an edge with a span of meter time; a span without width marks the one it lies in. */
  const mark: Mark = (why, fromMs, toMs) => {
    for (let i = firstIndex(ends, (end) => end > fromMs); i < ends.length && ends[i]! - HALF_HOUR_MS < toMs; i++) {
      marks.set(ends[i]!, (marks.get(ends[i]!) ?? new Set()).add(why));
    }
  };
  const markBench: Mark = (why, fromMs, toMs) => {
    for (const piece of clock.pieces) {
      const from = Math.max(fromMs, piece.fromMs);
      const to = Math.min(toMs, piece.toMs);
      if (from > to || (from === to && fromMs !== toMs)) continue;
      for (const { loMs, hiMs } of piece.bands) mark(why, from + loMs, to + hiMs);
    }
  };
  const extent = events.extent!;
  markBench('traceEdge', extent.fromMs, extent.fromMs);
  markBench('traceEdge', extent.toMs, extent.toMs);
  for (const { off, on } of events.outages) markBench('outage', off.fromMs, on ? on.toMs + startUpMs : extent.toMs);
  for (const { when } of events.activations) markBench('activation', when.fromMs, when.toMs + gapMs);
  for (const one of clock.breaks) markBreak(one, mark);
  for (const { fromMs, toMs, valid } of clock.pieces) {
    if (valid !== 'yes') markBench('clockInvalid', Math.max(fromMs, extent.fromMs), Math.min(toMs, extent.toMs));
  }
  return marks;
}

/** Marks every half hour that a jump left, entered or repeats; a clock that merely went on disturbs nothing. */
function markBreak({ cause, before, after }: ClockBreak, mark: Mark): void {
  if (cause !== 'clockSet' && after.fromMs >= before.fromMs) return;
  mark('clockSet', Math.min(before.fromMs, after.fromMs), Math.max(before.toMs, after.toMs));
}
