import { exportRows, objectNamed } from '../declaration/objects';
import type { Scenario, Value } from '../trace/vocabulary';
import { judge } from './judge';
import { WORKED_EXAMPLES, type WorkedExample } from './ledger/worked-examples.fixture';
import { type Played, ReferencePlays } from './reference-plays.fixture';
import { movement } from './requirements/compare';
import { rowsOf } from './requirements/profile/log-reads';
import { readings } from './requirements/readings';

const RATES = 'secondary.export.rates';

/** A worked example as a script: its table first, then its steps, and everything read before and after. */
function scripted({ title, startMs, table, steps }: WorkedExample): Scenario {
  const stem = 'secondary.export.table';
  const tableSteps: Scenario['steps'] = table
    ? [
        { do: 'write', object: `${stem}.passive`, value: table as unknown as Value },
        { do: 'write', object: `${stem}.activation`, value: 'immediate' },
      ]
    : [];
  return { name: 'worked', title, kind: 'scripted', start: startMs, observe: 'everything', steps: [...tableSteps, ...steps] };
}

describe.each(WORKED_EXAMPLES.map((example) => [example.title, example] as const))('%s:', (_, example) => {
  const { registers = {}, rates, rows = {}, energyUj = {} } = example.expect;
  const plays = new ReferencePlays(example.choices && { choices: example.choices });
  const scenario = scripted(example);
  const modulusWh = plays.meter.choices.registerModulusWh;
  let evidence: Played['evidence'];
  beforeAll(async () => {
    evidence = await plays.evidence(scenario);
  });

  const ends = <V extends Value>(object: string) => {
    const read = readings<V>(evidence, object);
    return [read[0]!, read.at(-1)!] as const;
  };

  for (const [name, wh] of Object.entries(registers))
    it(`the meter counts in ${name} what the ledger allows: ${wh} Wh`, () => {
      const { element, way } = objectNamed(name)!;
      const [from, to] = ends<number>(name);
      expect(movement(from.value, to.value, modulusWh)).toBe(BigInt(wh));
      const { lo, hi } = evidence.ledger.registerStep(element!, way!, from.window, to.window);
      expect({ lo, hi, allows: lo <= wh && wh <= hi }).toMatchObject({ allows: true });
    });

  if (rates)
    it(`the meter counts in the four rates what the ledger allows: ${rates.join(', ')} Wh`, () => {
      const [from, to] = ends<number[]>(RATES);
      expect(to.value.map((wh, i) => Number(movement(from.value[i]!, wh, modulusWh)))).toEqual(rates);
      const steps = evidence.ledger.rateSteps('export', from.window, to.window)!;
      expect(rates.map((wh, i) => steps[i]!.lo <= wh && wh <= steps[i]!.hi)).toEqual([true, true, true, true]);
    });

  for (const [stamp, wh] of Object.entries(rows))
    it(`the meter stamps ${stamp} a row of what the ledger allows: ${wh} Wh`, () => {
      const { object, field } = exportRows(plays.meter.choices);
      const endMs = Date.parse(stamp);
      expect(
        rowsOf(evidence, object, field)
          .at(endMs)
          .map((row) => row.wh),
      ).toEqual([wh]);
      const half = evidence.ledger.halfHours('secondary', 'export').find((one) => one.endMs === endMs)!;
      const { lo, hi } = evidence.ledger.rowStep(half);
      expect({ lo, hi, allows: lo <= wh && wh <= hi }).toMatchObject({ allows: true });
    });

  for (const [name, uj] of Object.entries(energyUj))
    it(`the bench gave ${name} the energy of the sum: ${uj} µJ`, () => {
      const { element, way } = objectNamed(name)!;
      const [from, to] = ends<number>(name);
      expect(evidence.ledger.energy(element!, way!, from.window, to.window)).toEqual({ lo: uj, hi: uj });
    });

  it('no judge is in doubt of the meter', () => {
    expect(judge(evidence).filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-assessed')).toEqual([]);
  });
});
