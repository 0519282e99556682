import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeRun } from '../suites/conduct/judge-run';
import { RunDirectory } from '../suites/conduct/run-directory';
import type { RunResult } from '../suites/run-result';
import { command, started } from './command.fixture';

const KILLS = 50;
/** Numbers spread evenly over [0, 1), the same in every run (golden-ratio sequence). */
const moments = Array.from({ length: KILLS }, (_, i) => (i * 0.618_033_988_75) % 1);

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const runsIn = (folder: string) => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}

/** Kills a run at a moment between its directory's first appearance and its usual end. */
async function killedAt(fraction: number, spanMs: number, folder: string, args: string[] = []): Promise<void> {
  const before = runsIn(folder).length;
  const child = started('run', '--out', folder, ...args);
  const gone = once(child, 'exit');
  await Promise.race([gone, until(() => runsIn(folder).length > before)]);
  await Promise.race([gone, sleep(fraction * spanMs)]);
  child.kill('SIGKILL');
  await gone;
}

/** How long a run takes from its directory's appearance to its report, here and now. */
async function spanOf(args: string[] = []): Promise<number> {
  const folder = join(out, 'whole');
  const child = started('run', '--out', folder, ...args);
  const gone = once(child, 'exit');
  await until(() => runsIn(folder).length > 0);
  const from = Date.now();
  await gone;
  return Date.now() - from;
}

/** Kills runs at all those moments, on both cores, and judges what is left of each. */
async function killedAndJudged(fractions: number[], args: string[] = []): Promise<RunResult[]> {
  const spanMs = await spanOf(args);
  const lanes = [0, 1].map((lane) => ({ folder: join(out, `lane-${lane}`), own: fractions.filter((_, i) => i % 2 === lane) }));
  await Promise.all(
    lanes.map(async ({ folder, own }) => {
      for (const fraction of own) await killedAt(fraction, spanMs, folder, args);
    }),
  );
  return lanes.flatMap(({ folder }) => runsIn(folder).map((run) => judgeRun(RunDirectory.open(join(folder, run)))));
}

describe('kill -9 in mid-run', () => {
  it('leaves a readable directory and never a wrong statement, at 50 moments', async () => {
    const results = await killedAndJudged(moments);
    expect(results).toHaveLength(KILLS);
    for (const { statement, notes, requirements } of results) {
      const killed = notes.some((note) => note.startsWith('The run was killed'));
      expect(requirements.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')).toEqual([]);
      expect([statement.verdict, statement.reason]).toEqual(
        killed ? ['incomplete', 'interrupted'] : ['conformant', 'all-mandatory-pass'],
      );
    }
    const interrupted = results.filter(({ statement }) => statement.reason === 'interrupted');
    expect(interrupted.length).toBeGreaterThan(10);
    // Moments early and late: some of the planned scenarios never started, others were whole.
    const started = interrupted.map(({ scenarios }) => scenarios.filter(({ outcome }) => outcome !== 'not-started').length);
    expect(Math.max(...started)).toBeGreaterThan(Math.min(...started));
  }, 300_000);

  it('never makes a faulty meter conformant', async () => {
    const args = ['--fault', 'register-stuck', '--cases', '3'];
    const results = await killedAndJudged(moments.slice(0, 8), args);
    expect(results).toHaveLength(8);
    expect(results.map(({ statement }) => statement.verdict)).not.toContain('conformant');
  }, 120_000);

  it('is judged by the command with a report marked incomplete', async () => {
    await killedAt(0.2, await spanOf(), out);
    const run = runsIn(out).find((name) => name !== 'whole')!;
    const { status, stdout } = command('judge', join(out, run));
    expect(status).toBe(2);
    expect(stdout).toMatch(/note: The run was killed before its end/);
    expect(stdout).toMatch(/incomplete/i);
    expect(existsSync(join(out, run, 'report.html'))).toBe(true);
  }, 60_000);
});
