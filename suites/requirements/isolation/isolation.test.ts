import type { Value } from '../../../trace/vocabulary';
import { judge } from '../../judge';
import { ReferencePlays } from '../../reference-plays.fixture';
import { scriptedScenarios } from '../../scenarios/scripted';
import { DAY, HandTrace, MINUTE } from '../hand-trace.fixture';
import { ISOLATION_REQUIREMENTS } from './isolation';
import { ISOLATION_EXPORT_REQUIREMENTS } from './isolation-export';
import { ISOLATION_LOAD_REQUIREMENTS } from './isolation-load';
import { ISOLATION_RECORDS_REQUIREMENTS } from './isolation-records';

const ALL = [
  ...ISOLATION_REQUIREMENTS,
  ...ISOLATION_LOAD_REQUIREMENTS,
  ...ISOLATION_RECORDS_REQUIREMENTS,
  ...ISOLATION_EXPORT_REQUIREMENTS,
];
const START_MS = Date.parse('2026-03-03T10:00:00Z');
const HALF_HOUR = 30 * MINUTE;
const KW = 1_000_000;
const begun = () => new HandTrace(START_MS).pass(MINUTE);
const rest = (trace: HandTrace) => trace.pass(MINUTE);
const outcomes = (trace: HandTrace, id: string, choices = {}) => trace.outcomes(ALL, `isolation.${id}`, choices);

describe('what moves by its own energy alone', () => {
  /** 100 Wh of secondary export beside 50 Wh of primary import, and an object read before and after. */
  const beside = (object: string, from: Value, to: Value) =>
    rest(
      begun()
        .read(object, from)
        .pass(6 * MINUTE, 100, 50),
    ).read(object, to);
  const rates = (first: number) => [first, ...new Array<number>(47).fill(0)];

  it.each([
    [1048, 'beyond'],
    [1049, 'beyond'],
    [1050, 'within'],
    [1051, 'beyond'],
    [1150, 'beyond'],
  ] as const)('primary import of 50 Wh takes 1000 to 1050: %d is %s', (wh, outcome) => {
    expect(outcomes(beside('primary.import.total', 1000, wh), 'primary-import')).toEqual([outcome]);
    expect(outcomes(beside('primary.import.rates', rates(1000), rates(wh)), 'primary-import-rates')).toEqual([outcome]);
    expect(outcomes(beside('primary.import.blocks', [1000, 0, 0, 0], [wh, 0, 0, 0]), 'block-counters')).toEqual([outcome]);
  });

  it.each([
    ['secondary-import', 'secondary.import.total'],
    ['primary-export', 'primary.export.total'],
    ['reactive-import', 'reactive.import.total'],
    ['reactive-export', 'reactive.export.total'],
  ])('%s of nothing stands still', (id, object) => {
    expect([7, 8, 6].map((wh) => outcomes(beside(object, 7, wh), id)[0])).toEqual(['within', 'beyond', 'beyond']);
  });

  it('leaves each of 48 rates a residue where each forms its own', () => {
    const wide = { quantisation: 'per-register' };
    const moved = (wh: number) => outcomes(beside('primary.import.rates', rates(0), rates(wh)), 'primary-import-rates', wide)[0];
    expect([2, 1, 98, 99].map(moved)).toEqual(['within', 'beyond', 'within', 'beyond']);
  });

  it('says nothing where less than 10 Wh were exported', () => {
    const little = rest(begun().read('primary.import.total', 0).pass(MINUTE, 9)).read('primary.import.total', 5);
    expect(outcomes(little, 'primary-import')).toEqual([]);
  });
});

describe('reactive registers', () => {
  const LOG = 'reactive.import.total';
  const flowing = (object: string, to: number) => {
    const elements = {
      primary: { activeMw: KW, reactiveMvar: -300_000 },
      secondary: { activeMw: -3 * KW, reactiveMvar: 600_000 },
    };
    return rest(begun().read(object, 0).flow(HALF_HOUR, elements)).read(object, to);
  };

  it('count +Q of both elements as import: quadrant II while the secondary exports', () => {
    expect([300, 299, 301, 0].map((varh) => outcomes(flowing(LOG, varh), 'reactive-import')[0])).toEqual([
      'within',
      'beyond',
      'beyond',
      'beyond',
    ]);
  });

  it('count −Q of the primary element alone as export', () => {
    expect([150, 149, 450].map((varh) => outcomes(flowing('reactive.export.total', varh), 'reactive-export')[0])).toEqual([
      'within',
      'beyond',
      'beyond',
    ]);
  });
});

describe('rows beside export', () => {
  const MINUS_Q = { activeMw: KW, reactiveMvar: -300_000 };
  const PLUS_Q = { activeMw: -3 * KW, reactiveMvar: 600_000 };
  const row = (object: string, row: { [field: string]: Value }) => {
    const trace = new HandTrace(START_MS).pass(HALF_HOUR).flow(HALF_HOUR, { primary: MINUS_Q, secondary: PLUS_Q });
    return rest(trace.pass(HALF_HOUR)).read(object, [{ end: START_MS + 2 * HALF_HOUR, ...row }]);
  };
  const zero = { primaryWh: 500, secondaryWh: 0 };

  it('hold the import of each element', () => {
    const held = (more: object) => outcomes(row('import.profile', { ...zero, ...more }), 'import-half-hours').slice(0, 2);
    expect(held({})).toEqual(['within', 'within']);
    expect(held({ primaryWh: 499 })).toEqual(['beyond', 'within']);
    expect(held({ secondaryWh: 1 })).toEqual(['within', 'beyond']);
  });

  it('hold +Q of both elements, and −Q of the primary', () => {
    const imported = (varh: number) => outcomes(row('reactive.import.profile', { varh }), 'reactive-half-hours')[0];
    expect([299, 300, 301].map(imported)).toEqual(['beyond', 'within', 'beyond']);
    const exported = (reactiveVarh: number) =>
      outcomes(row('primary.export.profile', { activeWh: 0, reactiveVarh }), 'reactive-half-hours')[0];
    expect([149, 150, 450].map(exported)).toEqual(['beyond', 'within', 'beyond']);
  });

  it('are missed where they are not there', () => {
    const missing = new HandTrace(START_MS).pass(HALF_HOUR).flow(HALF_HOUR, { secondary: PLUS_Q }).pass(HALF_HOUR);
    expect(outcomes(rest(missing).read('reactive.import.profile', []), 'reactive-half-hours')).toEqual(['beyond']);
  });
});

describe('power and load limit under export', () => {
  const under = (importMw: number, object: string, value: Value) =>
    begun()
      .flow(5 * MINUTE, { primary: { activeMw: importMw }, secondary: { activeMw: -4 * KW } })
      .read(object, value);

  it('power is import to the watt', () => {
    expect([2999, 3000, 3001].map((w) => outcomes(under(3 * KW, 'power.import.total', w), 'active-power-total')[0])).toEqual([
      'beyond',
      'within',
      'beyond',
    ]);
  });

  it('the limit is exceeded above its threshold and not at it', () => {
    const decided = (importMw: number, exceeded: boolean) =>
      outcomes(under(importMw, 'load.limit', { thresholdW: 3000, exceeded }), 'load-limit');
    expect(decided(3 * KW, false)).toEqual(['within']);
    expect(decided(3 * KW, true)).toEqual(['beyond']);
    expect(decided(3 * KW + 1, true)).toEqual(['within']);
    expect(decided(3 * KW + 1, false)).toEqual(['beyond']);
  });

  it('a read after the flow was changed says nothing', () => {
    const changed = begun()
      .flow(5 * MINUTE, { primary: { activeMw: KW }, secondary: { activeMw: -KW } })
      .flow(0, {})
      .read('power.import.total', 0);
    expect(outcomes(changed, 'active-power-total')).toEqual([]);
  });
});

describe('maximum demand', () => {
  const demand = (object: string, w: number) => {
    const trace = new HandTrace(START_MS).pass(2 * HALF_HOUR).read(object, { w: 500, at: null });
    trace.flow(HALF_HOUR, { primary: { activeMw: 2 * KW }, secondary: { activeMw: -5 * KW } });
    return rest(trace).read(object, { w, at: null });
  };

  it('of import is the mean power of a half hour, to the 2 W of a watt-hour', () => {
    expect([1997, 1998, 2002, 2003].map((w) => outcomes(demand('import.maxDemand', w), 'max-demand-import')[0])).toEqual([
      'beyond',
      'within',
      'within',
      'beyond',
    ]);
  });

  it('of export takes the secondary element as declared', () => {
    const taken = (w: number, secondaryExportMaxDemand: string) =>
      outcomes(demand('export.maxDemand', w), 'max-demand-export', { secondaryExportMaxDemand })[0];
    expect([taken(500, 'none'), taken(5000, 'none')]).toEqual(['within', 'beyond']);
    expect([taken(500, 'counted'), taken(5000, 'counted')]).toEqual(['beyond', 'within']);
  });

  it('says nothing over a reset', () => {
    const trace = new HandTrace(START_MS).pass(2 * HALF_HOUR).read('import.maxDemand', { w: 500, at: null });
    trace.invoke('import.maxDemand', 'reset').pass(MINUTE, 100);
    expect(outcomes(rest(trace).read('import.maxDemand', { w: 0, at: null }), 'max-demand-import')).toEqual([]);
  });
});

describe('daily consumption', () => {
  const MIDNIGHT_MS = Date.parse('2026-03-04T00:00:00Z');
  const consumed = (wh: number, rows = [{ at: MIDNIGHT_MS, wh: 0 }]) => {
    const trace = new HandTrace(START_MS)
      .until(MIDNIGHT_MS)
      .pass(HALF_HOUR, 100, 40)
      .until(MIDNIGHT_MS + DAY + 2 * HALF_HOUR);
    return trace.read('daily.consumption', [...rows, { at: MIDNIGHT_MS + DAY, wh }]);
  };

  it('is what was imported on the day', () => {
    expect([39, 40, 41].map((wh) => outcomes(consumed(wh), 'daily-consumption')[0])).toEqual(['beyond', 'within', 'beyond']);
  });

  it('is looked at on whole days without a disturbance, with export', () => {
    const day = (live: (trace: HandTrace) => HandTrace) => {
      const trace = live(new HandTrace(START_MS).until(MIDNIGHT_MS)).until(MIDNIGHT_MS + DAY + 2 * HALF_HOUR);
      const rows = [0, DAY].map((ms) => ({ at: MIDNIGHT_MS + ms, wh: 0 }));
      return outcomes(trace.read('daily.consumption', rows), 'daily-consumption');
    };
    expect(day((trace) => trace.pass(10_000, 2))).toEqual(['within']);
    expect(day((trace) => trace.pass(10_000, 1))).toEqual([]);
    expect(day((trace) => trace.pass(10_000, 2).supply(false).pass(1000).supply(true))).toEqual([]);
    expect(day((trace) => trace.until(MIDNIGHT_MS + DAY).pass(10_000, 2))).toEqual([]);
  });

  it('is no row of another time, nor one without a number', () => {
    expect(
      outcomes(
        consumed(40, [
          { at: MIDNIGHT_MS, wh: 0 },
          { at: MIDNIGHT_MS + DAY - 1, wh: 7 },
        ]),
        'daily-consumption',
      ),
    ).toEqual(['within']);
    const unread = consumed(40).read('daily.consumption', [
      { at: MIDNIGHT_MS, wh: 0 },
      { at: MIDNIGHT_MS + DAY, wh: null },
    ]);
    expect(outcomes(unread, 'daily-consumption')).toEqual(['within']);
  });

  it('may hold more than a day where the row before is not there', () => {
    expect(outcomes(consumed(90, []), 'daily-consumption')).toEqual([]);
  });
});

describe('payment', () => {
  const balance = (milliPence: number) => ({ mode: 'prepayment', milliPence });
  const exported = (after: number) => {
    const trace = begun().write('prepayment.balance', balance(500)).read('prepayment.balance', balance(500));
    return rest(trace.pass(MINUTE, 10)).read('prepayment.balance', balance(after));
  };

  it('has nothing to do with export in prepayment mode', () => {
    expect([499, 500, 501].map((milliPence) => outcomes(exported(milliPence), 'prepayment-balance')[0])).toEqual([
      'beyond',
      'within',
      'beyond',
    ]);
  });

  it('in credit mode is another rule', () => {
    expect(outcomes(exported(501), 'prepayment-credit')).toEqual([]);
  });
});

describe('event logs over reversals', () => {
  const turned = (rows: number, done: (trace: HandTrace) => void = () => {}) => {
    const trace = begun().read('events', []).read('power.events', []);
    for (let i = 0; i < 10; i++) trace.flow(MINUTE, { secondary: { activeMw: i % 2 ? -KW : KW } });
    done(trace);
    return rest(trace).read('events', new Array<Value>(rows).fill({ at: 0 }));
  };

  it('have no row for one', () => {
    expect([0, 1].map((rows) => outcomes(turned(rows), 'event-log')[0])).toEqual(['within', 'beyond']);
  });

  it('may have a row for each write', () => {
    const written = (trace: HandTrace) => trace.write('import.mpan', { octets: '31'.repeat(13) });
    expect([1, 2].map((rows) => outcomes(turned(rows, written), 'event-log')[0])).toEqual(['within', 'beyond']);
  });
});

describe('rows of published logs', () => {
  const shaped = (row: Value, choices = {}) => outcomes(begun().read('primary.export.profile', [row]), 'published-logs', choices);
  const row = { end: START_MS, activeWh: 0, reactiveVarh: 0 };

  it('have the published members and no other', () => {
    expect(shaped(row)).toEqual(['within']);
    expect(shaped({ ...row, secondaryWh: 0 })).toEqual(['beyond']);
    expect(shaped({ end: START_MS, activeWh: 0 })).toEqual(['beyond']);
  });

  it('may have one more where that is declared', () => {
    expect(shaped({ ...row, secondaryWh: 0 }, { profileShape: 'extra-member' })).toEqual([]);
  });
});

describe('secondary export beside other energy', () => {
  it('has rates that stand still', () => {
    const stood = (second: number) =>
      rest(begun().read('secondary.export.rates', [5, 5, 5, 5]).pass(MINUTE, 0, 10)).read('secondary.export.rates', [
        5,
        second,
        5,
        5,
      ]);
    expect(outcomes(stood(5), 'export-rates')).toEqual(['within', 'within', 'within', 'within']);
    expect(outcomes(stood(6), 'export-rates')[1]).toBe('beyond');
    expect(outcomes(stood(4), 'export-rates')[1]).toBe('beyond');
  });
});

describe('what a meter does not let us read', () => {
  it('is not assessed, by name, and everything else is', async () => {
    const refusing = new ReferencePlays({
      wrap: (rig) => ({
        ...rig,
        meter: {
          ...rig.meter,
          perform: (stimulus, signal, tap) => {
            const reply = rig.meter.perform(stimulus, signal, tap);
            if (reply instanceof Promise || !('object' in stimulus) || stimulus.object !== 'prepayment.debt') return reply;
            return { ...reply, answer: { refused: { code: 3, name: 'read-write-denied' } } };
          },
        },
      }),
    });
    const scenario = scriptedScenarios().find(({ name }) => name === 'prepayment-running')!;
    const judgements = judge(await refusing.evidence(scenario));
    const verdict = (id: string) => judgements.find(({ requirement }) => requirement === id)?.verdict;
    expect(verdict('isolation.prepayment-debt')).toBe('not-assessed');
    expect(verdict('isolation.prepayment-balance')).toBe('pass');
  });
});
