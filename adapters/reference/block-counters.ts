import type { EnergySource } from './energy-source';

/** Primary import by consumption blocks: Wh count into a block until its threshold is reached, then into the next. Told of all energy. */
export class BlockCounters {
  private wh = [0, 0, 0, 0];

  /** Upper thresholds of blocks 1 to 3, cumulative Wh. */
  constructor(private readonly thresholdsWh: readonly [number, number, number] = [1_000_000, 2_000_000, 3_000_000]) {}

  add(source: EnergySource, wh: number) {
    if (source === 'primary.import') this.count(wh);
  }

  get values(): number[] {
    return [...this.wh];
  }

  protected count(wh: number) {
    let left = wh;
    let used = this.wh.reduce((sum, one) => sum + one, 0);
    for (let block = 0; left > 0; block++) {
      const room = block < 3 ? Math.max(0, (this.thresholdsWh[block] as number) - used) : left;
      const taken = Math.min(left, room);
      this.wh[block] = (this.wh[block] as number) + taken;
      used += taken;
      left -= taken;
    }
  }

  restore(values: readonly number[]) {
    this.wh = [...values];
  }
}
