import { base64url, CompactSign, compactVerify, type JWK } from 'jose';
import { type BundleKey, keyOf } from './keys';

/** A detached JWS (RFC 7515, appendix F) over the octets of a manifest; its header carries the public key. */
export async function signed(manifest: string, { key, algorithm, jwk }: BundleKey): Promise<string> {
  const jws = await new CompactSign(Buffer.from(manifest, 'latin1')).setProtectedHeader({ alg: algorithm, jwk }).sign(key);
  const [header, , signature] = jws.split('.');
  return `${header}..${signature}\n`;
}

/** The key that surely made a signature over the manifest; undefined where it is not what some key made. */
export async function signerOf(jws: string, manifest: string): Promise<BundleKey | undefined> {
  const [, header = '', signature = ''] = /^([\w-]+)\.\.([\w-]+)\n$/.exec(jws) ?? [];
  try {
    // A decoder drops the last bits of base64 that stand for no octet; in a signature they have to be zero too.
    if (base64url.encode(base64url.decode(signature)) !== signature) return undefined;
    const { jwk } = JSON.parse(Buffer.from(base64url.decode(header)).toString('utf8')) as { jwk: JWK };
    const signer = await keyOf(jwk);
    const payload = base64url.encode(Buffer.from(manifest, 'latin1'));
    await compactVerify(`${header}.${payload}.${signature}`, signer.key, { algorithms: [signer.algorithm] });
    return signer;
  } catch {
    return undefined;
  }
}
