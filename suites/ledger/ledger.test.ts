import type { Choices } from '../../declaration/choices';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { TraceView } from '../../trace/view';
import type { RecordBody, Stimulus, TraceRecord } from '../../trace/vocabulary';
import { WH_UJ } from './interval';
import { Ledger } from './ledger';
import { type Play, traceOf } from './trace-of.fixture';
import { everyDay } from './worked-tables.fixture';

const S = 1000;
const MIN = 60 * S;
const START = Date.parse('2021-06-21T10:00Z');
const KW36 = 3_600_000;
const stamp = (iso: string) => Date.parse(`2021-06-21T${iso}Z`);

const flow = (activeMw: number, after: number): Stimulus => ({
  do: 'flow',
  elements: { secondary: { activeMw } },
  until: { after },
});
const wait = (after: number): Stimulus => ({ do: 'wait', until: { after } });
const outage = (after: number): Stimulus[] => [{ do: 'supply', on: false }, wait(after), { do: 'supply', on: true }];
const activate: Stimulus = { do: 'invoke', object: 'firmware.version', method: 'activate' };

function ledgerOf(steps: Stimulus[], choices: Partial<Choices> = {}, more: Partial<Play> = {}) {
  const played = traceOf({ startMs: START, steps, ...more });
  return { ...played, ledger: new Ledger(played.trace, exampleMeter(choices)) };
}
function wh(steps: Stimulus[], choices: Partial<Choices> = {}, way: 'import' | 'export' = 'export') {
  const { ledger, start, end } = ledgerOf(steps, choices);
  const { lo, hi } = ledger.energy('secondary', way, start, end);
  return [Number(lo) / Number(WH_UJ), Number(hi) / Number(WH_UJ)];
}
const halves = (steps: Stimulus[], choices: Partial<Choices> = {}) =>
  ledgerOf(steps, choices).ledger.halfHours('secondary', 'export');
/** A played trace with one kind of record changed. */
function changed(steps: Stimulus[], change: (record: TraceRecord) => RecordBody): TraceView {
  return new TraceView(traceOf({ startMs: START, steps }).records.map((r) => ({ ...r, ...change(r) })));
}

describe('what had to be counted', () => {
  it('is nothing to everything below the starting power, and everything from it on', () => {
    expect(wh([flow(-4599, 3600 * S)])).toEqual([0, 4.599]);
    expect(wh([flow(-4600, 3600 * S)])).toEqual([4.6, 4.6]);
    expect(wh([flow(0, 3600 * S)])).toEqual([0, 0]);
  });

  it('leaves out the start-up time after an outage', () => {
    const steps = [flow(-KW36, 10 * S), ...outage(MIN), wait(20 * S), flow(0, S)];
    expect(wh(steps)).toEqual([25, 30]);
    expect(wh(steps, { startUpMs: 0 })).toEqual([30, 30]);
  });

  it('leaves out the gap after a firmware activation', () => {
    const steps = [flow(-KW36, 10 * S), activate, flow(-KW36, 50 * S)];
    expect(wh(steps)).toEqual([30, 60]);
    expect(wh(steps, { activationGapMs: 0 })).toEqual([60, 60]);
  });

  it('is nothing without supply, whatever a bench claims', () => {
    const claimed = { secondary: { export: ['7200000000', '7200000000'] as [string, string] } };
    const trace = changed(outage(MIN), (r) =>
      r.kind === 'effect' && r.when.fromMs < r.when.toMs ? { ...r, energy: claimed } : r,
    );
    const ledger = new Ledger(trace, exampleMeter());
    const [from, to] = [ledger.events.extent!.fromMs, ledger.events.extent!.toMs];
    expect(ledger.energy('secondary', 'export', { fromMs: from, toMs: from }, { fromMs: to, toMs: to })).toEqual({
      lo: 0n,
      hi: 0n,
    });
  });

  it('is as uncertain as the bench', () => {
    const measured = { secondary: { export: ['3599999999.5', '3600000000.5'] as [string, string] } };
    const trace = changed([flow(-KW36, S)], (r) =>
      r.kind === 'effect' && r.when.fromMs < r.when.toMs ? { ...r, energy: measured } : r,
    );
    const ledger = new Ledger(trace, exampleMeter());
    const { fromMs, toMs } = ledger.events.extent!;
    const step = ledger.registerStep('secondary', 'export', { fromMs, toMs: fromMs }, { fromMs: toMs, toMs });
    expect(ledger.energy('secondary', 'export', { fromMs, toMs: fromMs }, { fromMs: toMs, toMs })).toEqual({
      lo: 3_599_999_999n,
      hi: 3_600_000_001n,
    });
    expect(step).toMatchObject({ lo: 0n, hi: 2n });
    expect(step.budget).toContainEqual({ source: 'bench energy', amount: '0.000001' });
  });

  it('is as uncertain as the class of the meter beside a real source, for each direction by itself', () => {
    const meter = exampleMeter();
    const elements = { ...meter.elements, secondary: { imaxA: 100, accuracy: { importPercent: 2, exportPercent: 0.5 } } };
    const real = changed([flow(-KW36, 100 * S), flow(KW36, 100 * S)], (r) =>
      r.kind === 'effect' ? { ...r, from: 'reference-standard' } : r,
    );
    const ledger = new Ledger(real, { ...meter, elements });
    const { fromMs, toMs } = ledger.events.extent!;
    const [from, to] = [
      { fromMs, toMs: fromMs },
      { fromMs: toMs, toMs },
    ];
    // 100 Wh each way: 0.5 % of export, 2 % of import.
    expect(ledger.energy('secondary', 'export', from, to)).toEqual({ lo: 358_200_000_000n, hi: 361_800_000_000n });
    expect(ledger.energy('secondary', 'import', from, to)).toEqual({ lo: 352_800_000_000n, hi: 367_200_000_000n });
    const { lo, hi, budget } = ledger.registerStep('secondary', 'export', from, to);
    expect([lo, hi]).toEqual([99n, 101n]);
    expect(budget).toContainEqual({ source: 'accuracy class', amount: '1' });
    expect(budget.map(({ source }) => source)).not.toContain('bench energy');
  });

  it('refuses effects that overlap', () => {
    const trace = changed([flow(-KW36, S), flow(-KW36, S)], (r) =>
      r.kind === 'effect' ? { ...r, when: { fromMs: r.when.fromMs - 10, toMs: r.when.toMs } } : r,
    );
    expect(() => new Ledger(trace, exampleMeter()).halfHours('secondary', 'export')).toThrow(RangeError);
  });
});

describe('fast reversals', () => {
  const fast = [flow(KW36, 10 * S), flow(-KW36, 500), flow(KW36, 10 * S)];

  it('may be netted: from net to gross in both directions', () => {
    expect(wh(fast)).toEqual([0, 0.5]);
    expect(wh(fast, {}, 'import')).toEqual([19.5, 20]);
  });

  it('are never netted where they last the direction interval', () => {
    const slow = [flow(KW36, 10 * S), flow(-KW36, S), flow(KW36, 10 * S)];
    expect(wh(slow)).toEqual([1, 1]);
    expect(wh(slow, {}, 'import')).toEqual([20, 20]);
    expect(wh(fast, { directionIntervalMs: 500 })).toEqual([0.5, 0.5]);
  });

  it('leave the net of many bursts to be counted', () => {
    const burst = Array.from({ length: 10 }, () => [flow(2 * KW36, 400), flow(-KW36, 400)]).flat();
    expect(wh(burst)).toEqual([0, 4]);
    expect(wh(burst, {}, 'import')).toEqual([4, 8]);
  });

  it('count in full where no opposite flow is near', () => {
    expect(wh([flow(-KW36, 500), flow(0, S), flow(KW36, 10 * S)])).toEqual([0.5, 0.5]);
    expect(wh([flow(-KW36, 500), flow(0, 200), flow(KW36, 10 * S)])).toEqual([0, 0.5]);
  });

  it('cost each direction one energy bucket a reversal, and one for what may have flowed before the trace', () => {
    const { ledger, start, end } = ledgerOf([flow(KW36, 10 * S), flow(-KW36, 10 * S), flow(KW36, 10 * S)], {
      energyBucketMwh: 1000,
    });
    expect(ledger.registerStep('secondary', 'export', start, end)).toMatchObject({ lo: 7n, hi: 10n });
    expect(ledger.registerStep('secondary', 'import', start, end)).toMatchObject({ lo: 17n, hi: 20n });
    const steady = ledgerOf([flow(-KW36, 10 * S)], { energyBucketMwh: 1000 });
    expect(steady.ledger.registerStep('secondary', 'export', steady.start, steady.end)).toMatchObject({ lo: 9n, hi: 10n });
  });

  it('still cost a bucket after the reversal until it has been filled', () => {
    const { ledger, start } = ledgerOf([flow(KW36, 10 * S), flow(-KW36, 500), flow(-KW36, 10 * S)], { energyBucketMwh: 1000 });
    const span = (fromMs: number, toMs: number) =>
      ledger.registerStep(
        'secondary',
        'export',
        { fromMs: start.fromMs + fromMs, toMs: start.toMs + fromMs },
        { fromMs: start.fromMs + toMs, toMs: start.toMs + toMs },
      );
    expect(span(10_500, 15_500)).toMatchObject({ lo: 4n, hi: 5n });
    expect(span(12_000, 17_000)).toMatchObject({ lo: 5n, hi: 5n });
  });
});

describe('outages', () => {
  const lossy: Partial<Choices> = { residualAcrossOutage: 'lost', startUpMs: 0 };

  it('cost a span less than one watt-hour each where residues are lost, and other spans nothing', () => {
    const { ledger, start, end } = ledgerOf([flow(-KW36, 10 * S), flow(0, S), ...outage(MIN), flow(-KW36, 10 * S)], lossy);
    const middle = { fromMs: end.fromMs - 10 * S, toMs: end.toMs - 10 * S };
    const step = ledger.registerStep('secondary', 'export', start, end);
    expect(step).toMatchObject({ lo: 19n, hi: 20n });
    expect(step.budget).toContainEqual({ source: 'residue lost at outages', amount: '1' });
    const before = { fromMs: start.fromMs + 10 * S, toMs: start.toMs + 10 * S };
    expect(ledger.registerStep('secondary', 'export', start, before)).toMatchObject({ lo: 10n, hi: 10n });
    expect(ledger.registerStep('secondary', 'export', middle, end)).toMatchObject({ lo: 10n, hi: 10n });
  });
});

describe('half hours that were let go of', () => {
  it('are worked out again, the same', () => {
    const { ledger } = ledgerOf([flow(-KW36, 40 * MIN), ...outage(10 * MIN), flow(-KW36, 40 * MIN)]);
    const before = ledger.rowClaims('secondary', 'export');
    ledger.forgetHalfHours();
    expect(ledger.rowClaims('secondary', 'export')).toEqual(before);
    expect(ledger.rowClaims('secondary', 'export')).not.toBe(before);
    expect(before.length).toBeGreaterThan(2);
  });
});

describe('moments of reading', () => {
  it('widen a step by what flowed since the refresh time', () => {
    const { ledger, start } = ledgerOf([wait(10 * S), flow(-KW36, 60 * S)]);
    const at = start.fromMs + 40 * S;
    const read = ledger.readingWindow({ when: { fromMs: at, toMs: at } });
    expect(read).toEqual({ fromMs: at - 1000, toMs: at });
    expect(ledger.registerStep('secondary', 'export', start, read)).toMatchObject({ lo: 29n, hi: 30n });
    expect(ledger.registerStep('secondary', 'export', start, read).budget).toContainEqual({
      source: 'moments of reading',
      amount: '1',
    });
  });

  it('are at rest where nothing flowed since before the refresh time', () => {
    const { ledger, start } = ledgerOf([flow(-KW36, 10 * S), flow(0, 10 * S)]);
    const quiet = (ms: number, way: 'import' | 'export') =>
      ledger.quiescent('secondary', way, { fromMs: start.fromMs + ms, toMs: start.fromMs + ms });
    expect([quiet(10_500, 'export'), quiet(11_000, 'export'), quiet(5000, 'import')]).toEqual([false, true, true]);
  });

  it('in the wrong order enclose nothing', () => {
    const { ledger, start, end } = ledgerOf([flow(-KW36, 10 * S)]);
    expect(ledger.energy('secondary', 'export', end, start)).toEqual({ lo: 0n, hi: 0n });
  });
});

describe('half hours', () => {
  it('are whole and undisturbed between the edges of the trace', () => {
    const found = halves([wait(10 * MIN), wait(60 * MIN)]).map(({ endMs, disturbed }) => [endMs, [...disturbed]]);
    expect(found).toEqual([
      [stamp('10:30'), []],
      [stamp('11:00'), []],
      [stamp('11:30'), ['traceEdge']],
    ]);
  });

  it('name an outage, its start-up and the half hours wholly without supply', () => {
    const found = halves([wait(20 * MIN), ...outage(70 * MIN), wait(30 * MIN)]);
    expect(found.map(({ endMs, disturbed, whollyWithoutSupply }) => [endMs, [...disturbed], whollyWithoutSupply])).toEqual([
      [stamp('10:30'), ['outage'], false],
      [stamp('11:00'), ['outage'], true],
      [stamp('11:30'), ['outage'], true],
      [stamp('12:00'), ['outage'], false],
    ]);
  });

  it.each([
    [0, true],
    [1, false],
  ])('are wholly without supply where it returned for %d ms: %s', (ms, dead) => {
    const found = halves([wait(20 * MIN), ...outage(20 * MIN), ...(ms ? [wait(ms)] : []), ...outage(40 * MIN), wait(30 * MIN)]);
    expect(found.find(({ endMs }) => endMs === stamp('11:00'))!.whollyWithoutSupply).toBe(dead);
  });

  it('name every half hour that a backward set left, entered or repeats', () => {
    const found = halves([wait(75 * MIN), { do: 'setClock', to: { after: -50 * MIN } }, wait(95 * MIN)]);
    expect(found.filter(({ disturbed }) => disturbed.has('clockSet')).map(({ endMs }) => endMs)).toEqual([
      stamp('10:30'),
      stamp('11:00'),
      stamp('11:30'),
    ]);
  });

  it('name the half hours that a forward set left and entered, and skip those between', () => {
    const found = halves([wait(75 * MIN), { do: 'setClock', to: { after: 50 * MIN } }, wait(55 * MIN)]);
    expect(found.map(({ endMs, disturbed }) => [endMs, [...disturbed]])).toEqual([
      [stamp('10:30'), []],
      [stamp('11:00'), []],
      [stamp('11:30'), ['clockSet']],
      [stamp('12:30'), ['clockSet']],
      [stamp('13:00'), []],
    ]);
  });

  it('name a firmware activation and its gap', () => {
    const found = halves([wait(30 * MIN - 10 * S), activate, wait(60 * MIN)]);
    expect(found.map(({ disturbed }) => disturbed.has('activation'))).toEqual([true, true, false]);
  });

  it('are none where the clock was never read', () => {
    const { records } = traceOf({ startMs: START, steps: [flow(-KW36, S)] });
    const ledger = new Ledger(new TraceView(records.filter(({ kind }) => kind !== 'clock')), exampleMeter());
    expect(ledger.halfHours('secondary', 'export')).toEqual([]);
  });
});

describe('rates', () => {
  const table = everyDay([
    ['00:00:00', 1],
    ['10:10:00', 2],
  ]);
  const write = (object: string, value: never): Stimulus => ({ do: 'write', object: `secondary.export.table.${object}`, value });
  const ratesOf = (steps: Stimulus[], choices: Partial<Choices> = {}, more: Partial<Play> = {}) => {
    const { ledger, start, end } = ledgerOf(steps, choices, more);
    return ledger.rates('export', start, end)?.map(({ lo, hi }) => [Number(lo / WH_UJ), Number(hi / WH_UJ)]);
  };
  const zero = [0, 0];

  it('follow a table from its future-dated activation', () => {
    const steps = [write('passive', table as never), write('activation', stamp('10:20') as never), flow(-KW36, 30 * MIN)];
    expect(ratesOf(steps)).toEqual([[1200, 1200], [600, 600], zero, zero]);
  });

  it('stay with the old table where the activation was taken back', () => {
    const steps = [
      write('passive', table as never),
      write('activation', stamp('10:20') as never),
      flow(-KW36, 10 * MIN),
      write('activation', 'never' as never),
      flow(-KW36, 20 * MIN),
    ];
    expect(ratesOf(steps)).toEqual([[1800, 1800], zero, zero, zero]);
  });

  it('are unknown where energy flowed before the table was known', () => {
    const { records, start, end } = traceOf({
      startMs: START,
      steps: [flow(-KW36, MIN), write('activation', 'immediate' as never)],
    });
    const untold = records.filter((r) => !(r.kind === 'observation' && r.object.endsWith('.active')));
    const ledger = new Ledger(new TraceView(untold), exampleMeter());
    expect(ledger.rates('export', start, end)).toBeUndefined();
    expect(ledger.rateSteps('export', start, end)).toBeUndefined();
    expect(ledger.rates('export', end, end)).toHaveLength(4);
  });

  it('reach back to the start from the first reading of the active table', () => {
    const { records, start, end } = traceOf({ startMs: START, steps: [flow(-KW36, MIN), { do: 'read', object: 'variant' }] });
    const late = records.flatMap((r): TraceRecord[] => {
      if (r.kind !== 'observation') return [r];
      if (r.object.endsWith('.active')) return [];
      return [{ ...r, object: 'secondary.export.table.active', answer: { value: table as never } }];
    });
    const rates = new Ledger(new TraceView(late), exampleMeter()).rates('export', start, end)!;
    expect(rates.map(({ lo }) => lo / WH_UJ)).toEqual([60n, 0n, 0n, 0n]);
  });

  it('do not follow a passive table because an activation long past is still shown', () => {
    const steps: Stimulus[] = [
      write('passive', table as never),
      { do: 'read', object: 'secondary.export.table.activation' },
      flow(-KW36, 20 * MIN),
    ];
    const { records, start, end } = traceOf({ startMs: START, steps });
    const shown = records.map((r): TraceRecord => {
      const past = r.kind === 'observation' && r.object.endsWith('.activation');
      return past ? { ...r, answer: { value: START - MIN } } : r;
    });
    const rates = new Ledger(new TraceView(shown), exampleMeter()).rates('export', start, end)!;
    expect(rates.map(({ lo }) => lo / WH_UJ)).toEqual([1200n, 0n, 0n, 0n]);
  });

  it('are unknown where a passive table was written at the moment of its activation', () => {
    const steps = [
      write('passive', table as never),
      write('activation', stamp('10:10') as never),
      wait(10 * MIN),
      write('passive', everyDay([['00:00:00', 4]]) as never),
      flow(-KW36, 10 * MIN),
    ];
    expect(ratesOf(steps)).toEqual([zero, [600, 600], zero, zero]);
    expect(ratesOf(steps, {}, { clockBandMs: 2000 })).toBeUndefined();
  });

  it('may be either on both sides of a switch within the band of the clock', () => {
    const found = ratesOf([flow(-KW36, 20 * MIN)], {}, { table, clockBandMs: 5000 });
    expect(found).toEqual([[595, 605], [595, 605], zero, zero]);
  });

  it('stay or go to rate 1 while the clock is invalid, as declared', () => {
    const { records, start, end } = traceOf({
      startMs: START,
      table,
      steps: [wait(15 * MIN), flow(0, 0), ...outage(MIN), flow(-KW36, 10 * MIN)],
    });
    const returned = records.findIndex((r) => r.kind === 'stimulus' && r.stimulus.do === 'supply' && r.stimulus.on);
    const trace = new TraceView(
      records.map((r, i): TraceRecord => (r.kind === 'clock' && i > returned ? { ...r, status: 'invalid', meterMs: 0 } : r)),
    );
    const rates = (touWhileClockInvalid: 'last' | 'rate-1') =>
      new Ledger(trace, exampleMeter({ touWhileClockInvalid, startUpMs: 0 }))
        .rates('export', start, end)!
        .map(({ lo }) => lo / WH_UJ);
    expect(rates('last')).toEqual([0n, 600n, 0n, 0n]);
    expect(rates('rate-1')).toEqual([600n, 0n, 0n, 0n]);
  });

  it('of import follow the import table, of export the one declared', () => {
    const steps = [flow(KW36, 20 * MIN)];
    const { ledger, start, end } = ledgerOf(steps, {}, { table });
    expect(ledger.rates('import', start, end)!.map(({ lo }) => lo / WH_UJ)).toEqual([1200n, 0n, 0n, 0n]);
    const shared = ledgerOf([flow(-KW36, 20 * MIN)], { exportSwitchingTable: 'imports' }, { table });
    expect(shared.ledger.rates('export', shared.start, shared.end)!.map(({ lo }) => lo / WH_UJ)).toEqual([1200n, 0n, 0n, 0n]);
  });
});
