import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freshFolder, Heard, smallRun } from '../bundle/small-run.fixture';
import { UsageError } from '../trace/errors';
import { baselineSetCommand } from './baseline-command';
import { compareCommand } from './compare-command';

let home: string;
let good: string;
let faulty: string;
let baseline: string;
beforeAll(async () => {
  home = freshFolder();
  const only = ['register', 'four-directions', 'mixed-day-1'];
  good = await smallRun(join(home, 'good'), { only, cases: 12 });
  faulty = await smallRun(join(home, 'faulty'), { only, cases: 12, fault: ['netted-across-elements'] });
  baseline = join(home, 'baseline.json');
  baselineSetCommand(good, { out: baseline }, new Heard());
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function compared(base: string, ...runs: string[]) {
  const heard = new Heard();
  return { status: compareCommand(base, runs, {}, heard), said: heard.lines.join('\n') };
}

it('finds a run as good as itself, from its folder and from its baseline', () => {
  for (const base of [good, baseline]) {
    const { status, said } = compared(base, good);
    expect(status).toBe(0);
    expect(said).toMatch(/No regression against/);
    expect(said).not.toMatch(/circumstances|Other changes/);
  }
});

it('fails a firmware that nets across its elements against the baseline, and names the requirement', () => {
  const { status, said } = compared(baseline, faulty);
  expect(status).toBe(1);
  expect(said).toMatch(/newly failing +register\.gross-across-elements {2}pass → fail/);
  expect(said).toMatch(/faulty parts: none → netted-across-elements/);
});

it('finds the mended firmware fixed', () => {
  const { status, said } = compared(faulty, good);
  expect(said).toMatch(/fixed +register\.gross-across-elements/);
  expect(status).toBe(0);
});

it('fails a run that plays less', async () => {
  const less = await smallRun(join(home, 'less'), { only: ['register', 'four-directions'], cases: 12 });
  const { status, said } = compared(baseline, less);
  expect(status).toBe(1);
  expect(said).toMatch(/less exercised|now not assessed/);
  expect(said).toMatch(/selection: register, four-directions, mixed-day-1 → register, four-directions/);
});

it('keeps the same baseline for the same run, much smaller than its report', () => {
  const again = join(home, 'again.json');
  baselineSetCommand(good, { out: again }, new Heard());
  expect(readFileSync(again, 'utf8')).toBe(readFileSync(baseline, 'utf8'));
  expect(readFileSync(again).length).toBeLessThan(readFileSync(join(good, 'report.json')).length / 5);
});

it('shows many builds beside each other, and writes the page', () => {
  const heard = new Heard();
  const html = join(home, 'builds.html');
  expect(compareCommand(baseline, [good, faulty, good], { html }, heard)).toBe(1);
  expect(heard.lines.join('\n')).toMatch(/register\.gross-across-elements +✓✓✕✓ {2}first bad: 2, .*; mended since/);
  expect(existsSync(html)).toBe(true);
});

describe('is refused, with what to do, for', () => {
  let copies = 0;
  const copyOf = (run: string) => {
    const copy = join(home, `copy-${copies++}`, basename(run));
    cpSync(run, copy, { recursive: true });
    return copy;
  };
  it.each<[string, () => string, RegExp]>([
    ['a path that is not there', () => join(home, 'absent'), /there is no such run directory or baseline/],
    ['a folder that is no run', () => home, /is no run directory/],
    [
      'a file that is no baseline',
      () => join(good, 'plan.json'),
      /is no baseline of schema smets2-baseline\/1.*name a run directory/,
    ],
    [
      'a run without its report',
      () => {
        const copy = copyOf(good);
        rmSync(join(copy, 'report.json'));
        return copy;
      },
      /report\.json: is missing; judge it again first/,
    ],
    [
      'a report of another run',
      () => {
        const copy = copyOf(good);
        copyFileSync(join(faulty, 'report.json'), join(copy, 'report.json'));
        return copy;
      },
      /is the report of another run/,
    ],
    [
      'a report of an older schema',
      () => {
        const copy = copyOf(good);
        writeFileSync(join(copy, 'report.json'), JSON.stringify({ schema: 'smets2-report/1' }));
        return copy;
      },
      /is no report of schema smets2-report\/2: schema: .*judge it again first/,
    ],
  ])('%s', (_, path, why) => {
    const wrong = path();
    expect(() => compared(baseline, wrong)).toThrow(why);
    expect(() => compared(wrong, good)).toThrow(UsageError);
  });
});
