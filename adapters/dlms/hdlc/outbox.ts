/** One information field on its way: part of a message; `segmented` where more of it follows. */
export interface Segment {
  info: Uint8Array;
  segmented: boolean;
}

/** Segments to be sent and those not yet acknowledged, numbered modulo 8: a window that goes back to the first one missing. */
export class Outbox {
  private queue: Segment[] = [];
  /** N(S) of the first in the queue. */
  private first = 0;
  /** How many of the queue were sent at least once. */
  private sent = 0;

  get length(): number {
    return this.queue.length;
  }

  /** V(S): N(S) of the segment after those sent. */
  get next(): number {
    return (this.first + this.sent) & 7;
  }

  /** Cuts a message into information fields of at most so many octets. */
  add(message: Uint8Array, maxInfo: number): void {
    for (let at = 0; at < message.length; at += maxInfo)
      this.queue.push({ info: message.subarray(at, at + maxInfo), segmented: at + maxInfo < message.length });
  }

  /** Takes N(R): how many segments it acknowledges anew, or undefined where it acknowledges what was never sent. */
  acknowledge(nr: number): number | undefined {
    const count = (nr - this.first) & 7;
    if (count > this.sent) return undefined;
    this.queue.splice(0, count);
    this.first = nr;
    this.sent -= count;
    return count;
  }

  /** The next turn's segments: all that are unacknowledged again, and new ones up to the window. */
  turn(window: number): (Segment & { ns: number })[] {
    const segments = this.queue.slice(0, window);
    this.sent = Math.max(this.sent, segments.length);
    return segments.map((segment, i) => ({ ...segment, ns: (this.first + i) & 7 }));
  }

  clear(): void {
    this.queue = [];
    this.first = 0;
    this.sent = 0;
  }
}
