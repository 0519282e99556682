import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../trace/errors';
import type { KeyRing } from './cosem/key-ring';

const hex = (octets: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * octets}}$`, 'i'));
const keysShape = z.strictObject({
  systemTitle: hex(8),
  password: z.string().min(1).max(64),
  encryptionKey: hex(16),
  authenticationKey: hex(16),
});

const OTHERS = 0o077;

/** The keys of a virtual meter, from a file of its own that is made with fresh ones on first use; only its owner may read it. */
export function demoKeys(file: string): KeyRing {
  makeOnce(file);
  if ((statSync(file).mode & OTHERS) !== 0)
    throw new UsageError(`${file}: others may read these keys; what to do: chmod 600 ${file}`);
  const keys = keysShape.safeParse(jsonIn(file));
  if (!keys.success) throw new UsageError(`${file}: no keys of a virtual meter; remove it, and fresh ones are made`);
  const { systemTitle, password, encryptionKey, authenticationKey } = keys.data;
  return {
    systemTitle: octets(systemTitle),
    password: Uint8Array.from(Buffer.from(password, 'utf8')),
    encryptionKey: octets(encryptionKey),
    authenticationKey: octets(authenticationKey),
  };
}

function makeOnce(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const keys: z.output<typeof keysShape> = {
    systemTitle: Buffer.concat([Buffer.from('SMV'), randomBytes(5)]).toString('hex'),
    password: randomBytes(8).toString('hex'),
    encryptionKey: randomBytes(16).toString('hex'),
    authenticationKey: randomBytes(16).toString('hex'),
  };
  try {
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new UsageError(`${file}: the keys of the virtual meter cannot be kept there: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
