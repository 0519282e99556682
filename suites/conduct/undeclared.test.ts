import { referenceRigMaker } from '../../adapters/reference/reference-rig';
import { declaredAs, VARIANTS } from '../../adapters/reference/variants';
import type { Choices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { exampleMeter, exampleOf } from '../../declaration/example-meter.fixture';
import { TraceView } from '../../trace/view';
import { evidenceOf } from '../judge';
import { Fold } from './fold';
import { discover } from './play';
import { beyondDeclaration } from './undeclared';

const { signal } = new AbortController();

/** What discovery of the meter that is declared one way gives under another declaration. */
async function discovered(built: Declaration, declared: Declaration, behaviour = {}) {
  const { trace } = await discover({ meter: built, maker: referenceRigMaker(built, { behaviour }), signal });
  return evidenceOf(trace, declared);
}
const asDeclared = (choices: Partial<Choices>) => declaredAs({ choices }, exampleMeter());

describe('what a meter has beyond its declaration', () => {
  it.each(VARIANTS.map((variant) => [variant.name, variant] as const))('is nothing of %s', async (_, variant) => {
    const meter = declaredAs(variant, exampleMeter());
    expect(beyondDeclaration(await discovered(meter, meter, variant.behaviour))).toEqual([]);
  });

  it.each<[string, Partial<Choices>, Partial<Choices>, string[]]>([
    [
      'its daily and billing logs',
      { exportSnapshots: 'daily-and-billing' },
      {},
      ['daily.secondary-export', 'billing.secondary-export'],
    ],
    ['its billing log', { exportSnapshots: 'daily-and-billing' }, { exportSnapshots: 'daily' }, ['billing.secondary-export']],
    ['its MPAN', {}, { exportMpanLayout: 'combined-26' }, ['secondary.export.mpan']],
    ['its half hours', {}, { profileShape: 'extra-member' }, ['secondary.export.profile']],
    [
      'its tables',
      {},
      { exportSwitchingTable: 'imports' },
      ['secondary.export.table.active', 'secondary.export.table.passive', 'secondary.export.table.activation'],
    ],
  ])('is %s, where the declaration does not say so', async (_, built, declared, names) => {
    expect(beyondDeclaration(await discovered(asDeclared(built), asDeclared(declared)))).toEqual(names);
  });

  it('is also what it lists and lets nobody read', async () => {
    const { trace } = await discovered(exampleMeter(), exampleMeter());
    const observations = trace.of('observation').filter(({ object }) => object !== 'secondary.export.mpan');
    const unread = new TraceView([trace.opened, ...trace.of('stimulus'), ...trace.of('clock'), ...observations]);
    const evidence = evidenceOf(unread, asDeclared({ exportMpanLayout: 'combined-26' }));
    expect(beyondDeclaration(evidence)).toEqual(['secondary.export.mpan']);
  });

  it('is for a requirement where the meter has no secondary element', async () => {
    expect(beyondDeclaration(await discovered(exampleMeter(), exampleOf('single')))).toEqual([]);
  });

  it('leaves the statement incomplete and names it', async () => {
    const declared = asDeclared({ exportSwitchingTable: 'imports' });
    const fold = new Fold(declared, []);
    fold.add(await discovered(exampleMeter(), declared));
    const { statement } = fold.conclude({ partial: false, choseRequirements: false, unplayed: [], interrupted: false });
    expect(statement).toMatchObject({ verdict: 'incomplete', reason: 'undeclared', exitCode: 2 });
    expect(statement.text).toContain('secondary.export.table.active');
  });
});
