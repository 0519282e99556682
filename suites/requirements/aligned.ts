import type { Ms, ObjectName, Window } from '../../trace/vocabulary';
import { benchTimeNear, meterTime } from './meter-time';
import { type Reading, readings } from './readings';
import type { Evidence } from './requirement';

const HALF_HOUR_MS = 1_800_000;

/** A reading of a register that stands for a half-hour boundary: nothing can have been counted between the two. */
export interface AlignedReading {
  reading: Reading<number>;
  boundaryMs: Ms;
  /** Bench time of the boundary. */
  bench: Window;
}

/** Readings of the secondary export register that stand for half-hour boundaries, in the order of the trace. */
export function alignedReadings(evidence: Evidence, object: ObjectName): AlignedReading[] {
  const found: AlignedReading[] = [];
  for (const reading of readings<number>(evidence, object)) {
    const boundary = boundaryOf(evidence, reading.window);
    if (boundary) found.push({ reading, ...boundary });
  }
  return found;
}

function boundaryOf(evidence: Evidence, window: Window): { boundaryMs: Ms; bench: Window } | undefined {
  const { ledger } = evidence;
  const meter = meterTime(evidence, window);
  const before = Math.floor(meter.toMs / HALF_HOUR_MS) * HALF_HOUR_MS;
  for (const boundaryMs of [before, before + HALF_HOUR_MS]) {
    const bench = benchTimeNear(evidence, boundaryMs, window);
    // What flowed before the trace began is not known, and a row may hold it.
    if (!bench || bench.fromMs < (ledger.events.extent?.fromMs ?? Number.POSITIVE_INFINITY)) continue;
    const [first, last] = bench.fromMs < window.fromMs ? [bench, window] : [window, bench];
    if (ledger.energy('secondary', 'export', first, last).hi === 0n) return { boundaryMs, bench };
  }
  return undefined;
}
