import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstBroken } from '../trace/broken-record';
import { sha256 } from '../trace/chain';
import { type BundleManifest, MANIFEST, manifestOf, manifestText, type SummedFile } from './bundle-manifest';
import type { BundleOctets } from './bundle-octets';
import { BundleError, type Change } from './change';
import { hex } from './damage';
import { packedBundle } from './pack';
import { MARK_DIGITS, MARKED_OCTETS } from './sums';
import { BLOCK } from './tar';
import type { Placed, Unpacked } from './unpack';

/**
 * Checks an unpacked bundle against itself: every file against the manifest, the manifest against what follows from the files, and every
 * octet against the same files packed again. Throws a BundleError that names the first change.
 */
export async function checkOctets(bundle: BundleOctets, unpacked: Unpacked, layout: readonly Placed[]): Promise<BundleManifest> {
  for (const [i, file] of unpacked.files.entries()) {
    const stated = unpacked.stated?.files[i];
    if (stated && isChanged(file, stated)) throw new BundleError(changeIn(unpacked, file, stated, layout[i + 1]!.contentAt));
  }
  const manifest = derived(unpacked);
  const text = manifestText(manifest);
  if (text !== unpacked.statedText) throw new BundleError(manifestChange(unpacked.statedText, text));
  await comparePacked(bundle, unpacked, text, layout);
  return manifest;
}

/** A change of the file alters its checksum and a mark; a change of the manifest alters one of them. */
const isChanged = (file: SummedFile, stated: SummedFile) => file.sha256 !== stated.sha256 && file.marks !== stated.marks;

function changeIn({ folder, stated }: Unpacked, file: SummedFile, wanted: SummedFile, contentAt: number): Change {
  const { path } = file;
  const block = firstDifference(file.marks, wanted.marks) / MARK_DIGITS;
  const start = Math.floor(block) * MARKED_OCTETS;
  const end = Math.min(start + MARKED_OCTETS, file.octets);
  const chain = stated?.chains[path];
  const broken = chain && firstBroken(join(folder, path), sha256(readFileSync(join(folder, 'plan.json'))), chain.head);
  const record = broken && broken.from < end && start < broken.to ? broken : undefined;
  return {
    file: path,
    part: 'content',
    ...(record && { record: record.record }),
    from: contentAt + Math.max(start, record?.from ?? 0),
    to: contentAt + Math.min(end, record?.to ?? end),
    says: `was changed after it was packed: its SHA-256 is ${file.sha256}; ${MANIFEST} says ${wanted.sha256}`,
  };
}

/** The manifest that follows from the files. Where none does, what is wrong is in a file that no checksum contradicts: it was packed so. */
function derived({ folder, run, files, statedText }: Unpacked): BundleManifest {
  try {
    return manifestOf(folder, run, files);
  } catch (cause) {
    const says = `does not follow from the files: ${(cause as Error).message}`;
    throw new BundleError({ file: MANIFEST, part: 'content', from: BLOCK, to: BLOCK + statedText.length, says }, { cause });
  }
}

function manifestChange(got: string, wanted: string): Change {
  const at = firstDifference(got, wanted);
  const line = (text: string) =>
    JSON.stringify(
      text
        .slice(text.lastIndexOf('\n', at) + 1)
        .split('\n', 1)[0]
        ?.trim()
        .slice(0, 90) ?? '',
    );
  return {
    file: MANIFEST,
    part: 'content',
    from: BLOCK + at,
    to: BLOCK + at + 1,
    says: `does not say what follows from the files: ${line(got)}; expected ${line(wanted)}`,
  };
}

function firstDifference(left: string, right: string): number {
  const most = Math.max(left.length, right.length);
  for (let at = 0; at < most; at++) if (left[at] !== right[at]) return at;
  return most;
}

/** Packs the files again and compares octet by octet, to the end of the longer one. */
async function comparePacked(
  bundle: BundleOctets,
  { folder, run, files, signature }: Unpacked,
  manifest: string,
  layout: readonly Placed[],
) {
  let at = 0;
  for await (const wanted of packedBundle({ folder, run, manifest, files, ...(signature !== undefined && { signature }) })) {
    const got = bundle.read(at, wanted.length);
    const first = wanted.findIndex((octet, i) => octet !== got[i]);
    if (first >= 0)
      throw new BundleError(packingChange(layout, at + first, `is ${hex(got[first])}; expected ${hex(wanted[first])}`));
    at += wanted.length;
  }
  const more = bundle.length - at;
  if (more > 0) throw new BundleError({ file: '', part: END, from: at, to: bundle.length, says: `${more} octets too many` });
}

const END = 'end of archive';

/** What lies at that octet: no content, for the content is what was packed. */
function packingChange(layout: readonly Placed[], at: number, says: string): Change {
  const there = layout.find(({ endAt }) => at < endAt);
  const part = !there ? END : at < there.contentAt ? 'header' : 'padding';
  return { file: there?.path ?? '', part, from: at, to: at + 1, says };
}
