import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../trace/errors';
import { REQUIREMENTS } from '../requirements';
import type { RequirementResult } from '../run-result';
import type { Verdict } from '../verdict-types';
import { parseWaivers, standingOf } from './waivers';

const [ONE, OTHER] = REQUIREMENTS.map(({ id }) => id);
const file = (...waivers: string[]) => `schema: smets2-waivers/1\nwaivers:\n${waivers.map((each) => `  - ${each}\n`).join('')}`;
const line = (requirement: string, expires = '"2026-12-31"') =>
  `{ requirement: ${requirement}, reason: mended in 2.1.1, owner: A. Maker, expires: ${expires} }`;
const results = (verdict: Verdict) => [{ id: ONE!, verdict } as RequirementResult];

describe('a file of waivers', () => {
  it('names requirement, reason, owner and last day', () => {
    expect(parseWaivers(file(line(ONE!)), 'waivers.yaml')).toEqual([
      { requirement: ONE, reason: 'mended in 2.1.1', owner: 'A. Maker', expires: '2026-12-31' },
    ]);
  });

  it('is accepted as the page about it shows', () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'how-to', 'waive-a-failure.md'), 'utf8');
    expect(parseWaivers(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '', 'page')).toHaveLength(1);
  });

  it.each([
    [
      'a requirement that there is not',
      line('register.counts-exports'),
      'waivers.yaml:3:20: waivers[0].requirement: there is no such requirement; did you mean "register.counts-export"?',
    ],
    ['a day that there is not', line(ONE!, '"2026-02-30"'), 'expected the last day on which it stands as yyyy-mm-dd'],
    ['no owner', `{ requirement: ${ONE}, reason: r, expires: "2026-12-31" }`, 'owner: missing'],
    [
      'a field that nobody knows',
      `{ requirement: ${ONE}, reason: r, owner: o, expires: "2026-12-31", forever: true }`,
      'unknown key',
    ],
  ])('is refused with %s', (_, waiver, message) => {
    expect(() => parseWaivers(file(waiver), 'waivers.yaml')).toThrow(UsageError);
    expect(() => parseWaivers(file(waiver), 'waivers.yaml')).toThrow(message);
  });

  it('is refused where a requirement has two', () => {
    expect(() => parseWaivers(file(line(ONE!), line(OTHER!), line(ONE!)), 'w.yaml')).toThrow('has a waiver already');
  });
});

describe('a waiver', () => {
  const [waiver] = parseWaivers(file(line(ONE!, '"2026-06-22"')), 'waivers.yaml');
  const onDay = (runAt: string, verdict: Verdict) => standingOf([waiver!], results(verdict), runAt)[0]?.standing;

  it('stands for a fail until the end of its last day', () => {
    expect(onDay('2026-06-22T23:59:59.999Z', 'fail')).toBe('stands');
    expect(onDay('2026-06-23T00:00:00.000Z', 'fail')).toBe('expired');
  });

  it.each<Verdict>(['pass', 'error', 'inconclusive', 'not-assessed'])('is idle where the verdict is %s', (verdict) => {
    expect(onDay('2026-06-01T00:00:00Z', verdict)).toBe('idle');
  });
});
