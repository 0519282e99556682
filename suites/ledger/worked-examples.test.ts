import { exampleMeter } from '../../declaration/example-meter.fixture';
import { objectNamed } from '../../declaration/objects';
import { WH_UJ } from './interval';
import { Ledger } from './ledger';
import { traceOf } from './trace-of.fixture';
import { WORKED_EXAMPLES } from './worked-examples.fixture';

const between = (wh: number, { lo, hi }: { lo: bigint; hi: bigint }) => BigInt(wh) >= lo && BigInt(wh) <= hi;

describe.each(WORKED_EXAMPLES)('worked example: $title', (example) => {
  const { choices, expect: expected } = example;
  const played = traceOf(example);
  const ledger = new Ledger(played.trace, exampleMeter(choices));
  const lost = choices?.residualAcrossOutage === 'lost' ? BigInt(ledger.events.outages.length) : 0n;

  for (const [name, wh] of Object.entries(expected.registers ?? {}))
    it(`${name} moves by ${wh} Wh`, () => {
      const { element, way } = objectNamed(name)!;
      const energy = ledger.energy(element!, way!, played.start, played.end);
      const step = ledger.registerStep(element!, way!, played.start, played.end);
      expect({ wh, step, within: between(wh, step) }).toMatchObject({ within: true });
      // Nothing but the residue, and what outages take, leaves the ledger in doubt.
      expect(energy.lo).toBe(energy.hi);
      expect(step.hi - step.lo).toBeLessThanOrEqual(1n + lost);
      if (lost === 0n && choices?.rounding !== 'nearest') expect(energy.lo / WH_UJ).toBe(BigInt(wh));
    });

  for (const [name, uj] of Object.entries(expected.energyUj ?? {}))
    it(`the energy of ${name} is ${uj} µJ`, () => {
      const { element, way } = objectNamed(name)!;
      expect(ledger.energy(element!, way!, played.start, played.end)).toEqual({ lo: uj, hi: uj });
    });

  const rates = expected.rates;
  if (rates) {
    it(`the rates move by ${rates.join(', ')} Wh`, () => {
      const steps = ledger.rateSteps('export', played.start, played.end)!;
      expect(steps.map((step, i) => (between(rates[i]!, step) ? rates[i] : step))).toEqual(rates);
      expect(steps.every(({ lo, hi }) => hi - lo <= 2n)).toBe(true);
    });
  }

  for (const [stamp, wh] of Object.entries(expected.rows ?? {})) {
    it(`the row stamped ${stamp} holds ${wh} Wh`, () => {
      const half = ledger.halfHours('secondary', 'export').find(({ endMs }) => endMs === Date.parse(stamp));
      const step = ledger.rowStep(half!);
      expect({ wh, step, within: between(wh, step) }).toMatchObject({ within: true });
      expect(step.hi - step.lo).toBeLessThanOrEqual(1n);
    });
  }
});
