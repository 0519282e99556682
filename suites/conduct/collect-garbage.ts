import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Records of a trace from which on it is worth while to wait for the collector. */
const LONG = 10_000;

let collect: (() => void) | undefined;

/**
 * Frees what judging a long trace left behind. Left to itself, the collector lets the heap grow with the number of traces, although
 * nothing of one is needed for the next.
 */
export function collectGarbageOf(records: number): void {
  if (records < LONG) return;
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
