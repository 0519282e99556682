import * as fc from 'fast-check';
import { StampedLog } from './stamped-log';

const filled = (depth: number, stamps: readonly number[]) => {
  const log = new StampedLog(depth, 'at');
  for (const at of stamps) log.append({ at });
  return log;
};
const stamps = (log: StampedLog, range = {}) => log.read(range).map(({ at }) => at);

describe('StampedLog', () => {
  it('overwrites the oldest row when it is full', () => {
    expect(stamps(filled(3, [1, 2, 3, 4, 5]))).toEqual([3, 4, 5]);
  });

  it('gives the rows of a range, both ends included, oldest first', () => {
    expect(stamps(filled(10, [1, 2, 3, 4, 5]), { fromMs: 2, toMs: 4 })).toEqual([2, 3, 4]);
    expect(stamps(filled(10, [1, 2, 3]), { fromMs: 3 })).toEqual([3]);
    expect(stamps(filled(10, [1, 2, 3]), { toMs: 1 })).toEqual([1]);
    expect(stamps(filled(10, [1, 2, 3]), { fromMs: 4, toMs: 9 })).toEqual([]);
  });

  it('keeps its rows when it is deepened', () => {
    const log = filled(3, [1, 2, 3, 4]);
    log.deepen(5);
    for (const at of [5, 6, 7]) log.append({ at });
    expect(stamps(log)).toEqual([3, 4, 5, 6, 7]);
  });

  it('selects by stamp as a plain filter does, also where a clock was set back', () => {
    const stamp = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(
        fc.array(stamp, { maxLength: 30 }),
        fc.integer({ min: 1, max: 12 }),
        stamp,
        stamp,
        (all, depth, fromMs, toMs) => {
          const expected = all.slice(-depth).filter((at) => at >= fromMs && at <= toMs);
          expect(stamps(filled(depth, all), { fromMs, toMs })).toEqual(expected);
          expect(
            stamps(
              filled(
                depth,
                [...all].sort((a, b) => a - b),
              ),
              { fromMs, toMs },
            ),
          ).toEqual(
            [...all]
              .sort((a, b) => a - b)
              .slice(-depth)
              .filter((at) => at >= fromMs && at <= toMs),
          );
        },
      ),
      { seed: 1 },
    );
  });
});
