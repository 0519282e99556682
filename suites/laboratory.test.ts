import type { Fault } from '../adapters/reference/fault';
import { inLaboratory } from '../adapters/reference/laboratory';
import { MeasuringElement } from '../adapters/reference/measuring-element';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { exampleMeter } from '../declaration/example-meter.fixture';
import type { Flow } from '../trace/vocabulary';
import { adapted, cannotRun } from './conduct/plan';
import { discover, playInMemory, type Stage } from './conduct/play';
import { evidenceOf, judge } from './judge';
import { scriptedScenarios } from './scenarios/scripted';

/** Measures all energy of both elements by so many parts per million wrong: within class B below 10,000. */
class ErringElement extends MeasuringElement {
  constructor(
    startingMw: number,
    private readonly ppm: number,
  ) {
    super(startingMw);
  }

  override measure(flow: Flow) {
    const { importMw, exportMw, ...rest } = super.measure(flow);
    const erring = (mw: number) => Math.trunc(mw * (1 + this.ppm / 1_000_000));
    return { ...rest, importMw: erring(importMw), exportMw: erring(exportMw) };
  }
}

const erring = (ppm: number): Pick<Fault, 'name' | 'replace'> => ({
  name: `an error of ${ppm / 10_000} %`,
  replace: (parts) => ({
    ...parts,
    element: ({ behaviour }, element) => new ErringElement(behaviour.startingPowerMw[element], ppm),
  }),
});

const meter = exampleMeter();
const stageWith = (ppm: number): Stage => ({
  meter,
  maker: inLaboratory(referenceRigMaker(meter, { faults: [erring(ppm) as Fault] })),
  signal: new AbortController().signal,
});

const scenarios = scriptedScenarios();
const playable = scenarios.filter((scenario) => cannotRun(scenario, meter, stageWith(0).maker) === undefined);

describe('on a bench of 0.2 % whose requests take a second', () => {
  it('most scripts leave the requests their time', () => {
    expect(playable.length).toBeGreaterThan(scenarios.length * 0.8);
  });

  describe.each([[0], [9990], [-9990]])('no judge accuses a class B meter that errs by %d ppm', (ppm) => {
    const stage = stageWith(ppm);
    const discovery = discover(stage);

    it.each(playable.map((scenario) => [scenario.name, scenario] as const))('in %s', async (_, scenario) => {
      const { present } = await discovery;
      const trace = await playInMemory(adapted(scenario, meter.choices), stage, present);
      expect(trace.of('trouble')).toEqual([]);
      const accused = judge(evidenceOf(trace, meter)).filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
      expect(accused.map(({ requirement, because }) => `${requirement}: ${because}`)).toEqual([]);
    });
  });
});
