import { TraceView } from '../../trace/view';
import type { ClockStatus, RecordBody, TraceRecord, Window } from '../../trace/vocabulary';
import { MeterClock } from './meter-clock';
import { eventsOf } from './trace-events';
import { traceOf } from './trace-of.fixture';

const MIN = 60_000;
const START = Date.parse('2021-06-21T10:00Z');
const BENCH = 1_000_000;
const INFINITE = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

const clockOf = (trace: TraceView) => new MeterClock(trace, eventsOf(trace), 30_000);

/** A trace of these records behind an `opened` one. */
function bare(...bodies: RecordBody[]): TraceView {
  const { records } = traceOf({ startMs: START, steps: [] });
  const rest = bodies.map((body, i): TraceRecord => ({ seq: i + 2, prev: '', atMs: 0, ...body }));
  return new TraceView([records[0]!, ...rest]);
}
const reading = (meterMs: number, when: Window, status: ClockStatus = 'reliable'): RecordBody => ({
  kind: 'clock',
  of: 0,
  meterMs,
  status,
  when,
});
const at = (ms: number): Window => ({ fromMs: ms, toMs: ms });

describe('meter time', () => {
  it('is one piece without a band while nothing disturbs an exact clock', () => {
    const { trace } = traceOf({ startMs: START, steps: [{ do: 'wait', until: { after: MIN } }] });
    const offset = START - BENCH;
    expect(clockOf(trace).pieces).toEqual([{ ...INFINITE, bands: [{ loMs: offset, hiMs: offset }], valid: 'yes' }]);
    expect(clockOf(trace).meterAt(BENCH + MIN)).toEqual(at(START + MIN));
  });

  it('begins a new piece at a set, in the order of the trace even at one bench instant', () => {
    const { trace } = traceOf({
      startMs: START,
      steps: [
        { do: 'wait', until: { after: MIN } },
        { do: 'setClock', to: { after: 3_600_000 } },
        { do: 'wait', until: { after: MIN } },
      ],
    });
    const clock = clockOf(trace);
    expect(clock.pieces.map(({ toMs }) => toMs)).toEqual([BENCH + MIN, Number.POSITIVE_INFINITY]);
    expect(clock.meterAt(BENCH + MIN - 1)).toEqual(at(START + MIN - 1));
    expect(clock.meterAt(BENCH + MIN)).toEqual(at(START + MIN + 3_600_000));
    expect(clock.breaks).toEqual([
      {
        cause: 'clockSet',
        when: at(BENCH + MIN),
        before: at(START + MIN),
        after: at(START + MIN + 3_600_000),
        validBefore: 'yes',
      },
    ]);
  });

  it('takes what a set asked for where the trace ends before the clock is read again', () => {
    const { records } = traceOf({
      startMs: START,
      steps: [
        { do: 'wait', until: { after: MIN } },
        { do: 'setClock', to: { at: START + 7 * MIN } },
      ],
    });
    const answered = records.findIndex((r) => r.kind === 'observation' && r.object === 'clock');
    expect(clockOf(new TraceView(records.slice(0, answered + 1))).meterAt(BENCH + MIN)).toEqual(at(START + 7 * MIN));
    expect(clockOf(new TraceView(records.slice(0, answered))).meterAt(BENCH + MIN)).toEqual(at(START + MIN));
  });

  it('does not change at a set that the meter refused', () => {
    const trace = bare(
      reading(START, at(0)),
      { kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'setClock', to: { at: 0 } }, meterMs: 0 },
      {
        kind: 'observation',
        of: 3,
        when: at(10),
        object: 'clock',
        answer: { refused: { code: 3, name: 'denied' } },
        attempts: 1,
      },
      { ...reading(START + 20, at(20)), of: 3 } as RecordBody,
    );
    expect(clockOf(trace).pieces).toHaveLength(1);
    expect(clockOf(trace).breaks).toEqual([]);
  });

  it('is either the old or the new while a set takes its time, and nothing between', () => {
    const trace = bare(
      reading(START, at(0)),
      { kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'setClock', to: { at: 0 } }, meterMs: START - MIN },
      { kind: 'observation', of: 3, when: { fromMs: 100, toMs: 300 }, object: 'clock', answer: { value: null }, attempts: 1 },
      reading(START - MIN + 200, at(400)),
    );
    expect(clockOf(trace).pieces.map(({ fromMs, bands }) => [fromMs, bands.map(({ loMs }) => loMs - START)])).toEqual([
      [Number.NEGATIVE_INFINITY, [0]],
      [100, [-MIN - 200, 0]],
      [300, [-MIN - 200]],
    ]);
  });

  it('has the width of the reading as its band', () => {
    const clock = clockOf(bare(reading(START, { fromMs: 100, toMs: 350 })));
    expect(clock.meterAt(1000)).toEqual({ fromMs: START + 650, toMs: START + 900 });
  });

  it('allows either offset, and none between, where it jumped unseen', () => {
    const clock = clockOf(
      bare(reading(START, at(0)), reading(START + MIN + 5000, at(MIN)), reading(START + 2 * MIN + 5000, at(2 * MIN))),
    );
    expect(clock.pieceAt(MIN / 2)!.bands).toEqual([
      { loMs: START, hiMs: START },
      { loMs: START + 5000, hiMs: START + 5000 },
    ]);
    expect(clock.meterAt(MIN + 1)).toEqual(at(START + MIN + 5001));
    expect(clock.breaks).toMatchObject([{ cause: 'clockSet', when: { fromMs: 0, toMs: MIN } }]);
  });

  it('allows everything between where it drifted by less than its resolution', () => {
    const clock = clockOf(bare(reading(START, at(0)), reading(START + MIN + 40, at(MIN))));
    expect(clock.pieceAt(MIN / 2)!.bands).toEqual([{ loMs: START, hiMs: START + 40 }]);
    expect(clock.breaks).toEqual([]);
  });

  it('is valid or not as the clock says, and maybe either between', () => {
    const clock = clockOf(bare(reading(START, at(0)), reading(START + MIN, at(MIN), 'invalid')));
    expect([-1, 1, MIN].map((ms) => clock.pieceAt(ms)!.valid)).toEqual(['yes', 'maybe', 'no']);
  });

  it('is unknown without a clock record', () => {
    const clock = clockOf(bare());
    expect(clock.pieces).toEqual([]);
    expect(clock.meterAt(0)).toBeUndefined();
    expect(clock.firstAt(START, 0)).toBeUndefined();
  });

  it('reaches a meter time at its bench instant, or when it jumps over it', () => {
    const { trace } = traceOf({
      startMs: START,
      steps: [
        { do: 'wait', until: { after: 10 * MIN } },
        { do: 'setClock', to: { at: START + 40 * MIN } },
        { do: 'wait', until: { after: 10 * MIN } },
      ],
    });
    const clock = clockOf(trace);
    expect(clock.firstAt(START + 5 * MIN, BENCH)).toEqual(at(BENCH + 5 * MIN));
    expect(clock.firstAt(START + 30 * MIN, BENCH)).toEqual(at(BENCH + 10 * MIN));
    expect(clock.firstAt(START + 45 * MIN, BENCH)).toEqual(at(BENCH + 15 * MIN));
    expect(clock.firstAt(START - MIN, BENCH)).toEqual(at(BENCH));
  });
});
