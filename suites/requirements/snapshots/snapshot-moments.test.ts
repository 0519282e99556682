import type { Choices } from '../../../declaration/choices';
import type { Value } from '../../../trace/vocabulary';
import { DAY, HandTrace, HOUR, MINUTE, SECOND } from '../hand-trace.fixture';
import { EVENING, IMPORT, LATE, MIDNIGHT, outcomes, stamps } from './midnight.fixture';
import { beginsMonth, billedChanges, midnights, missedMidnights } from './snapshot-moments';

describe('midnights', () => {
  it('are those that the trace passed, not the one at which it began', () => {
    expect(stamps(new HandTrace(MIDNIGHT).pass(2 * DAY))).toEqual([1]);
    expect(stamps(new HandTrace(MIDNIGHT).pass(2 * DAY + 1))).toEqual([1, 2]);
    expect(stamps(new HandTrace(MIDNIGHT - 1).pass(2))).toEqual([0]);
    expect(stamps(new HandTrace(EVENING).pass(HOUR))).toEqual([]);
  });

  it('begin a month on the first', () => {
    const found = midnights(new HandTrace(MIDNIGHT - DAY - HOUR).pass(3 * DAY).evidence());
    expect(found.map(beginsMonth)).toEqual([false, true, false]);
  });

  it('hold what a visible register showed then', () => {
    const [midnight] = midnights(new HandTrace(EVENING).pass(2 * HOUR).evidence({ registerRefreshMs: 3000 }));
    expect(midnight!.bench).toEqual({ fromMs: MIDNIGHT - 3000, toMs: MIDNIGHT });
    expect(midnight!.again).toBeUndefined();
  });

  const lost = (offMs: number, onMs: number) =>
    new HandTrace(EVENING)
      .until(MIDNIGHT + offMs)
      .supply(false)
      .until(MIDNIGHT + onMs)
      .supply(true)
      .until(MIDNIGHT + HOUR);

  it.each([
    [-HOUR / 2, -6001, 0],
    [-HOUR / 2, -6000, 1],
    [0, MINUTE, 1],
    [1000, MINUTE, 1],
    [1001, MINUTE, 0],
    [-MINUTE, MINUTE, 1],
  ])('are left out near a loss of supply: off at %d ms, on at %d ms', (offMs, onMs, left) => {
    expect(stamps(lost(offMs, onMs))).toHaveLength(1 - left);
  });

  it('are left out where a clock set goes over them, and where it lands on them', () => {
    const set = (fromMs: number, toMs: number) =>
      stamps(
        new HandTrace(EVENING)
          .until(MIDNIGHT + fromMs)
          .setClock(MIDNIGHT + toMs)
          .pass(HOUR / 2),
      );
    expect(set(-MINUTE, MINUTE)).toEqual([]);
    expect(set(-MINUTE, 0)).toEqual([]);
    expect(set(MINUTE, -MINUTE)).toEqual([]);
    expect(set(2 * MINUTE, MINUTE)).toEqual([0]);
    expect(set(-2 * MINUTE, -MINUTE)).toEqual([0]);
  });

  it('may be met again, and somewhat later, where a clock corrected itself by little', () => {
    const corrected = new HandTrace(EVENING).pass(2 * HOUR).clock(-3000);
    const [midnight] = midnights(corrected.evidence());
    expect(midnight!.again).toBe(true);
    expect(midnight!.bench.fromMs).toBeLessThanOrEqual(MIDNIGHT - 1000);
    expect(midnight!.bench.toMs).toBeGreaterThanOrEqual(MIDNIGHT + 3000);
    expect(stamps(new HandTrace(EVENING).pass(2 * HOUR).clock(-10_001))).toEqual([]);
  });
});

describe('snapshots.midnight-alone', () => {
  const judged = (at: number) => {
    const trace = new HandTrace(EVENING).until(MIDNIGHT + HOUR);
    return outcomes(trace.read('daily.import', [{ at: MIDNIGHT }, { at }]), 'snapshots.midnight-alone');
  };

  it('takes midnight and no second beside it', () => {
    expect(judged(MIDNIGHT)).toEqual(['within']);
    expect(judged(MIDNIGHT + SECOND)).toEqual(['beyond']);
    expect(judged(MIDNIGHT - SECOND)).toEqual(['beyond']);
  });

  it('says nothing of rows from before the trace', () => {
    expect(judged(EVENING - 1)).toEqual(['within']);
    expect(judged(EVENING)).toEqual(['beyond']);
  });

  it('excuses rows within an hour of a loss of supply', () => {
    const row = (at: number) => {
      const trace = new HandTrace(EVENING - DAY)
        .until(EVENING)
        .supply(false)
        .pass(MINUTE)
        .supply(true)
        .until(MIDNIGHT + HOUR);
      return outcomes(trace.read('daily.import', [{ at }]), 'snapshots.midnight-alone');
    };
    expect(row(EVENING + MINUTE)).toEqual(['within']);
    expect(row(EVENING - HOUR - 1)).toEqual(['beyond']);
  });
});

describe('snapshots.missed-midnight', () => {
  const ON = MIDNIGHT + HOUR;
  const missed = (rows: Value[]) => {
    const trace = new HandTrace(EVENING)
      .pass(MINUTE)
      .read(IMPORT, 1000)
      .pass(HOUR / 2, 0, 500)
      .supply(false)
      .until(ON)
      .supply(true);
    return trace.pass(MINUTE).read(IMPORT, 1500).read('daily.import', rows).read('daily.export', []);
  };
  const row = (at: number, primaryWh = 1500) => ({ at, primaryWh });
  const judged = (rows: Value[], choices: Partial<Choices> = {}) => outcomes(missed(rows), 'snapshots.missed-midnight', choices);

  it('asks for no row where that is declared', () => {
    expect(judged([])).toEqual(['within', 'within']);
    expect(judged([row(MIDNIGHT)])).toEqual(['beyond', 'within']);
    expect(judged([row(ON)])).toEqual(['beyond', 'within']);
  });

  it('asks for one as the supply returns where that is declared', () => {
    expect(judged([], LATE)).toEqual(['beyond', 'beyond']);
    expect(judged([row(ON)], LATE)).toEqual(['within', 'within', 'within', 'within', 'beyond']);
    expect(judged([row(ON + 6000)], LATE).slice(0, 2)).toEqual(['within', 'within']);
    expect(judged([row(ON + 6001)], LATE)[0]).toBe('beyond');
    expect(judged([row(MIDNIGHT)], LATE).slice(0, 2)).toEqual(['within', 'beyond']);
    expect(judged([row(ON, 1000)], LATE)).toContain('beyond');
    expect(judged([row(ON), row(ON)], LATE)[0]).toBe('beyond');
  });

  it('is of midnights that the clock came to once', () => {
    const times = (live: (trace: HandTrace) => HandTrace, then = (trace: HandTrace) => trace) => {
      const trace = live(new HandTrace(EVENING)).supply(false).pass(HOUR).supply(true);
      return missedMidnights(then(trace).pass(HOUR).evidence()).length;
    };
    const back = (trace: HandTrace, ms: number) => trace.setClock(trace.now - ms);
    expect(times((trace) => trace.until(MIDNIGHT - MINUTE))).toBe(1);
    expect(times((trace) => back(trace.until(MIDNIGHT), MINUTE))).toBe(0);
    expect(times((trace) => back(trace.until(MIDNIGHT - MINUTE), MINUTE))).toBe(1);
    expect(
      times(
        (trace) => trace.until(MIDNIGHT - MINUTE),
        (trace) => back(trace, 2 * HOUR),
      ),
    ).toBe(0);
  });

  it('is of outages that surely cover a midnight', () => {
    const covers = (offMs: number, onMs: number) =>
      missedMidnights(
        new HandTrace(EVENING)
          .until(MIDNIGHT + offMs)
          .supply(false)
          .until(MIDNIGHT + onMs)
          .supply(true)
          .pass(HOUR)
          .evidence(),
      ).length;
    expect(covers(-MINUTE, MINUTE)).toBe(1);
    expect(covers(-10 * SECOND, MINUTE)).toBe(0);
    expect(covers(-10 * SECOND - 1, MINUTE)).toBe(1);
    expect(covers(-MINUTE, 9 * SECOND)).toBe(0);
    expect(covers(-MINUTE, 10 * SECOND)).toBe(1);
    expect(covers(MINUTE, HOUR)).toBe(0);
  });
});

describe('the changes that close a billing period', () => {
  it('are those of supplier, payment mode and import table, in their order', () => {
    const trace = new HandTrace(EVENING)
      .pass(MINUTE)
      .read('prepayment.balance', { mode: 'credit' })
      .write('secondary.import.table.passive', {})
      .write('secondary.import.table.activation', 'immediate')
      .pass(MINUTE)
      .invoke('import.supplier', 'change', 'another')
      .pass(MINUTE)
      .write('prepayment.balance', { mode: 'prepayment' })
      .pass(MINUTE)
      .invoke('import.supplier', 'change', 'a third');
    const starts = billedChanges(trace.evidence()).map((moment) => JSON.stringify(moment));
    expect(starts).toHaveLength(4);
    expect([...starts].sort()).toEqual(starts);
  });
});
