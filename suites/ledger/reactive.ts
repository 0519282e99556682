import type { Choices } from '../../declaration/choices';
import type { Window } from '../../trace/vocabulary';
import type { FlowHistory } from './flow-history';
import { type HalfHourFrame, visitsIn } from './half-hours';
import { type Interval, plus, WH_UJ, wattHoursText } from './interval';
import { type Losses, residualLostUj, rowStep, stepFromUnknownResidue, type WholeWh } from './quantisation';
import type { TraceEvents } from './trace-events';

/** Whole varh, and what widens the bounds. */
interface VarhStep extends WholeWh {
  budget: { source: string; amount: string }[];
}

/** Whole varh by which a register over the elements of those histories may move. */
export function reactiveStep(
  histories: readonly FlowHistory[],
  losses: Losses,
  from: Window,
  to: Window,
  choices: Choices,
): VarhStep {
  const energies = histories.map((one) => ({ lo: one.least(from.toMs, to.fromMs), hi: one.most(from.fromMs, to.toMs) }));
  return together(energies, (energy) => stepFromUnknownResidue(energy, losses, choices), losses, choices);
}

/** Whole varh that a row over the elements of those histories may hold. */
export function reactiveRow(
  histories: readonly FlowHistory[],
  outages: TraceEvents['outages'],
  frame: HalfHourFrame,
  choices: Choices,
): VarhStep {
  const within = ({ outer }: HalfHourFrame['stays'][number]) =>
    outages.filter(({ off }) => off.fromMs <= outer.toMs && off.toMs >= outer.fromMs).length;
  const losses = { outages: frame.stays.reduce((sum, stay) => sum + within(stay), 0), reversals: 0 };
  const energies = histories.map((history) => {
    const lo = frame.stays.reduce((sum, { inner }) => sum + history.least(inner.fromMs, inner.toMs), 0n);
    return { lo, hi: frame.stays.reduce((sum, { outer }) => sum + history.most(outer.fromMs, outer.toMs), 0n) };
  });
  return together(energies, (energy) => rowStep(energy, losses, visitsIn(frame).length, choices), losses, choices);
}

/** The elements may share one accumulator or have one each: whichever allows more. */
function together(energies: Interval[], step: (energy: Interval) => WholeWh, losses: Losses, choices: Choices): VarhStep {
  const shared = energies.reduce(plus, { lo: 0n, hi: 0n });
  const one = step(shared);
  const each = energies.map(step).reduce((sum, { lo, hi }) => ({ lo: sum.lo + lo, hi: sum.hi + hi }), { lo: 0n, hi: 0n });
  const lines: [string, bigint][] = [
    ['residue below 1 varh an element', shared.hi > 0n ? WH_UJ * BigInt(energies.length) : 0n],
    ['moments of reading, starting power and class', shared.hi - shared.lo],
    ['residue lost at outages', residualLostUj(losses.outages, choices)],
  ];
  return {
    lo: each.lo < one.lo ? each.lo : one.lo,
    hi: each.hi > one.hi ? each.hi : one.hi,
    budget: lines.filter(([, uj]) => uj > 0n).map(([source, uj]) => ({ source, amount: wattHoursText(uj) })),
  };
}
