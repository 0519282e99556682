import fc from 'fast-check';
import { FAULTS } from '../../adapters/reference/faults';
import { together, VARIANTS, type Variant } from '../../adapters/reference/variants';
import { TraceView } from '../../trace/view';
import type { LifeStep, Scenario } from '../../trace/vocabulary';
import { evidenceOf, judge } from '../judge';
import { type Played, ReferencePlays, type Staged } from '../reference-plays.fixture';
import { FAMILIES, generatedScenarios } from '../scenarios/generated';
import { scriptedScenarios } from '../scenarios/scripted';
import { doubtful, lawfulFindings } from './lawful.fixture';

const SEEDS = [184, 7, 2026];
/** One case of every family and seed. */
const CASES = FAMILIES.length;

const generated = (plays: ReferencePlays, seeds: number[], cases: number): Scenario[] =>
  seeds.flatMap((seed) =>
    generatedScenarios(plays.meter, seed, cases).map((one) => ({ ...one, name: `${one.name} of seed ${seed}` })),
  );

/** Plays that several tests look at: the conforming meter, and one faulty meter for each area. */
const conforming = new ReferencePlays();
const faulty = ['export-gain', 'stamped-at-start', 'rate-by-summer-time', 'mpan-cut-to-12', 'export-counted-twice'].map(
  (name) => new ReferencePlays({ faults: FAULTS.filter((fault) => fault.name === name) }),
);
const everyFamily = generated(conforming, SEEDS, CASES);
const scripted = scriptedScenarios();

describe('every judge, on every trace of the generated and scripted scenarios,', () => {
  it.each([...everyFamily, ...scripted].map((scenario) => [scenario.name, scenario] as const))(
    'is lawful and sure of the conforming meter: %s',
    async (_, scenario) => {
      const { evidence, records } = await conforming.played(scenario);
      expect(doubtful(lawfulFindings(evidence, records))).toEqual([]);
    },
  );

  it('keeps the laws on faulty meters', async () => {
    for (const plays of faulty)
      for (const scenario of everyFamily.slice(0, CASES)) {
        const { evidence, records } = await plays.played(scenario);
        expect(lawfulFindings(evidence, records).length).toBeGreaterThan(0);
      }
  });
});

describe('every judge, on a trace cut off anywhere as a killed run leaves it,', () => {
  const cutOf = ({ records, evidence: { meter } }: Played, share: number) => {
    const kept = records.slice(0, 1 + Math.floor(share * (records.length - 1)));
    return { records: kept, evidence: evidenceOf(new TraceView(kept), meter) };
  };
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const cutsOf = (plays: ReferencePlays, scenarios: Scenario[], check: (cut: Played) => void) =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom(...scenarios), share, async (scenario, share) => {
        check(cutOf(await plays.played(scenario), share));
      }),
      { numRuns: 150, seed: 184 },
    );

  it('is lawful, and never fails the conforming meter', async () => {
    await cutsOf(conforming, [...everyFamily, ...scripted], ({ evidence, records }) => {
      const beyond = lawfulFindings(evidence, records).filter(({ outcome }) => outcome === 'beyond');
      expect(beyond).toEqual([]);
      expect(judge(evidence).filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
    });
  });

  it('is lawful on a faulty meter', async () => {
    await cutsOf(faulty[1]!, everyFamily.slice(0, CASES), ({ evidence, records }) => {
      expect(() => lawfulFindings(evidence, records)).not.toThrow();
    });
  });
});

const draw = fc.subarray([...VARIANTS], { minLength: 2, maxLength: 6 }).map(together);

describe('every judge, on a meter that is legal under its own declaration,', () => {
  const drawn = fc.sample(draw, { seed: 184, numRuns: 12 });
  const legal: Variant[] = [...VARIANTS, ...drawn];

  it.each(legal.map((staged, i) => [staged.name, staged, i] as const))('is lawful and sure: %s', async (_, staged, i) => {
    const plays = new ReferencePlays(staged);
    // Each meter plays the families by turns: all of them on all meters is what `faults` does.
    const ours = generated(plays, [184], CASES).filter((_, family) => family === 0 || family % 4 === i % 4);
    const scenarios = [...ours, ...scripted.filter(({ name }) => MIXED.includes(name))];
    for (const scenario of scenarios) {
      const { evidence, records } = await plays.played(scenario);
      expect(doubtful(lawfulFindings(evidence, records))).toEqual([]);
    }
  });
});

const MIXED = ['outage-across-boundary', 'clock-set', 'table-and-mpan-writes'];

describe('every judge, on a meter with a life before the scenario,', () => {
  const exported = (ms: number): LifeStep[] => [
    { do: 'flow', elements: { secondary: { activeMw: -2_000_000 } }, until: { after: ms } },
  ];
  const specimens: [string, Staged][] = [
    ['that exported until a moment ago, and is 5 s slow', { behaviour: { history: exported(5_400_000), clockOffsetMs: -5145 } }],
    ['that exported until a moment ago, and is 5 s fast', { behaviour: { history: exported(5_400_000), clockOffsetMs: 5145 } }],
    ['that holds little more than a start-up may miss', { behaviour: { history: exported(60_000) } }],
    ['that is about to complete a watt-hour', { behaviour: { residuesUj: { 'secondary.export': 3_599_999_999 } } }],
  ];

  it.each(specimens)('is lawful and sure of one %s', async (_, staged) => {
    const plays = new ReferencePlays(staged);
    for (const scenario of [...generated(plays, SEEDS, 2), ...scripted.filter(({ name }) => MIXED.includes(name))]) {
      const { evidence, records } = await plays.played(scenario);
      expect(doubtful(lawfulFindings(evidence, records))).toEqual([]);
    }
  });

  it('does not take what flowed before the trace for energy of its first row', async () => {
    const plays = new ReferencePlays({ behaviour: { history: exported(5_400_000), clockOffsetMs: -5000 } });
    const nothing: Scenario = { ...everyFamily[0]!, name: 'nothing', steps: [] };
    const { evidence, records } = await plays.played(nothing);
    expect(doubtful(lawfulFindings(evidence, records))).toEqual([]);
  });

  it('does not ask for a sure answer where a start-up may hide as much as the register held', async () => {
    // 2 kW × 1 min = 33 Wh held; 23 kW × 5 s of start-up = 31.9 Wh that the declaration leaves open.
    const plays = new ReferencePlays({ behaviour: { history: exported(60_000) } });
    const full = { primary: { activeMw: 0 }, secondary: { activeMw: -23_000_000 } };
    const steps: Scenario['steps'] = [
      { do: 'supply', on: false },
      { do: 'wait', until: { after: 60_000 } },
      { do: 'supply', on: true },
      { do: 'flow', elements: full, until: { after: 6000 } },
    ];
    const { evidence, records } = await plays.played({ ...everyFamily[0]!, name: 'held', steps });
    expect(doubtful(lawfulFindings(evidence, records))).toEqual([]);
  });
});
