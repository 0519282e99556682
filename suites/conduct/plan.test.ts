import { type Choices, defaultChoices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { exampleMeter, exampleOf } from '../../declaration/example-meter.fixture';
import { sha256 } from '../../trace/chain';
import { UsageError } from '../../trace/errors';
import type { Scenario } from '../../trace/vocabulary';
import { referenceStage } from '../reference-plays.fixture';
import { catalogueHash } from '../requirements';
import { parseScenario } from '../scenarios/scenario-file';
import { scriptedScenarios } from '../scenarios/scripted';
import { adapted, cannotRun, planRun, type RunInputs } from './plan';

const scenario = (more: Partial<Scenario> = {}): Scenario => ({
  name: 'some',
  title: 'Some scenario',
  kind: 'scripted',
  start: 'any',
  observe: ['secondary.export.total', 'secondary.export.profile', 'primary.export.profile'],
  steps: [
    { do: 'write', object: 'secondary.export.table.passive', value: null },
    { do: 'write', object: 'secondary.export.mpan', value: null },
    { do: 'read', object: 'secondary.export.profile' },
    { do: 'wait', until: { after: 1000 } },
  ],
  ...more,
});

const choices = (some: Partial<Choices> = {}): Choices => ({ ...defaultChoices(), ...some });
const objects = ({ steps }: Scenario) => steps.map((step) => ('object' in step ? step.object : step.do));

describe('a scenario adapted to the declared choices', () => {
  it('is itself under the defaults', () => {
    expect(adapted(scenario(), choices())).toEqual(scenario());
  });

  it('writes the import table where that rules the export', () => {
    const steps = objects(adapted(scenario(), choices({ exportSwitchingTable: 'imports' })));
    expect(steps).toEqual(['secondary.import.table.passive', 'secondary.export.mpan', 'secondary.export.profile', 'wait']);
  });

  it('reads the rows where they are kept, each log once', () => {
    const there = adapted(scenario(), choices({ profileShape: 'extra-member' }));
    expect(objects(there)[2]).toBe('primary.export.profile');
    expect(there.observe).toEqual(['secondary.export.total', 'primary.export.profile']);
  });

  it('counts a negative preset back from the declared modulus', () => {
    const preset = { 'secondary.export.total': -6, 'primary.export.total': 6, 'secondary.export.rates': [-1, 2, -3, 0] };
    const there = (registerModulusWh: Choices['registerModulusWh']) =>
      adapted(scenario({ preset }), choices({ registerModulusWh })).preset;
    expect(there(4_294_967_296)).toEqual({
      'secondary.export.total': 4_294_967_290,
      'primary.export.total': 6,
      'secondary.export.rates': [4_294_967_295, 2, 4_294_967_293, 0],
    });
    expect(there(100_000_000)).toEqual({
      'secondary.export.total': 99_999_994,
      'primary.export.total': 6,
      'secondary.export.rates': [99_999_999, 2, 99_999_997, 0],
    });
  });

  it('is itself when it is adapted again', () => {
    const chosen = choices({ exportSwitchingTable: 'imports', profileShape: 'extra-member', registerModulusWh: 100_000_000 });
    for (const one of scriptedScenarios()) expect(adapted(adapted(one, chosen), chosen)).toEqual(adapted(one, chosen));
  });
});

describe('what cannot run', () => {
  const { maker, meter } = referenceStage();
  const why = (more: Partial<Scenario>, lacks: { meter?: string; bench?: string } = {}, declared: Declaration = meter) => {
    const without = (set: ReadonlySet<string>, name?: string) => new Set([...set].filter((one) => one !== name));
    const poorer = {
      ...maker,
      meterCapabilities: without(maker.meterCapabilities, lacks.meter),
      benchCapabilities: without(maker.benchCapabilities, lacks.bench),
    };
    return cannotRun(scenario({ steps: [], ...more }), declared, poorer);
  };

  it('is nothing of the scripted scenarios on the reference meter', () => {
    expect(scriptedScenarios().map((one) => cannotRun(one, meter, maker))).toEqual(scriptedScenarios().map(() => undefined));
  });

  it.each<[string, Partial<Scenario>, { meter?: string; bench?: string }]>([
    ['the access path cannot read', {}, { meter: 'read' }],
    ['the access path cannot clock.set', { steps: [{ do: 'setClock', to: { after: 1 } }] }, { meter: 'clock.set' }],
    ['the access path cannot write.table', { steps: scenario().steps }, { meter: 'write.table' }],
    ['the access path cannot write.mpan', { steps: scenario().steps }, { meter: 'write.mpan' }],
    [
      'the access path cannot invoke.switch',
      { steps: [{ do: 'invoke', object: 'load.switch', method: 'open' }] },
      { meter: 'invoke.switch' },
    ],
    [
      'the access path cannot firmware.activate',
      { steps: [{ do: 'invoke', object: 'firmware', method: 'activate' }] },
      { meter: 'firmware.activate' },
    ],
    [
      'the access path cannot write.prepayment',
      { steps: [{ do: 'write', object: 'prepayment.debt', value: 1 }] },
      { meter: 'write.prepayment' },
    ],
    ['the bench cannot flow', { steps: [{ do: 'flow', elements: {} }] }, { bench: 'flow' }],
    ['the bench cannot supply', { steps: [{ do: 'supply', on: false }] }, { bench: 'supply' }],
    ['the bench cannot history', { before: [{ do: 'wait', until: { after: 1000 } }] }, { bench: 'history' }],
    ['the bench cannot preset', { preset: { 'secondary.export.total': 1 } }, { bench: 'preset' }],
    ['the bench cannot date', { start: 0 }, { bench: 'date' }],
    ['the bench cannot image', { firmware: 'today' }, { bench: 'image' }],
  ])('says that %s', (words, more, lacks) => {
    expect(why(more)).toBeUndefined();
    expect(why(more, lacks)).toBe(words);
  });

  it('needs no capability for an attempt that has to be refused', () => {
    const steps: Scenario['steps'] = [
      { do: 'write', object: 'secondary.export.total', value: 0 },
      { do: 'write', object: 'secondary.export.mpan', value: { octets: '' }, as: 'public' },
      { do: 'invoke', object: 'load.switch', method: 'open', as: 'public' },
    ];
    for (const name of maker.meterCapabilities) if (name !== 'read') expect(why({ steps }, { meter: name })).toBeUndefined();
  });

  it('names everything that is missing', () => {
    const steps: Scenario['steps'] = [
      { do: 'setClock', to: { after: 1 } },
      { do: 'flow', elements: {} },
    ];
    expect(why({ steps }, { meter: 'clock.set', bench: 'flow' })).toBe('the access path cannot clock.set; the bench cannot flow');
  });

  it.each(['single', 'polyphase'] as const)('is what needs an element that a %s meter lacks', (variant) => {
    const words = `a ${variant === 'single' ? 'single-element' : variant} meter has no secondary element`;
    const secondary = (activeMw: number): Scenario['steps'] => [{ do: 'flow', elements: { secondary: { activeMw } } }];
    expect(why({ steps: secondary(-1) }, {}, exampleOf(variant))).toBe(words);
    expect(why({ preset: { 'secondary.export.total': 1 } }, {}, exampleOf(variant))).toBe(words);
    expect(why({ steps: secondary(0) }, {}, exampleOf(variant))).toBeUndefined();
    expect(why({ steps: [{ do: 'wait', until: { next: 'rateSwitch' } }] }, {}, exampleOf(variant))).toBe(words);
    expect(why({ steps: [{ do: 'wait', until: { next: 'midnight' } }] }, {}, exampleOf(variant))).toBeUndefined();
    expect(why({ before: [{ do: 'flow', elements: { secondary: { activeMw: -1 } } }] }, {}, exampleOf(variant))).toBe(words);
    expect(why({ preset: { 'primary.export.total': 1 } }, {}, exampleOf(variant))).toBeUndefined();
  });

  it('is what asks by an association that the access path cannot speak by', () => {
    const steps: Scenario['steps'] = [{ do: 'read', object: 'clock', as: 'public' }];
    const without: Declaration = { ...meter, associations: ['management'] };
    expect(why({ steps })).toBeUndefined();
    expect(why({ steps }, {}, without)).toBe('the access path cannot speak by the public association');
    expect(why({ steps: [{ do: 'read', object: 'clock' }] }, {}, without)).toBeUndefined();
  });

  it('is a script that leaves no time for the requests that it makes', () => {
    const steps: Scenario['steps'] = [
      { do: 'read', object: 'secondary.export.total' },
      { do: 'wait', until: { at: 500 } },
    ];
    const slow = { ...maker, requestMs: 1000 };
    expect(cannotRun(scenario({ start: 0, steps }), meter, maker)).toBeUndefined();
    expect(cannotRun(scenario({ start: 0, steps }), meter, slow)).toBe(
      'with 1 s for each request its step 2 comes 0.5 s too late for what it waits for',
    );
  });

  it('says for which declaration a scenario is', () => {
    const onlyIf = { registerModulusWh: 4_294_967_296 };
    expect(why({ onlyIf })).toBeUndefined();
    expect(why({ onlyIf }, {}, exampleMeter({ registerModulusWh: 100_000_000 }))).toBe(
      'it is for meters that declare registerModulusWh: 4294967296',
    );
  });
});

describe('a plan', () => {
  const inputs = (more: Partial<RunInputs> = {}): RunInputs => ({
    meter: exampleMeter(),
    meterText: 'meter',
    benchText: 'bench',
    maker: referenceStage().maker,
    scenarios: scriptedScenarios(),
    seed: 184,
    cases: 20,
    selection: [],
    faults: [],
    ...more,
  });

  it('is octet for octet the same for the same inputs', () => {
    expect(JSON.stringify(planRun(inputs()))).toBe(JSON.stringify(planRun(inputs())));
  });

  it('lists discovery first, then every scenario, with a file whose hash it names', () => {
    const { plan, files, scenarios } = planRun(inputs());
    expect(plan.scenarios.map(({ name }) => name)).toEqual(['discovery', ...scriptedScenarios().map(({ name }) => name)]);
    expect(scenarios.map(({ name }) => name)).toEqual(plan.scenarios.map(({ name }) => name));
    for (const { file, sha256: hash } of [...plan.scenarios, plan.meter, plan.bench]) expect(sha256(files[file]!)).toBe(hash);
    expect(plan.catalogue.hash).toBe(catalogueHash());
  });

  it('keeps scenarios as they will be played, to be read again', () => {
    const meter = exampleMeter({ registerModulusWh: 100_000_000 });
    const { files, scenarios } = planRun(inputs({ meter }));
    const wrap = scenarios.find(({ name }) => name === 'register-wrap')!;
    const kept = parseScenario(files['scenarios/register-wrap.yaml']!, 'register-wrap.yaml');
    expect({ ...kept, kind: wrap.kind }).toEqual(wrap);
    expect(kept.preset).toEqual({ 'secondary.export.total': 99_999_994 });
  });

  it('names what cannot run, and why', () => {
    const { plan } = planRun(inputs({ meter: exampleMeter({ registerModulusWh: 100_000_000 }) }));
    const ofTheFullModulus = scriptedScenarios().filter(({ onlyIf }) => onlyIf?.registerModulusWh === 4_294_967_296);
    expect(ofTheFullModulus.map(({ name }) => name)).toContain('register-past-31-bits');
    expect(plan.scenarios.filter(({ cannotRun }) => cannotRun).map(({ name }) => name)).toEqual(
      ofTheFullModulus.map(({ name }) => name),
    );
  });

  it.each(['some', 'discovery'])('refuses two scenarios of the name %s', (name) => {
    const planning = () => planRun(inputs({ scenarios: [scenario(), scenario({ name })] }));
    expect(planning).toThrow(UsageError);
    expect(planning).toThrow(`two scenarios are called "${name}"`);
  });
});
