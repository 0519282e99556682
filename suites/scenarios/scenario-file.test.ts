import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../../trace/errors';
import type { Stimulus } from '../../trace/vocabulary';
import { parseScenario, readScenario } from './scenario-file';
import { scenarioJsonSchema } from './scenario-schema';

const HEAD = 'schema: smets2-scenario/1\nname: a-script\ntitle: A script\nstart: any\n';
const stepsOf = (steps: string) => parseScenario(`${HEAD}steps:\n${steps}`, 'script.yaml').steps;

function refusal(text: string): string[] {
  try {
    parseScenario(text, 'script.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message.split('\n');
  }
  throw new Error('the scenario was accepted');
}
const refusedStep = (step: string) => refusal(`${HEAD}steps:\n  - ${step}`);

describe('a scenario file', () => {
  it('observes everything and is scripted where it says nothing else', () => {
    expect(parseScenario(`${HEAD}steps: []`, 'script.yaml')).toEqual({
      name: 'a-script',
      title: 'A script',
      kind: 'scripted',
      start: 'any',
      observe: 'everything',
      steps: [],
    });
  });

  it.each<[string, Stimulus[]]>([
    [
      'flow: { primary: 300 W, secondary: -2.4 kW }',
      [{ do: 'flow', elements: { primary: { activeMw: 300_000 }, secondary: { activeMw: -2_400_000 } } }],
    ],
    [
      'flow: { secondary: { active: 0, reactive: 300 var } }',
      [{ do: 'flow', elements: { secondary: { activeMw: 0, reactiveMvar: 300_000 } } }],
    ],
    [
      'flow: { secondary: { reactive: -1 kvar } }',
      [{ do: 'flow', elements: { secondary: { activeMw: 0, reactiveMvar: -1_000_000 } } }],
    ],
    [
      '{ flow: { secondary: 0 }, for: 30 min }',
      [{ do: 'flow', elements: { secondary: { activeMw: 0 } }, until: { after: 1_800_000 } }],
    ],
    [
      '{ flow: { secondary: 0 }, until: { next: halfHour, plus: -1 s } }',
      [{ do: 'flow', elements: { secondary: { activeMw: 0 } }, until: { next: 'halfHour', plus: -1000 } }],
    ],
    ['wait: PT1H30M', [{ do: 'wait', until: { after: 5_400_000 } }]],
    ['wait: { next: midnight, plus: 5 s }', [{ do: 'wait', until: { next: 'midnight', plus: 5000 } }]],
    ['wait: 2026-06-21T05:30:00Z', [{ do: 'wait', until: { at: Date.UTC(2026, 5, 21, 5, 30) } }]],
    [
      '{ read: secondary.export.profile, range: {}, until: 20 min }',
      [{ do: 'read', object: 'secondary.export.profile', range: {}, until: { after: 1_200_000 } }],
    ],
    ['supply: off', [{ do: 'supply', on: false }]],
    ['supply: true', [{ do: 'supply', on: true }]],
    ['setClock: { after: -1 h }', [{ do: 'setClock', to: { after: -3_600_000 } }]],
    ['setClock: 2026-06-21T05:30:00Z', [{ do: 'setClock', to: { at: Date.UTC(2026, 5, 21, 5, 30) } }]],
    ['setClock: { at: 2026-06-21T05:30:00Z }', [{ do: 'setClock', to: { at: Date.UTC(2026, 5, 21, 5, 30) } }]],
    [
      'read: [clock, x-own.object]',
      [
        { do: 'read', object: 'clock' },
        { do: 'read', object: 'x-own.object' },
      ],
    ],
    [
      '{ read: secondary.export.profile, range: { from: 2026-06-21T00:00:00Z } }',
      [{ do: 'read', object: 'secondary.export.profile', range: { fromMs: Date.UTC(2026, 5, 21) } }],
    ],
    [
      '{ write: secondary.export.mpan, value: { text: "1030006718997" } }',
      [{ do: 'write', object: 'secondary.export.mpan', value: { octets: '31303330303036373138393937' } }],
    ],
    [
      '{ write: secondary.export.mpan, value: { literal: { text: a } } }',
      [{ do: 'write', object: 'secondary.export.mpan', value: { text: 'a' } }],
    ],
    [
      '{ write: firmware.image, value: null, raw: "0F00" }',
      [{ do: 'write', object: 'firmware.image', value: null, raw: '0F00' }],
    ],
    ['{ invoke: load.switch, method: open }', [{ do: 'invoke', object: 'load.switch', method: 'open' }]],
    [
      '{ invoke: firmware, method: activate, argument: [1, { text: é }] }',
      [{ do: 'invoke', object: 'firmware', method: 'activate', argument: [1, { octets: 'c3a9' }] }],
    ],
  ])('reads %s', (step, stimuli) => {
    expect(stepsOf(`  - ${step}`)).toEqual(stimuli);
  });

  it('writes repetitions out, one within the other', () => {
    const [on, off, wait] = [
      { do: 'supply', on: true },
      { do: 'supply', on: false },
      { do: 'wait', until: { after: 1000 } },
    ];
    const steps =
      '  - repeat: 2\n    steps:\n      - supply: on\n      - { repeat: 3, steps: [{ wait: 1 s }] }\n      - supply: off\n';
    expect(stepsOf(steps)).toEqual([on, wait, wait, wait, off, on, wait, wait, wait, off]);
  });

  it('lists every problem with line and column, in the order of the file', () => {
    expect(
      refusal(
        `${HEAD}observed: everything\nsteps:\n  - flow: { secundary: 1 W }\n    for: 5 parsecs\n  - wiat: 5 s\n  - read: secondary.export.totl\n`,
      ),
    ).toEqual([
      'script.yaml:5:1: observed: unknown key; did you mean "observe"?',
      'script.yaml:7:13: steps[0].flow.secundary: unknown key; did you mean "secondary"?',
      'script.yaml:8:10: steps[0].for: expected a duration such as 90 s, 30 min, 1.5 h, 2 d, 500 ms or PT1H30M; got "5 parsecs"',
      'script.yaml:9:5: steps[1]: expected a step, a mapping with one of flow, wait, supply, setClock, read, write, invoke, repeat; got "wiat"; did you mean "wait"?',
      'script.yaml:10:11: steps[2].read: expected the name of a meter object; got "secondary.export.totl"; did you mean "secondary.export.total"?',
    ]);
  });

  it.each([
    [
      'flow: { primary: 300 }',
      'script.yaml:6:22: steps[0].flow.primary: expected a power such as 300 W, -2.4 kW or 4600 mW, 0, or { active, reactive }; got 300',
    ],
    [
      'flow: { primary: 300 Q }',
      'script.yaml:6:22: steps[0].flow.primary: expected a power such as 300 W, -2.4 kW or 4600 mW; got "300 Q"',
    ],
    [
      'flow: { primary: { active: 1 var } }',
      'script.yaml:6:32: steps[0].flow.primary.active: expected a power such as 300 W, -2.4 kW or 4600 mW; got "1 var"',
    ],
    ['{ flow: {}, for: 1 s, until: { next: halfHour } }', 'script.yaml:6:34: steps[0].until: expected one of for and until'],
    [
      '{ flow: {}, wait: 1 s }',
      'script.yaml:6:5: steps[0]: one step does one thing; got flow and wait, make them steps of their own',
    ],
    ['wait: -1 s', 'script.yaml:6:11: steps[0].wait: expected a duration that is not negative'],
    [
      'wait: { next: noon }',
      'script.yaml:6:19: steps[0].wait.next: expected one of halfHour, midnight, monthEnd, rateSwitch, seasonStart, specialDay, activation; got "noon"',
    ],
    [
      'wait: { after: 1 s, plus: 1 s }',
      'script.yaml:6:11: steps[0].wait: expected one of at, after and next; plus only goes with next',
    ],
    ['supply: maybe', 'script.yaml:6:13: steps[0].supply: expected on or off; got "maybe"'],
    [
      'just words',
      'script.yaml:6:5: steps[0]: expected a step, a mapping with one of flow, wait, supply, setClock, read, write, invoke, repeat; got "just words"',
    ],
    ['{ write: clock }', 'script.yaml:6:5: steps[0].value: missing; expected a value as in JSON'],
    [
      '{ write: secondary.export.mpan, value: { text: 1030006718997 } }',
      'script.yaml:6:52: steps[0].value.text: expected text; got 1030006718997; write it in quotes',
    ],
    ['{ write: clock, value: [1, .nan] }', 'script.yaml:6:32: steps[0].value[1]: expected a finite number; got NaN'],
    [
      '{ write: clock, value: { octets: "0" } }',
      'script.yaml:6:38: steps[0].value.octets: expected hex octets in quotes, two digits each; got "0"',
    ],
    [
      '{ repeat: 0, steps: [{ wait: 1 s }] }',
      'script.yaml:6:15: steps[0].repeat: expected a whole number from 1 to 100000; got 0',
    ],
    ['{ repeat: 2, steps: [] }', 'script.yaml:6:25: steps[0].steps: expected at least one step; got []'],
  ])('refuses %s', (step, message) => {
    expect(refusedStep(step)).toEqual([message]);
  });

  it('points at the step within a repetition, and at the anchor that an alias repeats', () => {
    expect(refusal(`${HEAD}steps:\n  - repeat: 2\n    steps:\n      - &bad { wait: soon }\n      - *bad\n`)).toEqual([
      expect.stringMatching(/^script\.yaml:8:22: steps\[0\]\.steps\[0\]\.wait: expected a duration/),
      expect.stringMatching(/^script\.yaml:8:22: steps\[0\]\.steps\[1\]\.wait: expected a duration/),
    ]);
  });

  it('is refused beyond 100,000 steps, before they are written out', () => {
    const nested = '{ repeat: 100000, steps: [{ repeat: 100000, steps: [{ wait: 1 s }] }] }';
    expect(refusedStep(nested)).toEqual([
      expect.stringMatching(/:6:5: steps\[0\]: 10000000000 steps with repetitions written out; .* at most 100000/),
    ]);
    const half = '{ repeat: 50001, steps: [{ wait: 1 s }] }';
    expect(refusedStep(`${half}\n  - ${half}`)).toEqual([expect.stringMatching(/:7:5: steps\[1\]: 100002 steps/)]);
  });

  it('is refused where repetitions are nested five deep', () => {
    const nest = (depth: number): string => (depth === 0 ? '{ wait: 1 s }' : `{ repeat: 1, steps: [${nest(depth - 1)}] }`);
    expect(stepsOf(`  - ${nest(4)}`)).toHaveLength(1);
    expect(refusedStep(nest(5))).toEqual([
      expect.stringMatching(/steps\[0\]\.steps\[0\]\.steps\[0\]\.steps\[0\]\.steps\[0\]: repetitions are nested deeper than 4/),
    ]);
  });

  it.each(['../etc/passwd', 'Summer', 'a_b', 'a--b', 'a b', '-a', '', 'a'.repeat(81), '.', 'con/a'])(
    'is refused with the name %j',
    (name) => {
      expect(refusal(HEAD.replace('a-script', JSON.stringify(name)).concat('steps: []'))).toEqual([
        expect.stringMatching(/^script\.yaml:2:7: name: expected kebab-case/),
      ]);
    },
  );

  it.each([
    [
      'a start without a zone',
      HEAD.replace('any', '2026-06-21T00:00:00'),
      /^script\.yaml:4:8: start: expected a time with its zone/,
    ],
    [
      'a preset of something else than a register',
      `${HEAD}preset: { clock: 1 }\n`,
      /^script\.yaml:5:11: preset\.clock: expected the name of a register or of rates; got "clock"/,
    ],
    [
      'a preset beyond 32 bits',
      `${HEAD}preset: { secondary.export.total: 4294967296 }\n`,
      /preset\["secondary\.export\.total"\]: expected a whole number from -4294967295 to 4294967295 Wh/,
    ],
    [
      'one number for four rates',
      `${HEAD}preset: { secondary.export.rates: 7 }\n`,
      /^script\.yaml:5:35: preset\["secondary\.export\.rates"\]: expected a list of 4 numbers of Wh; got 7/,
    ],
    [
      'three rates of four',
      `${HEAD}preset: { secondary.export.rates: [1, 2, 3] }\n`,
      /expected a list of 4 numbers of Wh; got \[1,2,3]/,
    ],
    [
      'a list for a register',
      `${HEAD}preset: { secondary.export.total: [1, 2, 3, 4] }\n`,
      /expected one number of Wh; got \[1,2,3,4]/,
    ],
    [
      'observing what no meter has',
      `${HEAD}observe: [secondary.export.mpam]\n`,
      /observe\[0\]: .*did you mean "secondary\.export\.mpan"/,
    ],
    ['a meter declaration', 'schema: smets2-meter/1\n', /schema: expected smets2-scenario\/1 \(a scenario\)/],
    [
      'a choice that nobody has',
      `${HEAD}onlyIf: { registerModulus: 4294967296 }\n`,
      /^script\.yaml:5:11: onlyIf\.registerModulus: .*did you mean "registerModulusWh"/,
    ],
    [
      'a choice outside its range',
      `${HEAD}onlyIf: { registerModulusWh: 7 }\n`,
      /onlyIf\.registerModulusWh: expected one of 4294967296, 100000000, /,
    ],
    ['no steps', HEAD, /^script\.yaml:1:1: steps: missing; expected a list/],
  ])('refuses %s', (_, text, message) => {
    expect(refusal(text.includes('steps') || text === HEAD ? text : `${text}steps: []`).join('\n')).toMatch(message);
  });

  it('shows the first hundred problems and counts the rest', () => {
    const lines = refusal(`${HEAD}steps:\n${'  - wait: soon\n'.repeat(130)}`);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe('script.yaml: and 30 more problems');
  });

  it('is refused beyond 8 MiB', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
    try {
      const file = join(folder, 'large.yaml');
      writeFileSync(file, '#'.repeat(8 * 2 ** 20 + 1));
      expect(() => readScenario(file)).toThrow(new UsageError(`${file}: larger than 8 MiB, the most for a scenario`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a life before the start', () => {
  const lifeOf = (before: string) => parseScenario(`${HEAD}before:\n${before}steps: []\n`, 'script.yaml').before;

  it('is what the meter lives through, repetitions written out', () => {
    const day = '  - repeat: 2\n    steps:\n      - { flow: { secondary: -1 kW }, for: 1 d }\n      - supply: off\n';
    const flow = { do: 'flow', elements: { secondary: { activeMw: -1_000_000 } }, until: { after: 86_400_000 } };
    const off = { do: 'supply', on: false };
    expect(lifeOf(`${day}  - wait: 3 h\n  - supply: on\n`)).toEqual([
      flow,
      off,
      flow,
      off,
      { do: 'wait', until: { after: 10_800_000 } },
      { do: 'supply', on: true },
    ]);
  });

  it.each([
    ['  - wait: { next: midnight }\n', /before\[0\]\.wait: expected a duration/],
    ['  - read: clock\n', /before\[0\]: expected a step, a mapping with one of flow, wait, supply, repeat/],
    ['  - supply: off\n', /before: leaves the meter without supply/],
    ['  - wait: 1000 d\n  - wait: 1 d\n', /before: lasts 1001 days/],
    ['  []\n', /before: expected at least one step/],
  ])('is refused where it is none: %j', (before, says) => {
    expect(refusal(`${HEAD}before:\n${before}steps: []\n`).join('\n')).toMatch(says);
  });

  it('may last as long as its bound', () => {
    expect(lifeOf('  - wait: 1000 d\n')).toHaveLength(1);
  });
});

describe('scenario.schema.json', () => {
  const committed = join(__dirname, 'scenario.schema.json');
  // SMETS2_WRITE_SCHEMAS=1 writes it anew after a change of the shape.
  if (process.env.SMETS2_WRITE_SCHEMAS) writeFileSync(committed, scenarioJsonSchema());

  it('is what the shape of a scenario says today', () => {
    expect(readFileSync(committed, 'utf8')).toBe(scenarioJsonSchema());
  });

  it('knows the keys of every step, repetitions within repetitions included', () => {
    const schema = JSON.parse(scenarioJsonSchema());
    const steps: { description: string; properties: Record<string, object> }[] = schema.$defs.step.anyOf;
    expect(steps.map(({ properties }) => Object.keys(properties)[0])).toEqual([
      'flow',
      'wait',
      'supply',
      'setClock',
      'read',
      'write',
      'invoke',
      'repeat',
    ]);
    expect(steps.at(-1)?.properties.steps).toEqual({ $ref: '#/$defs/steps' });
    expect(schema.properties.steps).toMatchObject({ $ref: '#/$defs/steps' });
    expect(schema.$defs.steps.items).toEqual({ $ref: '#/$defs/step' });
  });
});

it('the reference page of the scenario file shows a scenario that is accepted', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'reference', 'scenario-file.md'), 'utf8');
  const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(parseScenario(shown, 'scenario-file.md').steps).toHaveLength(5);
});
