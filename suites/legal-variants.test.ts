import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { declaredAs, together, VARIANTS, type Variant } from '../adapters/reference/variants';
import { type BoundChoice, CHOICES, type ChoiceName, type DiscreteChoice } from '../declaration/choices';
import type { Declaration } from '../declaration/declaration';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { assess } from './conduct/assess';
import { scriptedScenarios } from './scenarios/scripted';

const reference = exampleMeter();
const scripted = scriptedScenarios();
const { signal } = new AbortController();
const choices = Object.entries(CHOICES) as [ChoiceName, (DiscreteChoice | BoundChoice) & { byPerson?: true }][];

/** Every discrete value but the default, with the variants that declare it and nothing else. */
const values = choices.flatMap(([name, choice]) =>
  'values' in choice ? choice.values.slice(1).map((value): [ChoiceName, string | number] => [name, value]) : [],
);
const bounds = choices.flatMap(([name, choice]) => ('from' in choice ? [name] : []));
const declaring = (name: ChoiceName, value: string | number) =>
  VARIANTS.find((one) => Object.keys(one.choices).length === 1 && one.choices[name] === value);

const makerOf = ({ behaviour }: Pick<Variant, 'behaviour'>, made: Declaration) =>
  referenceRigMaker(made, behaviour ? { behaviour } : {});

describe('legal variants', () => {
  it('are at least 45, each with a name of its own', () => {
    expect(new Set(VARIANTS.map(({ name }) => name)).size).toBe(VARIANTS.length);
    expect(VARIANTS.length).toBeGreaterThanOrEqual(45);
  });

  it.each(values)('declare %s: %s, alone', (name, value) => {
    expect(declaring(name, value)).toBeDefined();
  });

  it.each(bounds)('declare %s, or keep within it, alone', (name) => {
    const touches = ({ choices: declared, behaviour = {} }: Variant) => name in declared || name in behaviour;
    expect(VARIANTS.filter(touches)).not.toEqual([]);
  });
});

describe('several legal variants at once', () => {
  it('take each thing from the first that touches it', () => {
    const [one, other, third] = ['bucket-500-mwh', 'bucket-unused', 'clock-fast-9-s'].map(
      (name) => VARIANTS.find((v) => v.name === name)!,
    );
    expect(together([one!, other!, third!])).toMatchObject({
      name: 'bucket-500-mwh + clock-fast-9-s',
      choices: { energyBucketMwh: 500 },
      behaviour: { clockOffsetMs: 9000 },
    });
    expect(together([other!, one!])).toMatchObject({ behaviour: { energyBucketMwh: 0 } });
  });

  it('are accused of nothing', async () => {
    const every = (from: number) => VARIANTS.filter((_, i) => i % 7 === from);
    for (const drawn of [together(every(0)), together(every(3)), together(every(5))]) {
      const meter = declaredAs(drawn, reference);
      const { requirements } = await assess(scripted.slice(0, 8), { maker: makerOf(drawn, meter), meter, signal });
      const doubtful = requirements.filter(({ verdict }) => ['fail', 'error', 'inconclusive'].includes(verdict));
      expect(doubtful.map(({ id, because }) => `${drawn.name}: ${id}: ${because}`)).toEqual([]);
    }
  });
});
