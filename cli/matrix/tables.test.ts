import { complaints, type FaultTables, isKilled, type Measure, verdictsOf } from './tables';

type Scripted = FaultTables['scripted'][number];
type Generated = NonNullable<FaultTables['generated']>[number];

const REQUIREMENTS = ['register.counts', 'rates.sum', 'profile.sum', 'mpan.separate', 'clock.tolerance', 'objects.present'].map(
  (id) => ({ id, mandatory: true }),
);
const measure = (more: Partial<Measure> = {}): Measure => ({
  requirements: REQUIREMENTS,
  survivors: {},
  belowTheMap: {},
  whole: false,
  ...more,
});

const scripted = (name: string, more: Partial<Scripted> = {}): Scripted => ({
  name,
  says: 'does something',
  breaks: 'rates.sum',
  shownBy: ['battery'],
  killedBy: ['rates.sum'],
  failedIn: { battery: ['rates.sum'] },
  notShownBy: [],
  troubles: [],
  answered: { battery: `what ${name} answered` },
  ...more,
});
const generated = (name: string, killed: boolean): Generated => ({
  name,
  says: 'does something',
  breaks: 'rates.sum',
  shownBy: ['battery'],
  killedBy: killed ? ['rates.sum'] : [],
  ...(killed && { killedIn: { seed: 7, scenario: 'edges-3' } }),
});

describe('complaints about the tables', () => {
  it('are none where every fault is killed by the rule that it breaks', () => {
    const tables: FaultTables = {
      scripted: [scripted('a'), scripted('b')],
      generated: [generated('a', true), generated('b', false)],
      pairs: [{ faults: ['a', 'b'], statement: 'non-conformant', text: '' }],
      variants: [{ name: 'v', statement: 'conformant', text: '' }],
    };
    expect(complaints(tables, measure({ survivors: { b: 'no family writes that' } }))).toEqual([]);
  });

  it.each<[string, Partial<Scripted>]>([
    ['that nothing kills', { killedBy: [], notShownBy: ['battery'] }],
    ['that is killed for a wrong reason', { killedBy: ['register.counts'], notShownBy: ['battery'] }],
    ['whose rule fails elsewhere than where it says', { notShownBy: ['battery'] }],
  ])('name a fault %s', (_, more) => {
    const row = scripted('a', more);
    expect(isKilled(row)).toBe(false);
    expect(complaints({ scripted: [row, scripted('b')] }, measure())).toEqual([
      `ALIVE       a: rates.sum did not fail in battery; killed by ${row.killedBy.join() || 'nothing'}`,
    ]);
  });

  it('name a fault that fails more than a third of the catalogue and does not say why', () => {
    const ids = REQUIREMENTS.map(({ id }) => id);
    const killedBy = (count: number) => ['rates.sum', ...ids.filter((id) => id !== 'rates.sum')].slice(0, count);
    const tables = (count: number, widely?: string): FaultTables => ({
      scripted: [scripted('a', { killedBy: killedBy(count), ...(widely && { widely }) })],
    });
    expect(complaints(tables(2), measure())).toEqual([]);
    expect(complaints(tables(3), measure())).toEqual(['WIDE        a: fails 3 of 6 requirements and does not say why']);
    expect(complaints(tables(3, 'all of it is gone'), measure())).toEqual([]);
  });

  it('name two faults that no scenario tells apart which shows either', () => {
    const same = { battery: 'alike', solar: 'alike' };
    const alike = (answered: Record<string, string>) =>
      complaints(
        { scripted: [scripted('a', { answered: same }), scripted('b', { answered, shownBy: ['solar', 'battery'] })] },
        measure(),
      );
    expect(alike(same)).toEqual(['ALIKE       a and b: no scenario that shows either tells them apart']);
    expect(alike({ ...same, solar: 'other' })).toEqual([]);
    expect(alike({ battery: 'alike' })).toEqual([]);
  });

  it('name a judge that threw or a scenario that could not be played, which are no kill', () => {
    const row = scripted('a', { troubles: ['battery: rates.sum: the judge itself failed: x'] });
    expect(complaints({ scripted: [row] }, measure())).toEqual(['TROUBLE     a: battery: rates.sum: the judge itself failed: x']);
  });

  it('name a mandatory requirement that no fault fails, where all faults were played', () => {
    const requirements = [...REQUIREMENTS.slice(0, 2), { id: 'register.nice', mandatory: false }];
    const tables: FaultTables = { scripted: [scripted('a', { widely: 'a small catalogue' })] };
    expect(complaints(tables, measure({ requirements, whole: true }))).toEqual([
      'UNPROVEN    register.counts: no faulty meter fails it',
    ]);
    expect(complaints(tables, measure({ requirements }))).toEqual([]);
  });

  it('name a fault that survives generated scenarios unexplained, and an explanation that is not true', () => {
    const tables: FaultTables = { scripted: [], generated: [generated('a', false), generated('b', true)] };
    expect(complaints(tables, measure({ survivors: { b: 'too rare' } }))).toEqual([
      'SURVIVES    a: no generated scenario fails rates.sum, and nothing says why',
      'EXPLAINED   b: is said to survive generated scenarios, and edges-3 of seed 7 kills it',
    ]);
  });

  it('name explanations of faults that are none, and fewer than four in five killed, where all faults were played', () => {
    const five = [true, true, true, true, false].map((killed, i) => generated(`f${i}`, killed));
    const survivors = { f4: 'rare', gone: 'rare' };
    const all = (rows: Generated[]) =>
      complaints({ scripted: [], generated: rows }, measure({ requirements: [], survivors, whole: true }));
    expect(all(five)).toEqual(['EXPLAINED   gone: there is no such faulty meter']);
    expect(all(five.slice(1))).toEqual([
      'EXPLAINED   gone: there is no such faulty meter',
      'TOO FEW     generated scenarios kill 3 of 4 faulty meters, less than 80 %',
    ]);
  });

  it('name a pair that hides, and a legal variant that is accused', () => {
    const tables: FaultTables = {
      scripted: [],
      pairs: [{ faults: ['a', 'b'], statement: 'conformant', text: 'Conforms.' }],
      variants: [{ name: 'v', statement: 'incomplete', text: 'Open.' }],
    };
    expect(complaints(tables, measure())).toEqual(['HIDDEN      a with b: Conforms.', 'ACCUSED     v: Open.']);
  });
});

describe('complaints about a wire', () => {
  const wired = (more: object) => ({
    scripted: [],
    wire: [{ ...scripted('a'), notShownBy: [], differs: [], troubles: [], ...more }],
  });
  const said = (more: object, belowTheMap = {}) => complaints(wired(more), measure({ belowTheMap }));

  it('are none where the same rule fails and every other verdict is the same', () => {
    expect(said({})).toEqual([]);
  });

  it('name a fault that does not show, but for a reason that is given and true', () => {
    const hidden = { notShownBy: ['battery'] };
    expect(said(hidden)).toEqual(['ALIVE       a: rates.sum did not fail in battery over the wire']);
    expect(said(hidden, { a: 'nobody asks for that' })).toEqual([]);
    expect(said({}, { a: 'nobody asks for that' })).toEqual(['EXPLAINED   a: is said not to show over a wire, and does']);
  });

  it('name every other verdict that differs, and what could not be played', () => {
    const differs = ['battery: profile.sum: pass on the model, nothing over the wire'];
    expect(said({ differs, troubles: ['not done within 180 s'] })).toEqual([
      `DIFFERS     a: ${differs[0]}`,
      'TROUBLE     a: not done within 180 s',
    ]);
  });
});

it('verdicts on the declared bench are counted', () => {
  const row = (verdict: 'fail' | 'inconclusive') => ({ ...generated('a', true), verdict });
  expect(verdictsOf([row('fail'), row('inconclusive'), row('fail')])).toEqual({ fail: 2, inconclusive: 1 });
});
