import type { Ms } from '../../trace/vocabulary';
import { atLeast, ceilDiv } from './interval';

/**
 * Amounts spread evenly over intervals of bench time, as prefix sums. Intervals are added in ascending order and do not overlap;
 * an interval without width holds its amount at that instant.
 */
export class Cumulative {
  private readonly starts: Ms[] = [];
  private readonly ends: Ms[] = [];
  private readonly amounts: bigint[] = [];
  /** Sum of all amounts before each interval, and after the last the sum of all. */
  private readonly before: bigint[] = [0n];
  /** Where the last search ended: half hours are asked for in ascending order. */
  private hint = 0;

  add(startMs: Ms, endMs: Ms, amount: bigint): void {
    if (amount === 0n) return;
    const last = this.ends.at(-1);
    if (last !== undefined && startMs < last) throw new RangeError(`interval at ${startMs} begins before ${last}`);
    this.starts.push(startMs);
    this.ends.push(endMs);
    this.amounts.push(amount);
    this.before.push(this.before.at(-1)! + amount);
  }

  /** The least that lies between two instants: a part of a microjoule counts for nothing. Zero where `toMs` is not later. */
  least(fromMs: Ms, toMs: Ms): bigint {
    if (toMs <= fromMs) return 0n;
    return atLeast(0n, this.upTo(toMs, false) - this.upTo(fromMs, true));
  }

  /** The most that lies between two instants: a part of a microjoule counts as one. Zero where `toMs` is earlier. */
  most(fromMs: Ms, toMs: Ms): bigint {
    if (toMs < fromMs) return 0n;
    return this.upTo(toMs, true) - this.upTo(fromMs, false);
  }

  private upTo(atMs: Ms, up: boolean): bigint {
    const index = this.intervalsBegunBefore(atMs) - 1;
    if (index < 0) return 0n;
    const end = this.ends[index]!;
    if (atMs >= end) return this.before[index + 1]!;
    const start = this.starts[index]!;
    const share = this.amounts[index]! * BigInt(atMs - start);
    const width = BigInt(end - start);
    return this.before[index]! + (up ? ceilDiv(share, width) : share / width);
  }

  private intervalsBegunBefore(atMs: Ms): number {
    const { starts, hint } = this;
    // One step forward is the usual case of an ascending walk.
    for (let near = hint; near <= hint + 1; near++) {
      if ((near === 0 || starts[near - 1]! < atMs) && (near >= starts.length || starts[near]! >= atMs)) {
        if (near <= starts.length) {
          this.hint = near;
          return near;
        }
      }
    }
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]! < atMs) low = middle + 1;
      else high = middle;
    }
    this.hint = low;
    return low;
  }
}
