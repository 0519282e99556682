import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flattenedVerify } from 'jose';
import { exposed, readSigningKey, readTrustedKey } from './keys';
import { signed, signerOf } from './signature';
import { freshFolder } from './small-run.fixture';

let home: string;
beforeAll(() => {
  home = freshFolder();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const PAIRS = {
  Ed25519: generateKeyPairSync('ed25519'),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
const kept = (name: string, text: string | Buffer) => {
  const path = join(home, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
};

describe.each(Object.entries(PAIRS))('a signature by %s', (curve, { privateKey, publicKey }) => {
  const files = {
    PEM: () => [
      kept(`${curve}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' })),
      kept(`${curve}.pub`, publicKey.export({ type: 'spki', format: 'pem' })),
    ],
    JWK: () => [
      kept(`${curve}.jwk`, JSON.stringify(privateKey.export({ format: 'jwk' }))),
      kept(`${curve}.pub.jwk`, JSON.stringify(publicKey.export({ format: 'jwk' }))),
    ],
  };

  it.each(['PEM', 'JWK'] as const)('made with a key in %s is that of the public key', async (form) => {
    const [secret, known] = files[form]() as [string, string];
    const jws = await signed('{"some": "manifest"}\n', await readSigningKey(secret));
    const signer = await signerOf(jws, '{"some": "manifest"}\n');
    expect(signer?.thumbprint).toBe((await readTrustedKey(known)).thumbprint);
  });

  it('is what other JOSE tools expect of a detached JWS', async () => {
    const jws = await signed('text', await readSigningKey(files.PEM()[0]!));
    const [header = '', signature = ''] = jws.trim().split('..');
    const payload = Buffer.from('text').toString('base64url');
    await expect(flattenedVerify({ protected: header, payload, signature }, publicKey)).resolves.toBeDefined();
  });

  it('is nobody’s over another text, or with any character changed', async () => {
    const jws = await signed('text', await readSigningKey(files.PEM()[0]!));
    expect(await signerOf(jws, 'test')).toBeUndefined();
    for (let at = 0; at < jws.length; at++) {
      const other = jws[at] === 'A' ? 'B' : 'A';
      expect(await signerOf(jws.slice(0, at) + other + jws.slice(at + 1), 'text')).toBeUndefined();
    }
  });
});

describe('a key file', () => {
  it('is refused where it is of another kind, or the private half of what should be public', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    await expect(readSigningKey(kept('rsa.pem', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })))).rejects.toThrow(
      /RSA; expected Ed25519/,
    );
    await expect(readTrustedKey(kept('p384.pub', p384.publicKey.export({ type: 'spki', format: 'pem' })))).rejects.toThrow(
      /P-384; expected/,
    );
    const { privateKey } = PAIRS.Ed25519;
    const pem = kept('private.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const jwk = kept('private.jwk', JSON.stringify(privateKey.export({ format: 'jwk' })));
    for (const path of [pem, jwk]) await expect(readTrustedKey(path)).rejects.toThrow(/is a private key; name the public one/);
    await expect(readSigningKey(kept('none.pem', 'nothing'))).rejects.toThrow(/cannot be read as a private key/);
    await expect(readSigningKey(join(home, 'absent'))).rejects.toThrow(/cannot be read as a private key/);
  });

  it('is told of where others may read it', () => {
    const path = kept('open.pem', 'secret');
    expect(exposed(path)).toBeUndefined();
    chmodSync(path, 0o640);
    expect(exposed(path)).toMatch(/chmod 600/);
  });
});
