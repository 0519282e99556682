import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { manifestOf, summedFiles } from '../bundle/bundle-manifest';
import { readSigningKey } from '../bundle/keys';
import { freshFolder, Heard, smallRun } from '../bundle/small-run.fixture';
import { writeBundle } from '../bundle/write-bundle';
import type { RunResult } from '../suites/run-result';
import { lineOf, sha256 } from '../trace/chain';
import { UsageError } from '../trace/errors';
import { bundleCommand } from './bundle-command';
import { judgeAgain } from './compose';
import { verifyCommand } from './verify-command';

let home: string;
let run: string;
const keys: Record<'mine' | 'theirs', { secret: string; known: string }> = {
  mine: { secret: '', known: '' },
  theirs: { secret: '', known: '' },
};

beforeAll(async () => {
  home = freshFolder();
  run = await smallRun(join(home, 'runs'), { fault: ['netted-across-elements'] });
  for (const name of ['mine', 'theirs'] as const) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    keys[name] = { secret: join(home, `${name}.pem`), known: join(home, `${name}.pub`) };
    writeFileSync(keys[name].secret, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(keys[name].known, publicKey.export({ type: 'spki', format: 'pem' }));
  }
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

let next = 0;
const free = () => join(home, `bundle-${next++}.tar`);

async function bundled(folder: string, sign?: string): Promise<string> {
  const out = free();
  expect(await bundleCommand(folder, { out, ...(sign && { sign }) }, new Heard())).toBe(0);
  return out;
}

async function verified(path: string, key?: string) {
  const heard = new Heard();
  const status = await verifyCommand(path, key ? { key } : {}, heard);
  return { status, said: heard.lines.join('\n'), complained: heard.complaints.join('\n') };
}

/** A copy of the run that somebody may tamper with. */
function copyOf(folder: string): string {
  const copy = join(home, `copy-${next++}`, basename(folder));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Packs a folder as it is, as somebody would who wants to pass it off as a bundle. */
async function packedAsIs(folder: string, sign?: string): Promise<string> {
  const out = free();
  await writeBundle(folder, basename(folder), out, sign === undefined ? undefined : await readSigningKey(sign));
  return out;
}

/** Changes what the meter answered, and every hash that follows from it. */
function forge(folder: string) {
  const path = join(folder, 'traces', 'four-directions.ndjson');
  let prev = sha256(readFileSync(join(folder, 'plan.json')));
  const lines = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const forged = lines.map((record) => {
    const answer = record.kind === 'observation' && record.object === 'secondary.export.total' ? { answer: { value: 0 } } : {};
    const line = lineOf({ ...record, ...answer, prev });
    prev = sha256(line);
    return line;
  });
  writeFileSync(path, forged.join(''));
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  manifest.traces['four-directions'].head = prev;
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  rmSync(join(folder, 'report.json'));
}

describe('a bundle as it was packed', () => {
  it('is intact where nobody signed it, and nobody says that it is authentic', async () => {
    const { status, said } = await verified(await bundled(run));
    expect(status).toBe(0);
    expect(said).toContain('intact, not signed');
    expect(said).toContain('Not known to be authentic');
    expect(said).toContain('judged again: every verdict and every report the same');
  });

  it('is intact, and not more, where the key is not known', async () => {
    const { status, said } = await verified(await bundled(run, keys.mine.secret));
    expect(status).toBe(0);
    expect(said).toContain('intact, signed by the key');
    expect(said).not.toMatch(/^authentic/m);
  });

  it('is authentic by the key that the reader trusts, and by no other', async () => {
    const bundle = await bundled(run, keys.mine.secret);
    expect(await verified(bundle, keys.mine.known)).toMatchObject({
      status: 0,
      said: expect.stringContaining('authentic: signed by'),
    });
    expect(await verified(bundle, keys.theirs.known)).toMatchObject({
      status: 1,
      complained: expect.stringContaining('not authentic: signed by'),
    });
    expect(await verified(await bundled(run), keys.mine.known)).toMatchObject({
      status: 1,
      complained: expect.stringContaining('not authentic: not signed'),
    });
  });

  it('shows its failures with commands that work where the reader unpacked it', async () => {
    const folder = copyOf(run);
    const out = await bundled(folder);
    const octets = readFileSync(out, 'latin1');
    expect(octets.includes(`run --meter ${basename(run)}/meter.yaml`)).toBe(true);
    expect(octets.includes(home)).toBe(false);
  });
});

describe('verifying a bundle', () => {
  it('names the octet where its report says another verdict than its traces', async () => {
    const folder = copyOf(run);
    await judgeAgain(folder, basename(folder));
    const report = readFileSync(join(folder, 'report.json'), 'utf8');
    writeFileSync(join(folder, 'report.json'), report.replace('"verdict": "fail"', '"verdict": "pass"'));
    const { status, complained } = await verified(await packedAsIs(folder, keys.theirs.secret));
    expect(status).toBe(1);
    expect(complained).toMatch(
      /^changed: report\.json, content, octet \d+ of the bundle: differs: judging the traces again gives another/,
    );
  });

  it('names the record where a chain is broken, although every checksum was made to fit', async () => {
    const folder = copyOf(run);
    const trace = join(folder, 'traces', 'four-directions.ndjson');
    writeFileSync(trace, readFileSync(trace, 'utf8').replace('"kind":"effect"', '"kind":"effect" '));
    const { status, complained } = await verified(await packedAsIs(folder));
    expect(status).toBe(1);
    expect(complained).toMatch(
      /^changed: traces\/four-directions\.ndjson, record \d+, octets \d+ to \d+ of the bundle: breaks the chain/,
    );
  });

  it('finds a forgery intact that is consistent in itself, and not authentic', async () => {
    const folder = copyOf(run);
    forge(folder);
    const forged = await bundled(folder, keys.theirs.secret);
    expect(await verified(forged)).toMatchObject({ status: 0, said: expect.stringContaining('intact') });
    expect(await verified(forged, keys.mine.known)).toMatchObject({ status: 1 });
  });

  it('finds a report missing that judging again makes', async () => {
    const folder = copyOf(run);
    await judgeAgain(folder, basename(folder));
    rmSync(join(folder, 'report.html'));
    const { status, complained } = await verified(await packedAsIs(folder));
    expect(status).toBe(1);
    expect(complained).toMatch(/^changed: report\.html, .* is not in it/);
  });

  it('shows what a newer catalogue would change, and finds the bundle as good as before', async () => {
    const folder = copyOf(run);
    const report: RunResult = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const [first] = report.requirements;
    writeFileSync(
      join(folder, 'report.json'),
      JSON.stringify({
        ...report,
        catalogue: { version: '2020.1', hash: 'a'.repeat(64) },
        requirements: [
          { ...first, verdict: 'pass' },
          { ...first, id: 'register.of-old', verdict: 'pass' },
        ],
      }),
    );
    const { status, said } = await verified(await packedAsIs(folder));
    expect(status).toBe(0);
    expect(said).toContain('register.counts-export: pass → fail');
    expect(said).toContain('register.of-old: pass → not in this catalogue');
    expect(said).toContain('intact');
  });
});

describe('bundling', () => {
  it.each<[string, (folder: string) => unknown, RegExp]>([
    ['a run that was killed', (folder) => rmSync(join(folder, 'manifest.json')), /was killed before its end/],
    ['a run with a link in it', (folder) => symlinkSync('/etc/passwd', join(folder, 'link')), /is a link or a device/],
    [
      'a file by a name that would not travel',
      (folder) => writeFileSync(join(folder, 'a b.txt'), ''),
      /at most 100 of the characters/,
    ],
    [
      'a report of another version',
      (folder) => changeReport(folder, (report) => ({ ...report, tool: 'smets2-conformance 0.0.1' })),
      /was judged by smets2-conformance 0\.0\.1/,
    ],
    [
      'a report with other verdicts',
      (folder) => changeReport(folder, (report) => ({ ...report, requirements: [] })),
      /other verdicts than its traces/,
    ],
  ])('is refused for %s', async (_, tamper, why) => {
    const folder = copyOf(run);
    tamper(folder);
    const out = free();
    await expect(bundleCommand(folder, { out }, new Heard())).rejects.toThrow(why);
    await expect(bundleCommand(folder, { out }, new Heard())).rejects.toThrow(UsageError);
  });

  it('never writes over a file, nor into the run', async () => {
    const out = await bundled(run);
    await expect(bundleCommand(run, { out }, new Heard())).rejects.toThrow(/is there already/);
    await expect(bundleCommand(run, { out: join(run, 'x.tar') }, new Heard())).rejects.toThrow(/run directory itself/);
  });

  it('keeps whatever else somebody put beside the run, and leaves the run as it was', async () => {
    const folder = copyOf(run);
    mkdirSync(join(folder, 'photos'));
    writeFileSync(join(folder, 'photos', 'bench.txt'), 'a picture');
    writeFileSync(join(folder, '.DS_Store'), 'hidden');
    const before = summedFiles(folder);
    const out = await bundled(folder);
    expect(summedFiles(folder)).toEqual(before);
    const octets = readFileSync(out, 'latin1');
    expect(octets.includes('photos/bench.txt')).toBe(true);
    expect(octets.includes('.DS_Store')).toBe(false);
    expect((await verified(out)).status).toBe(0);
  });

  it('lists the chain head of every trace', () => {
    const { chains } = manifestOf(run, basename(run), summedFiles(run));
    const { traces } = JSON.parse(readFileSync(join(run, 'manifest.json'), 'utf8'));
    expect(chains['traces/four-directions.ndjson']).toEqual(traces['four-directions']);
    expect(Object.keys(chains)).toHaveLength(Object.keys(traces).length);
  });
});

function changeReport(folder: string, change: (report: RunResult) => object) {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
}
