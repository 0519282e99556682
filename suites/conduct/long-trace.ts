import { setFlagsFromString } from 'node:v8';

/** Records from which on a trace is long: what judges keep of it is let go of area by area, at the price of working some of it out again. */
export const LONG_TRACE = 10_000;

let tight = false;

/**
 * Has the collector come whenever the heap has grown by a fifth. Left to itself it lets the heap grow to three times what is needed at once,
 * which for long traces is much.
 */
export function keepHeapTight(): void {
  if (!tight) setFlagsFromString('--heap-growing-percent=20');
  tight = true;
}
