import { VERDICTS, type Verdict } from '../suites/verdict-types';
import { compare } from './compare';
import { digest, exercised, generated, hash, scripted, withRequirement } from './digest.fixture';
import type { RunDigest } from './run-digest';

const changes = (now: RunDigest, base: RunDigest = digest()) =>
  compare(base, now).changes.map(({ kind, requirement, says }) => [kind, requirement, says].filter(Boolean).join(': '));
const circumstances = (now: RunDigest, base: RunDigest = digest()) =>
  compare(base, now).circumstances.map(({ kind, says }) => `${kind}: ${says}`);
const is = (verdict: Verdict) => withRequirement({ verdict });
const ID = 'register.counts-export';

it('finds nothing where nothing differs but the firmware and the time', () => {
  const now = digest({ run: 'new', startedAt: '2026-11-25T10:00:00.000Z', meter: { ...digest().meter, firmware: '1.1' } });
  expect(compare(digest(), now)).toMatchObject({ changes: [], circumstances: [], drifts: [], regression: false });
});

describe('the verdict on a requirement', () => {
  it.each<[Verdict, Verdict, string, boolean]>([
    ['pass', 'fail', 'newly failing', true],
    ['inconclusive', 'fail', 'newly failing', true],
    ['fail', 'pass', 'fixed', false],
    ['pass', 'inconclusive', 'now inconclusive', true],
    ['pass', 'error', 'now error', true],
    ['pass', 'not-assessed', 'now not assessed', true],
    ['pass', 'attested', 'now attested', true],
    ['pass', 'not-applicable', 'newly not applicable', true],
    ['fail', 'not-applicable', 'newly not applicable', true],
    ['fail', 'not-assessed', 'now not assessed', true],
    ['not-assessed', 'pass', 'now passing', false],
    ['not-assessed', 'inconclusive', 'other verdict', false],
    ['not-applicable', 'inconclusive', 'other verdict', false],
  ])('that was %s and is %s is %s', (was, now, kind, regression) => {
    expect(changes(is(now), is(was))).toEqual([`${kind}: ${ID}: ${was} → ${now}`]);
    expect(compare(is(was), is(now)).regression).toBe(regression);
  });

  it('never gets worse unnoticed: of two different verdicts one direction is a regression, but for what never applied', () => {
    for (const was of VERDICTS)
      for (const now of VERDICTS.filter((verdict) => verdict !== was)) {
        expect(changes(is(now), is(was))).toHaveLength(1);
        if (was !== 'not-applicable' && now !== 'not-applicable')
          expect([compare(is(was), is(now)).regression, compare(is(now), is(was)).regression]).toContain(true);
      }
  });

  it('is lost with the requirement, and new with a new one', () => {
    const without = digest({ requirements: {} });
    expect(changes(without)).toEqual([`requirement lost: ${ID}: was pass`]);
    expect(compare(digest(), without).regression).toBe(true);
    expect(changes(digest(), without)).toEqual([`new requirement: ${ID}: pass`]);
    expect(compare(without, digest()).regression).toBe(false);
    expect(changes(is('fail'), without)).toEqual([`newly failing: ${ID}: not in the base`]);
  });
});

describe('less exercised', () => {
  const fewer = (now: RunDigest, base?: RunDigest) => {
    expect(compare(base ?? digest(), now).regression).toBe(true);
    return changes(now, base);
  };

  it('is a requirement that a scenario of both runs no longer exercises', () => {
    expect(fewer(withRequirement({ exercised: [hash('b'), hash('c')] }))).toEqual([
      `less exercised: ${ID}: no longer exercised in four-directions`,
    ]);
  });

  it('is a requirement whose scripted scenario was not played', () => {
    const now = withRequirement(
      { exercised: [hash('a'), hash('c')] },
      { scenarios: [scripted('four-directions', 'a'), generated('mixed-day-1', 'c')] },
    );
    expect(fewer(now)).toEqual([`less exercised: ${ID}: exercised in 2 scenarios; was 3, among them leap-day`]);
  });

  it('is a requirement that fewer generated scenarios exercise because fewer were played', () => {
    const now = withRequirement({ exercised: [hash('a'), hash('b')] }, { scenarios: digest().scenarios.slice(0, 2), cases: 0 });
    expect(fewer(now)).toEqual([
      `less exercised: ${ID}: exercised in 2 scenarios; was 3, among them mixed-day-1`,
      'smaller budget: generated scenarios: 1 → 0',
    ]);
  });

  it('is a requirement that comes to fewer comparisons in the same scenarios', () => {
    expect(fewer(withRequirement({ comparisons: 9 }))).toEqual([
      `less exercised: ${ID}: 9 comparisons in the same scenarios; was 10`,
    ]);
    expect(changes(withRequirement({ comparisons: 11 }))).toEqual([]);
  });

  it('is not a requirement that another sample of as many scenarios happens to exercise less', () => {
    const other = [...digest().scenarios.slice(0, 2), generated('mixed-day-1', 'e')];
    const now = withRequirement({ exercised: [hash('a'), hash('b')], comparisons: 5 }, { scenarios: other, seed: 185 });
    expect(changes(now)).toEqual([]);
    expect(circumstances(now)).toEqual([
      'different sample: 1 of 3 scenarios of the base were not played, and 1 others were; seed 184 → 185',
    ]);
    expect(compare(digest(), now).regression).toBe(false);
  });

  it('is not a scripted scenario that was edited, or has another name', () => {
    const edited = [scripted('four-directions', 'e'), scripted('leap-day', 'b'), generated('mixed-day-1', 'c')];
    const now = withRequirement({ exercised: [hash('e'), hash('b'), hash('c')] }, { scenarios: edited });
    expect(changes(now)).toEqual([]);
    const renamed = digest({ scenarios: [scripted('renamed', 'a'), ...digest().scenarios.slice(1)] });
    expect(compare(digest(), renamed)).toMatchObject({ changes: [], circumstances: [] });
  });
});

describe('circumstances', () => {
  it.each<[string, Partial<RunDigest>, string]>([
    ['tool', { tool: 'smets2-conformance 1.1.0' }, 'tool: tool: smets2-conformance 1.0.0 → smets2-conformance 1.1.0'],
    [
      'catalogue',
      { catalogue: { version: '2026.3', hash: hash('e') } },
      'catalogue: catalogue: 2026.2 (dddddddddddd) → 2026.3 (eeeeeeeeeeee)',
    ],
    [
      'catalogue of one version',
      { catalogue: { version: '2026.2', hash: hash('e') } },
      'catalogue: catalogue: 2026.2 (dddddddddddd) → 2026.2 (eeeeeeeeeeee)',
    ],
    ['meter', { meter: { ...digest().meter, serial: '2' } }, 'meter: serial: 1 → 2'],
    ['access', { access: 'reference meter' }, 'meter: access: optical → reference meter'],
    [
      'choice',
      { declaration: { ...digest().declaration, 'choices.registerModulusWh': '1' } },
      'choice: choices.registerModulusWh: 100000000 → 1',
    ],
    ['depth', { declaration: { ...digest().declaration, 'depths.billing': '11' } }, 'depth: depths.billing: 12 → 11'],
    ['declaration', { declaration: { ...digest().declaration, variant: '"single"' } }, 'declaration: variant: "twin" → "single"'],
    [
      'declared anew',
      { declaration: { ...digest().declaration, image: '"production"' } },
      'declaration: image: not declared → "production"',
    ],
    ['bench', { bench: { name: '"bench 2"' } }, 'bench: name: "bench 1" → "bench 2"'],
    ['selection', { selection: ['register'] }, 'selection: selection: none → register'],
    ['larger budget', { cases: 2 }, 'larger budget: generated scenarios: 1 → 2'],
  ])('name another %s', (_, more, says) => {
    const { circumstances: found, regression } = compare(digest(), digest(more));
    expect(found.map((one) => `${one.kind}: ${one.says}`)).toEqual([says]);
    expect(regression).toBe(false);
  });

  it('make a smaller budget of generated scenarios a regression', () => {
    expect(changes(digest({ cases: 0 }))).toEqual(['smaller budget: generated scenarios: 1 → 0']);
    expect(compare(digest(), digest({ cases: 0 })).regression).toBe(true);
  });

  it('make a run that is no longer conformant a regression, whatever its verdicts', () => {
    const stopped = digest({ statement: { verdict: 'incomplete', reason: 'interrupted' } });
    expect(changes(stopped)).toEqual(['statement: conformant → incomplete (interrupted)']);
    expect(compare(digest(), stopped).regression).toBe(true);
    expect(changes(digest(), stopped)).toEqual([]);
  });
});

describe('measurements', () => {
  const measured = (observed: number, lo: number, hi: number) =>
    withRequirement({ measurement: { says: 'moved', scenario: 'leap-day', unit: 'Wh', observed, lo, hi } });

  it('drift by the share of the way to their bound, whichever it is', () => {
    const [drift] = compare(measured(100, 90, 110), measured(92, 90, 110)).drifts;
    expect(drift).toMatchObject({ requirement: ID, unit: 'Wh', was: { share: 0 }, now: { share: 0.8 } });
    expect(compare(measured(92, 90, 110), measured(108, 90, 110)).drifts).toEqual([]);
  });

  it('are told with those first that came closest to a bound', () => {
    const two = (first: number, second: number) => {
      const at = (observed: number) =>
        exercised({ measurement: { says: 'moved', scenario: 'leap-day', unit: 'Wh', observed, lo: 90, hi: 110 } });
      return digest({ requirements: { first: at(first), second: at(second) } });
    };
    expect(compare(two(100, 100), two(101, 105)).drifts.map(({ requirement }) => requirement)).toEqual(['second', 'first']);
  });

  it('have narrower or wider bounds, which is told and is no regression', () => {
    expect(changes(measured(100, 95, 105), measured(100, 90, 110))).toEqual([
      `narrower bounds: ${ID}: moved, in leap-day: 20 → 10 Wh between the bounds`,
    ]);
    expect(changes(measured(100, 90, 110), measured(100, 95, 105))[0]).toMatch(/^wider bounds/);
    expect(compare(measured(100, 95, 105), measured(100, 90, 110)).regression).toBe(false);
  });
});

it('tells regressions first, the worst before the rest', () => {
  const requirements = (...verdicts: Verdict[]) =>
    digest({ requirements: Object.fromEntries(verdicts.map((verdict, i) => [`r${i}`, exercised({ verdict })])) });
  expect(changes(requirements('pass', 'not-assessed', 'fail'), requirements('fail', 'pass', 'pass'))).toEqual([
    'newly failing: r2: pass → fail',
    'now not assessed: r1: pass → not-assessed',
    'fixed: r0: fail → pass',
  ]);
});
