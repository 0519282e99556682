import { type Declaration, mostMva } from '../../../declaration/declaration';
import { UsageError } from '../../../trace/errors';
import { type Element, type Ms, WAYS, type Way } from '../../../trace/vocabulary';
import { HALF_HOUR_MS } from './load-options';

/** Constant power for some time, without sign. */
export interface Step {
  powerMw: number;
  ms: Ms;
}

/** What carries a row's energy one way: one step, or two that follow at once and differ by one milliwatt. */
export interface Pulse {
  way: Way;
  steps: Step[];
}

/** What pulses may be on one element of a meter. */
export interface PulseLimits {
  /** Power of a pulse is between these, but for energies too small for it. */
  fromMw: number;
  toMw: number;
  /** Power of the smallest pulses: still far above the starting power. */
  leastMw: number;
  /** A pulse lasts at least so long: longer than the direction interval. */
  leastMs: Ms;
  /** Powers that carry every whole Wh in whole milliseconds, rising. */
  evenMw: number[];
}

/** The first pulse begins so long after the half hour does, when the readings of the one before are done. */
export const LEAD_MS = 30_000;
/** Nothing flows between the pulses of opposite ways, for so long. */
export const BETWEEN_MS = 5_000;
const TAIL_MS = 10_000;
const FROM_MW = 3_600_000;
const LEAST_MW = 100_000;
const LONGER_MS = 500;
const STARTING_TIMES = 10;
const UJ_PER_WH = 3_600_000_000;
const EVEN_STEP_MW = 100_000;
/** Durations tried for one that divides the energy, or leaves two steps that both last. */
const TRIES = 500;
/** An energy too small for the usual power lasts up to so many times the least duration. */
const TINY_TIMES = 4;
/** Energies of a half hour below it are whole numbers that a double holds. */
const EXACT_MW = Math.floor(Number.MAX_SAFE_INTEGER / HALF_HOUR_MS);

/** Throws a UsageError where the meter lacks the element. */
export function pulseLimits(meter: Declaration, element: Element): PulseLimits {
  if (mostMva(meter, element) === 0)
    throw new UsageError(`--load: the meter is declared as ${meter.variant} and has no ${element} element`);
  const toMw = Math.min(EXACT_MW, Math.floor(mostMva(meter, element)));
  const fromMw = Math.min(FROM_MW, toMw);
  const evenMw: number[] = [];
  for (let mw = FROM_MW; mw <= toMw; mw += EVEN_STEP_MW) if (UJ_PER_WH % mw === 0) evenMw.push(mw);
  const leastMw = Math.min(fromMw, Math.max(LEAST_MW, STARTING_TIMES * meter.choices.startingPowerMw[element]));
  return { fromMw, toMw, leastMw, leastMs: meter.choices.directionIntervalMs + LONGER_MS, evenMw };
}

/** Least energy that a pulse can carry, µJ. */
export function leastUj(limits: PulseLimits): bigint {
  return BigInt(limits.leastMw) * BigInt(limits.leastMs);
}

/** Most energy that the pulses of one half hour can carry, µJ. */
export function mostUj(limits: PulseLimits, ways: 1 | 2): bigint {
  return BigInt(limits.toMw) * BigInt(roomMs(ways));
}

/**
 * Pulses that carry exactly these energies (each 0 or at least `leastUj`), import first, at least 30 s after the start
 * and 10 s before the end of a half hour. Undefined where they do not fit.
 */
export function pulsesOf(energy: Record<Way, bigint>, limits: PulseLimits): Pulse[] | undefined {
  const ways = WAYS.filter((way) => energy[way] > 0n);
  if (ways.length === 0) return [];
  const room = roomMs(ways.length === 2 ? 2 : 1);
  if (energy.import + energy.export > BigInt(limits.toMw) * BigInt(room)) return undefined;
  const durations = sharedRoom(
    ways.map((way) => Number(energy[way])),
    room,
    limits,
  );
  const pulses = ways.flatMap((way, i) => {
    const steps = stepsOf(Number(energy[way]), durations[i] ?? 0, limits);
    return steps ? [{ way, steps }] : [];
  });
  return pulses.length === ways.length ? pulses : undefined;
}

/** Longest duration of each of one or two pulses: as long as their power allows, else shared by energy. */
function sharedRoom(sizesUj: number[], room: Ms, limits: PulseLimits): Ms[] {
  const wanted = sizesUj.map((uj) =>
    isTiny(uj, limits) ? Math.min(Math.floor(uj / limits.leastMw), TINY_TIMES * limits.leastMs) : Math.floor(uj / limits.fromMw),
  );
  const [first = 0, second = 0] = wanted;
  if (first + second <= room) return wanted;
  const [firstUj = 0, secondUj = 0] = sizesUj;
  const smaller = Math.min(firstUj, secondUj);
  const small = Math.max(secondUj === 0 ? 0 : limits.leastMs, Math.floor((room * smaller) / (firstUj + secondUj)));
  return firstUj < secondUj ? [Math.min(small, first), room - small] : [room - small, Math.min(small, second)];
}

/** Steps of exactly that energy in at most that time. All of it is exact: `limits.toMw` keeps energies below 2^53 µJ. */
function stepsOf(uj: number, mostMs: Ms, limits: PulseLimits): Step[] | undefined {
  const even = limits.evenMw.find((mw) => uj % mw === 0 && uj / mw <= mostMs && uj / mw >= limits.leastMs);
  if (even !== undefined) return [{ powerMw: even, ms: uj / even }];
  const shortestMs = Math.max(limits.leastMs, Math.ceil(uj / limits.toMw));
  let unequal: Step[] | undefined;
  for (let tried = 0; tried < Math.min(TRIES, mostMs - shortestMs + 1); tried++) {
    // Long pulses keep the power low; of tiny ones the shortest keeps it high.
    const ms = isTiny(uj, limits) ? shortestMs + tried : mostMs - tried;
    const rest = uj % ms;
    const powerMw = (uj - rest) / ms;
    if (rest === 0) return [{ powerMw, ms }];
    const steps = [
      { powerMw, ms: ms - rest },
      { powerMw: powerMw + 1, ms: rest },
    ];
    if (Math.min(rest, ms - rest) >= limits.leastMs) return steps;
    unequal ??= steps;
  }
  return unequal;
}

function isTiny(uj: number, limits: PulseLimits): boolean {
  return uj < limits.fromMw * limits.leastMs;
}

function roomMs(ways: 1 | 2): Ms {
  return HALF_HOUR_MS - LEAD_MS - TAIL_MS - (ways === 2 ? BETWEEN_MS : 0);
}
