import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeRun } from '../suites/conduct/judge-run';
import { RunDirectory } from '../suites/conduct/run-directory';
import type { RunResult } from '../suites/run-result';
import { command, started } from './command.fixture';

/** Numbers spread evenly over [0, 1), the same in every run (golden-ratio sequence). */
const moments = (count: number) => Array.from({ length: count }, (_, i) => (i * 0.618_033_988_75) % 1);

/** A plan of some scenarios, long enough to be killed anywhere in it, and short enough to be killed often. */
const SHORT = [
  'four-directions',
  'battery-evening',
  'clock-set',
  'reversals',
  'register-wrap',
  'mpan-values',
  'solar-diverter',
].flatMap((name) => ['--only', name]);

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const runsIn = (folder: string) => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []);

/** Kills a run when it has printed so many lines, and some milliseconds later: a moment of its work, however slow the machine. */
async function killedAt(line: number, afterMs: number, folder: string, args: string[] = []): Promise<void> {
  const child = started('run', '--out', folder, ...args);
  const gone = once(child, 'exit');
  let lines = 0;
  const reached = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      lines += String(text).split('\n').length - 1;
      if (lines >= line) resolve();
    });
  });
  await Promise.race([gone, reached]);
  await Promise.race([gone, sleep(afterMs)]);
  child.kill('SIGKILL');
  await gone;
}

/** Kills runs at all those moments of their output, on both cores, and judges what is left of each. */
async function killedAndJudged(fractions: number[], args: string[] = []): Promise<RunResult[]> {
  const lines = command('run', '--out', join(out, 'whole'), ...args).stdout.split('\n').length;
  const lanes = [0, 1].map((lane) => ({ folder: join(out, `lane-${lane}`), own: fractions.filter((_, i) => i % 2 === lane) }));
  await Promise.all(
    lanes.map(async ({ folder, own }) => {
      // The first line is printed before the run has a directory.
      for (const fraction of own) await killedAt(2 + Math.floor(fraction * lines), (fraction * 1000) % 30, folder, args);
    }),
  );
  return lanes.flatMap(({ folder }) => runsIn(folder).map((run) => judgeRun(RunDirectory.open(join(folder, run)))));
}

/** Nothing is wrong with the meter; a run that was killed says so, and one that was over keeps its statement. */
function expectHonest(results: RunResult[], whole: [verdict: string, reason: string]) {
  for (const { statement, notes, requirements } of results) {
    const killed = notes.some((note) => note.startsWith('The run was killed'));
    expect(requirements.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
    expect([statement.verdict, statement.reason]).toEqual(killed ? ['incomplete', 'interrupted'] : whole);
  }
}

describe('kill -9 in mid-run', () => {
  it('leaves a readable directory and never a wrong statement, at 44 moments of a short run', async () => {
    const results = await killedAndJudged(moments(44), SHORT);
    expect(results).toHaveLength(44);
    expectHonest(results, ['incomplete', 'partial']);
    const interrupted = results.filter(({ statement }) => statement.reason === 'interrupted');
    expect(interrupted.length).toBeGreaterThan(10);
    // Moments early and late: some of the planned scenarios never started, others were whole.
    const started = interrupted.map(({ scenarios }) => scenarios.filter(({ outcome }) => outcome !== 'not-started').length);
    expect(Math.max(...started)).toBeGreaterThan(Math.min(...started));
  }, 600_000);

  it('leaves a readable directory and never a wrong statement, at 6 moments of a whole run', async () => {
    const results = await killedAndJudged(moments(6));
    expect(results).toHaveLength(6);
    expectHonest(results, ['conformant', 'all-mandatory-pass']);
  }, 600_000);

  it('never makes a faulty meter conformant', async () => {
    const results = await killedAndJudged(moments(8), ['--fault', 'register-stuck', ...SHORT]);
    expect(results).toHaveLength(8);
    expect(results.map(({ statement }) => statement.verdict)).not.toContain('conformant');
  });

  it('is judged by the command with a report marked incomplete', async () => {
    await killedAt(4, 0, out, SHORT);
    const [run] = runsIn(out);
    const { status, stdout } = command('judge', join(out, run!));
    expect(status).toBe(2);
    expect(stdout).toMatch(/note: The run was killed before its end/);
    expect(stdout).toMatch(/incomplete/i);
    expect(existsSync(join(out, run!, 'report.html'))).toBe(true);
  });
});
