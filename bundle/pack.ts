import { join } from 'node:path';
import { MANIFEST, SIGNATURE, type SummedFile } from './bundle-manifest';
import { chunksOf } from './sums';
import { archive, type Packed } from './tar';

/** Everything that a bundle is made of. */
export interface BundleContents {
  folder: string;
  run: string;
  /** `bundle.json`, as it stands in the bundle. */
  manifest: string;
  files: readonly SummedFile[];
  /** `bundle.jws`, as it stands in the bundle. */
  signature?: string;
}

/** A bundle's octets: the manifest, every file in the order given, the signature. The same contents give the same octets. */
export function packedBundle({ folder, run, manifest, files, signature }: BundleContents): AsyncIterable<Uint8Array> {
  const text = (name: string, text: string): Packed => {
    const octets = Buffer.from(text, 'latin1');
    return { name: `${run}/${name}`, octets: octets.length, content: () => [octets] };
  };
  return archive([
    text(MANIFEST, manifest),
    ...files.map(({ path, octets }) => ({ name: `${run}/${path}`, octets, content: () => chunksOf(join(folder, path)) })),
    ...(signature === undefined ? [] : [text(SIGNATURE, signature)]),
  ]);
}
