import type { Ms } from '../../trace/vocabulary';
import { LongRead } from './long-read';
import { type LogRow, StampedLog } from './stamped-log';

const DEPTH = 100;

/** A full log whose rows are stamped by their number of capture, and which has wrapped. */
function wrapped(): StampedLog {
  const log = new StampedLog(DEPTH, 'end');
  for (let number = 0; number < 130; number++) log.append({ end: number, wh: number });
  return log;
}

function read(log: StampedLog, takesNew: boolean, meanwhile: (blockMs: Ms) => void, range = {}): number[] {
  const long = new LongRead(log.cursor(range, takesNew), log.read(range).length, 0, 1000);
  while (long.nextBlockMs < 1000) {
    meanwhile(long.nextBlockMs);
    long.takeBlock();
  }
  meanwhile(1000);
  const answer = long.finish();
  return 'value' in answer ? (answer.value as LogRow[]).map(({ end }) => end as number) : [];
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a long read', () => {
  it('takes its blocks evenly over its time, the first at once', () => {
    const blocksMs: Ms[] = [];
    expect(read(wrapped(), true, (ms) => blocksMs.push(ms))).toEqual(numbers(30, 129));
    expect(blocksMs).toEqual([200, 400, 600, 800, 1000]);
  });

  it.each([
    [true, numbers(30, 130)],
    [false, numbers(30, 129)],
  ])('loses and doubles no row where one is captured meanwhile; takes new ones: %s', (takesNew, expected) => {
    const log = wrapped();
    const capture = (ms: Ms) => ms === 400 && log.append({ end: 130, wh: 130 });
    expect(read(log, takesNew, capture)).toEqual(expected);
  });

  it('gives the rows of a range only, both ends included', () => {
    const log = wrapped();
    const capture = (ms: Ms) => ms === 1000 && log.append({ end: 130, wh: 130 });
    expect(read(log, true, capture, { fromMs: 90, toMs: 129 })).toEqual(numbers(90, 129));
    expect(read(log, true, capture, { fromMs: 131 })).toEqual([]);
  });

  it('goes on with the oldest row that is left where more were captured than it had taken', () => {
    const log = wrapped();
    const burst = (ms: Ms) => {
      if (ms === 400) for (let number = 130; number < 200; number++) log.append({ end: number, wh: number });
    };
    expect(read(log, false, burst)).toEqual([...numbers(30, 77), ...numbers(100, 129)]);
  });
});
