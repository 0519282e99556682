import { type BundleManifest, MANIFEST, SIGNATURE } from './bundle-manifest';
import type { BundleOctets } from './bundle-octets';
import type { Change } from './change';
import { BLOCK, headerFor } from './tar';

/** Where a bundle was when it met a damaged header. */
export interface Met {
  at: number;
  /** How many files came before it; undefined for the manifest's own header. */
  before: number | undefined;
  /** The signature was read already, and nothing may follow. */
  signed: boolean;
}

/** Which octet of a damaged header was changed, by what the manifest lists there; the whole header where no manifest tells. */
export async function damageOf(bundle: BundleOctets, stated: BundleManifest | undefined, met: Met): Promise<Change> {
  const { at } = met;
  const wanted = stated && (await wantedAt(bundle, stated, met));
  if (!wanted) return { file: '', part: 'header', from: at, to: at + BLOCK, says: 'is no header of a tar archive' };
  const block = bundle.block(at);
  const first = block.findIndex((octet, i) => octet !== wanted.header[i]);
  return {
    file: wanted.path,
    part: wanted.path ? 'header' : 'end of archive',
    from: at + first,
    to: at + first + 1,
    says: `is ${hex(block[first])}; expected ${hex(wanted.header[first])}`,
  };
}

export const MOST_SIGNATURE = 16 * 1024;
export const MOST_MANIFEST = 64 * 1024 * 1024;

async function wantedAt(bundle: BundleOctets, { run, files }: BundleManifest, { at, before, signed }: Met) {
  const headed = async (path: string, octets: number) => ({ path, header: await headerFor({ name: `${run}/${path}`, octets }) });
  if (before === undefined) return headed(MANIFEST, bundle.textToNul(at + BLOCK, MOST_MANIFEST).length);
  const next = files[before];
  if (next) return headed(next.path, next.octets);
  const signature = signed ? '' : bundle.textToNul(at + BLOCK, MOST_SIGNATURE);
  return signature ? headed(SIGNATURE, signature.length) : { path: '', header: new Uint8Array(BLOCK) };
}

export const hex = (octet: number | undefined) => (octet === undefined ? 'missing' : `0x${octet.toString(16).padStart(2, '0')}`);
