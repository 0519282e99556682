import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { UsageError } from '../../trace/errors';
import { ReceivedCounter, SentCounter } from '../dlms';

/** What a client shows who it is with. Never printed, never recorded. */
export interface Secrets {
  password?: Uint8Array;
  encryptionKey?: Uint8Array;
  authenticationKey?: Uint8Array;
  /** Of this client, 8 octets: no secret, but it goes with the keys. */
  systemTitle: Uint8Array;
  /** Invocation counters under the global keys, of this client and of the meter: a run uses none twice, and takes none twice. */
  counters: { sent: SentCounter; received: ReceivedCounter };
}

const FILE = 'SMETS2_SECRETS';
const NAMES = [
  'SMETS2_PASSWORD',
  'SMETS2_ENCRYPTION_KEY',
  'SMETS2_AUTHENTICATION_KEY',
  'SMETS2_SYSTEM_TITLE',
  'SMETS2_INVOCATION_COUNTER',
] as const;
type Name = (typeof NAMES)[number];

/**
 * Secrets out of the environment, else out of a file which only its owner may read: the one that SMETS2_SECRETS names, or that of the
 * access path. It holds lines of `NAME=value`, or is the file of keys of a virtual meter. Keys and system title are hex, a password is
 * text or `hex:…`. Throws a UsageError that names what is wrong, never the value.
 */
export function readSecrets(environment: NodeJS.ProcessEnv = process.env, ofAccess?: string): Secrets {
  const file = environment[FILE] ?? ofAccess;
  const given: Partial<Record<Name, string>> = { ...(file !== undefined && readSecretsFile(file)) };
  for (const name of NAMES) if (environment[name] !== undefined) given[name] = environment[name];
  const { SMETS2_PASSWORD: password, SMETS2_ENCRYPTION_KEY, SMETS2_AUTHENTICATION_KEY, SMETS2_SYSTEM_TITLE } = given;
  return {
    ...(password !== undefined && { password: passwordOf(password) }),
    ...(SMETS2_ENCRYPTION_KEY !== undefined && { encryptionKey: octets('SMETS2_ENCRYPTION_KEY', SMETS2_ENCRYPTION_KEY, 16) }),
    ...(SMETS2_AUTHENTICATION_KEY !== undefined && {
      authenticationKey: octets('SMETS2_AUTHENTICATION_KEY', SMETS2_AUTHENTICATION_KEY, 16),
    }),
    ...(SMETS2_SYSTEM_TITLE === undefined
      ? { systemTitle: ownTitle(), counters: countersFrom(firstCounter(given)) }
      : ofGivenTitle(octets('SMETS2_SYSTEM_TITLE', SMETS2_SYSTEM_TITLE, 8), firstCounter(given))),
  };
}

function readSecretsFile(path: string): Partial<Record<Name, string>> {
  let text: string;
  try {
    const file = openSync(path, 'r');
    try {
      if ((fstatSync(file).mode & 0o077) !== 0)
        throw new UsageError(`${path}: others may read or write this file of secrets: chmod 600 ${path}`);
      text = readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${path}: this file of secrets cannot be read (${code}): ${nextStep(code)}`, { cause });
  }
  if (text.startsWith('{')) return ofVirtualMeter(text, path);
  const found: Partial<Record<Name, string>> = {};
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, value] = /^(\w+)=(.*)$/.exec(line.trim()) ?? [];
    if (!NAMES.includes(name as Name))
      throw new UsageError(`${path}:${i + 1}: expected NAME=value with one of ${NAMES.join(', ')}`);
    found[name as Name] = value ?? '';
  }
  return found;
}

const nextStep = (code: string | undefined) =>
  code === 'ENOENT'
    ? 'mend the path, or start the virtual meter that makes its keys there'
    : code === 'EACCES'
      ? 'it belongs to somebody else: ask its owner for one of yours'
      : 'name a file of lines NAME=value';

/** A virtual meter keeps its keys as JSON; its system title is not ours. */
function ofVirtualMeter(text: string, path: string): Partial<Record<Name, string>> {
  let keys: Partial<Record<string, unknown>>;
  try {
    keys = JSON.parse(text);
  } catch {
    // What the parser says would show a part of it.
    throw new UsageError(`${path}: neither lines of NAME=value nor the keys of a virtual meter`);
  }
  const { password, encryptionKey, authenticationKey } = keys;
  return {
    SMETS2_PASSWORD: String(password),
    SMETS2_ENCRYPTION_KEY: String(encryptionKey),
    SMETS2_AUTHENTICATION_KEY: String(authenticationKey),
  };
}

const passwordOf = (text: string) =>
  text.startsWith('hex:') ? octets('SMETS2_PASSWORD', text.slice(4)) : Uint8Array.from(Buffer.from(text, 'utf8'));

function octets(name: Name, hex: string, length?: number): Uint8Array {
  const clean = hex.replaceAll(/\s/g, '');
  if (!/^([0-9a-f]{2})+$/i.test(clean) || (length !== undefined && clean.length !== 2 * length))
    throw new UsageError(
      `${name}: expected ${length === undefined ? 'hex' : `${length} octets in hex`}; what it holds is not shown`,
    );
  return Uint8Array.from(Buffer.from(clean, 'hex'));
}

/** Of a title that is given others have used counters before us; seconds go on from run to run. */
function firstCounter({ SMETS2_INVOCATION_COUNTER: given, SMETS2_SYSTEM_TITLE: title }: Partial<Record<Name, string>>): number {
  if (given === undefined) return title === undefined ? 0 : Math.floor(Date.now() / 1000);
  if (!/^\d{1,10}$/.test(given) || Number(given) > 0xffff_ffff)
    throw new UsageError('SMETS2_INVOCATION_COUNTER: expected a whole number from 0 to 4294967295');
  return Number(given);
}

const countersFrom = (first: number) => ({ sent: new SentCounter(first), received: new ReceivedCounter() });

const givenTitles = new Map<string, Secrets['counters']>();

/** Whoever uses a title in this process goes on counting where the last one stopped. */
function ofGivenTitle(systemTitle: Uint8Array, first: number): Pick<Secrets, 'systemTitle' | 'counters'> {
  const name = Buffer.from(systemTitle).toString('hex');
  const counters = givenTitles.get(name) ?? countersFrom(first);
  givenTitles.set(name, counters);
  return { systemTitle, counters };
}

/** A title of its own for each run: invocation counters begin anew with it, and no pair of title and counter is used twice. */
const ownTitle = () => Uint8Array.from([...Buffer.from('SCT'), ...randomBytes(5)]);
