import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { UsageError } from '../trace/errors';
import { type BundleManifest, manifestText } from './bundle-manifest';
import { BundleOctets } from './bundle-octets';
import { BundleError } from './change';
import { freshFolder } from './small-run.fixture';
import { type Unpacked, unpack } from './unpack';

let home: string;
let into: string;
beforeEach(() => {
  home = freshFolder();
  into = join(home, 'outer', 'unpacked');
  mkdirSync(into, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

type Entry = {
  name: string;
  type?: 'file' | 'symlink' | 'link' | 'directory' | 'fifo';
  linkname?: string;
  content?: string;
  pax?: object;
};

const listing = (...files: { path: string; octets: number }[]): BundleManifest => ({
  schema: 'smets2-bundle/1',
  run: 'run',
  tool: 'some',
  catalogue: { version: '1', hash: '0'.repeat(64) },
  chains: {},
  files: files.map((file) => ({ ...file, sha256: '0'.repeat(64), marks: '' })),
});

const NAMED = { path: 'plan.json', octets: 3 };

/** Unpacks an archive of these entries behind a manifest; whatever is wrong with it is thrown. */
const unpacked = (manifest: string | BundleManifest, ...entries: Entry[]) => unpackedOf(manifest, entries);

/** The same of an archive that ends after so many octets. */
async function unpackedOf(manifest: string | BundleManifest, entries: Entry[], length?: number): Promise<Unpacked> {
  const tar = pack();
  const text = typeof manifest === 'string' ? manifest : manifestText(manifest);
  for (const { content, ...header } of [{ name: 'run/bundle.json', content: text }, ...entries]) {
    const fields = { mtime: new Date(0), type: 'file', ...header } as Parameters<typeof tar.entry>[0];
    if (content === undefined) tar.entry(fields);
    else tar.entry(fields, content);
  }
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const path = join(home, 'hostile.tar');
  writeFileSync(path, Buffer.concat(chunks).subarray(0, length));
  const octets = new BundleOctets(path);
  try {
    return await unpack(octets, into);
  } finally {
    octets.close();
  }
}

describe('unpacking a bundle', () => {
  it('writes the files that the manifest lists', async () => {
    const { files, run } = await unpacked(listing(NAMED), { name: 'run/plan.json', content: '{}\n' });
    expect(run).toBe('run');
    expect(files).toMatchObject([{ path: 'plan.json', octets: 3 }]);
    expect(readdirSync(into)).toEqual(['plan.json']);
  });

  it.each<[string, Entry, RegExp]>([
    ['an absolute path', { name: '/tmp/escaped', content: 'abc' }, /absolute/],
    ['a path out of the folder', { name: 'run/../../escaped', content: 'abc' }, /leads out/],
    ['a path out of the folder in the words of Windows', { name: 'run/..\\escaped', content: 'abc' }, /leads out/],
    ['a path beside the run', { name: 'other/plan.json', content: 'abc' }, /outside run/],
    ['a symbolic link', { name: 'run/plan.json', type: 'symlink', linkname: '/etc/passwd' }, /symbolic link/],
    ['a hard link', { name: 'run/plan.json', type: 'link', linkname: 'run/bundle.json' }, /hard link/],
    ['a folder', { name: 'run/plan.json', type: 'directory' }, /folder/],
    ['a pipe', { name: 'run/plan.json', type: 'fifo' }, /pipe/],
    [
      'a tar extension that would rename the next entry',
      { name: 'run/plan.json', content: 'abc', pax: { path: '/tmp/escaped' } },
      /of type "x"/,
    ],
    ['a hidden file', { name: 'run/.profile', content: 'abc' }, /no bundle holds/],
    ['a file without a name', { name: 'run/', content: '' }, /no bundle holds|folder/],
  ])('refuses %s, whatever the manifest says, and writes nothing', async (_, entry, why) => {
    const path = entry.name.replace(/^run\//, '');
    for (const manifest of [listing({ path, octets: 3 }), listing(NAMED), 'no manifest'])
      await expect(unpacked(manifest, entry)).rejects.toThrow(why);
    expect(readdirSync(into)).toEqual([]);
    expect(readdirSync(join(home, 'outer'))).toEqual(['unpacked']);
    expect(existsSync('/tmp/escaped')).toBe(false);
  });

  it('refuses an entry that stands twice', async () => {
    const twice = { name: 'run/plan.json', content: '{}\n' };
    await expect(unpacked(listing(NAMED), twice, twice)).rejects.toThrow(/lists no more files/);
    rmSync(join(into, 'plan.json'));
    await expect(unpacked('no manifest', twice, twice)).rejects.toThrow(/stands twice/);
  });

  it('refuses a file larger than the manifest lists before it writes one octet of it', async () => {
    await expect(unpacked(listing(NAMED), { name: 'run/plan.json', content: '{}\n\n' })).rejects.toThrow(
      /bundle.json, content, octets \d+ to \d+ .* lists plan.json with 3 octets; the archive has plan.json with 4/,
    );
    expect(readdirSync(into)).toEqual([]);
  });

  it('refuses a file that the manifest does not list', async () => {
    const error: BundleError = await unpacked(listing(), { name: 'run/extra.txt', content: 'abc' }).catch((error) => error);
    expect(error).toBeInstanceOf(BundleError);
    expect(error.change).toMatchObject({ file: 'bundle.json', part: 'content' });
    expect(readdirSync(into)).toEqual([]);
  });

  it('refuses a file of which one octet is missing', async () => {
    // Header and padded content of the manifest, then a header and three octets.
    const manifest = listing(NAMED);
    const end = 512 + Math.ceil(manifestText(manifest).length / 512) * 512 + 512 + 3;
    const entry = { name: 'run/plan.json', content: '{}\n' };
    await expect(unpackedOf(manifest, [entry], end - 1)).rejects.toThrow('it has 3 octets, more than follow');
    expect(readdirSync(into)).toEqual([]);
    // Padding and end are for the comparison of all octets.
    expect((await unpackedOf(manifest, [entry], end)).files).toMatchObject([{ path: 'plan.json', octets: 3 }]);
  });

  it('refuses whatever stands behind the signature', async () => {
    await expect(
      unpacked(listing(NAMED), { name: 'run/bundle.jws', content: 'a..b\n' }, { name: 'run/plan.json', content: '{}\n' }),
    ).rejects.toThrow(/behind the signature/);
  });

  it.each([
    ['empty', ''],
    ['text', 'schema: smets2-meter/1\n'],
    ['an archive of something else', '\0'.repeat(2048)],
  ])('calls a file no bundle that is %s', async (_, text) => {
    const path = join(home, 'other');
    writeFileSync(path, text);
    const octets = new BundleOctets(path);
    await expect(unpack(octets, into)).rejects.toThrow(UsageError);
    octets.close();
  });
});
