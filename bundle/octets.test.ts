import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { bundleCommand } from '../cli/bundle-command';
import { BundleError, type Change } from './change';
import { OpenBundle } from './open-bundle';
import { freshFolder, Heard, smallRun } from './small-run.fixture';

const BLOCK = 512;

let home: string;
let run: string;
let bundle: string;
let pristine: Buffer;
let parts: Part[];

beforeAll(async () => {
  home = freshFolder();
  run = await smallRun(home, { fault: ['netted-across-elements'] });
  const key = join(home, 'key.pem');
  writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  bundle = join(home, 'signed.tar');
  await bundleCommand(run, { out: bundle, sign: key }, new Heard());
  pristine = readFileSync(bundle);
  parts = partsOf(pristine);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Part {
  file: string;
  part: Change['part'];
  from: number;
  to: number;
}

/** The parts of the archive, read as any tar reader would. */
function partsOf(octets: Buffer): Part[] {
  const parts: Part[] = [];
  const text = (at: number, length: number) => octets.toString('latin1', at, at + length).split('\0')[0]!;
  let at = 0;
  for (; octets[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const name = [text(at + 345, 155), text(at, 100)].filter(Boolean).join('/');
    const file = name.slice(name.indexOf('/') + 1);
    const next = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    parts.push(
      { file, part: 'header', from: at, to: at + BLOCK },
      { file, part: 'content', from: at + BLOCK, to: at + BLOCK + size },
    );
    if (at + BLOCK + size < next) parts.push({ file, part: 'padding', from: at + BLOCK + size, to: next });
    at = next;
  }
  return [...parts, { file: '', part: 'end of archive', from: at, to: octets.length }];
}

async function changeOf(octets: Uint8Array | string): Promise<Change | undefined> {
  const folder = freshFolder();
  const path = typeof octets === 'string' ? octets : join(folder, 'changed.tar');
  if (typeof octets !== 'string') writeFileSync(path, octets);
  const into = join(folder, 'unpacked');
  mkdirSync(into);
  try {
    (await OpenBundle.open(path, into)).close();
    return undefined;
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return error.change;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where a single octet was changed and to what. */
const changes = (kind: Change['part']) =>
  fc.nat().chain((n) => {
    const ofKind = parts.filter(({ part }) => part === kind);
    const place = ofKind[n % ofKind.length]!;
    return fc.record({
      place: fc.constant(place),
      at: fc.integer({ min: place.from, max: place.to - 1 }),
      xor: fc.integer({ min: 1, max: 255 }),
    });
  });

function changedAt(at: number, xor: number): Buffer {
  const octets = Buffer.from(pristine);
  octets[at] = octets[at]! ^ xor;
  return octets;
}

describe('a bundle', () => {
  it('has nothing to say of its octets while nothing is changed', async () => {
    expect(await changeOf(pristine)).toBeUndefined();
  });

  it.each([
    ['header', 300],
    ['content', 400],
    ['padding', 80],
    ['end of archive', 60],
  ] as const)('names every single octet that is changed in %s', async (kind, numRuns) => {
    await fc.assert(
      fc.asyncProperty(changes(kind), async ({ place, at, xor }) => {
        const change = await changeOf(changedAt(at, xor));
        expect(change).toMatchObject({ file: place.file, part: kind });
        expect(change!.from).toBeLessThanOrEqual(at);
        expect(change!.to).toBeGreaterThan(at);
      }),
      { numRuns },
    );
  });

  it('names the very octet outside the content, and at most 1,024 octets of a file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('header', 'padding', 'content').chain((kind) => changes(kind as Change['part'])),
        async ({ place, at, xor }) => {
          const { from, to } = (await changeOf(changedAt(at, xor)))!;
          expect(to - from).toBeLessThanOrEqual(place.part === 'content' ? 1024 : 1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names the record of a trace that is changed', async () => {
    const { from, to } = parts.find(({ file, part }) => file === 'traces/four-directions.ndjson' && part === 'content')!;
    const lines = pristine.toString('latin1', from, to).split(/(?<=\n)/);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: from, max: to - 1 }), fc.integer({ min: 1, max: 255 }), async (at, xor) => {
        let record = 0;
        for (let end = from; end <= at; ) end += lines[record++]!.length;
        expect(await changeOf(changedAt(at, xor))).toMatchObject({ record });
      }),
      { numRuns: 100 },
    );
  });

  it('names what follows its end, and what is missing of it', async () => {
    const longer = join(home, 'longer.tar');
    copyFileSync(bundle, longer);
    appendFileSync(longer, 'x');
    expect(await changeOf(longer)).toMatchObject({ part: 'end of archive', from: pristine.length });
    truncateSync(longer, pristine.length - 1);
    expect(await changeOf(longer)).toMatchObject({ part: 'end of archive', from: pristine.length - 1 });
    truncateSync(longer, Math.floor(pristine.length / 2));
    expect(await changeOf(longer)).toMatchObject({ says: expect.stringContaining('more than follow') });
  });

  it('is the same octets wherever and whenever the run lies', async () => {
    const elsewhere = join(home, 'elsewhere');
    mkdirSync(elsewhere);
    const copy = join(elsewhere, basename(run));
    cpSync(run, copy, { recursive: true });
    const out = (name: string) => join(home, name);
    await bundleCommand(run, { out: out('first.tar') }, new Heard());
    await bundleCommand(copy, { out: out('second.tar') }, new Heard());
    expect(readFileSync(out('second.tar')).equals(readFileSync(out('first.tar')))).toBe(true);
  });
});
