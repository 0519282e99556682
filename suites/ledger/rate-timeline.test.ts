import type { Choices } from '../../declaration/choices';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { EMPTY_TABLE } from '../../declaration/switching-table';
import { TraceView } from '../../trace/view';
import type { Stimulus, TraceRecord } from '../../trace/vocabulary';
import { WH_UJ } from './interval';
import { Ledger } from './ledger';
import { type Play, traceOf } from './trace-of.fixture';
import { everyDay } from './worked-tables.fixture';

const MIN = 60_000;
const START = Date.parse('2021-06-21T10:00Z');
const KW36 = 3_600_000;

const flow = (activeMw: number, after: number): Stimulus => ({
  do: 'flow',
  elements: { secondary: { activeMw } },
  until: { after },
});
const wait = (after: number): Stimulus => ({ do: 'wait', until: { after } });
const outage: Stimulus[] = [{ do: 'supply', on: false }, wait(MIN), { do: 'supply', on: true }];
const activated = (table: object): Stimulus[] => [
  { do: 'write', object: 'secondary.export.table.passive', value: table as never },
  { do: 'write', object: 'secondary.export.table.activation', value: 'immediate' },
];
const table = everyDay([
  ['00:00:00', 3],
  ['10:10:00', 2],
]);

/** Whole Wh in each rate where the clock is lost in the first outage: it then begins anew and is invalid for the rest of the trace. */
function clockLost(steps: Stimulus[], choices: Partial<Choices>, more: Partial<Play> = {}) {
  const { records, start, end } = traceOf({ startMs: START, steps, ...more });
  const returned = records.findIndex((r) => r.kind === 'stimulus' && r.stimulus.do === 'supply' && r.stimulus.on);
  const lost = records.map(
    (r, i): TraceRecord => (r.kind === 'clock' && i > returned ? { ...r, status: 'invalid', meterMs: r.atMs } : r),
  );
  const ledger = new Ledger(new TraceView(lost), exampleMeter({ startUpMs: 0, ...choices }));
  return ledger.rates('export', start, end)?.map(({ lo, hi }) => (lo === hi ? Number(lo / WH_UJ) : [lo, hi]));
}

describe('while the clock is invalid', () => {
  const exporting = flow(-KW36, MIN);

  it.each([
    ['none', 'rate-1', [0, 0, 0, 0]],
    ['none', 'last', [0, 0, 0, 0]],
    ['rate-1', 'rate-1', [60, 0, 0, 0]],
    ['rate-1', 'last', [60, 0, 0, 0]],
  ] as const)(
    'an empty table counts in %s, whatever is declared of the clock: %s',
    (touWithoutTable, touWhileClockInvalid, rates) => {
      expect(clockLost([wait(MIN), ...outage, exporting], { touWithoutTable, touWhileClockInvalid })).toEqual(rates);
    },
  );

  it('a table that is emptied leaves it to the choice without a table, and what counted last then is the last rate', () => {
    const steps = [wait(MIN), ...outage, exporting, ...activated(EMPTY_TABLE), exporting, ...activated(table), exporting];
    expect(clockLost(steps, { touWithoutTable: 'rate-1' }, { table })).toEqual([120, 0, 60, 0]);
  });

  it('the first table ever begins in rate 1, where none counted before', () => {
    const steps = [wait(MIN), ...outage, ...activated(table), exporting];
    expect(clockLost(steps, { touWithoutTable: 'none' })).toEqual([60, 0, 0, 0]);
  });

  it('the last rate is known where supply goes off as the very first step', () => {
    expect(clockLost([...outage, exporting], {}, { table })).toEqual([0, 0, 60, 0]);
    const nowRate2 = { table, startMs: START + 10 * MIN };
    expect(clockLost([...outage, exporting], {}, nowRate2)).toEqual([0, 60, 0, 0]);
  });

  it('the last rate is that of the moment in which supply went off', () => {
    const untilSwitch = [wait(10 * MIN), ...outage, exporting];
    expect(clockLost(untilSwitch, {}, { table })).toEqual([0, 60, 0, 0]);
    const setBefore: Stimulus[] = [wait(MIN), { do: 'setClock', to: { after: 30 * MIN } }, ...outage, exporting];
    expect(clockLost(setBefore, {}, { table })).toEqual([0, 60, 0, 0]);
    const activatedBefore = [wait(MIN), ...activated(everyDay([['00:00:00', 4]])), ...outage, exporting];
    expect(clockLost(activatedBefore, {}, { table })).toEqual([0, 0, 0, 60]);
  });

  it('any rate that the table named in the outage may have been the last', () => {
    const steps = [wait(9 * MIN + 30_000), ...outage, exporting];
    expect(clockLost(steps, {}, { table })).toEqual([0, [0n, 60n * WH_UJ], [0n, 60n * WH_UJ], 0]);
  });

  it('any rate may have been the last where the clock was lost unseen', () => {
    const stillValid: Stimulus = { do: 'setClock', to: { after: 0 } };
    const steps = [wait(5 * MIN), stillValid, wait(15 * MIN), exporting];
    const { records, start, end } = traceOf({ startMs: START, table, steps });
    const noticed = records.findIndex((r) => r.kind === 'stimulus' && r.stimulus.do === 'flow');
    const { seq, atMs } = records[noticed]!;
    const when = { fromMs: atMs, toMs: atMs };
    const clock = { kind: 'clock', of: seq, meterMs: START + 20 * MIN, status: 'invalid', when } as const;
    const lost = records.map((r, i): TraceRecord => (r.kind === 'clock' && i > noticed ? { ...r, status: 'invalid' } : r));
    const trace = new TraceView([...lost.slice(0, noticed), { seq, prev: '', atMs, ...clock }, ...lost.slice(noticed)]);
    const rates = new Ledger(trace, exampleMeter()).rates('export', start, end)!;
    const either = { lo: 0n, hi: 60n * WH_UJ };
    expect(rates).toEqual([{ lo: 0n, hi: 0n }, either, either, { lo: 0n, hi: 0n }]);
  });

  it('the last rate may go on while the clock is being set', () => {
    const daily = everyDay([
      ['00:00:00', 3],
      ['10:10:00', 2],
      ['22:00:00', 4],
    ]);
    const set: Stimulus = { do: 'setClock', to: { after: 12 * 60 * MIN } };
    const steps = [wait(20 * MIN), ...outage, set, exporting];
    const { records, start, end } = traceOf({ startMs: START, table: daily, steps });
    const isSet = (r?: TraceRecord) => r?.kind === 'stimulus' && r.stimulus.do === 'setClock';
    const setAt = records.findIndex(isSet);
    const slow = records.map((r, i): TraceRecord => {
      if (r.kind === 'observation' && isSet(records[r.of - 1])) {
        return { ...r, when: { fromMs: r.when.fromMs, toMs: r.when.fromMs + MIN } };
      }
      const lost = r.kind === 'clock' && i < setAt && r.when.fromMs > start.fromMs;
      return lost ? { ...r, status: 'invalid', meterMs: r.atMs } : r;
    });
    const rates = new Ledger(new TraceView(slow), exampleMeter({ startUpMs: 0 })).rates('export', start, end)!;
    expect(rates.map(({ hi }) => Number(hi / WH_UJ))).toEqual([0, 60, 60, 60]);
  });
});
