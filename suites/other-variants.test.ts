import { join } from 'node:path';
import { faultNamed } from '../adapters/reference/faults';
import { packageRoot } from '../declaration/package-root';
import { readDeclaration } from '../declaration/read-declaration';
import { assess } from './conduct/assess';
import { referenceStage } from './reference-plays.fixture';
import { REQUIREMENTS } from './requirements';
import { scriptedScenarios } from './scenarios/scripted';

describe.each(['single', 'polyphase'] as const)('a %s meter', (variant) => {
  it('is conformant without anything of DP184, by what applies to it alone', async () => {
    const { statement, requirements } = await assess(scriptedScenarios(), referenceStage({ variant }));
    expect(statement.verdict).toBe('conformant');
    const concerned = requirements.filter(({ verdict }) => verdict !== 'not-applicable').map(({ id }) => id);
    const stage = referenceStage({ variant });
    expect(concerned).toEqual(REQUIREMENTS.filter((one) => one.applies(stage.meter) === true).map(({ id }) => id));
    expect(requirements.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable')).toEqual([]);
  });

  it.each(['objects-on-single-element', 'objects-listed-on-polyphase', 'says-single-element'])(
    'is not with the fault %s, unless it is none there',
    async (name) => {
      const { statement } = await assess(scriptedScenarios(), referenceStage({ variant, faults: [faultNamed(name)!] }));
      const harmless = name === 'says-single-element' && variant === 'single';
      expect(statement.verdict).toBe(harmless ? 'conformant' : 'non-conformant');
    },
  );
});

it('the example of a single-element meter declares no secondary element', () => {
  const { variant, elements, associations } = readDeclaration(join(packageRoot(), 'examples', 'single-element.yaml'));
  expect({ variant, elements: Object.keys(elements), associations }).toEqual({
    variant: 'single',
    elements: ['primary'],
    associations: ['management', 'public'],
  });
});
