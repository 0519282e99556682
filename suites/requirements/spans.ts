import type { ObjectName, Value, Way, Window } from '../../trace/vocabulary';
import type { Step } from '../ledger/ledger';
import { barred, changes, reclosings } from './changes';
import { burst, crumbled, effectsIn, exportedOver, flowedAt, isOpposed, mostReversals, reactiveFlowed } from './effects-between';
import { invocations, isOverload, modeAt, othersUj, outagesWithin, untouched } from './happenings';
import { meterTime } from './meter-time';
import { acceptedWrites, type Reading, readings } from './readings';
import type { BetweenNeed, Evidence, Happening } from './requirement';
import { activated, holdsSomething, nothingFlowed } from './upgrade/upgrade-happenings';

const WH_UJ = 3_600_000_000n;
const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;

/** Two readings of one object, one after the other, and what was read alongside at both ends. */
export interface Span<V extends Value = Value> {
  from: Reading<V>;
  to: Reading<V>;
  alongside?: { from: Reading; to: Reading };
}

/** The spans of a trace that hold everything a need asks for. */
export function spans<V extends Value = Value>(evidence: Evidence, need: BetweenNeed): Span<V>[] {
  const found: Span<V>[] = [];
  const all = readings<V>(evidence, need.between);
  for (let i = 1; i < all.length; i++) {
    const span = { from: all[i - 1]!, to: all[i]! };
    if (!need.where.every((happening) => happened(evidence, happening, span))) continue;
    if (!need.alongside) {
      found.push(span);
      continue;
    }
    const from = atRestWith(evidence, need.alongside, span.from);
    const to = atRestWith(evidence, need.alongside, span.to);
    if (from && to) found.push({ ...span, alongside: { from, to } });
  }
  return found;
}

/** The nearest reading of another object between which and this one nothing can have been counted. */
function atRestWith(evidence: Evidence, object: ObjectName, reading: Reading): Reading | undefined {
  const distance = (other: Reading) => Math.abs(other.record.seq - reading.record.seq);
  const nearest = [...readings(evidence, object)].sort((a, b) => distance(a) - distance(b)).slice(0, 2);
  return nearest.find((other) => {
    if (reading.record.snapshot !== undefined && reading.record.snapshot === other.record.snapshot) return true;
    const [first, last] =
      other.window.fromMs < reading.window.fromMs ? [other.window, reading.window] : [reading.window, other.window];
    return stillBetween(evidence, first, last);
  });
}

const stillBetween = ({ ledger }: Evidence, from: Window, to: Window) =>
  (['import', 'export'] as const).every((way: Way) => ledger.energy('secondary', way, from, to).hi === 0n);

const within =
  (from: Reading, to: Reading) =>
  ({ seq }: { seq: number }) =>
    from.record.seq < seq && seq < to.record.seq;

/** Whether something happened in a span of readings. */
export function happened(evidence: Evidence, happening: Happening, { from, to }: Span): boolean {
  const { ledger } = evidence;
  if ('flow' in happening) return surelyFlowed(evidence, happening, from.window, to.window);
  if ('still' in happening) return ledger.energy(happening.element, happening.still, from.window, to.window).hi === 0n;
  if ('opposed' in happening) return effectsIn(evidence, from, to).some(isOpposed);
  if ('reversals' in happening)
    return mostReversals(evidence, happening.reversals, effectsIn(evidence, from, to)) >= happening.atLeast;
  if ('powers' in happening) return flowedAt(happening, effectsIn(evidence, from, to));
  if ('reactive' in happening) return reactiveFlowed(happening, effectsIn(evidence, from, to));
  if ('exportedOver' in happening) return exportedOver(evidence, happening.exportedOver, effectsIn(evidence, from, to));
  if ('bursts' in happening) return burst(happening, effectsIn(evidence, from, to));
  if ('crumbs' in happening) return crumbled(happening.crumbs, effectsIn(evidence, from, to));
  if ('event' in happening)
    return eventsOf(evidence, happening.event).some((when) => from.window.toMs <= when.fromMs && when.toMs <= to.window.toMs);
  if ('changed' in happening) return changes(evidence, happening.changed).some(within(from, to));
  if ('reclosed' in happening) return reclosings(evidence, happening.reclosed).some(within(from, to));
  if ('barred' in happening) return barred(evidence, happening.barred, from.record.seq, to.record.seq);
  if ('running' in happening) return from.record.seq > (evidence.ledger.events.dp184?.seq ?? Number.POSITIVE_INFINITY);
  if ('written' in happening) return acceptedWrites(evidence, happening.written).some(within(from, to));
  if ('unwritten' in happening)
    return !evidence.trace
      .observations(happening.unwritten)
      .some(
        ({ seq, of }) => from.record.seq < seq && seq < to.record.seq && evidence.trace.stimulus(of)?.stimulus.do === 'write',
      );
  if ('othersWh' in happening) return othersUj(evidence, from.window, to.window) >= BigInt(happening.othersWh) * WH_UJ;
  if ('outages' in happening) return outagesWithin(evidence, happening, from, to) >= happening.outages;
  if ('clockOnto' in happening)
    return ledger.events.clockSets.some(
      ({ seq, meterMs }) => from.record.seq < seq && seq < to.record.seq && meterMs !== undefined && meterMs % HALF_HOUR_MS === 0,
    );
  if ('outageBefore' in happening)
    return ledger.events.outages.some(({ on }) => on !== undefined && on.toMs < from.window.fromMs);
  if ('overload' in happening) return effectsIn(evidence, from, to).some((effect) => isOverload(evidence, effect));
  if ('prepaid' in happening) return modeAt(evidence, from) === 'prepayment';
  if ('postpaid' in happening) return modeAt(evidence, from) !== 'prepayment';
  if ('untouched' in happening) return untouched(evidence, happening.untouched, from, to);
  if ('invoked' in happening) return invocations(evidence, happening.invoked, from, to).some(({ answer }) => 'value' in answer);
  if ('uninvoked' in happening) return invocations(evidence, happening.uninvoked, from, to).length === 0;
  if ('lastsMinutes' in happening) return to.window.fromMs - from.window.toMs >= happening.lastsMinutes * 60_000;
  if ('holdsWh' in happening) return holds(evidence, happening.holdsWh, from, to);
  if ('rated' in happening) return ledger.rated(from.window, to.window);
  if ('oneRate' in happening) return oneRated(evidence, from.window, to.window);
  if ('midnight' in happening) return midnightIn(evidence, from, to);
  if ('rateHoldsWh' in happening) return heldRates(evidence, { from, to }, happening.rateHoldsWh).length > 0;
  if ('activated' in happening) return activated(evidence, happening.activated, from, to);
  if ('atRest' in happening) return nothingFlowed(evidence, from.window, to.window);
  if ('nonEmpty' in happening) return holdsSomething(evidence, from, to);
  return passes(evidence, happening.passes, from, to);
}

/** At least so much flowed; and what the declaration leaves open is less than what surely flowed. */
function surelyFlowed(
  evidence: Evidence,
  { element, flow, atLeastWh }: Extract<Happening, { flow: Way }>,
  from: Window,
  to: Window,
): boolean {
  const { ledger } = evidence;
  const { lo } = ledger.energy(element, flow, from, to);
  if (lo < BigInt(atLeastWh) * WH_UJ) return false;
  const step = ledger.registerStep(element, flow, from, to);
  return step.hi - step.lo < lo / WH_UJ || !leavesOpen(evidence, step, from, to);
}

/** At least so much to lose, and more than what the declaration leaves open. */
function holds(evidence: Evidence, atLeastWh: number, from: Reading, to: Reading): boolean {
  const held = Number(from.value);
  if (held < atLeastWh) return false;
  const step = evidence.ledger.registerStep('secondary', 'export', from.window, to.window);
  return step.hi - step.lo < BigInt(held) || !leavesOpen(evidence, step, from.window, to.window);
}

/** Whether the declaration allows energy to stay uncounted: while the meter starts up or activates firmware, or at reversals. */
export function leavesOpen({ ledger, meter }: Evidence, { budget }: Step, from: Window, to: Window): boolean {
  const { outages, activations } = ledger.events;
  const { startUpMs, activationGapMs, energyBucketMwh } = meter.choices;
  const gaps = [
    ...outages.map(({ off, on }) => ({ fromMs: off.fromMs, toMs: (on?.toMs ?? off.toMs) + startUpMs })),
    ...activations.map(({ when }) => ({ fromMs: when.fromMs, toMs: when.toMs + activationGapMs })),
  ];
  const netted = budget.some(({ source }) => source === 'direction interval');
  return netted || energyBucketMwh > 0 || gaps.some((gap) => gap.toMs >= from.fromMs && gap.fromMs <= to.toMs);
}

function oneRated({ ledger }: Evidence, from: Window, to: Window): boolean {
  const counting = ledger.rates('export', from, to)?.filter(({ hi }) => hi > 0n);
  return counting !== undefined && counting.length <= 1;
}

/** Rates that held at least so much, and more than the declaration leaves open of them. */
export function heldRates({ ledger }: Evidence, { from, to }: Pick<Span, 'from' | 'to'>, atLeastWh: number): number[] {
  const held = from.value as number[];
  return (ledger.rateSteps('export', from.window, to.window) ?? []).flatMap(({ lo, hi }, i) =>
    held[i]! >= atLeastWh && hi - lo < BigInt(held[i]!) ? [i + 1] : [],
  );
}

/** Whether the meter's clock surely ran on over a midnight. */
function midnightIn(evidence: Evidence, from: Reading, to: Reading): boolean {
  const { clock } = evidence.ledger;
  if (clock.pieceAt(from.window.fromMs) !== clock.pieceAt(to.window.toMs)) return false;
  const day = (ms: number) => Math.floor(ms / DAY_MS);
  return day(meterTime(evidence, from.window).toMs) < day(meterTime(evidence, to.window).fromMs);
}

const TWO_TO_31 = 2 ** 31;

/** Where a register of fewer bits, or a display, rolls over; only those below the modulus can be passed. */
const EDGES: Record<Extract<Happening, { passes: string }>['passes'], (modulusWh: number) => number[]> = {
  'modulus or 2^31': (modulusWh) => [modulusWh, TWO_TO_31],
  modulus: (modulusWh) => [modulusWh],
  'binary edge': (modulusWh) => [2 ** 16, 2 ** 24, TWO_TO_31].filter((edge) => edge < modulusWh),
  'display edge': (modulusWh) => [10 ** 8, 10 ** 9].filter((edge) => edge < modulusWh),
};

/** Whether the energy since the preset passes such an edge between two readings. */
function passes(evidence: Evidence, kind: keyof typeof EDGES, from: Reading, to: Reading): boolean {
  const { ledger, meter, trace } = evidence;
  const preset = trace.scenario.preset?.[from.record.object];
  const [first] = readings(evidence, from.record.object);
  if (typeof preset !== 'number' || !first) return false;
  const before = BigInt(preset) * WH_UJ + ledger.energy('secondary', 'export', first.window, from.window).hi;
  const after = BigInt(preset) * WH_UJ + ledger.energy('secondary', 'export', first.window, to.window).lo;
  return EDGES[kind](meter.choices.registerModulusWh).some((edge) => {
    const edgeUj = BigInt(edge) * WH_UJ;
    return before < edgeUj && edgeUj <= after;
  });
}

/** When events of a kind began and ended, in bench time; an outage that never ended is none yet. */
function eventsOf({ ledger }: Evidence, kind: 'outage' | 'clockSet'): Window[] {
  if (kind === 'clockSet') return ledger.events.clockSets.map(({ when }) => when);
  return ledger.events.outages.flatMap(({ off, on }) => (on ? [{ fromMs: off.fromMs, toMs: on.toMs }] : []));
}
