import { Desk, type Question } from '../adapters/bench/desk';
import { ManualBench } from '../adapters/bench/manual';
import type { Rig } from '../adapters/ports';
import { FAULTS } from '../adapters/reference/faults';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { settingShape } from '../declaration/manual-bench';
import { ELEMENTS, type Element, type Flow, type Ms, type Scenario } from '../trace/vocabulary';
import { adapted, cannotRun } from './conduct/plan';
import { discover, playInMemory, type Stage } from './conduct/play';
import { evidenceOf, judge } from './judge';
import { scriptedScenarios } from './scenarios/scripted';

const SETTING = settingShape.parse({ percent: 2, watts: 5, vars: 50, seconds: 20 });
const BY_HAND = new Set(['flow', 'supply']);
/** A little less than the meter carries: nobody sets 100 A within two per cent of it. */
const MOST = { importMw: 20_000_000, exportMw: 20_000_000, reactiveMvar: 20_000_000 };
const meter = exampleMeter();
const listening = new AbortController().signal;

/** What a person does when asked: how wrong the power is set, and what is answered. */
interface Person {
  errs?: number;
  /** Looks at the question and its number in the scenario; `done` where it does nothing. */
  answers?(question: Question, desk: Desk): 'done' | 'not-done' | 'went wrong';
}

/** Reads what is asked as a person does, sets the reference bench so, and takes twenty seconds for it. */
function personAt(rig: Rig, desk: Desk, { errs = 0, answers = () => 'done' }: Person) {
  const passing = (ms: Ms) => rig.bench.perform({ do: 'wait', untilMs: rig.bench.now() + ms }, listening);
  const setting = async ({ id, asked }: Question) => {
    await passing(13_000);
    for (const line of asked) {
      const { element, way, w, sign, v } =
        /^(?<element>\w+): .*?(off|((?<way>import|export) )?(?<w>[\d,.]+) W(, (?<sign>[+−])(?<v>[\d,.]+) var)?)/.exec(line)
          ?.groups ?? {};
      const milli = (text = '0') => Math.round(Number(text.replaceAll(',', '')) * 1000 * (1 + errs));
      const flow: Flow = {
        activeMw: way === 'export' ? -milli(w) : milli(w),
        ...(v && { reactiveMvar: sign === '−' ? -milli(v) : milli(v) }),
      };
      if (ELEMENTS.includes(element as Element))
        await rig.bench.perform({ do: 'flow', elements: { [element!]: flow } }, listening);
      const supply = /^supply of the meter: switch it (on|off)/.exec(line)?.[1];
      if (supply) await rig.bench.perform({ do: 'supply', on: supply === 'on' }, listening);
    }
    await passing(7000);
    const said = { name: 'O. Perator', over: 'terminal' as const };
    const answer = answers({ id, asked }, desk);
    if (answer === 'went wrong') desk.wentWrong({ ...said, note: 'the source was still at 1 kW' });
    else desk.answer(id, { ...said, done: answer === 'done' });
  };
  let answered = 0;
  desk.onChange(() => {
    const { question } = desk;
    if (!question || question.id <= answered) return;
    answered = question.id;
    void setting(question);
  });
}

function stageWith(person: Person, fault?: string): Stage {
  const faults = FAULTS.filter(({ name }) => name === fault);
  const maker = referenceRigMaker(meter, { faults });
  return {
    meter,
    signal: listening,
    maker: {
      ...maker,
      time: 'wall',
      benchCapabilities: BY_HAND,
      settingMs: SETTING.seconds * 1000,
      limits: { primary: MOST, secondary: MOST },
      make: async (scenario) => {
        const rig = await maker.make(scenario);
        const desk = new Desk();
        const clock = {
          now: () => rig.bench.now(),
          sleep: async (untilMs: Ms) => {
            if (untilMs > rig.bench.now()) await rig.bench.perform({ do: 'wait', untilMs }, listening);
          },
        };
        const bench = new ManualBench({ capabilities: BY_HAND, setting: SETTING, elements: ELEMENTS, desk, clock });
        personAt(rig, desk, person);
        return { name: 'reference meter, by hand', meter: rig.meter, bench };
      },
    },
  };
}

const scenarioNamed = (name: string) => scriptedScenarios().find((scenario) => scenario.name === name)!;
const playable = scriptedScenarios().filter((scenario) => cannotRun(scenario, meter, stageWith({}).maker) === undefined);

async function judged(scenario: Scenario, stage: Stage) {
  const { present } = await discover(stage);
  const trace = await playInMemory(adapted(scenario, meter.choices), stage, present);
  return { trace, judgements: judge(evidenceOf(trace, meter)) };
}
const ofVerdict = ({ judgements }: Awaited<ReturnType<typeof judged>>, ...verdicts: string[]) =>
  judgements
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(({ requirement, verdict, because }) => `${requirement} ${verdict}: ${because}`);

describe('a person at the bench', () => {
  it('can play scripts that leave time to set what they ask for', () => {
    expect(playable.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['four-directions', 'reactive-flows', 'outage-at-half-hour']),
    );
    expect(playable.length).toBeGreaterThan(8);
  });

  it.each([
    ['full-load', 'through the secondary element the bench gives at most 20000 W export, and it asks for more'],
    ['disable-enable', 'the bench cannot contacts'],
    ['reversals', 'with 20 s for each setting of the bench its step 2 comes 10 s too late for what it waits for'],
  ])('leaves %s unplayed, and says why', (name, why) => {
    expect(cannotRun({ ...scenarioNamed(name), start: 'any' }, meter, stageWith({}).maker)).toBe(why);
  });

  describe.each([[0.019], [-0.019]])('who sets all power %d wrong', (errs) => {
    it.each(playable.map((scenario) => [scenario.name, scenario] as const))('accuses no meter in %s', async (_, scenario) => {
      const played = await judged(scenario, stageWith({ errs }));
      expect(played.trace.of('trouble')).toEqual([]);
      expect(ofVerdict(played, 'fail', 'error')).toEqual([]);
    });
  });

  it('sees a meter that does not count', async () => {
    const played = await judged(scenarioNamed('four-directions'), stageWith({ errs: 0.01 }, 'register-stuck'));
    expect(ofVerdict(played, 'fail').join()).toContain('register.');
  });

  it('leaves a name, what was asked and what was answered', async () => {
    const { trace } = await judged(scenarioNamed('four-directions'), stageWith({}));
    const said = trace.of('operator');
    expect(said[0]).toMatchObject({
      name: 'O. Perator',
      over: 'terminal',
      answer: 'done',
      asked: 'supply: on; primary: off; secondary: off',
    });
    expect(said.map(({ asked }) => asked)).toContain('primary: import 3,000 W (now off); secondary: export 3,000 W (now off)');
    for (const { of } of said) expect(['flow', 'supply']).toContain(trace.stimulus(of)?.stimulus.do);
  });
});

describe('a person who cannot do what is asked', () => {
  it('ends the scenario as an error of the bench', async () => {
    const answers = ({ asked }: Question) => (asked.join().includes('export') ? 'not-done' : 'done') as 'not-done' | 'done';
    const { trace, judgements } = await judged(scenarioNamed('four-directions'), stageWith({ answers }));
    expect(trace.of('trouble')).toMatchObject([
      { whose: 'bench', code: 'not-done', text: expect.stringMatching(/O\. Perator could not/) },
    ]);
    expect(trace.of('operator').at(-1)).toMatchObject({ answer: 'not done' });
    expect(trace.of('closed')).toMatchObject([{ outcome: 'failed' }]);
    expect(judgements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });
});

describe('a person who says that something went wrong', () => {
  /** Sets a third less than is asked for, and notices at the fourth question. */
  const late: Person = {
    errs: -0.33,
    answers: ({ id }) => (id < 4 ? 'done' : 'went wrong'),
  };

  it('had the meter accused before it was said', async () => {
    const played = await judged(scenarioNamed('four-directions'), stageWith({ errs: -0.33 }));
    expect(ofVerdict(played, 'fail').length).toBeGreaterThan(0);
  });

  it('takes all of the scenario back, as an error of the bench', async () => {
    const played = await judged(scenarioNamed('four-directions'), stageWith(late));
    expect(played.trace.of('trouble')).toMatchObject([{ whose: 'bench', code: 'mistake', since: 1 }]);
    expect(played.trace.of('operator').at(-1)).toMatchObject({ answer: 'went wrong: the source was still at 1 kW' });
    expect(ofVerdict(played, 'fail', 'pass')).toEqual([]);
    expect(ofVerdict(played, 'error').length).toBeGreaterThan(0);
  });
});
