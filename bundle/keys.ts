import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { UsageError } from '../trace/errors';

/** A key that can sign or check a bundle, and its RFC 7638 thumbprint, by which people compare keys. */
export interface BundleKey {
  key: KeyObject;
  algorithm: 'EdDSA' | 'ES256';
  /** Its public half. */
  jwk: JWK;
  thumbprint: string;
}

/** Reads a private key, PEM or JWK. Throws a UsageError for anything but Ed25519 or P-256. */
export async function readSigningKey(path: string): Promise<BundleKey> {
  const key = keyIn(path, 'private', (text) =>
    isJson(text) ? createPrivateKey({ key: JSON.parse(text), format: 'jwk' }) : createPrivateKey(text),
  );
  return described(key, path);
}

/** Reads a public key, PEM or JWK. Throws a UsageError for anything but Ed25519 or P-256, and for a private key, which nobody should hand round. */
export async function readTrustedKey(path: string): Promise<BundleKey> {
  const key = keyIn(path, 'public', (text) => {
    const jwk = isJson(text) ? (JSON.parse(text) as JsonWebKey) : undefined;
    if (jwk?.d !== undefined || text.includes('PRIVATE KEY'))
      throw new UsageError(`${path}: is a private key; name the public one ("openssl pkey -in KEY -pubout" makes it)`);
    return jwk ? createPublicKey({ key: jwk, format: 'jwk' }) : createPublicKey(text);
  });
  return described(key, path);
}

/** What to tell of a key file that others than its owner may read; undefined where none can. */
export function exposed(path: string): string | undefined {
  const shared = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
  return shared ? `${path}: others than its owner may read this private key; chmod 600 ${path}` : undefined;
}

/** A key from a JWK that came with a signature. */
export async function keyOf(jwk: JWK): Promise<BundleKey> {
  return described(createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }), 'the key of the signature');
}

async function described(key: KeyObject, named: string): Promise<BundleKey> {
  const jwk = await exportJWK(key.type === 'private' ? createPublicKey(key) : key);
  const algorithm = jwk.crv === 'Ed25519' ? 'EdDSA' : jwk.crv === 'P-256' ? 'ES256' : undefined;
  if (!algorithm) throw new UsageError(`${named}: is of type ${jwk.crv ?? jwk.kty}; expected Ed25519 or P-256`);
  return { key, algorithm, jwk, thumbprint: await calculateJwkThumbprint(jwk) };
}

const isJson = (text: string) => text.trimStart().startsWith('{');

function keyIn(path: string, which: string, parse: (text: string) => KeyObject): KeyObject {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(
      `${path}: cannot be read as a ${which} key (${(cause as Error).message}); expected PEM or JWK without a passphrase, Ed25519 or P-256`,
      { cause },
    );
  }
}
