import type { Declaration, ElementDeclaration } from '../../declaration/declaration';
import type { TraceView } from '../../trace/view';
import {
  type Element,
  type EnergyBounds,
  type Ms,
  type Quadrant,
  type RecordOf,
  WAYS,
  type Way,
  type Window,
} from '../../trace/vocabulary';
import { Cumulative } from './cumulative';
import { atLeast, boundsUj, ceilDiv, type Interval, NOTHING, plus } from './interval';
import { type FlowPiece, Reversals } from './reversals';
import type { Unmeasured, UnmeasuredSpan } from './supply';

/** Why energy that may have flowed need not have been counted. */
export type Doubt =
  | 'bench energy'
  | 'accuracy class'
  | 'starting power'
  | 'direction interval'
  | Exclude<Unmeasured, 'no supply' | 'no register'>;

/** What flowed through one element in one direction over bench time: the least that had to be counted, the most that may. */
export class FlowHistory {
  private readonly hi = new Cumulative();
  private readonly surely = new Cumulative();
  private readonly doubts = new Map<Doubt, Cumulative>();

  constructor(readonly reversals: Reversals) {}

  /** Adds one stretch of constant flow, later than all before it; `doubts` share out what makes its bounds differ. */
  add(fromMs: Ms, toMs: Ms, counted: Interval, doubts: readonly [why: Doubt, uj: bigint][]): void {
    this.hi.add(fromMs, toMs, counted.hi);
    this.surely.add(fromMs, toMs, counted.lo);
    for (const [why, uj] of doubts) {
      if (uj === 0n) continue;
      const doubt = this.doubts.get(why) ?? new Cumulative();
      doubt.add(fromMs, toMs, uj);
      this.doubts.set(why, doubt);
    }
  }

  /** The most that may have been counted between two bench instants. */
  most(fromMs: Ms, toMs: Ms): bigint {
    return this.hi.most(fromMs, toMs);
  }

  /** The least that had to be counted between two bench instants. */
  least(fromMs: Ms, toMs: Ms): bigint {
    if (toMs <= fromMs) return 0n;
    return atLeast(0n, this.surely.least(fromMs, toMs) - this.reversals.netted(fromMs, toMs));
  }

  /** What makes the bounds between two bench instants differ, in microjoules. */
  doubtsBetween(fromMs: Ms, toMs: Ms): { why: Doubt; uj: bigint }[] {
    const found = [...this.doubts].map(([why, sum]) => ({ why, uj: sum.most(fromMs, toMs) }));
    found.push({ why: 'direction interval', uj: this.reversals.netted(fromMs, toMs) });
    return found.filter(({ uj }) => uj > 0n);
  }
}

export type ElementFlows = Record<Way, FlowHistory>;

/** Active energy; or reactive energy, of which import is +Q, quadrants I and II, and export is −Q. */
export type Quantity = 'active' | 'reactive';

/** What flowed one way, as the bench knows it, and what a meter within its accuracy class may count of it. */
interface Energy {
  flowed: Interval;
  countable: Interval;
}
interface Flow extends Window {
  energy: Record<Way, Energy>;
}

/**
 * Both directions of one quantity of one element, from the effects of a trace, each with what it need not count. Throws a RangeError
 * where effects overlap.
 */
export function flowsOf(
  trace: TraceView,
  element: Element,
  spans: Record<Way, readonly UnmeasuredSpan[]>,
  { choices, elements }: Pick<Declaration, 'choices' | 'elements'>,
  quantity: Quantity = 'active',
): ElementFlows {
  const flows: Flow[] = [];
  // Nothing flows through an element that the meter lacks.
  const accuracy = elements[element]?.accuracy;
  for (const effect of trace.of('effect')) {
    const flow = accuracy && flowIn(effect, element, quantity, quantity === 'active' ? accuracy : REACTIVE_CLASS);
    if (flow) flows.push(flow);
  }
  const pieces: FlowPiece[] = [];
  for (const { fromMs, toMs, energy } of flows) {
    for (const way of WAYS) if (energy[way].countable.hi > 0n) pieces.push({ way, fromMs, toMs, uj: energy[way].countable.hi });
  }
  const reversals = new Reversals(pieces, choices.directionIntervalMs);
  const histories: ElementFlows = { import: new FlowHistory(reversals), export: new FlowHistory(reversals) };
  const startingMw = BigInt(choices.startingPowerMw[element]);
  for (const way of WAYS) {
    let next = 0;
    for (const flow of flows) {
      while (next < spans[way].length && spans[way][next]!.toMs <= flow.fromMs) next++;
      if (flow.energy[way].flowed.hi > 0n) addFlow(histories[way], flow, flow.energy[way], startingMw, spans[way], next);
    }
  }
  return histories;
}

/** The flow of an effect through the element, if there was any. */
function flowIn(
  effect: RecordOf<'effect'>,
  element: Element,
  quantity: Quantity,
  accuracy: ElementDeclaration['accuracy'],
): Flow | undefined {
  const given = effect.energy?.[element];
  if (!given || (quantity === 'active' ? !(given.import || given.export) : !given.reactive)) return undefined;
  const one = (way: Way, classPercent: number): Energy => {
    const flowed = quantity === 'active' ? activeOf(given, way) : reactiveOf(given, way);
    return { flowed, countable: effect.from === 'model' ? flowed : withinClass(flowed, classPercent) };
  };
  const energy = { import: one('import', accuracy.importPercent), export: one('export', accuracy.exportPercent) };
  return { fromMs: effect.when.fromMs, toMs: effect.when.toMs, energy };
}

/** No class of reactive energy is declared; 3 is the widest that there is (EN 62053-23). */
const REACTIVE_CLASS: ElementDeclaration['accuracy'] = { importPercent: 3, exportPercent: 3 };
const QUADRANTS: Record<Way, readonly Quadrant[]> = { import: ['Q1', 'Q2'], export: ['Q3', 'Q4'] };

function activeOf(given: EnergyBounds, way: Way): Interval {
  const bounds = given[way];
  return bounds ? boundsUj(bounds) : NOTHING;
}

function reactiveOf({ reactive }: EnergyBounds, way: Way): Interval {
  return QUADRANTS[way].reduce((sum: Interval, quadrant) => {
    const bounds = reactive?.[quadrant];
    return bounds ? plus(sum, boundsUj(bounds)) : sum;
  }, NOTHING);
}

const MILLION = 1_000_000n;

/** What a real meter may count of an energy; the model has no error. */
function withinClass({ lo, hi }: Interval, classPercent: number): Interval {
  const errorPpm = BigInt(Math.round(classPercent * 10_000));
  return { lo: (lo * (MILLION - errorPpm)) / MILLION, hi: ceilDiv(hi * (MILLION + errorPpm), MILLION) };
}

/** Counts one flow, cut where the meter begins or ceases to have to measure. */
function addFlow(
  history: FlowHistory,
  { fromMs, toMs }: Flow,
  { flowed, countable }: Energy,
  startingMw: bigint,
  spans: readonly UnmeasuredSpan[],
  firstSpan: number,
): void {
  // Power is energy over duration; a flow that surely reaches the starting power has to be counted.
  const registers = flowed.lo >= startingMw * BigInt(toMs - fromMs);
  const measured = (from: Ms, to: Ms) => {
    const { lo, hi } = share(countable, fromMs, toMs, from, to);
    const bench = share(flowed, fromMs, toMs, from, to);
    const benchUj = bench.hi - bench.lo;
    if (!registers)
      return history.add(from, to, { lo: 0n, hi }, [
        ['bench energy', benchUj],
        ['starting power', hi - benchUj],
      ]);
    history.add(from, to, { lo, hi }, [
      ['bench energy', benchUj],
      ['accuracy class', hi - lo - benchUj],
    ]);
  };
  let at = fromMs;
  for (let i = firstSpan; i < spans.length && spans[i]!.fromMs < toMs; i++) {
    const span = spans[i]!;
    const from = Math.max(at, span.fromMs);
    const to = Math.min(toMs, span.toMs);
    if (at < from) measured(at, from);
    const { hi } = share(countable, fromMs, toMs, from, to);
    if (span.why !== 'no supply' && span.why !== 'no register') history.add(from, to, { lo: 0n, hi }, [[span.why, hi]]);
    at = to;
  }
  if (at < toMs || fromMs === toMs) measured(at, toMs);
}

function share(energy: Interval, fromMs: Ms, toMs: Ms, from: Ms, to: Ms): Interval {
  if (from === fromMs && to === toMs) return energy;
  const [part, whole] = [BigInt(to - from), BigInt(toMs - fromMs)];
  return { lo: (energy.lo * part) / whole, hi: ceilDiv(energy.hi * part, whole) };
}
