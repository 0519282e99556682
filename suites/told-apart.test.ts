import { faultNamed } from '../adapters/reference/faults';
import { OUTSIDE, type Outside } from '../adapters/reference/outside';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { declaredAs, VARIANTS } from '../adapters/reference/variants';
import { type BoundChoice, CHOICES, type ChoiceName, type Choices, type DiscreteChoice } from '../declaration/choices';
import type { Declaration } from '../declaration/declaration';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { played } from './conduct/assess';
import { judge } from './judge';
import { scriptedScenarios } from './scenarios/scripted';

const reference = exampleMeter();
const scripted = scriptedScenarios();
const choices = Object.entries(CHOICES) as [ChoiceName, DiscreteChoice | BoundChoice][];

const values = choices.flatMap(([name, choice]) =>
  'values' in choice ? choice.values.slice(1).map((value): [ChoiceName, string | number] => [name, value]) : [],
);
const bounds = choices.flatMap(([name, choice]) => ('from' in choice ? [name] : []));

/** What has to be declared besides, so that a value can be told from its siblings. */
const BESIDES: Partial<Record<ChoiceName, Partial<Choices>>> = {
  // Between two readings of one register the first residue is unknown; a half hour that forms its own watt-hours begins at a known one.
  rounding: { quantisation: 'per-interval' },
  // What is below a watt-hour is less than what a start-up may miss.
  residualAcrossOutage: { startUpMs: 0 },
};

/** Values that no scripted trace tells from their siblings, and why. */
const UNTOLD: Readonly<Record<string, string>> = {
  'displaySecondaryExport: yes': 'only a person sees the display',
  'exportSnapshots: daily-and-billing': 'it has all that any of its siblings declares, and a log more is no fault',
};

/** The first requirement that fails for a meter made for one declaration and judged under another. */
async function accused(
  { behaviour, fault }: Pick<Outside, 'behaviour' | 'fault'>,
  made: Declaration,
  meter: Declaration,
): Promise<string | undefined> {
  const faults = fault === undefined ? [] : [faultNamed(fault)!];
  const maker = referenceRigMaker(made, { faults, ...(behaviour && { behaviour }) });
  for await (const evidence of played(scripted, { maker, meter, signal: new AbortController().signal })) {
    const failed = judge(evidence).find(({ verdict }) => verdict === 'fail');
    if (failed) return `${failed.requirement} in ${failed.scenario}`;
  }
  return undefined;
}

describe('a meter made for one value of a choice', () => {
  it.each(values)('%s: %s fails where another is declared', async (name, value) => {
    const { behaviour } = VARIANTS.find((one) => Object.keys(one.choices).length === 1 && one.choices[name] === value)!;
    const under = (declared: string | number): Declaration =>
      declaredAs({ choices: { ...BESIDES[name], [name]: declared } }, reference);
    const siblings = (CHOICES[name] as DiscreteChoice).values.filter((one) => one !== value);
    let found: string | undefined;
    for (const sibling of siblings) found ??= await accused(behaviour ? { behaviour } : {}, under(value), under(sibling));
    if (UNTOLD[`${name}: ${value}`] === undefined) expect(found).toBeDefined();
    else expect(found).toBeUndefined();
  });
});

describe('a bounded choice', () => {
  it.each(bounds)('%s has a meter beyond it', (name) => {
    expect(OUTSIDE.filter(({ bound }) => bound === name)).not.toEqual([]);
  });

  it.each(OUTSIDE.map((one) => [one.bound, one] as const))('%s is broken by a meter beyond it', async (_, outside) => {
    const declared = declaredAs(outside, reference);
    expect(await accused(outside, declared, declared)).toBeDefined();
  });
});
