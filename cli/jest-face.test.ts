import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';
import type { RunResult } from '../suites/run-result';
import { command } from './command.fixture';

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'face-'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** Jest as a user starts it; nothing of the Jest around this test reaches it. */
function jest(args: string[], env: Record<string, string>) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(JEST|SMETS2|NODE_OPTIONS)/.test(name)));
  const bin = join(packageRoot(), 'node_modules', 'jest', 'bin', 'jest.js');
  return spawnSync(process.execPath, [bin, '--ci', ...args], {
    cwd: packageRoot(),
    encoding: 'utf8',
    env: { ...inherited, ...env },
  });
}

function reportIn(folder: string) {
  const [run] = readdirSync(folder).filter((name) => !name.startsWith('.'));
  const {
    times: _,
    run: hashes,
    failures,
    ...rest
  }: RunResult = JSON.parse(readFileSync(join(folder, run!, 'report.json'), 'utf8'));
  return { ...rest, plan: hashes.plan, failures: failures.map(({ replay: __, ...failure }) => failure) };
}

describe('the Jest face', () => {
  it('gives the report of the command line, equal but for times', () => {
    const [byJest, byCommand] = [join(out, 'jest'), join(out, 'command')];
    const { status, stderr } = jest(['--selectProjects', 'conformance'], { SMETS2_OUT: byJest });
    expect(stderr).toMatch(/the statement is conformant/);
    expect(status).toBe(0);
    command('run', '--out', byCommand);
    expect(reportIn(byJest)).toEqual(reportIn(byCommand));
  });

  it('is red for the failed requirements of a faulty meter, and judges a recorded run', () => {
    const folder = join(out, 'faulty');
    command('run', '--out', folder, '--fault', 'mpan-cut-to-12');
    const [run] = readdirSync(folder);
    const { status, stderr } = jest(['--selectProjects', 'conformance'], { SMETS2_RUN: join(folder, run!) });
    expect(status).toBe(1);
    expect(stderr).toMatch(/✕ mpan\.read-back/);
    expect(stderr).toMatch(/✓ register\.counts-export/);
    expect(stderr).toMatch(/✕ the statement is conformant/);
    expect(readdirSync(folder)).toEqual([run]);
  });

  it('leaves the conformance suites out of a bare jest', () => {
    const { stdout } = jest(['--listTests'], {});
    expect(stdout).toMatch(/jest-face\.test\.ts/);
    expect(stdout).not.toMatch(/conformance\.suite\.ts/);
  });
});
