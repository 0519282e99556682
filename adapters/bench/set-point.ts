import type { Setting } from '../../declaration/manual-bench';
import type { Bounds, EnergyBounds, Flow, Ms, Quadrant } from '../../trace/vocabulary';

/** Least and most, mW or mvar, whole numbers; + import, − export. */
type Range = readonly [lo: number, hi: number];

/** What power and reactive power really are where a flow was set by hand. */
export interface SetPoint {
  active: Range;
  reactive: Range;
}

const NOTHING: Range = [0, 0];
const MILLI = 1000;

/** Nothing at all is switched off, and exactly nothing. A load that is set never turns into a source, nor a source into a load. */
export function setPointOf({ activeMw, reactiveMvar = 0 }: Flow, { percent, watts, vars }: Setting): SetPoint {
  if (activeMw === 0 && reactiveMvar === 0) return { active: NOTHING, reactive: NOTHING };
  const [lo, hi] = around(activeMw, percent, watts);
  const active: Range = activeMw < 0 ? [lo, Math.min(hi, 0)] : [Math.max(lo, 0), hi];
  return { active, reactive: around(reactiveMvar, percent, vars) };
}

function around(milli: number, percent: number, besides: number): Range {
  const error = (Math.abs(milli) * percent) / 100 + besides * MILLI;
  return [Math.floor(milli - error), Math.ceil(milli + error)];
}

/** On the way from one setting to the other nobody knows which of all between them it is. */
export const between = (one: SetPoint, other: SetPoint): SetPoint => ({
  active: hull(one.active, other.active),
  reactive: hull(one.reactive, other.reactive),
});

const hull = (a: Range, b: Range): Range => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];

/** The energy of so many milliseconds at a set-point; 1 mW in 1 ms is 1 µJ. Quadrants: 1 +P +Q, 2 −P +Q, 3 −P −Q, 4 +P −Q. */
export function energyOf({ active: [lo, hi], reactive: [loQ, hiQ] }: SetPoint, durationMs: Ms): EnergyBounds {
  const exactly = (power: number) => String(BigInt(power) * BigInt(durationMs));
  const bounds = (from: number, to: number): Bounds => [exactly(from), exactly(to)];
  const energy: EnergyBounds = {};
  if (hi > 0) energy.import = bounds(Math.max(lo, 0), hi);
  if (lo < 0) energy.export = bounds(Math.max(-hi, 0), -lo);
  const mayImport = hi > 0 || lo === 0;
  const mayExport = lo < 0;
  const reactive: Partial<Record<Quadrant, Bounds>> = {};
  const lie = (quadrants: readonly [importing: Quadrant, exporting: Quadrant], from: number, to: number) => {
    if (to <= 0) return;
    const least = mayImport && mayExport ? 0 : Math.max(from, 0);
    if (mayImport) reactive[quadrants[0]] = bounds(least, to);
    if (mayExport) reactive[quadrants[1]] = bounds(least, to);
  };
  lie(['Q1', 'Q2'], loQ, hiQ);
  lie(['Q4', 'Q3'], -hiQ, -loQ);
  return Object.keys(reactive).length > 0 ? { ...energy, reactive } : energy;
}
