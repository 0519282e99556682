/** One line of the table: what was measured, what it is aimed at, and what the same machine does without us. */
export interface Measurement {
  what: string;
  measured: string;
  aim: string;
  baseline: string;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** The least of several: what the work takes when the machine is not busy with something else. */
export async function leastOf(times: number, work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) least = Math.min(least, await timed(work));
  return least;
}

export const inMs = (ms: number) => (ms < 10 ? `${ms.toFixed(2)} ms` : `${Math.round(ms)} ms`);
