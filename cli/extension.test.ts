import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, Heard } from '../bundle/small-run.fixture';
import { packageRoot } from '../declaration/package-root';
import type { RunResult } from '../suites/run-result';
import { bundleCommand } from './bundle-command';
import { compareCommand } from './compare-command';
import { freezeCommand } from './freeze-command';
import { judgeCommand } from './judge-command';
import { listCommand } from './list-command';
import { type RunOptions, runCommand, runInputs } from './run-command';
import { verifyCommand } from './verify-command';

const EXAMPLE = join(packageRoot(), 'examples', 'extension');
let home: string;
let next = 0;
beforeAll(() => {
  home = freshFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const OPTIONS = { only: [], scenario: [], fault: [], seed: 184, cases: 0, dryRun: false, loadOptions: {} };

async function ran(more: Partial<RunOptions>) {
  const out = join(home, `runs-${next++}`);
  const heard = new Heard();
  const status = await runCommand({ ...OPTIONS, out, ...more }, heard, new AbortController().signal);
  const run = join(out, readdirSync(out)[0]!);
  const result: RunResult = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
  return { status, run, result, said: heard.lines.join('\n') };
}

describe('an extension', () => {
  let without: Awaited<ReturnType<typeof ran>>;
  let withIt: Awaited<ReturnType<typeof ran>>;
  beforeAll(async () => {
    const only = ['four-directions', 'register'];
    without = await ran({ only });
    withIt = await ran({ only: [...only, 'acme-read-twice'], extension: [EXAMPLE] });
  });

  it('is judged, and shown apart', () => {
    const [extension] = withIt.result.extensions!;
    expect(extension).toMatchObject({ prefix: 'acme', loaded: true, texts: [] });
    expect(extension!.requirements).toMatchObject([
      { id: 'acme.export-reads-alike', verdict: 'pass', scenarios: ['acme-read-twice'] },
    ]);
    expect(extension!.catalogue.map(({ scenarios }) => scenarios)).toContainEqual(['acme-read-twice']);
    expect(withIt.said).toContain('Beyond the catalogue, acme 1.0: ✓');
    expect(readFileSync(join(withIt.run, 'report.html'), 'utf8')).toContain('Beyond the catalogue');
  });

  it('stands in JUnit and CSV, apart', () => {
    expect(readFileSync(join(withIt.run, 'junit.xml'), 'utf8')).toContain('name="beyond the catalogue: acme"');
    expect(readFileSync(join(withIt.run, 'findings.csv'), 'utf8')).toMatch(/^acme\.export-reads-alike,.*,acme\r$/m);
  });

  it('is selected whole by its prefix, and a requirement of it by its id', async () => {
    const whole = await ran({ only: ['acme'], extension: [EXAMPLE] });
    expect(whole.result.scenarios.map(({ name }) => name)).toEqual(['discovery', 'acme-read-twice']);
    expect(whole.result.extensions![0]!.requirements.map(({ verdict }) => verdict)).toEqual(['pass']);
    const inputs = runInputs({ ...OPTIONS, out: home, only: ['acme.export-reads-alike'], extension: [EXAMPLE] });
    expect(inputs.scenarios.length).toBeGreaterThan(90);
    await expect(ran({ only: ['acme.export-reads'], extension: [EXAMPLE] })).rejects.toThrow(
      'did you mean "acme.export-reads-alike"',
    );
    await expect(ran({ only: ['acme'] })).rejects.toThrow('there is no such requirement, area or scenario');
  });

  it('is listed behind the catalogue, as text and as JSON', async () => {
    const listed = async (json: boolean) => {
      const heard = new Heard();
      const { signal } = new AbortController();
      await listCommand({ json, untested: false, markdown: false, extension: [EXAMPLE] }, heard, signal);
      return heard.lines.join('\n');
    };
    expect(await listed(false)).toMatch(
      /Beyond the catalogue, acme 1\.0[\s\S]*acme\.export-reads-alike[\s\S]*acme-read-twice[\s\S]*x-acme\.tamper-count/,
    );
    const { extensions, requirements } = JSON.parse(await listed(true));
    expect(extensions).toMatchObject([{ prefix: 'acme', requirements: [{ id: 'acme.export-reads-alike' }] }]);
    expect(requirements.some(({ id }: { id: string }) => id.startsWith('acme'))).toBe(false);
  });

  it('changes nothing of requirements, counts and statement', () => {
    expect(withIt.result.requirements).toEqual(without.result.requirements);
    expect(withIt.result.statement).toEqual(without.result.statement);
    expect(withIt.result.scenarios.filter(({ extension }) => extension).map(({ name }) => name)).toEqual(['acme-read-twice']);
  });

  it('is missed where the run is judged without it, and only its own part changes', async () => {
    const { result, run } = await ran({ only: ['acme-read-twice'], extension: [EXAMPLE] });
    await judgeCommand(run, {}, new Heard());
    const again: RunResult = JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'));
    expect(again.notes.join()).toMatch(/extension acme 1\.0, which is not loaded/);
    expect(again.extensions).toMatchObject([{ loaded: false, requirements: [] }]);
    expect(again.requirements).toEqual(result.requirements);
    await judgeCommand(run, { extension: [EXAMPLE] }, new Heard());
    expect(JSON.parse(readFileSync(join(run, 'report.json'), 'utf8'))).toEqual(result);
  });

  it('is in a bundle, which is verified without its code', async () => {
    const out = join(home, 'extended.tar');
    await bundleCommand(withIt.run, { out }, new Heard());
    const heard = new Heard();
    expect(await verifyCommand(out, {}, heard)).toBe(0);
    expect(heard.lines.join('\n')).toContain('every verdict and every report the same');
  });
});

describe('a failure that is frozen', () => {
  let folder: string;
  let failing: string;
  beforeAll(async () => {
    folder = join(home, 'mine');
    const { run } = await ran({ fault: ['netted-across-elements'], only: ['register', 'mixed-day-1'], cases: 12 });
    failing = join(run, 'smallest', 'register.gross-across-elements.yaml');
    expect(existsSync(failing)).toBe(true);
    freezeCommand(failing, { id: 'acme-netted', to: folder }, new Heard());
  });

  it('becomes a scenario of the maker’s folder that says where it came from', () => {
    const text = readFileSync(join(folder, 'scenarios', 'acme-netted.yaml'), 'utf8');
    expect(text).toMatch(/^# Frozen from a failure/);
    expect(text).toMatch(/smallest\/register\.gross-across-elements\.yaml\n/);
    expect(text).toMatch(/name: acme-netted\ntitle: "Once failed register\.gross-across-elements"\nkind: frozen/);
    expect(text).not.toMatch(/origin|seed/);
  });

  it('fails the meter that has the defect and passes the one without, apart from the statement', async () => {
    const bad = await ran({ extension: [folder], only: ['acme-netted'], fault: ['netted-across-elements'] });
    expect(bad.status).toBe(1);
    expect(bad.result.statement).toMatchObject({ verdict: 'incomplete', exitCode: 0 });
    expect(bad.said).toMatch(/✕ register\.gross-across-elements {2}acme-netted/);
    const good = await ran({ extension: [folder], only: ['acme-netted'] });
    expect(good.result.extensions![0]!.catalogue.find(({ id }) => id === 'register.gross-across-elements')).toMatchObject({
      verdict: 'pass',
    });
    const heard = new Heard();
    expect(compareCommand(good.run, [bad.run], {}, heard)).toBe(1);
    expect(heard.lines.join('\n')).toMatch(/newly failing +acme: register\.gross-across-elements/);
  });

  it('is never written over, nor under another prefix, nor under one of ours', () => {
    const freeze =
      (id: string, to = folder) =>
      () =>
        freezeCommand(failing, { id, to }, new Heard());
    expect(freeze('acme-netted')).toThrow(/is there already; freeze under another --id/);
    expect(freeze('other-netted')).toThrow(/its prefix is "acme", so that --id begins with "acme-"/);
    expect(freeze('register-netted', join(home, 'ours'))).toThrow(/begins ids of the suite itself/);
    expect(existsSync(join(home, 'ours', 'extension.yaml'))).toBe(false);
    expect(freeze('netted')).toThrow(/--id netted: expected your prefix, a hyphen and a name/);
  });

  it('tells what the maker says of it', async () => {
    writeFileSync(
      join(folder, 'extension.yaml'),
      `${readFileSync(join(folder, 'extension.yaml'), 'utf8')}texts:\n  register.gross-across-elements: Look at jumper 3.\n`,
    );
    const { run, result } = await ran({ extension: [folder], only: ['acme-netted'], fault: ['netted-across-elements'] });
    expect(result.extensions![0]!.texts).toEqual([{ requirement: 'register.gross-across-elements', text: 'Look at jumper 3.' }]);
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain('Look at jumper 3.');
  });
});
