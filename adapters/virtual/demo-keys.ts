import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
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
  invocationCounter: z
    .int()
    .min(0)
    .max(2 ** 32)
    .default(0),
});
type Kept = z.output<typeof keysShape>;

const OTHERS = 0o077;
/** Invocation counters that are taken out of the file at once: a meter that is killed loses the rest of them, and uses none twice. */
const RESERVED = 2 ** 16;

/** The keys of a virtual meter, and the counters that it ciphers with. */
export interface MeterKeys extends KeyRing {
  /** Never one that was used under these keys, in this life of the meter or another. Throws a UsageError where none is left. */
  nextCounter(): number;
}

/** The keys of a virtual meter, from a file of its own that is made with fresh ones on first use; only its owner may read it. */
export function demoKeys(file: string): MeterKeys {
  const { systemTitle, password, encryptionKey, authenticationKey } = keptIn(file);
  let [next, end] = [0, 0];
  return {
    systemTitle: octets(systemTitle),
    password: Uint8Array.from(Buffer.from(password, 'utf8')),
    encryptionKey: octets(encryptionKey),
    authenticationKey: octets(authenticationKey),
    nextCounter: () => {
      if (next === end) [next, end] = reserved(file);
      return next++;
    },
  };
}

function keptIn(file: string): Kept {
  makeOnce(file);
  if ((statSync(file).mode & OTHERS) !== 0)
    throw new UsageError(`${file}: others may read these keys; what to do: chmod 600 ${file}`);
  const keys = keysShape.safeParse(jsonIn(file));
  if (!keys.success) throw new UsageError(`${file}: no keys of a virtual meter; remove it, and fresh ones are made`);
  return keys.data;
}

function reserved(file: string): [from: number, to: number] {
  const kept = keptIn(file);
  const to = kept.invocationCounter + RESERVED;
  if (to > 2 ** 32) throw new UsageError(`${file}: these keys are spent; remove the file, and fresh ones are made`);
  const fresh = `${file}.new`;
  writeFileSync(fresh, textOf({ ...kept, invocationCounter: to }), { mode: 0o600, flush: true });
  renameSync(fresh, file);
  return [kept.invocationCounter, to];
}

function makeOnce(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const keys: Kept = {
    systemTitle: Buffer.concat([Buffer.from('SMV'), randomBytes(5)]).toString('hex'),
    password: randomBytes(8).toString('hex'),
    encryptionKey: randomBytes(16).toString('hex'),
    authenticationKey: randomBytes(16).toString('hex'),
    invocationCounter: 0,
  };
  try {
    writeFileSync(file, textOf(keys), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new UsageError(`${file}: the keys of the virtual meter cannot be kept there: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

const textOf = (keys: Kept) => `${JSON.stringify(keys, null, 2)}\n`;

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const octets = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
