import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Stimulus, Way } from '../../trace/vocabulary';
import { WH_UJ } from './interval';
import { Ledger } from './ledger';
import { traceOf } from './trace-of.fixture';

const MIN = 60_000;
const START = Date.parse('2021-06-21T10:00Z');
const stamp = (iso: string) => Date.parse(`2021-06-21T${iso}Z`);

const flow = (activeMw: number, after: number): Stimulus => ({
  do: 'flow',
  elements: { secondary: { activeMw } },
  until: { after },
});
const load = (value: string): Stimulus => ({ do: 'write', object: 'firmware.image', value });
const activate: Stimulus = { do: 'invoke', object: 'firmware', method: 'activate' };

/** A meter that begins with firmware of today and measures on at once after an activation. */
function ledgerOf(steps: Stimulus[], activationGapMs = 0) {
  const { trace, start, end } = traceOf({ startMs: START, firmware: 'today', steps });
  const ledger = new Ledger(trace, exampleMeter({ activationGapMs }));
  const wh = (way: Way) => {
    const { lo, hi } = ledger.energy('secondary', way, start, end);
    return [Number(lo / WH_UJ), Number(hi / WH_UJ)];
  };
  return { ledger, wh };
}

describe('a meter that begins with firmware of today', () => {
  const twenty = [flow(-3_600_000, 10 * MIN), load('dp184'), activate, flow(-3_600_000, 10 * MIN)];

  it('has counted secondary export from its activation on, and nothing before', () => {
    expect(ledgerOf(twenty).wh('export')).toEqual([600, 600]);
    expect(ledgerOf(twenty, MIN).wh('export')).toEqual([540, 600]);
    expect(ledgerOf([flow(-3_600_000, 10 * MIN)]).wh('export')).toEqual([0, 0]);
  });

  it('has counted everything else all along', () => {
    const imports = [flow(3_600_000, 10 * MIN), load('dp184'), activate, flow(3_600_000, 10 * MIN)];
    expect(ledgerOf(imports).wh('import')).toEqual([1200, 1200]);
  });

  it.each([
    ['within a half hour', 10 * MIN, '10:30'],
    ['on the first instant of one', 30 * MIN, '11:00'],
    ['on its last', 30 * MIN - 1, '10:30'],
  ])('has half hours of it from the one of its activation on: %s', (_, afterMs, first) => {
    const { ledger } = ledgerOf([flow(0, afterMs), load('dp184'), activate, flow(0, 60 * MIN)]);
    expect(ledger.halfHours('secondary', 'export')[0]?.endMs).toBe(stamp(first));
    expect(ledger.halfHours('secondary', 'import')[0]?.endMs).toBe(stamp('10:30'));
  });

  it('has none of them without an activation', () => {
    const { ledger } = ledgerOf([load('dp184'), flow(-3_600_000, 60 * MIN)]);
    expect(ledger.halfHours('secondary', 'export')).toEqual([]);
    expect(ledger.events.dp184).toBeUndefined();
  });

  it('gets nothing new from the activation of a corrupt image, even where the meter accepts it', () => {
    const { ledger } = ledgerOf([load('corrupt'), activate, flow(0, MIN), load('dp184'), activate]);
    expect(ledger.events.activations.map(({ image }) => image)).toEqual(['corrupt', 'dp184']);
    expect(ledger.events.dp184).toBe(ledger.events.activations[1]);
  });

  it('has the new firmware from its first activation on, whatever follows', () => {
    const { ledger } = ledgerOf([load('dp184'), activate, flow(0, MIN), load('dp184-next'), activate]);
    expect(ledger.events.dp184).toBe(ledger.events.activations[0]);
  });
});
