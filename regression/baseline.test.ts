import fc from 'fast-check';
import { VERDICTS } from '../suites/verdict-types';
import { parseBaseline, writeBaseline } from './baseline';
import { compare } from './compare';
import { digest } from './digest.fixture';
import type { RunDigest } from './run-digest';

const sha = fc.stringMatching(/^[0-9a-f]{64}$/);
const kinds = fc.constantFrom('discovery', 'scripted', 'generated', 'loaded', 'frozen');

/** Any run, each requirement exercised by some of its scenarios in their order. */
const runs: fc.Arbitrary<RunDigest> = fc
  .uniqueArray(fc.record({ name: fc.string(), kind: kinds, sha256: sha }), { selector: ({ sha256 }) => sha256, maxLength: 12 })
  .chain((scenarios) =>
    fc
      .dictionary(
        fc.string({ minLength: 1 }).filter((id) => id !== '__proto__'),
        fc.record({
          verdict: fc.constantFrom(...VERDICTS),
          mandatory: fc.boolean(),
          exercised: fc.subarray(scenarios.map(({ sha256 }) => sha256)),
          comparisons: fc.nat(),
        }),
      )
      .map((requirements) => digest({ scenarios, requirements: { ...requirements } }) as RunDigest),
  );

describe('a baseline', () => {
  it('gives back the run that it was made of', () => {
    fc.assert(fc.property(runs, (run) => expect(parseBaseline(writeBaseline(run))).toEqual(run)));
  });

  it('compares with its own run as that run does with itself', () => {
    fc.assert(
      fc.property(runs, (run) =>
        expect(compare(parseBaseline(writeBaseline(run)), run)).toMatchObject({ changes: [], circumstances: [] }),
      ),
    );
  });

  it('has a line for each requirement, so that a diff in a repository reads', () => {
    const requirements = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`r${i}`, digest().requirements['register.counts-export']!]),
    );
    const lines = writeBaseline(digest({ requirements })).split('\n');
    expect(lines.filter((line) => /^"r\d+": \{"verdict":"pass".*"exercised":"0-2"\},?$/.test(line))).toHaveLength(20);
  });

  it.each([
    ['another kind of file', '{"schema": "smets2-report/2"}'],
    ['no JSON', 'schema: smets2-baseline/1'],
    ['a verdict that there is not', writeBaseline(digest()).replace('"pass"', '"perfect"')],
  ])('is refused as %s', (_, text) => expect(() => parseBaseline(text)).toThrow());
});
