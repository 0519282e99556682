import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../declaration/package-root';
import { REQUIREMENTS } from '../suites/requirements';
import type { RunResult } from '../suites/run-result';
import { command, started } from './command.fixture';

let out: string;
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'command-'));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const fresh = () => mkdtempSync(join(out, 'runs-'));
const only = (folder: string) => join(folder, readdirSync(folder).filter((name) => !name.startsWith('.'))[0]!);
const report = (run: string): RunResult => JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
/** Everything but times of day and the name of the run directory, which says one. */
const timeless = (run: string) => {
  const {
    times: _,
    run: { plan },
    failures,
    ...rest
  } = report(run);
  return { ...rest, plan, failures: failures.map(({ replay: __, ...failure }) => failure) };
};
const example = (name: string) => join(packageRoot(), 'examples', name);

describe('run', () => {
  let folder: string;
  let whole: ReturnType<typeof command>;
  beforeAll(() => {
    folder = fresh();
    whole = command('run', '--out', folder);
  });

  it('finds the reference meter conformant and writes every part of a run', () => {
    expect(whole.stderr).toBe('');
    expect(whole.status).toBe(0);
    const run = only(folder);
    for (const part of [
      'plan.json',
      'manifest.json',
      'meter.yaml',
      'bench.yaml',
      'report.html',
      'report.json',
      'report.pdf',
      'findings.csv',
      'junit.xml',
      'traces',
      'scenarios',
    ])
      expect(existsSync(join(run, part))).toBe(true);
    expect(report(run).statement).toMatchObject({ verdict: 'conformant', exitCode: 0 });
    // What does not apply to a twin-element meter with the default choices is said to be so, and nothing else is short of a pass.
    const others = report(run).requirements.filter(({ verdict }) => verdict !== 'pass');
    expect(others.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'variant.without-secondary not-applicable',
      'variant.view-without-secondary not-applicable',
      'snapshots.secondary-export not-applicable',
    ]);
  });

  it('prints one line a scenario and ends with the statement and the path of the report', () => {
    const lines = whole.stdout.trimEnd().split('\n');
    const scenarios = report(only(folder)).scenarios.length;
    expect(lines.filter((line) => /^ *\d+\/\d+ {2}/.test(line))).toHaveLength(scenarios);
    expect(lines.at(-1)).toBe(join(only(folder), 'report.html'));
    expect(whole.stdout).toContain(report(only(folder)).statement.text.slice(0, 40));
  });

  it('writes the same octets again for the same seed, but for times', () => {
    const again = fresh();
    command('run', '--out', again);
    const [first, second] = [only(folder), only(again)];
    expect(timeless(second)).toEqual(timeless(first));
    expect(readFileSync(join(second, 'plan.json'), 'utf8')).toBe(readFileSync(join(first, 'plan.json'), 'utf8'));
    for (const trace of readdirSync(join(first, 'traces')))
      expect(readFileSync(join(second, 'traces', trace)).equals(readFileSync(join(first, 'traces', trace)))).toBe(true);
  });

  it('judges a recorded run again to the same report', () => {
    const run = only(folder);
    const before = readFileSync(join(run, 'report.json'), 'utf8');
    const { status } = command('judge', run);
    expect(status).toBe(0);
    expect(readFileSync(join(run, 'report.json'), 'utf8')).toBe(before);
  });

  it('gives a partial statement for a selection, and an exit code for what was selected', () => {
    const some = fresh();
    const { status, stdout } = command('run', '--out', some, '--only', 'register.counts-export', '--only', 'battery-evening');
    expect(status).toBe(0);
    expect(stdout).toMatch(/partial run/i);
    const { statement, partial, requirements, scenarios } = report(only(some));
    expect(partial).toBe(true);
    expect(statement).toMatchObject({ verdict: 'incomplete', reason: 'partial' });
    expect(requirements.map(({ id }) => id)).toEqual(['register.counts-export']);
    expect(scenarios.map(({ name }) => name)).toEqual(['discovery', 'battery-evening']);
  });

  it('leaves a selected requirement open where no selected scenario exercises it', () => {
    expect(command('run', '--out', fresh(), '--only', 'register.wraps-at-modulus', '--only', 'battery-evening').status).toBe(2);
  });

  it('finds a faulty meter non-conformant, and the smallest scenario replays the failure without the seed', () => {
    const faulty = fresh();
    expect(command('run', '--out', faulty, '--fault', 'mpan-cut-to-12').status).toBe(1);
    const [failure] = report(only(faulty)).failures;
    expect(failure).toMatchObject({ requirement: 'mpan.read-back' });
    expect(failure!.replay).not.toMatch(/--seed/);
    const replay = fresh();
    const args = failure!.replay.split(' ').slice(3);
    expect(command('run', ...args, '--out', replay).status).toBe(1);
    expect(report(only(replay)).failures.map(({ requirement }) => requirement)).toEqual(['mpan.read-back']);
  });

  it('leaves requirements open that the declared bench cannot reach, and says why', () => {
    const bench = join(out, 'bench.yaml');
    writeFileSync(
      bench,
      'schema: smets2-bench/1\nkind: model\nname: no preset\ncapabilities: [flow, supply, date, history, image, contacts]\n',
    );
    const folder = fresh();
    expect(command('run', '--out', folder, '--bench', bench).status).toBe(2);
    const { statement, scenarios, requirements } = report(only(folder));
    expect(statement).toMatchObject({ verdict: 'incomplete', reason: 'open' });
    expect(scenarios.find(({ name }) => name === 'register-wrap')).toMatchObject({
      outcome: 'cannot-run',
      because: 'the bench cannot preset',
    });
    const open = requirements.filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict));
    expect(open.map(({ id }) => id)).toEqual(
      REQUIREMENTS.filter(({ capabilities }) => capabilities.bench.includes('preset')).map(({ id }) => id),
    );
    expect(open.map(({ id }) => id)).toContain('register.wraps-at-modulus');
  });

  it('plays nothing in a dry run, and tells what would run, what cannot, and how long', () => {
    const folder = fresh();
    const { status, stdout } = command('run', '--dry-run', '--out', folder);
    expect(status).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
    expect(stdout).toMatch(/summer-solar-day +scripted +\d+\.\d h/);
    expect(stdout).toMatch(/meter time \d+\.\d h, wall time about \d+ s/);
  });
});

describe('Ctrl-C', () => {
  it('stops a virtual run, which is judged as interrupted', async () => {
    const folder = fresh();
    const child = started('run', '--out', folder, '--cases', '3000');
    while (readdirSync(folder).filter((name) => !name.startsWith('.')).length === 0) await sleep(5);
    await sleep(200);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(2);
    expect(report(only(folder)).statement).toMatchObject({ verdict: 'incomplete', reason: 'interrupted' });
  });
});

describe('a selection', () => {
  it('that cannot be played is not answered', () => {
    const bench = join(out, 'bare-bench.yaml');
    writeFileSync(bench, 'schema: smets2-bench/1\nkind: model\nname: bare\ncapabilities: [flow]\n');
    const { status, stdout } = command('run', '--out', fresh(), '--bench', bench, '--only', 'register-wrap');
    expect(stdout).toMatch(/1 scenario could not be played\s+\(register-wrap\)/);
    expect(status).toBe(2);
  });

  it('of something unknown is refused beside a scenario file too', () => {
    const file = join(packageRoot(), 'suites', 'scenarios', 'scripted', 'reversals.yaml');
    expect(command('run', '--scenario', file, '--only', 'nope').status).toBe(64);
  });
});

describe('a recording that was changed', () => {
  it.each([
    [
      'a trace',
      (run: string) => appendFileSync(join(run, 'traces', 'reversals.ndjson'), 'x\n'),
      /reversals\.ndjson:\d+: is not JSON/,
    ],
    [
      'the end of a trace',
      (run: string) => truncateSync(join(run, 'traces', 'reversals.ndjson'), 1000),
      /reversals\.ndjson:\d+: /,
    ],
    ['a missing trace', (run: string) => rmSync(join(run, 'traces', 'reversals.ndjson')), /reversals\.ndjson:1: is missing/],
    [
      'a failing trace taken out with its entry in the manifest',
      (run: string) => {
        rmSync(join(run, 'traces', 'reversals.ndjson'));
        const manifest = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
        delete manifest.traces.reversals;
        writeFileSync(join(run, 'manifest.json'), JSON.stringify(manifest));
      },
      /reversals\.ndjson:1: is missing, although the manifest says that the run was finished/,
    ],
    [
      'one trace in the place of another of a killed run',
      (run: string) => {
        rmSync(join(run, 'manifest.json'));
        copyFileSync(join(run, 'traces', 'discovery.ndjson'), join(run, 'traces', 'reversals.ndjson'));
      },
      /reversals\.ndjson:1: is the trace of scenario "discovery"; the plan puts "reversals" there/,
    ],
    ['an empty manifest', (run: string) => writeFileSync(join(run, 'manifest.json'), '{}'), /manifest\.json:1: is no manifest/],
    [
      'an earlier trace missing from a killed run',
      (run: string) => {
        rmSync(join(run, 'manifest.json'));
        rmSync(join(run, 'traces', 'discovery.ndjson'));
      },
      /reversals\.ndjson:1: was played although .*discovery\.ndjson/,
    ],
    [
      'the declaration',
      (run: string) => appendFileSync(join(run, 'meter.yaml'), '#\n'),
      /meter\.yaml:1: was changed after the run was planned/,
    ],
    [
      'a scenario',
      (run: string) => appendFileSync(join(run, 'scenarios', 'reversals.yaml'), '#\n'),
      /reversals\.yaml:1: was changed/,
    ],
    ['the plan', (run: string) => appendFileSync(join(run, 'plan.json'), ' '), /ndjson:1: breaks the chain/],
  ])('is refused by name: %s', (_, change, message) => {
    const folder = fresh();
    command('run', '--out', folder, '--only', 'reversals');
    change(only(folder));
    const { status, stderr } = command('judge', only(folder));
    expect(status).toBe(3);
    expect(stderr).toMatch(message);
  });
});

describe('usage', () => {
  it.each([
    [['run', '--only', 'register.count-export'], /did you mean "register\.counts-export"/],
    [['run', '--fault', 'register-struck'], /did you mean "register-stuck"/],
    [['run', '--meter', 'no-such.yaml'], /no-such\.yaml/],
    [['run', '--scenario', 'no-such.yaml'], /no-such\.yaml: there is no such file/],
    [['run', '--seed', 'x'], /whole number/],
    [['run', '--cases', '-1'], /whole number/],
    [['run', '--tz', 'UTC'], /give --load FILE too/],
    [['run', '--colour'], /unknown option '--colour'/],
    [['walk'], /unknown command 'walk'/],
    [['run', '--out', 'package.json'], /package\.json: no run can be written there .*; name another folder with --out/],
    [['faults', '--json', 'no-such-folder/x.json'], /there is no folder no-such-folder/],
    [['judge', 'no-such-run'], /no-such-run: is no run directory/],
    [['judge'], /missing required argument/],
  ])('refuses %j with exit code 64 and says what to do', (args, message) => {
    const { status, stderr } = command(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(64);
  });

  it('refuses a declaration with a choice out of range, naming line and column, and starts nothing', () => {
    const meter = join(out, 'meter.yaml');
    const folder = fresh();
    writeFileSync(
      meter,
      readFileSync(example('reference-meter.yaml'), 'utf8').replace(/clockToleranceS: 10\b/, 'clockToleranceS: 60'),
    );
    const { status, stderr } = command('run', '--out', folder, '--meter', meter);
    expect(stderr).toMatch(/meter\.yaml:\d+:\d+: choices\.clockToleranceS: expected a whole number from 1 to 10/);
    expect(status).toBe(64);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('helps', () => {
    const { status, stdout } = command('--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Exit codes:[\s\S]*64 +usage/);
    expect(command('run', '--help').stdout).toMatch(/--load <FILE>/);
  });
});

describe('list', () => {
  it('ends quietly when its reader does', () => {
    const piped = `"${process.execPath}" "${join(packageRoot(), 'dist', 'cli', 'main.js')}" list --json | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', piped], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['{\n', '']);
  });

  it('prints the catalogue for people and for programs', () => {
    const { requirements, hash } = JSON.parse(command('list', '--json').stdout);
    expect(requirements.map(({ id }: { id: string }) => id)).toEqual(REQUIREMENTS.map(({ id }) => id));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const text = command('list').stdout;
    for (const { id } of REQUIREMENTS) expect(text).toContain(id);
  });
});

describe('faults', () => {
  const SOME = ['mpan-cut-to-12', 'wraps-at-31-bits', 'per-interval'];

  it('shows the three scores of the faulty meters named, and the statement of the legal variants named', () => {
    const json = join(out, 'faults.json');
    const { status, stdout } = command('faults', ...SOME, '--json', json);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^scripted 1\/2 {2}killed {2}wraps-at-31-bits: breaks register\.wraps-at-modulus; killed by /m);
    expect(stdout).toMatch(/^scripted {4}2 of 2 faulty meters killed/m);
    expect(stdout).toMatch(/^generated {3}2 of 2 \(100 %\)/m);
    expect(stdout).toMatch(/^laboratory {2}2 fail/m);
    expect(stdout).toMatch(/^variants {4}1 of 1 conformant/m);
    const { schema, faults, requirements, generated, laboratory, variants, complaints } = JSON.parse(readFileSync(json, 'utf8'));
    expect(schema).toBe('smets2-faults/1');
    for (const { breaks, killedBy } of faults) expect(killedBy).toContain(breaks);
    for (const { kills, killsOnlyHere } of requirements) expect(kills).toEqual(expect.arrayContaining(killsOnlyHere));
    expect(generated.map(({ name, killedIn }: { name: string; killedIn?: object }) => [name, killedIn !== undefined])).toEqual([
      ['wraps-at-31-bits', true],
      ['mpan-cut-to-12', true],
    ]);
    expect(laboratory.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['fail', 'fail']);
    expect(variants).toMatchObject([{ name: 'per-interval', statement: 'conformant' }]);
    expect(complaints).toEqual([]);
  });

  it('says the same again, whichever thread was first', () => {
    const again = () => command('faults', ...SOME.slice(0, 2), 'export-gain', '--scripted').stdout;
    expect(again()).toBe(again());
  });

  it('plays only the scripted score where that is asked for', () => {
    const { status, stdout } = command('faults', '--scripted', 'mpan-cut-to-12');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^scripted {4}1 of 1 faulty meters killed/m);
    expect(stdout).not.toMatch(/generated|laboratory|variants/);
  });

  it('refuses a name that is neither', () => {
    const { status, stderr } = command('faults', 'mpan-cut-to-11');
    expect(stderr).toMatch(/did you mean "mpan-cut-to-12"/);
    expect(status).toBe(64);
  });

  it('lists them with the rule that each breaks', () => {
    expect(command('faults', '--list').stdout).toMatch(/register-stuck +breaks register\.counts-export: /);
  });
});
