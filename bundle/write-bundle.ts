import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../trace/errors';
import { manifestOf, manifestText, summedFiles } from './bundle-manifest';
import type { BundleKey } from './keys';
import { packedBundle } from './pack';
import { signed } from './signature';

export interface WrittenBundle {
  files: number;
  octets: number;
  sha256: string;
}

/**
 * Packs a folder that holds a judged run, as `run`, into a bundle that is there whole or not at all. Throws a UsageError where it
 * cannot be written or the folder holds what no bundle can.
 */
export async function writeBundle(folder: string, run: string, out: string, key?: BundleKey): Promise<WrittenBundle> {
  const files = summedFiles(folder);
  const manifest = manifestText(manifestOf(folder, run, files));
  const signature = key && (await signed(manifest, key));
  const unfinished = `${out}.unfinished`;
  const hash = createHash('sha256');
  let octets = 0;
  const file = opened(unfinished, out);
  try {
    for await (const chunk of packedBundle({ folder, run, manifest, files, ...(signature && { signature }) })) {
      writeSync(file, chunk);
      hash.update(chunk);
      octets += chunk.length;
    }
    fsyncSync(file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, out);
  return { files: files.length, octets, sha256: hash.digest('hex') };
}

function opened(path: string, out: string): number {
  try {
    return openSync(path, 'w');
  } catch (cause) {
    throw new UsageError(
      `${out}: no bundle can be written in ${dirname(out)} (${(cause as Error).message}); name another file with --out`,
      { cause },
    );
  }
}
