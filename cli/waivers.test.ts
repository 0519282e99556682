import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';
import type { RunResult } from '../suites/run-result';
import { command } from './command.fixture';

let folder: string;
let run: string;
let first: ReturnType<typeof command>;

const waivers = (expires: string) => {
  const file = join(folder, 'waivers.yaml');
  writeFileSync(
    file,
    `schema: smets2-waivers/1\nwaivers:\n  - { requirement: register.counts-export, reason: known, owner: A. Maker, expires: ${expires} }\n`,
  );
  return file;
};
const report = (): RunResult => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waivers-'));
  const scenario = join(packageRoot(), 'suites', 'scenarios', 'scripted', 'four-directions.yaml');
  const out = join(folder, 'runs');
  first = command(
    'run',
    '--scenario',
    scenario,
    '--fault',
    'netted-across-elements',
    '--waivers',
    waivers('2999-12-31'),
    '--out',
    out,
  );
  run = join(out, readdirSync(out).filter((name) => !name.startsWith('.'))[0]!);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a waived fail stays a fail, in the matrix, in the statement and in the exit code', () => {
  expect(first.status).toBe(1);
  const { statement, requirements, waivers: listed } = report();
  expect(statement.verdict).toBe('non-conformant');
  expect(requirements.find(({ id }) => id === 'register.counts-export')?.verdict).toBe('fail');
  expect(listed).toMatchObject([{ requirement: 'register.counts-export', owner: 'A. Maker', standing: 'stands' }]);
  const html = readFileSync(join(run, 'report.html'), 'utf8');
  expect(html).toContain('Waived, and failed all the same');
});

it('a recorded run is judged again with another file, whose waiver had expired', () => {
  expect(command('judge', run, '--waivers', waivers('2020-01-31')).status).toBe(1);
  expect(report().waivers).toMatchObject([{ expires: '2020-01-31', standing: 'expired' }]);
});

it('a file that is none is refused before anything is written', () => {
  const before = readFileSync(join(run, 'waivers.yaml'), 'utf8');
  const { status, stderr } = command('judge', run, '--waivers', waivers('whenever'));
  expect(status).toBe(64);
  expect(stderr).toContain('expected the last day on which it stands as yyyy-mm-dd');
  expect(readFileSync(join(run, 'waivers.yaml'), 'utf8')).toBe(before);
});

it('--github ends with an annotation for each failure', () => {
  const { stdout } = command('judge', run, '--github');
  const annotations = stdout.split('\n').filter((line) => line.startsWith('::'));
  expect(annotations[0]).toMatch(/^::error title=Statement%3A non-conformant::/);
  for (const { requirement } of report().failures) expect(annotations.join('\n')).toContain(`title=${requirement}::`);
});
