import fc from 'fast-check';
import type { Rig } from '../adapters/ports';
import { OBJECTS } from '../declaration/objects';
import type { Value } from '../trace/vocabulary';
import { assess } from './conduct/assess';
import { referenceStage } from './reference-plays.fixture';
import { isWellTyped } from './requirements/objects/shapes';
import { scriptedScenarios } from './scenarios/scripted';

/** A meter that answers every read of one object with one value, whatever it holds. */
const answering =
  (object: string, value: Value) =>
  (rig: Rig): Rig => ({
    ...rig,
    bench: rig.bench,
    name: rig.name,
    meter: {
      capabilities: rig.meter.capabilities,
      open: (signal, tap) => rig.meter.open(signal, tap),
      close: () => rig.meter.close(),
      perform: async (stimulus, signal, tap) => {
        const reply = await rig.meter.perform(stimulus, signal, tap);
        return stimulus.do === 'read' && stimulus.object === object ? { ...reply, answer: { value } } : reply;
      },
    },
  });

const scripts = scriptedScenarios().filter(({ name }) => ['four-directions', 'table-and-mpan-writes'].includes(name));
const assessed = (object: string, value: Value) => assess(scripts, referenceStage({ wrap: answering(object, value) }));

describe('a meter that answers anything at all', () => {
  it('is judged to the end, and fails for an answer of the wrong type', async () => {
    const names = OBJECTS.filter(({ kind }) => kind !== 'clock').map(({ name }) => name);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }), async (object, anything) => {
        const value = anything as Value;
        const { statement, requirements } = await assessed(object, value);
        const typed = requirements.find(({ id }) => id === 'objects.well-typed')!;
        expect(typed.verdict).toBe(isWellTyped(object, value) ? 'pass' : 'fail');
        if (!isWellTyped(object, value)) expect(statement.verdict).toBe('non-conformant');
      }),
      { numRuns: 60, seed: 184 },
    );
  });

  it.each<[string, Value]>([
    ['secondary.export.total', 1.5],
    ['secondary.export.total', '12'],
    ['secondary.export.rates', null],
    ['secondary.export.rates', [1, 2, 3.5, 4]],
    ['secondary.export.profile', [null]],
    ['secondary.export.profile', [{ end: 'noon', wh: 1 }]],
    ['primary.export.total', null],
    ['secondary.export.mpan', { octets: 'x' }],
    ['secondary.export.table.active', { seasons: 1 }],
  ])('fails for %s = %j, and no judge breaks over it', async (object, value) => {
    const { requirements } = await assessed(object, value);
    expect(requirements.filter(({ verdict }) => verdict === 'error')).toEqual([]);
    expect(requirements.find(({ id }) => id === 'objects.well-typed')!.verdict).toBe('fail');
  });

  it('has no clock that the conductor believes, and the run ends in order', async () => {
    const { statement } = await assessed('clock', { meterMs: 'noon', status: 'reliable' });
    expect(statement.verdict).not.toBe('conformant');
  });
});
