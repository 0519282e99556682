import type { Ms, Way } from '../../trace/vocabulary';

/** Energy of one element in one direction over one interval, as the bench gives it. */
export interface FlowPiece {
  way: Way;
  fromMs: Ms;
  toMs: Ms;
  /** The most that flowed, µJ. */
  uj: bigint;
}

/** A stretch of one direction, whatever its power. */
type Run = FlowPiece;

interface Netting {
  fromMs: Ms;
  toMs: Ms;
}

/**
 * The reversals of one element: where its direction changed, and how much of each direction a meter may net away because
 * runs of opposite direction were shorter than its direction interval.
 */
export class Reversals {
  private readonly runs: Run[] = [];
  /** The runs that began with a change of direction; the first too, for nobody knows what flowed before the trace. */
  private readonly changes: Run[];
  private readonly nettings: Netting[] = [];
  private readonly nettedBefore: bigint[] = [0n];

  /** `pieces` are ascending; pieces of both directions over the same interval took turns within it, nobody knows how fast. */
  constructor(
    pieces: readonly FlowPiece[],
    private readonly directionIntervalMs: Ms,
  ) {
    for (const piece of pieces) {
      const last = this.runs.at(-1);
      if (last && last.way === piece.way && piece.fromMs === last.toMs) {
        last.toMs = piece.toMs;
        last.uj += piece.uj;
      } else this.runs.push({ ...piece });
    }
    this.changes = this.runs.filter(({ way }, i) => way !== this.runs[i - 1]?.way);
    if (directionIntervalMs > 0) this.findNettings();
  }

  /** The most that a meter may net away, in each direction alike, within a span of bench time. */
  netted(fromMs: Ms, toMs: Ms): bigint {
    const first = firstIndex(this.nettings, (netting) => netting.toMs > fromMs);
    const end = firstIndex(this.nettings, (netting) => netting.fromMs >= toMs);
    return end > first ? this.nettedBefore[end]! - this.nettedBefore[first]! : 0n;
  }

  /** How often the direction changed within a span of bench time, both ends included. */
  count(fromMs: Ms, toMs: Ms): number {
    return firstIndex(this.changes, (run) => run.fromMs > toMs) - firstIndex(this.changes, (run) => run.fromMs >= fromMs);
  }

  /** The last change of direction before an instant: when it was, and the direction since. */
  lastBefore(atMs: Ms): { way: Way; fromMs: Ms } | undefined {
    return this.changes[firstIndex(this.changes, (run) => run.fromMs >= atMs) - 1];
  }

  private opposed(index: number): boolean {
    const [a, b] = [this.runs[index], this.runs[index + 1]];
    if (!a || !b) return false;
    return a.way !== b.way && b.fromMs - a.toMs < this.directionIntervalMs;
  }

  private short({ fromMs, toMs }: Run): boolean {
    return toMs - fromMs < this.directionIntervalMs;
  }

  private sharesInterval(index: number): boolean {
    const [a, b] = [this.runs[index], this.runs[index + 1]];
    return !!a && !!b && a.way !== b.way && b.fromMs < a.toMs;
  }

  /** Clusters of neighbours of which at least every other is short: within one, anything from net to gross may be counted. */
  private findNettings(): void {
    const linked = (i: number) =>
      this.sharesInterval(i) || (this.opposed(i) && (this.short(this.runs[i]!) || this.short(this.runs[i + 1]!)));
    for (let first = 0; first < this.runs.length; first++) {
      if (!linked(first)) continue;
      let last = first + 1;
      while (last < this.runs.length && linked(last)) last++;
      this.addNetting(this.runs.slice(first, last + 1));
      first = last;
    }
  }

  private addNetting(cluster: Run[]): void {
    const total = (of: (run: Run) => boolean) => cluster.reduce((sum, run) => (of(run) ? sum + run.uj : sum), 0n);
    const interval = this.directionIntervalMs;
    const shared = cluster.some((run, i) => i > 0 && run.fromMs < cluster[i - 1]!.toMs);
    const fast = (run: Run) => shared || this.short(run);
    const most = [total((run) => run.way === 'import'), total((run) => run.way === 'export'), total(fast)];
    const core = cluster.filter(fast);
    this.nettings.push({
      fromMs: Math.min(...core.map((run) => run.fromMs)) - interval,
      toMs: Math.max(...core.map((run) => run.toMs)) + interval,
    });
    this.nettedBefore.push(this.nettedBefore.at(-1)! + most.reduce((a, b) => (b < a ? b : a)));
  }
}

/** Index of the first item that satisfies a condition which once true stays true; the length where none does. */
export function firstIndex<T>(items: readonly T[], satisfies: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (satisfies(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
