import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../trace/errors';
import { type BundleManifest, MANIFEST, mayBeBundled, parseManifest, SIGNATURE, type SummedFile } from './bundle-manifest';
import type { BundleOctets } from './bundle-octets';
import { BundleError } from './change';
import { damageOf, MOST_MANIFEST, MOST_SIGNATURE } from './damage';
import { Summing, type Sums } from './sums';
import { BLOCK, type Header, headerOf, padded } from './tar';

/** A bundle whose files lie in a folder, with what its manifest states of them. */
export interface Unpacked {
  folder: string;
  run: string;
  /** `bundle.json` as it stands in the bundle, one character an octet. */
  statedText: string;
  /** What it says; undefined where it is no manifest of this version. */
  stated: BundleManifest | undefined;
  signature: string | undefined;
  /** In the order of the archive, without manifest and signature. */
  files: SummedFile[];
}

/** Where a part of a bundle stands in it. */
export interface Placed {
  path: string;
  headerAt: number;
  contentAt: number;
  /** Behind its padding. */
  endAt: number;
}

/** Where everything stands in a bundle: manifest, files, signature. */
export function layoutOf({ statedText, files, signature }: Unpacked): Placed[] {
  const contents = [
    { path: MANIFEST, octets: statedText.length },
    ...files,
    ...(signature === undefined ? [] : [{ path: SIGNATURE, octets: signature.length }]),
  ];
  let at = 0;
  return contents.map(({ path, octets }) => {
    const [headerAt, contentAt] = [at, at + BLOCK];
    at = contentAt + padded(octets);
    return { path, headerAt, contentAt, endAt: at };
  });
}

/**
 * Unpacks a bundle into an empty folder, in bounded memory. Writes nothing but plain files that the manifest lists, in its order and with
 * its sizes. Throws a BundleError at the first entry that is anything else, a UsageError where the file is no bundle at all.
 */
export async function unpack(bundle: BundleOctets, folder: string): Promise<Unpacked> {
  const { run, statedText, stated } = await manifestIn(bundle);
  const files: SummedFile[] = [];
  let signature: string | undefined;
  for (let at = BLOCK + padded(statedText.length); ; ) {
    const header = headerOf(bundle.block(at));
    if (header === 'end') break;
    if (header === 'damaged')
      throw new BundleError(await damageOf(bundle, stated, { at, before: files.length, signed: signature !== undefined }));
    refuseHostile(header, at, run);
    const { octets } = header;
    const path = header.name.slice(run.length + 1);
    if (signature !== undefined) throw refusal(header, at, 'it stands behind the signature, which is last');
    if (at + BLOCK + octets > bundle.length) throw refusal(header, at, `it has ${octets} octets, more than follow`);
    if (path === SIGNATURE && octets <= MOST_SIGNATURE) signature = bundle.text(at + BLOCK, octets);
    else {
      refuseUnlisted(statedText, stated, files, { path, octets, at });
      files.push({
        path,
        ...extracted(bundle, at + BLOCK, octets, join(folder, path), () => refusal(header, at, 'it stands twice')),
      });
    }
    at += BLOCK + padded(octets);
  }
  return { folder, run, statedText, stated, signature, files };
}

async function manifestIn(bundle: BundleOctets) {
  const header = headerOf(bundle.block(0));
  if (header === 'damaged') {
    const stated = parseManifest(bundle.textToNul(BLOCK, MOST_MANIFEST));
    if (stated) throw new BundleError(await damageOf(bundle, stated, { at: 0, before: undefined, signed: false }));
  }
  if (typeof header === 'string' || !header.name.endsWith(`/${MANIFEST}`) || header.octets > MOST_MANIFEST)
    throw new UsageError(
      `${bundle.path}: is no bundle: it does not begin with ${MANIFEST}. Name a file that "bundle" has written.`,
    );
  const statedText = bundle.text(BLOCK, header.octets);
  return { run: header.name.slice(0, -MANIFEST.length - 1), statedText, stated: parseManifest(statedText) };
}

type Entry = Exclude<Header, string>;

/** Types of tar entries that somebody may have put there. */
const TYPES: Record<string, string> = {
  1: 'a hard link',
  2: 'a symbolic link',
  3: 'a device',
  4: 'a device',
  5: 'a folder',
  6: 'a pipe',
};

function refuseHostile(entry: Entry, at: number, run: string) {
  const { name, type } = entry;
  if (type !== '0') throw refusal(entry, at, `it is no plain file, but ${TYPES[type] ?? `of type ${JSON.stringify(type)}`}`);
  if (name.startsWith('/')) throw refusal(entry, at, 'its path is absolute');
  if (name.split(/[/\\]/).includes('..')) throw refusal(entry, at, 'its path leads out of the folder');
  if (!name.startsWith(`${run}/`)) throw refusal(entry, at, `it lies outside ${run}/`);
  if (!mayBeBundled(name.slice(run.length + 1))) throw refusal(entry, at, 'no bundle holds a file by such a path');
}

const refusal = ({ name }: Entry, at: number, why: string) =>
  new BundleError({ file: name, part: 'header', from: at, to: at + BLOCK, says: `is refused: ${why}` });

/** No entry but the next one that the manifest lists, and of its size. Where no manifest can be read, what follows it is never larger than the bundle. */
function refuseUnlisted(
  text: string,
  stated: BundleManifest | undefined,
  before: readonly SummedFile[],
  got: { path: string; octets: number; at: number },
) {
  const next = stated?.files[before.length];
  if (!stated || (next?.path === got.path && next.octets === got.octets)) return;
  const start = next ? text.lastIndexOf('{', text.indexOf(`"${next.path}"`)) : 0;
  const end = next ? text.indexOf('}', start) + 1 : text.length;
  throw new BundleError({
    file: MANIFEST,
    part: 'content',
    from: BLOCK + start,
    to: BLOCK + end,
    says: `${next ? `lists ${next.path} with ${next.octets} octets` : 'lists no more files'}; the archive has ${got.path} with ${got.octets} octets, its header at octet ${got.at}`,
  });
}

function extracted(bundle: BundleOctets, from: number, octets: number, to: string, twice: () => Error): Sums {
  mkdirSync(dirname(to), { recursive: true });
  const file = opened(to, twice);
  const summing = new Summing();
  try {
    for (const chunk of bundle.chunks(from, octets)) {
      summing.add(chunk);
      writeSync(file, chunk);
    }
  } finally {
    closeSync(file);
  }
  return summing.sums();
}

function opened(path: string, twice: () => Error): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).code === 'EEXIST' ? twice() : cause;
  }
}
