import type { Value } from '../../../trace/vocabulary';
import { COINCIDENCE_REQUIREMENTS } from '../coincidence/coincidence';
import { COINCIDENCE_EDGES_REQUIREMENTS } from '../coincidence/coincidence-edges';
import { DAY, HandTrace, HOUR, MINUTE, SECOND } from '../hand-trace.fixture';
import { STORE_REQUIREMENTS } from './store';

const REGISTER = 'secondary.export.total';
const START_MS = Date.parse('2026-03-03T22:10:00Z');
const EMPTY = { seasons: [], weeks: [], days: [], specialDays: [] };
const off = (trace: HandTrace, ms: number) =>
  trace
    .supply(false)
    .pass(ms)
    .supply(true)
    .pass(10 * SECOND);
const begun = () => new HandTrace(START_MS).pass(MINUTE);

describe('a register after an outage', () => {
  const lived = (ms: number, wh: number) => off(begun().read(REGISTER, 1000), ms).pass(MINUTE, 5).pass(MINUTE).read(REGISTER, wh);
  const outcomes = (id: string, ms: number, wh: number, choices = {}) =>
    lived(ms, wh).outcomes(STORE_REQUIREMENTS, `store.${id}`, choices);

  it.each([
    ['register-after-seconds', SECOND],
    ['register-after-hours', HOUR],
    ['register-after-days', 2 * DAY],
  ])('%s goes on from what it held', (id, ms) => {
    expect([1004, 1005, 1006, 5].map((wh) => outcomes(id, ms, wh)[0])).toEqual(['beyond', 'within', 'beyond', 'beyond']);
  });

  it('may lose a residue where that is declared', () => {
    const lost = { residualAcrossOutage: 'lost' };
    expect([1003, 1004, 1005].map((wh) => outcomes('register-after-hours', HOUR, wh, lost)[0])).toEqual([
      'beyond',
      'within',
      'within',
    ]);
  });

  it('is judged by the rule for its length', () => {
    expect(outcomes('register-after-seconds', 61 * SECOND, 1005)).toEqual([]);
    expect(outcomes('register-after-hours', 59 * SECOND, 1005)).toEqual([]);
  });

  it('is the newest copy only after a second outage', () => {
    expect(outcomes('newest-copy', HOUR, 1005)).toEqual([]);
    const twice = (wh: number) =>
      off(lived(HOUR, 1005), HOUR).read(REGISTER, wh).outcomes(STORE_REQUIREMENTS, 'store.newest-copy');
    expect([twice(1005), twice(1000)]).toEqual([['within'], ['beyond']]);
  });
});

describe('records over an outage', () => {
  const kept = (object: string, before: Value, after: Value, id: string) =>
    off(begun().read(object, before), HOUR).read(object, after).outcomes(STORE_REQUIREMENTS, `store.${id}`);
  const row = (end: number, wh = 3) => ({ end, wh });

  it('keep every row in its place, and may grow', () => {
    const rows = [row(1), row(2)];
    expect(kept('secondary.export.profile', rows, [...rows, row(3)], 'rows')).toEqual(['within']);
    expect(kept('secondary.export.profile', rows, [row(1)], 'rows')).toEqual(['beyond']);
    expect(kept('secondary.export.profile', rows, [row(1), row(1), row(2)], 'rows')).toEqual(['beyond']);
    expect(kept('secondary.export.profile', rows, [row(1), row(2, 4)], 'rows')).toEqual(['beyond']);
    expect(kept('secondary.export.profile', [], [row(3)], 'rows')).toEqual([]);
  });

  it('keep an activation that is still to come, and no other', () => {
    const activation = 'secondary.export.table.activation';
    const later = START_MS + DAY;
    expect(kept(activation, later, later, 'activation')).toEqual(['within']);
    expect(kept(activation, later, 'never', 'activation')).toEqual(['beyond']);
    expect(kept(activation, START_MS + MINUTE, 'never', 'activation')).toEqual([]);
  });

  it('say nothing of an MPAN that was written in between', () => {
    const mpan = (text: string) => ({ octets: Buffer.from(text).toString('hex') });
    expect(kept('import.mpan', mpan('1'), mpan('1'), 'mpans')).toEqual(['within']);
    expect(kept('import.mpan', mpan('1'), mpan(''), 'mpans')).toEqual(['beyond']);
    const written = off(begun().read('import.mpan', mpan('1')), HOUR)
      .write('import.mpan', mpan('2'))
      .read('import.mpan', mpan('2'));
    expect(written.outcomes(STORE_REQUIREMENTS, 'store.mpans')).toEqual([]);
  });
});

describe('many short outages', () => {
  const often = (times: number, wh: number, choices = {}) => {
    const trace = begun().read(REGISTER, 0);
    for (let i = 0; i < times; i++) off(trace.pass(SECOND, 2), 2 * SECOND);
    return trace.read(REGISTER, wh).outcomes(STORE_REQUIREMENTS, 'store.residue', choices);
  };

  it('cost nothing where residues are kept, and less than 1 Wh each where they are lost', () => {
    expect([19, 20, 21].map((wh) => often(10, wh)[0])).toEqual(['beyond', 'within', 'beyond']);
    const lost = { residualAcrossOutage: 'lost' };
    expect([9, 10, 20, 21].map((wh) => often(10, wh, lost)[0])).toEqual(['beyond', 'within', 'within', 'beyond']);
  });

  it('are ten at least', () => {
    expect(often(9, 18)).toEqual([]);
  });
});

describe('register and rates after an outage', () => {
  const look = (trace: HandTrace, wh: number, rates: number[]) => trace.read(REGISTER, wh).read('secondary.export.rates', rates);
  const together = (wh: number, rates: number[], choices = {}, outages = 1) => {
    let trace = look(begun().read('secondary.export.table.active', EMPTY).pass(HOUR, 500).pass(MINUTE), 1500, [1500, 0, 0, 0])
      .pass(HOUR, 100)
      .pass(MINUTE);
    for (let i = 0; i < outages; i++) trace = off(trace, HOUR);
    return look(trace.pass(MINUTE), wh, rates).findings(STORE_REQUIREMENTS, 'store.saved-together', choices);
  };

  it('have moved alike', () => {
    expect(together(1600, [1600, 0, 0, 0])).toMatchObject([{ outcome: 'within', expected: { lo: '100', hi: '100' } }]);
    expect(together(1600, [1599, 0, 0, 0])[0]?.outcome).toBe('beyond');
    expect(together(1600, [1590, 5, 5, 0])[0]?.outcome).toBe('within');
  });

  it('may each lose a residue at each outage in between where each counts by itself', () => {
    const apart = { quantisation: 'per-register', residualAcrossOutage: 'lost' } as const;
    const bounds = (outages: number) => together(1600, [1600, 0, 0, 0], apart, outages)[0]!.expected;
    expect([1, 2].map(bounds)).toMatchObject([
      { lo: '91', hi: '109' },
      { lo: '86', hi: '114' },
    ]);
    const before = look(off(off(begun().read('secondary.export.table.active', EMPTY), HOUR), HOUR).pass(MINUTE), 0, [0, 0, 0, 0]);
    const after = look(off(before.pass(HOUR, 100).pass(MINUTE), HOUR).pass(MINUTE), 100, [100, 0, 0, 0]);
    const [finding] = off(after.pass(MINUTE), HOUR).findings(STORE_REQUIREMENTS, 'store.saved-together', apart);
    expect(finding?.expected).toMatchObject({ lo: '91', hi: '109' });
  });
});

describe('at midnight', () => {
  const MIDNIGHT_MS = Date.parse('2026-03-04T00:00:00Z');

  /** 12 Wh in the 5 s after midnight, and the rows on both sides of it. */
  const passed = (before: number, after: number, wh = 12) => {
    const trace = begun()
      .read('secondary.export.table.active', EMPTY)
      .until(MIDNIGHT_MS - MINUTE)
      .read(REGISTER, 0);
    trace
      .until(MIDNIGHT_MS)
      .pass(5 * SECOND, 12)
      .until(MIDNIGHT_MS + 31 * MINUTE)
      .read(REGISTER, wh);
    trace.until(MIDNIGHT_MS + 61 * MINUTE).read('secondary.export.profile', [
      { end: MIDNIGHT_MS, wh: before },
      { end: MIDNIGHT_MS + 30 * MINUTE, wh: after },
    ]);
    return trace.outcomes(COINCIDENCE_REQUIREMENTS, 'coincidence.half-hour-and-snapshot');
  };

  it('both half hours and the register hold their own', () => {
    expect(passed(0, 12)).toEqual(['within', 'within', 'within']);
    expect(passed(2, 10)).toEqual(['beyond', 'beyond', 'within']);
    expect(passed(0, 12, 14)).toEqual(['within', 'within', 'beyond']);
  });

  it.each([
    [-3, []],
    [-2, ['beyond', 'within']],
    [0, ['beyond', 'within']],
    [2, ['beyond', 'within']],
    [3, []],
  ])('a supply lost %d s from it is looked at within two seconds', (seconds, expected) => {
    const lost = (wh: number) => {
      const trace = begun()
        .until(MIDNIGHT_MS - MINUTE)
        .read(REGISTER, 100)
        .until(MIDNIGHT_MS + seconds * SECOND);
      return off(trace, MINUTE).read(REGISTER, wh).outcomes(COINCIDENCE_EDGES_REQUIREMENTS, 'coincidence.outage-at-midnight');
    };
    expect([...lost(99), ...lost(100)]).toEqual(expected);
  });

  it('has no second row beside a lost supply, unless a clock set lets it come again', () => {
    const rows = (count: number, live = (trace: HandTrace) => trace) => {
      const trace = live(off(begun().until(MIDNIGHT_MS), MINUTE)).until(MIDNIGHT_MS + HOUR);
      const log = Array.from({ length: count }, () => ({ at: MIDNIGHT_MS, wh: 0 }));
      return trace.read('daily.export', log).outcomes(COINCIDENCE_EDGES_REQUIREMENTS, 'coincidence.outage-at-midnight');
    };
    expect([rows(1), rows(2)]).toEqual([['within'], ['beyond']]);
    expect(rows(2, (trace) => trace.setClock(MIDNIGHT_MS - 10 * MINUTE))).toEqual([]);
    expect(rows(2, (trace) => trace.setClock(trace.now + HOUR))).toEqual(['beyond']);
  });
});
