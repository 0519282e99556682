import { DecodeError, EncodeError } from '../../../trace/errors';
import { cipheredService, generalKeyCiphering } from '../apdu/general';
import { Writer } from '../cursor';
import { decode, encode } from '../shape';
import { type CipherKeys, type Protection, protect, type Unprotected, unprotect } from './ciphering';

/** Which key: the global one of the meter, or one dedicated to the association. */
export type KeyKind = 'glo' | 'ded';

/** An APDU's tag in the clear, under the global key, and under the dedicated one (IEC 62056-5-3 §8). */
const SERVICE_TAGS = [
  [0x01, 0x21, 0x41],
  [0x08, 0x28, 0x48],
  [0x0e, 0x2e, 0x4e],
  [0xc0, 0xc8, 0xd0],
  [0xc1, 0xc9, 0xd1],
  [0xc2, 0xca, 0xd2],
  [0xc3, 0xcb, 0xd3],
  [0xc4, 0xcc, 0xd4],
  [0xc5, 0xcd, 0xd5],
  [0xc7, 0xcf, 0xd7],
] as const;

const COLUMN = { glo: 1, ded: 2 } as const;
const GENERAL_TAGS = { glo: 0xdb, ded: 0xdc } as const;

/** Whether octets begin as a ciphered APDU does. */
export const isCiphered = (apdu: Uint8Array): boolean =>
  SERVICE_TAGS.some(([, glo, ded]) => apdu[0] === glo || apdu[0] === ded) ||
  apdu[0] === GENERAL_TAGS.glo ||
  apdu[0] === GENERAL_TAGS.ded;

/** The APDU under the key of its service: glo-get-request and so on. Throws `EncodeError` for one that has no such form. */
export function cipherService(
  apdu: Uint8Array,
  kind: KeyKind,
  how: Protection,
  keys: CipherKeys,
  invocationCounter: number,
): Uint8Array {
  const tag = SERVICE_TAGS.find(([plain]) => plain === apdu[0])?.[COLUMN[kind]];
  if (tag === undefined) throw new EncodeError(`an APDU that has a ${kind}-ciphered form`, `tag ${apdu[0]}`);
  const ciphered = protect(apdu, how, keys, invocationCounter);
  return new Writer().u8(tag).length(ciphered.length).put(ciphered).octets();
}

/** Any APDU as general-glo-ciphering or general-ded-ciphering, with the sender's system title. */
export function cipherGeneral(
  apdu: Uint8Array,
  kind: KeyKind,
  how: Protection,
  keys: CipherKeys,
  invocationCounter: number,
): Uint8Array {
  const ciphered = protect(apdu, how, keys, invocationCounter);
  const { systemTitle } = keys;
  return encode(generalKeyCiphering, { systemTitle, ciphered }, new Writer().u8(GENERAL_TAGS[kind]));
}

export interface Deciphered extends Unprotected {
  key: KeyKind;
  /** It came as general-glo- or general-ded-ciphering. */
  general: boolean;
  /** Of the sender, where the APDU names it. */
  systemTitle?: Uint8Array;
}

/**
 * The APDU in the clear, and how it was protected. `keysFor` gives the sender's keys. Throws `DecodeError` for an APDU that is not
 * ciphered, that the keys do not open, or that holds another service than its tag says.
 */
export function decipher(apdu: Uint8Array, keysFor: (key: KeyKind, systemTitle?: Uint8Array) => CipherKeys): Deciphered {
  const [tag] = apdu;
  for (const key of ['glo', 'ded'] as const) {
    const service = SERVICE_TAGS.find((tags) => tags[COLUMN[key]] === tag);
    if (service !== undefined) {
      const { ciphered } = decode(cipheredService, apdu, 1);
      const opened = unprotect(ciphered, keysFor(key));
      if (opened.plain[0] !== service[0]) throw new DecodeError(0, `tag ${service[0]} in the clear`, String(opened.plain[0]));
      return { key, general: false, ...opened };
    }
    if (tag === GENERAL_TAGS[key]) {
      const { systemTitle, ciphered } = decode(generalKeyCiphering, apdu, 1);
      return { key, general: true, systemTitle, ...unprotect(ciphered, keysFor(key, systemTitle)) };
    }
  }
  throw new DecodeError(0, 'a ciphered APDU', tag === undefined ? 'nothing' : `tag ${tag}`);
}
