import { createCipheriv, createDecipheriv } from 'node:crypto';
import { DecodeError, EncodeError } from '../../../trace/errors';
import { decode, encode } from '../shape';
import { type Secured, type SecurityControl, secured, securityControl, TAG_LENGTH } from './secured';

/** What one direction is ciphered with. The system title, 8 octets, is the sender's. Keys are never printed. */
export interface CipherKeys {
  systemTitle: Uint8Array;
  encryptionKey: Uint8Array;
  authenticationKey: Uint8Array;
}

/** How an APDU is protected: `suite` 0 and 1 are AES-GCM-128, 2 is AES-GCM-256. */
export interface Protection {
  suite: number;
  authenticated: boolean;
  encrypted: boolean;
}

export interface Unprotected {
  control: SecurityControl;
  invocationCounter: number;
  plain: Uint8Array;
}

const SUITES = [
  { cipher: 'aes-128-gcm', keyLength: 16 },
  { cipher: 'aes-128-gcm', keyLength: 16 },
  { cipher: 'aes-256-gcm', keyLength: 32 },
] as const;
const COUNTER_OFFSET = 1;
const TEXT_OFFSET = 5;

/** Protects octets (IEC 62056-5-3 §5.3.2). Throws `EncodeError` for keys of a wrong length or a suite that there is not. */
export function protect(plain: Uint8Array, how: Protection, keys: CipherKeys, invocationCounter: number): Uint8Array {
  const control = { ...how, broadcast: false, compressed: false };
  const gcm = cipherOf(control, keys, invocationCounter);
  gcm.setAAD(additionalData(control, keys, plain));
  const text = how.encrypted ? gcm.update(plain) : plain;
  gcm.final();
  const tag = gcm.getAuthTag();
  return encode<Secured>(secured, { control, invocationCounter, text, ...(how.authenticated ? { tag } : {}) });
}

/**
 * Opens protected octets. Throws `DecodeError` where the tag is not the one that the keys give, where the suite is none or is not
 * the one that the keys are for, and for compressed content.
 */
export function unprotect(octets: Uint8Array, keys: CipherKeys): Unprotected {
  const { control, invocationCounter, text, tag } = decode(secured, octets);
  if (control.compressed) throw new DecodeError(0, 'content that is not compressed', 'compressed content');
  const { cipher, keyLength } = SUITES[control.suite] ?? { keyLength: 0 };
  if (cipher === undefined || keys.encryptionKey.length !== keyLength)
    throw new DecodeError(0, `a suite with keys of ${keys.encryptionKey.length} octets`, `suite ${control.suite}`);
  const gcm = createDecipheriv(cipher, keys.encryptionKey, iv(keys, invocationCounter), { authTagLength: TAG_LENGTH });
  gcm.setAAD(additionalData(control, keys, text));
  const plain = control.encrypted ? Uint8Array.from(gcm.update(text)) : text;
  if (tag !== undefined) {
    gcm.setAuthTag(tag);
    try {
      gcm.final();
    } catch (cause) {
      throw new DecodeError(TEXT_OFFSET + text.length, 'the tag that the keys give', 'another', { cause });
    }
  }
  return { control, invocationCounter, plain };
}

/** The authentication tag alone over `text`, as HLS with GMAC takes it over a challenge. */
export function gmac(text: Uint8Array, suite: number, keys: CipherKeys, invocationCounter: number): Uint8Array {
  return protect(text, { suite, authenticated: true, encrypted: false }, keys, invocationCounter).slice(
    TEXT_OFFSET + text.length,
  );
}

/** An invocation counter that was used or passed over: a message that is sent again, or a sender that has forgotten its own. */
export class InvocationCounterError extends DecodeError {
  constructor(
    readonly least: number,
    readonly came: number,
  ) {
    super(COUNTER_OFFSET, `an invocation counter of at least ${least}`, String(came));
  }
}

/** The counters that one direction has used: each must be greater than the one before, or somebody sends a message again. */
export class ReceivedCounter {
  constructor(private least = 0) {}

  /** Throws an `InvocationCounterError` for a counter that was used or passed over. */
  accept(invocationCounter: number): void {
    if (invocationCounter < this.least) throw new InvocationCounterError(this.least, invocationCounter);
    this.least = invocationCounter + 1;
  }
}

/** The next counter to send with; a key that has used them all is spent. */
export class SentCounter {
  constructor(private next = 0) {}

  take(): number {
    if (this.next > 0xffff_ffff) throw new EncodeError('a key with invocation counters left', 'none');
    return this.next++;
  }
}

function cipherOf(control: SecurityControl, keys: CipherKeys, invocationCounter: number) {
  const suite = SUITES[control.suite];
  if (suite === undefined) throw new EncodeError('suite 0, 1 or 2', String(control.suite));
  for (const key of [keys.encryptionKey, keys.authenticationKey])
    if (key.length !== suite.keyLength) throw new EncodeError(`a key of ${suite.keyLength} octets`, `${key.length} octets`);
  if (keys.systemTitle.length !== 8) throw new EncodeError('a system title of 8 octets', `${keys.systemTitle.length} octets`);
  return createCipheriv(suite.cipher, keys.encryptionKey, iv(keys, invocationCounter), { authTagLength: TAG_LENGTH });
}

function iv(keys: CipherKeys, invocationCounter: number): Uint8Array {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(invocationCounter);
  return Buffer.concat([keys.systemTitle, counter]);
}

/** Encryption alone authenticates nothing; authentication alone covers the text as additional data too. */
function additionalData(control: SecurityControl, keys: CipherKeys, text: Uint8Array): Uint8Array {
  if (!control.authenticated) return new Uint8Array();
  const head = Buffer.concat([encode<SecurityControl>(securityControl, control), keys.authenticationKey]);
  return control.encrypted ? head : Buffer.concat([head, text]);
}
