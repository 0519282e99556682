import fc from 'fast-check';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { TraceView } from '../../trace/view';
import { ELEMENTS, type Element, type Flows, type Stimulus, WAYS, type Way } from '../../trace/vocabulary';
import { type Interval, Ledger } from './ledger';
import { DAY_MS } from './table-calendar';
import { type Play, traceOf } from './trace-of.fixture';
import { weekly } from './worked-tables.fixture';

const START = Date.parse('2021-06-21T09:17:13Z');
const power = fc.oneof(fc.constant(0), fc.integer({ min: -23_000_000, max: 23_000_000 }), fc.integer({ min: -9000, max: 9000 }));
const duration = fc.oneof(fc.integer({ min: 1000, max: 7_200_000 }), fc.constantFrom(1_800_000, 3_600_000));
const flow = fc
  .record({ primary: power, secondary: power, after: duration })
  .map(({ primary, secondary, after }): Stimulus[] => [flowStep(primary, secondary, after)]);
const outage = duration.map((after): Stimulus[] => [
  { do: 'supply', on: false },
  { do: 'wait', until: { after } },
  { do: 'supply', on: true },
]);
const clockSet = fc.integer({ min: -4_000_000, max: 4_000_000 }).map((after): Stimulus[] => [{ do: 'setClock', to: { after } }]);
const steps = fc
  .array(fc.oneof({ weight: 6, arbitrary: flow }, { weight: 1, arbitrary: outage }, { weight: 1, arbitrary: clockSet }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((groups) => groups.flat());
const table = weekly([
  [
    ['00:00:00', 1],
    ['10:10:00', 2],
    ['16:00:00', 3],
  ],
  [['07:00:00', 4]],
  [['00:00:00', 1]],
  [['00:00:00', 2]],
  [['00:00:00', 3]],
  [['00:00:00', 4]],
  [
    ['00:00:00', 1],
    ['23:00:00', 2],
  ],
]);

function flowStep(primary: number, secondary: number, after: number): Stimulus {
  return { do: 'flow', elements: { primary: { activeMw: primary }, secondary: { activeMw: secondary } }, until: { after } };
}

const meter = exampleMeter();
const play = (over: Partial<Play> & { steps: Stimulus[] }) => traceOf({ startMs: START, table, ...over });

/** Every bound that the ledger gives for a play. */
function boundsOf(over: Partial<Play> & { steps: Stimulus[] }) {
  const { trace, start, end } = play(over);
  const ledger = new Ledger(trace, meter);
  const channel = (element: Element, way: Way) => ({
    total: ledger.energy(element, way, start, end),
    step: ledger.registerStep(element, way, start, end),
    halves: ledger.halfHours(element, way).map(({ endMs, energy, disturbed, whollyWithoutSupply }) => ({
      endMs,
      energy,
      disturbed: [...disturbed],
      whollyWithoutSupply,
    })),
  });
  return {
    primary: { import: channel('primary', 'import'), export: channel('primary', 'export') },
    secondary: { import: channel('secondary', 'import'), export: channel('secondary', 'export') },
    rates: ledger.rates('export', start, end)!,
  };
}

const flowsMapped = (list: Stimulus[], map: (flows: Flows) => Flows): Stimulus[] =>
  list.map((step) => (step.do === 'flow' ? { ...step, elements: map(step.elements) } : step));
const sum = (intervals: Interval[]): Interval =>
  intervals.reduce((a, b) => ({ lo: a.lo + b.lo, hi: a.hi + b.hi }), { lo: 0n, hi: 0n });
const check = (property: fc.IPropertyWithHooks<[Stimulus[]]>) => fc.assert(property, { seed: 184, numRuns: 40 });

describe('laws of the ledger that need no oracle', () => {
  it('a shift by seven days moves the stamps and nothing else', () => {
    check(
      fc.property(steps, (list) => {
        const [here, later] = [boundsOf({ steps: list }), boundsOf({ steps: list, startMs: START + 7 * DAY_MS })];
        for (const element of ELEMENTS) {
          for (const way of WAYS) {
            for (const half of later[element][way].halves) half.endMs -= 7 * DAY_MS;
          }
        }
        expect(later).toEqual(here);
      }),
    );
  });

  it('a shift of bench time changes nothing', () => {
    check(
      fc.property(steps, (list) => expect(boundsOf({ steps: list, benchMs: 987_654_321 })).toEqual(boundsOf({ steps: list }))),
    );
  });

  it('swapped elements swap their bounds', () => {
    check(
      fc.property(steps, (list) => {
        const here = boundsOf({ steps: list });
        const there = boundsOf({
          steps: flowsMapped(list, ({ primary, secondary }) => ({ primary: secondary!, secondary: primary! })),
        });
        expect([there.primary, there.secondary]).toEqual([here.secondary, here.primary]);
      }),
    );
  });

  it('swapped directions swap their bounds', () => {
    check(
      fc.property(steps, (list) => {
        const here = boundsOf({ steps: list });
        const turned = ({ activeMw }: { activeMw: number }) => ({ activeMw: 0 - activeMw });
        const there = boundsOf({
          steps: flowsMapped(list, (flows) => ({ primary: turned(flows.primary!), secondary: turned(flows.secondary!) })),
        });
        for (const element of ELEMENTS) {
          expect([there[element].export, there[element].import]).toEqual([here[element].import, here[element].export]);
        }
      }),
    );
  });

  it('a flow cut in two has the same bounds', () => {
    check(
      fc.property(steps, (list) => {
        const cut = list.flatMap((step): Stimulus[] => {
          if (step.do !== 'flow' || !step.until || !('after' in step.until)) return [step];
          const first = Math.floor(step.until.after / 3);
          return [
            { ...step, until: { after: first } },
            { ...step, until: { after: step.until.after - first } },
          ];
        });
        expect(boundsOf({ steps: cut })).toEqual(boundsOf({ steps: list }));
      }),
    );
  });

  it('unrelated reads change nothing', () => {
    check(
      fc.property(steps, (list) => {
        const read = list.flatMap((step): Stimulus[] => [{ do: 'read', object: 'import.mpan' }, step]);
        expect(boundsOf({ steps: read })).toEqual(boundsOf({ steps: list }));
      }),
    );
  });

  it('half hours add up to the whole, and rates to the register', () => {
    check(
      fc.property(steps, (list) => {
        const bounds = boundsOf({ steps: list });
        for (const element of ELEMENTS) {
          for (const way of WAYS) {
            const { total, halves } = bounds[element][way];
            expect(sum(halves.map(({ energy }) => energy))).toEqual(total);
          }
        }
        expect(sum(bounds.rates)).toEqual(bounds.secondary.export.total);
      }),
    );
  });

  it('a wider clock band never narrows a bound', () => {
    check(
      fc.property(steps, (list) => {
        const [sharp, blurred, vague] = [0, 700, 40_000].map((clockBandMs) => boundsOf({ steps: list, clockBandMs }));
        for (const [inner, outer] of [
          [sharp!, blurred!],
          [blurred!, vague!],
        ] as const) {
          const around = new Map(outer.secondary.export.halves.map(({ endMs, energy }) => [endMs, energy]));
          for (const { endMs, energy } of inner.secondary.export.halves) expectAround(around.get(endMs)!, energy);
          for (const [i, rate] of inner.rates.entries()) expectAround(outer.rates[i]!, rate);
        }
      }),
    );
  });

  it('a trace cut anywhere has bounds no higher than the whole', () => {
    check(
      fc.property(steps, (list) => {
        const { records, trace, start, end } = play({ steps: list });
        const whole = new Ledger(trace, meter).energy('secondary', 'export', start, end);
        for (let length = 1; length <= records.length; length++) {
          const ledger = new Ledger(new TraceView(records.slice(0, length)), meter);
          const cut = ledger.energy('secondary', 'export', start, end);
          expect(cut.lo <= cut.hi && cut.hi <= whole.hi).toBe(true);
          expect(ledger.rates('export', start, end) ?? [cut]).not.toHaveLength(0);
          expect(ledger.halfHours('secondary', 'export').every(({ energy }) => energy.hi <= whole.hi)).toBe(true);
        }
      }),
    );
  });
});

function expectAround(outer: Interval, inner: Interval): void {
  expect({ lo: outer.lo <= inner.lo, hi: outer.hi >= inner.hi }).toEqual({ lo: true, hi: true });
}
