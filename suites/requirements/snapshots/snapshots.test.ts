import type { Value } from '../../../trace/vocabulary';
import { DAY, HandTrace, HOUR, MINUTE, REFUSED } from '../hand-trace.fixture';
import { EVENING, EXPORT, IMPORT, MIDNIGHT, OWN, outcomes } from './midnight.fixture';
import { billedChanges } from './snapshot-moments';
import { SNAPSHOTS_REQUIREMENTS } from './snapshots';

describe('a daily snapshot', () => {
  /** 500 Wh of import before midnight and 300 after, from 1000 Wh; what the log then holds of it. */
  const night = (rows: Value[]) => {
    const trace = new HandTrace(EVENING).pass(MINUTE).read(IMPORT, 1000).until(MIDNIGHT, 0, 500).pass(HOUR, 0, 300);
    return trace.pass(MINUTE).read(IMPORT, 1800).read('daily.import', rows).read('daily.export', []);
  };
  const row = (primaryWh: number, at = MIDNIGHT) => ({ at, primaryWh });
  const judged = (rows: Value[]) => outcomes(night(rows), 'snapshots.daily').slice(0, 3);

  it.each([
    [1498, 'beyond'],
    [1499, 'within'],
    [1500, 'within'],
    [1501, 'beyond'],
    [1000, 'beyond'],
  ])('holds the register at that instant, or as it showed a second before: of 1500 Wh %d is %s', (wh, outcome) => {
    expect(judged([row(wh)])).toContain(outcome);
    if (outcome === 'within') expect(judged([row(wh)])).toEqual(['within', 'within', 'within']);
  });

  it('is there once', () => {
    expect(judged([])[0]).toBe('beyond');
    expect(judged([row(1500), row(1500)])[0]).toBe('beyond');
    expect(judged([row(1500, MIDNIGHT - HOUR)])[0]).toBe('beyond');
  });

  it('is named with the records that decide it', () => {
    const [count, before, after] = night([row(1400)]).findings(SNAPSHOTS_REQUIREMENTS, 'snapshots.daily');
    expect([count!.records, before!.records, after!.records]).toEqual([[17], [7, 17], [17, 15]]);
    expect(before!.says).toBe('daily.import, primaryWh: the register at that instant');
    expect([before!.observed, before!.expected]).toEqual(['400', { lo: '499', hi: '500' }]);
  });

  it('without a member that it holds is beyond', () => {
    expect(judged([{ at: MIDNIGHT }])).toEqual(['within', 'beyond', 'beyond']);
  });

  it('is asked for only by reads after it was due, within their range', () => {
    const read = (atMs: number, range?: { fromMs?: number; toMs?: number }) => {
      const trace = new HandTrace(EVENING)
        .until(MIDNIGHT + atMs)
        .read('daily.import', [], range)
        .until(MIDNIGHT + HOUR);
      return outcomes(trace, 'snapshots.daily');
    };
    expect(read(999)).toEqual([]);
    expect(read(1000)).toEqual(['beyond']);
    expect(read(MINUTE, { toMs: MIDNIGHT })).toEqual(['beyond']);
    expect(read(MINUTE, { toMs: MIDNIGHT - 1 })).toEqual([]);
    expect(read(MINUTE, { fromMs: MIDNIGHT + 1 })).toEqual([]);
  });

  it('may be overwritten after 31 days', () => {
    const read = (days: number) => {
      const trace = new HandTrace(EVENING).until(MIDNIGHT + days * DAY);
      const newest = Array.from({ length: days - 1 }, (_, day) => ({ at: MIDNIGHT + (day + 1) * DAY, wh: 0 }));
      return outcomes(trace.pass(MINUTE).read('daily.export', newest), 'snapshots.daily').filter((one) => one === 'beyond');
    };
    expect(read(30)).toHaveLength(2);
    expect(read(31)).toHaveLength(1);
  });
});

describe('snapshots.changes', () => {
  const change = (stampMs: number, wh = 1500, answer?: typeof REFUSED) => {
    const trace = new HandTrace(EVENING).pass(MINUTE).read(IMPORT, 1000).pass(MINUTE, 0, 500);
    const at = trace.now;
    trace.invoke('import.supplier', 'change', 'another', ...(answer ? [answer] : []));
    trace.pass(MINUTE, 0, 300).pass(MINUTE).read(IMPORT, 1800);
    return outcomes(trace.read('billing.changes', [{ at: at + stampMs, primaryWh: wh }]), 'snapshots.changes').slice(0, 3);
  };

  it('asks for a row of that moment with the registers of that instant', () => {
    expect(change(0)).toEqual(['within', 'within', 'within']);
    expect(change(1000)[0]).toBe('within');
    expect(change(1001)[0]).toBe('beyond');
    expect(change(-1000)[0]).toBe('within');
    expect(change(-1001)[0]).toBe('beyond');
    expect(change(0, 1000)).toContain('beyond');
  });

  it('asks for none where the clock was set at that instant', () => {
    const changed = (then: (trace: HandTrace) => HandTrace) =>
      billedChanges(then(new HandTrace(EVENING).pass(MINUTE).invoke('import.supplier', 'change', 'another')).evidence()).length;
    expect(changed((trace) => trace.pass(MINUTE))).toBe(1);
    expect(changed((trace) => trace.setClock(trace.now + HOUR).pass(MINUTE))).toBe(0);
    expect(
      changed((trace) =>
        trace
          .pass(1)
          .setClock(trace.now + HOUR)
          .pass(MINUTE),
      ),
    ).toBe(1);
  });

  it('asks for none after a refusal', () => {
    expect(change(0, 1500, REFUSED)).toEqual([]);
  });

  it('is of import tables that were written since the last one went live, and went live at once', () => {
    const stem = 'secondary.import.table';
    const trace = new HandTrace(EVENING).write(`${stem}.activation`, 'immediate').write(`${stem}.passive`, {});
    const count = () => billedChanges(trace.evidence()).length;
    expect(count()).toBe(0);
    trace.write(`${stem}.activation`, MIDNIGHT);
    expect(count()).toBe(0);
    trace.write(`${stem}.activation`, 'immediate');
    expect(count()).toBe(1);
    trace.write(`${stem}.activation`, 'immediate');
    expect(count()).toBe(1);
    trace.write('secondary.export.table.activation', 'immediate');
    expect(count()).toBe(1);
  });
});

describe('snapshots.shape', () => {
  const judged = (row: { [member: string]: Value }) =>
    outcomes(new HandTrace(EVENING).read('daily.import', [{ at: EVENING, ...row }]), 'snapshots.shape');
  const published = { primaryWh: 1, secondaryWh: 2, secondaryImportRatesWh: [0, 0, 0, 0] };

  it('takes the published members, and of those the suite does not compare any', () => {
    expect(judged(published)).toEqual(['within']);
    expect(judged({ ...published, primaryImportRatesWh: [] })).toEqual(['within']);
  });

  it('takes no member more and none less', () => {
    expect(judged({ ...published, secondaryExportWh: 3 })).toEqual(['beyond']);
    expect(judged({ primaryWh: 1, secondaryWh: 2 })).toEqual(['beyond']);
  });
});

describe('snapshots.kept', () => {
  const reads = (first: Value[], second: Value[]) => {
    const trace = new HandTrace(EVENING)
      .read('billing.import', first)
      .pass(2 * HOUR)
      .read('billing.import', second);
    return outcomes(trace, 'snapshots.kept');
  };
  const row = (at: number, primaryWh = 1) => ({ at, primaryWh });
  const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i));

  it('asks for the same rows with the same values', () => {
    expect(reads([row(1)], [row(1), row(2)])).toEqual(['within']);
    expect(reads([row(1)], [row(2)])).toEqual(['beyond']);
    expect(reads([row(1)], [row(1, 2)])).toEqual(['beyond']);
    expect(reads([], [row(1)])).toEqual([]);
  });

  it('lets newer rows overwrite the oldest of a full log, as many as they are', () => {
    expect(reads(rows(12), [...rows(12).slice(1), row(99)])).toEqual(['within']);
    expect(reads(rows(12), [...rows(12).slice(2), row(99)])).toEqual(['beyond']);
    expect(reads(rows(11), [...rows(11).slice(1), row(99)])).toEqual(['beyond']);
  });
});

describe('snapshots.depth', () => {
  const START = MIDNIGHT + 12 * HOUR;
  const lived = (days: number, missing: number, log = 'daily.export') => {
    const trace = new HandTrace(START, { before: [{ do: 'wait', until: { after: days * DAY } }] });
    const rows = Array.from({ length: 31 }, (_, day) => ({ at: MIDNIGHT - (30 - day) * DAY, wh: 0 })).slice(missing);
    return outcomes(trace.pass(MINUTE).read(log, rows), 'snapshots.depth');
  };

  it('asks for 31 daily rows after 31 midnights', () => {
    expect(lived(31, 0)).toEqual(['within']);
    expect(lived(31, 1)).toEqual(['beyond']);
    expect(lived(30, 1)).toEqual([]);
  });

  it('says nothing of a life with a loss of supply in it', () => {
    const before = [
      { do: 'wait' as const, until: { after: 99 * DAY } },
      { do: 'supply' as const, on: false },
    ];
    expect(outcomes(new HandTrace(START, { before }).pass(MINUTE).read('daily.export', []), 'snapshots.depth')).toEqual([]);
  });

  it('says nothing of a range that leaves rows out', () => {
    const trace = new HandTrace(START, { before: [{ do: 'wait', until: { after: 99 * DAY } }] }).pass(MINUTE);
    const oldest = MIDNIGHT - 30 * DAY;
    expect(outcomes(trace.read('daily.export', [], { fromMs: oldest + 1 }), 'snapshots.depth')).toEqual([]);
    expect(outcomes(trace.read('daily.export', [], { fromMs: oldest }), 'snapshots.depth')).toEqual(['beyond']);
  });

  it('asks for twelve firsts of a month in the billing data log', () => {
    const before = [{ do: 'wait' as const, until: { after: 340 * DAY } }];
    const firsts = Array.from({ length: 12 }, (_, month) => ({ at: Date.UTC(2025, 4 + month, 1) }));
    const trace = (rows: Value[]) => new HandTrace(START, { before }).pass(MINUTE).read('billing.import', rows);
    expect(outcomes(trace(firsts), 'snapshots.depth')).toEqual(['within']);
    expect(outcomes(trace(firsts.slice(1)), 'snapshots.depth')).toEqual(['beyond']);
  });
});

describe('snapshots.secondary-export', () => {
  const taken = (wh: number) => {
    const trace = new HandTrace(EVENING).pass(MINUTE).read(EXPORT, 1000).until(MIDNIGHT, 500).pass(HOUR, 300).pass(MINUTE);
    trace.read(EXPORT, 1800).read('daily.secondary-export', [{ at: MIDNIGHT, wh }]);
    return trace.read('billing.secondary-export', [{ at: MIDNIGHT, wh: 1500 }]);
  };

  it('asks for the register at midnight, in the logs that are declared', () => {
    expect(outcomes(taken(1500), 'snapshots.secondary-export', OWN)).toEqual(Array(6).fill('within'));
    expect(outcomes(taken(1000), 'snapshots.secondary-export', OWN)).toContain('beyond');
    expect(outcomes(taken(1500), 'snapshots.secondary-export', { exportSnapshots: 'daily' })).toHaveLength(3);
  });

  it('asks that the declared logs can be read', () => {
    const refused = { refused: { code: 4, name: 'object-undefined' } };
    const trace = new HandTrace(EVENING).refusedRead('daily.secondary-export', refused);
    expect(outcomes(trace, 'snapshots.secondary-export', OWN)).toEqual(['beyond']);
  });

  it('applies where snapshots of secondary export are declared', () => {
    const { applies } = SNAPSHOTS_REQUIREMENTS.find(({ id }) => id === 'snapshots.secondary-export')!;
    const { meter } = new HandTrace(EVENING).evidence(OWN);
    expect(applies(meter)).toBe(true);
    expect(applies(new HandTrace(EVENING).evidence().meter)).toMatch(/declared to take no snapshots/);
    expect(applies({ ...meter, variant: 'single' })).toMatch(/single-element/);
  });
});
