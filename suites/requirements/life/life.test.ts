import { DONE, HandTrace, MINUTE, octets, REFUSED } from '../hand-trace.fixture';
import { MPAN_REQUIREMENTS } from '../mpan/mpan';
import { LIFE_REQUIREMENTS } from './life';

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const PROFILE = 'secondary.export.profile';
const START_MS = Date.parse('2026-03-03T10:00:00Z');
const END_MS = START_MS + 30 * MINUTE;

/** Held 1000 Wh, then 100 Wh of export with something done in the middle of them. */
const around = (done: (trace: HandTrace) => HandTrace, afterWh: number, rates = [1100, 0, 0, 0]) => {
  const trace = new HandTrace(START_MS);
  trace.read('secondary.export.table.active', { seasons: [], weeks: [], days: [], specialDays: [] });
  trace.pass(MINUTE).read(REGISTER, 1000).read(RATES, [1000, 0, 0, 0]).pass(MINUTE, 50);
  return done(trace).pass(MINUTE, 50).pass(MINUTE).read(REGISTER, afterWh).read(RATES, rates);
};
const outcomes = (trace: HandTrace, id: string) => trace.outcomes(LIFE_REQUIREMENTS, id);

describe.each([
  ['life.supplier-change', (trace: HandTrace, answer = DONE) => trace.invoke('import.supplier', 'change', 'another', answer)],
  ['life.tenancy-change', (trace: HandTrace, answer = DONE) => trace.invoke('tenancy', 'change', 'another', answer)],
  ['life.credentials', (trace: HandTrace, answer = DONE) => trace.invoke('credentials', 'replace', 'others', answer)],
] as const)('%s', (id, change) => {
  it.each([
    [1098, 'beyond'],
    [1099, 'beyond'],
    [1100, 'within'],
    [1101, 'beyond'],
    [50, 'beyond'],
  ])('asks that 1000 Wh and 100 Wh more make 1100: %d is %s', (wh, outcome) => {
    expect(outcomes(around(change, wh), id)[0]).toBe(outcome);
  });

  it('asks that the rates go on', () => {
    expect(outcomes(around(change, 1100), id)).toEqual(['within', 'within', 'within', 'within', 'within']);
    expect(outcomes(around(change, 1100, [100, 0, 0, 0]), id)).toEqual(['within', 'beyond', 'within', 'within', 'within']);
  });

  it('asks for the row of that half hour, and of no other', () => {
    const withRows = (wh: number) => {
      const trace = around(change, 1100).until(END_MS + 30 * MINUTE + 5000);
      return trace.read(PROFILE, [
        { end: END_MS, wh },
        { end: END_MS + 30 * MINUTE, wh: 7 },
      ]);
    };
    expect(outcomes(withRows(100), id).slice(5)).toEqual(['within']);
    expect(outcomes(withRows(50), id).slice(5)).toEqual(['beyond']);
  });

  it('says nothing where the change was refused, or nothing was exported', () => {
    expect(
      outcomes(
        around((trace) => change(trace, REFUSED), 1100),
        id,
      ),
    ).toEqual([]);
    const idle = new HandTrace(START_MS).pass(MINUTE).read(REGISTER, 1000);
    expect(outcomes(change(idle).pass(MINUTE).read(REGISTER, 0), id)).toEqual([]);
  });
});

describe('life.payment-mode', () => {
  const mode = (name: string) => ({ mode: name, milliPence: 1000 });
  const written = (from: string, to: string) =>
    around((trace) => trace.read('prepayment.balance', mode(from)).write('prepayment.balance', mode(to)), 0);

  it('is of a change of mode, not of a write of the balance', () => {
    expect(outcomes(written('credit', 'prepayment'), 'life.payment-mode')[0]).toBe('beyond');
    expect(outcomes(written('credit', 'credit'), 'life.payment-mode')).toEqual([]);
  });

  it('knows the mode from the write before as well', () => {
    const twice = new HandTrace(START_MS)
      .read('prepayment.balance', mode('credit'))
      .write('prepayment.balance', mode('prepayment'));
    twice.pass(MINUTE).read(REGISTER, 1000).pass(MINUTE, 50);
    twice.write('prepayment.balance', mode('credit')).pass(MINUTE, 50).pass(MINUTE).read(REGISTER, 1100);
    expect(outcomes(twice, 'life.payment-mode')).toEqual(['within']);
  });

  it('says nothing where no mode was known before', () => {
    const unknown = around((trace) => trace.write('prepayment.balance', mode('prepayment')), 0);
    expect(outcomes(unknown, 'life.payment-mode')).toEqual([]);
  });
});

describe('life.mpans-kept', () => {
  it('compares every MPAN object over every change', () => {
    const trace = new HandTrace(START_MS);
    const objects = ['import.mpan', 'primary.export.mpan', 'secondary.export.mpan'];
    for (const object of objects) trace.read(object, octets('1030006718997'));
    trace.invoke('tenancy', 'change', 'another');
    for (const object of objects) trace.read(object, octets(object === 'secondary.export.mpan' ? '' : '1030006718997'));
    expect(trace.findings(LIFE_REQUIREMENTS, 'life.mpans-kept').map(({ says, outcome }) => [says, outcome])).toEqual([
      ['import.mpan is kept over a change of tenancy', 'within'],
      ['primary.export.mpan is kept over a change of tenancy', 'within'],
      ['secondary.export.mpan is kept over a change of tenancy', 'beyond'],
    ]);
  });
});

describe('life.open-contact', () => {
  const open = (wh: number, { forMs = 5 * MINUTE + 1000, argument = 'secondary' as string | null, asked = true } = {}) => {
    const trace = new HandTrace(START_MS).invoke('load.switch', 'open', argument).read(REGISTER, 1000);
    if (asked) trace.ask(-6_000_000);
    return trace.pass(forMs - (asked ? MINUTE : 0)).read(REGISTER, wh);
  };

  it('asks that the register stands still', () => {
    expect(outcomes(open(1000), 'life.open-contact')).toEqual(['within']);
    expect(outcomes(open(1001), 'life.open-contact')).toEqual(['beyond']);
    expect(outcomes(open(1001, { argument: null }), 'life.open-contact')).toEqual(['beyond']);
  });

  it('says nothing of another contact, of a moment, or where no export was asked for', () => {
    expect(outcomes(open(1001, { argument: 'primary' }), 'life.open-contact')).toEqual([]);
    expect(outcomes(open(1001, { forMs: 5 * MINUTE + 999 }), 'life.open-contact')).toEqual([]);
    expect(outcomes(open(1001, { asked: false }), 'life.open-contact')).toEqual([]);
  });

  it('says nothing where export was asked for before or after, of the other element, or for no time', () => {
    const opened = () => new HandTrace(START_MS).invoke('load.switch', 'open', 'secondary');
    const judged = (trace: HandTrace) => outcomes(trace, 'life.open-contact');
    const waited = (trace: HandTrace) => trace.pass(6 * MINUTE).read(REGISTER, 1001);
    expect(judged(waited(opened().ask(-6_000_000).read(REGISTER, 1000)))).toEqual([]);
    expect(judged(waited(opened().read(REGISTER, 1000)).ask(-6_000_000))).toEqual([]);
    expect(judged(waited(opened().read(REGISTER, 1000).ask(6_000_000)))).toEqual([]);
    expect(judged(waited(opened().read(REGISTER, 1000).ask(0)))).toEqual([]);
    expect(
      judged(
        waited(
          opened()
            .read(REGISTER, 1000)
            .flow(MINUTE, { primary: { activeMw: -6_000_000 } }),
        ),
      ),
    ).toEqual([]);
    expect(
      judged(
        waited(
          opened()
            .read(REGISTER, 1000)
            .flow(0, { secondary: { activeMw: -6_000_000 } }),
        ),
      ),
    ).toEqual([]);
  });

  it('says nothing once the contact has closed', () => {
    const trace = new HandTrace(START_MS).invoke('load.switch', 'open').read(REGISTER, 1000).ask(-6_000_000);
    trace
      .invoke('load.switch', 'close')
      .pass(10 * MINUTE)
      .read(REGISTER, 1001);
    expect(outcomes(trace, 'life.open-contact')).toEqual([]);
  });
});

describe('life.enabled-again', () => {
  it('asks that export counts after a contact that was open has closed', () => {
    const reclosed = (wh: number) =>
      around((trace) => trace.invoke('load.switch', 'open', 'secondary').invoke('load.switch', 'close', 'secondary'), wh);
    expect(outcomes(reclosed(1100), 'life.enabled-again')[0]).toBe('within');
    expect(outcomes(reclosed(1050), 'life.enabled-again')[0]).toBe('beyond');
  });

  it('says nothing of a contact that was closed all the time', () => {
    expect(
      outcomes(
        around((trace) => trace.invoke('load.switch', 'close'), 0),
        'life.enabled-again',
      ),
    ).toEqual([]);
    expect(
      outcomes(
        around((trace) => trace.invoke('load.switch', 'open', 'primary'), 0),
        'life.enabled-again',
      ),
    ).toEqual([]);
  });
});

describe('mpan.disturbs-no-energy', () => {
  it('asks that the register counts on over an accepted write', () => {
    const written = (wh: number, answer = DONE) =>
      around((trace) => trace.write('secondary.export.mpan', octets('1030006718997'), answer), wh);
    const judged = (trace: HandTrace) => trace.outcomes(MPAN_REQUIREMENTS, 'mpan.disturbs-no-energy')[0];
    expect(judged(written(1100))).toBe('within');
    expect(judged(written(1098))).toBe('beyond');
    expect(judged(written(1098, REFUSED))).toBeUndefined();
  });
});
