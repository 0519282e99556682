import type { Choices } from '../../declaration/choices';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import type { Stimulus } from '../../trace/vocabulary';
import { Ledger } from './ledger';
import { traceOf } from './trace-of.fixture';

const S = 1000;
const MIN = 60 * S;
const KW36 = 3_600_000;
const at = (time: string) => Date.parse(`2021-06-21T${time}Z`);

const flow = (activeMw: number, after: number): Stimulus => ({
  do: 'flow',
  elements: { secondary: { activeMw } },
  until: { after },
});
const played = (startMs: number, steps: Stimulus[], choices: Partial<Choices>) => {
  const { trace, start } = traceOf({ startMs, steps });
  const ledger = new Ledger(trace, exampleMeter(choices));
  const instant = (ms: number) => ({ fromMs: start.fromMs + ms, toMs: start.fromMs + ms });
  return {
    ledger,
    exported: (from: number, to: number) => ledger.registerStep('secondary', 'export', instant(from), instant(to)),
  };
};

describe('an energy bucket of half a watt-hour', () => {
  const choices = { energyBucketMwh: 500 };

  it('is not filled by a trickle that full power follows', () => {
    // From 10:30: 9.2 W × 5 min + 22 kW × 5 min = 1834.1 Wh, of which the bucket may still take 0.5 Wh less 9.1 s × 9.2 W = 23 mWh.
    const steps = [flow(0, 13 * MIN), flow(KW36, 590_900), flow(-9200, 309_100), flow(-22_000_000, 5 * MIN), flow(0, 20 * MIN)];
    const { ledger } = played(at('10:07'), steps, choices);
    const half = ledger.halfHours('secondary', 'export').find(({ endMs }) => endMs === at('11:00'))!;
    expect(ledger.rowStep(half)).toMatchObject({ lo: 1833n, hi: 1835n });
  });

  it('is filled at once by full power, whatever trickle follows', () => {
    const { exported } = played(at('10:07'), [flow(KW36, 10 * S), flow(-KW36, 10 * S), flow(-9200, 10 * MIN)], choices);
    expect(exported(10_499, 19_999)).toMatchObject({ lo: 9n, hi: 10n });
    expect(exported(10_499, 19_998)).toMatchObject({ lo: 8n, hi: 10n });
    expect(exported(10_500, 19_999)).toMatchObject({ lo: 9n, hi: 10n });
    expect(exported(11_000, 20_000)).toMatchObject({ lo: 9n, hi: 9n });
  });

  it('is not filled by what need not be counted', () => {
    const steps = [flow(KW36, 10 * S), flow(-4000, 60 * MIN), flow(-KW36, 10 * S)];
    const { exported } = played(at('10:07'), steps, choices);
    expect(exported(60 * MIN + 10 * S, 60 * MIN + 20 * S)).toMatchObject({ lo: 9n, hi: 10n });
  });

  it('is that of the last reversal, filled on both sides of a pause', () => {
    const steps = [flow(KW36, 10 * S), flow(-KW36, 300), flow(0, S), flow(-KW36, 10 * S)];
    const { exported } = played(at('10:07'), steps, { ...choices, directionIntervalMs: 0 });
    expect(exported(11_400, 13_400)).toMatchObject({ lo: 1n, hi: 2n });
    expect(exported(11_500, 13_500)).toMatchObject({ lo: 2n, hi: 2n });
  });
});
