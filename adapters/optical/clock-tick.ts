import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '../../trace/vocabulary';
import type { MeterReply } from '../ports';

/** How long a clock that shows whole seconds is watched for its next one: a second, and a slow line's round trip. */
const PATIENCE_MS: Ms = 2_500;
/** From one look to the next: over TCP a look takes no time, and would be one of thousands. */
const BETWEEN_MS: Ms = 50;
const SECOND_MS: Ms = 1_000;

/**
 * Reads a clock at the tick of its second. One that shows whole seconds says by a single look only that it is up to a second later;
 * so it is looked at until its second changes. What it shows then it had reached between the look before and that one. A clock with
 * hundredths needs one look, and one that stands still or runs wildly is given as it was seen last.
 */
export async function readAtTick(look: () => Promise<MeterReply>, now: () => Ms, signal: AbortSignal): Promise<MeterReply> {
  const untilMs = now() + PATIENCE_MS;
  let before = await look();
  let attempts = before.attempts;
  for (;;) {
    const shown = wholeSecondOf(before);
    if (shown === undefined || now() >= untilMs) return { ...before, attempts };
    await sleep(BETWEEN_MS, undefined, { signal });
    const next = await look();
    attempts = Math.max(attempts, next.attempts);
    if (wholeSecondOf(next) === shown + SECOND_MS)
      return { ...next, attempts, when: { fromMs: before.when.fromMs, toMs: next.when.toMs } };
    before = next;
  }
}

function wholeSecondOf({ answer }: MeterReply): Ms | undefined {
  const { meterMs } = (('value' in answer && answer.value) || {}) as { meterMs?: unknown };
  return typeof meterMs === 'number' && meterMs % SECOND_MS === 0 ? meterMs : undefined;
}
