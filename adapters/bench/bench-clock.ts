import { setTimeout } from 'node:timers/promises';
import type { Ms } from '../../trace/vocabulary';

/** The time of a bench. */
export interface BenchClock {
  now(): Ms;
  /** Resolves when that time has come; rejects with the signal. */
  sleep(untilMs: Ms, signal: AbortSignal): Promise<void>;
}

/** Real time: that of this machine when it began, and no step of its clock since. */
export function wallClock(): BenchClock {
  const aheadMs = Date.now() - performance.now();
  const now = () => Math.floor(performance.now() + aheadMs);
  return {
    now,
    async sleep(untilMs, signal) {
      for (let leftMs = untilMs - now(); leftMs > 0; leftMs = untilMs - now()) await setTimeout(leftMs, undefined, { signal });
    },
  };
}
