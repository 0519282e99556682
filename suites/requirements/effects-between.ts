import { type Element, type Ms, type RecordOf, WAYS, type Way } from '../../trace/vocabulary';
import { meterTime } from './meter-time';
import type { Reading } from './readings';
import type { Evidence, Happening } from './requirement';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
const WH_UJ = 3_600_000_000n;

export type Effect = RecordOf<'effect'>;

/** Effects wholly between the two readings, found by their order in the trace. */
export function effectsIn({ trace }: Evidence, from: Reading, to: Reading): Effect[] {
  const effects = trace.of('effect');
  const first = firstAfter(effects, from.record.seq);
  return effects.slice(first, firstAfter(effects, to.record.seq));
}

function firstAfter(effects: readonly Effect[], seq: number): number {
  let [low, high] = [0, effects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (effects[middle]!.seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const flows = (effect: Effect, element: Element, way: Way) => BigInt(effect.energy?.[element]?.[way]?.[0] ?? '0') > 0n;

export const isOpposed = (effect: Effect) =>
  (flows(effect, 'secondary', 'export') && flows(effect, 'primary', 'import')) ||
  (flows(effect, 'secondary', 'import') && flows(effect, 'primary', 'export'));

/** The most changes of direction of an element within one half hour. */
export function mostReversals(evidence: Evidence, element: Element, effects: readonly Effect[]): number {
  const inHalfHour = new Map<number, number>();
  for (const { when } of reversalsIn(element, effects)) {
    const halfHour = Math.floor(meterTime(evidence, when).fromMs / HALF_HOUR_MS);
    inHalfHour.set(halfHour, (inHalfHour.get(halfHour) ?? 0) + 1);
  }
  return Math.max(0, ...inHalfHour.values());
}

/** The effects in which an element carried energy the other way than when it last carried any. */
export function reversalsIn(element: Element, effects: readonly Effect[]): Effect[] {
  let last: Way | undefined;
  return effects.filter((effect) => {
    const way = WAYS.find((one) => flows(effect, element, one));
    const reversed = way !== undefined && last !== undefined && way !== last;
    last = way ?? last;
    return reversed;
  });
}

/** Whether that much may have flowed that way, and all that did at a power surely between the two. */
export function flowedAt(
  { powers: way, element, fromMw, toMw, atLeastWh }: Extract<Happening, { powers: Way }>,
  effects: readonly Effect[],
): boolean {
  let mostUj = 0n;
  for (const { energy, when } of effects) {
    const given = energy?.[element]?.[way];
    if (!given || given[1] === '0') continue;
    const [lo, hi, ms] = [BigInt(given[0]), BigInt(given[1]), BigInt(when.toMs - when.fromMs)];
    if (lo < BigInt(fromMw) * ms || hi > BigInt(toMw) * ms) return false;
    mostUj += hi;
  }
  return mostUj >= BigInt(atLeastWh) * WH_UJ;
}

const POSITIVE = ['Q1', 'Q2'] as const;
const NEGATIVE = ['Q3', 'Q4'] as const;

/** Whether that much reactive energy of that sign, and none of the other, surely flowed through the element. */
export function reactiveFlowed(
  { reactive: element, sign, atLeastVarh }: Extract<Happening, { reactive: Element }>,
  effects: readonly Effect[],
): boolean {
  const [mine, other] = sign === '+' ? [POSITIVE, NEGATIVE] : [NEGATIVE, POSITIVE];
  const sum = (quadrants: typeof POSITIVE | typeof NEGATIVE, bound: 0 | 1) =>
    effects.reduce((total, { energy }) => {
      const given = quadrants.map((quadrant) => energy?.[element]?.reactive?.[quadrant]?.[bound] ?? '0');
      return given.reduce((uj, text) => uj + BigInt(text), total);
    }, 0n);
  return sum(other, 1) === 0n && sum(mine, 0) >= BigInt(atLeastVarh) * WH_UJ;
}

const STARTS: Record<'halfHour' | 'midnight' | 'monthEnd', (meterMs: Ms) => boolean> = {
  halfHour: () => true,
  midnight: (meterMs) => meterMs % DAY_MS === 0,
  monthEnd: (meterMs) => meterMs % DAY_MS === 0 && new Date(meterMs).getUTCDate() === 1,
};

/** Whether the secondary element exported over such a boundary of meter time, on both sides of it within one stretch. */
export function exportedOver(evidence: Evidence, boundary: keyof typeof STARTS, effects: readonly Effect[]): boolean {
  return effects.some((effect) => {
    if (!flows(effect, 'secondary', 'export')) return false;
    const { clock } = evidence.ledger;
    const [from, to] = [clock.meterAt(effect.when.fromMs)?.toMs, clock.meterAt(effect.when.toMs)?.fromMs];
    if (from === undefined || to === undefined) return false;
    for (let at = (Math.floor(from / HALF_HOUR_MS) + 1) * HALF_HOUR_MS; at < to; at += HALF_HOUR_MS)
      if (STARTS[boundary](at)) return true;
    return false;
  });
}

/** Stretches of one direction of an element, with the most that flowed in each; a pause or the other direction ends one. */
function stretches(element: Element, effects: readonly Effect[]): { way: Way; ms: Ms; uj: bigint; toMs: Ms }[] {
  const found: { way: Way; ms: Ms; uj: bigint; toMs: Ms }[] = [];
  for (const effect of effects) {
    const way = WAYS.find((one) => flows(effect, element, one));
    if (!way) continue;
    const { fromMs, toMs } = effect.when;
    const uj = BigInt(effect.energy?.[element]?.[way]?.[1] ?? '0');
    const last = found.at(-1);
    if (last?.way === way && last.toMs === fromMs) Object.assign(last, { ms: last.ms + toMs - fromMs, uj: last.uj + uj, toMs });
    else found.push({ way, ms: toMs - fromMs, uj, toMs });
  }
  return found;
}

/** Whether the element took so many turns of less than the time given, each at once after one of the other direction. */
export function burst(
  { bursts, atLeast, shorterMs }: Extract<Happening, { bursts: Element }>,
  effects: readonly Effect[],
): boolean {
  const all = stretches(bursts, effects);
  const turns = all.filter(
    ({ way, ms, toMs }, i) => i > 0 && ms < shorterMs && all[i - 1]!.way !== way && all[i - 1]!.toMs === toMs - ms,
  );
  return turns.length >= atLeast;
}

/** Whether the secondary element exported so often less than a watt-hour at a time, and never more. */
export function crumbled(atLeast: number, effects: readonly Effect[]): boolean {
  const exported = stretches('secondary', effects).filter(({ way }) => way === 'export');
  return exported.length >= atLeast && exported.every(({ uj }) => uj < WH_UJ);
}
