import type { Access, SecurityName } from '../../declaration/access';
import { DecodeError, LinkError } from '../../trace/errors';
import {
  type ClientApdu,
  type Covered,
  decodeApdu,
  encodeApdu,
  InvocationCounterError,
  MOST_ADDED,
  type SecurityContext,
  type ServerApdu,
} from '../dlms';

type OnPort = Pick<Access, 'port'>;

/** How the APDUs of an association become octets and back. */
export interface ApduForm {
  /** Octets that an APDU may gain on the way. */
  adds: number;
  encode(apdu: ClientApdu): Uint8Array;
  /** Throws a LinkError for octets that are no APDU of a meter. */
  decode(octets: Uint8Array): ServerApdu;
}

export const inTheClear = ({ port }: OnPort): ApduForm => ({
  adds: 0,
  encode: (apdu) => encodeApdu('client', apdu),
  decode: (octets) => said(port, octets),
});

/** Every APDU ciphered, but for an exception-response, which says in the clear what was wrong with one. */
export const ciphered = ({ port }: OnPort, context: SecurityContext, how: Covered): ApduForm => ({
  adds: MOST_ADDED,
  encode: (apdu) => context.cipher(encodeApdu('client', apdu), how),
  decode: (octets) => {
    if (octets[0] !== EXCEPTION) return said(port, opened(port, context, octets));
    const exception = said(port, octets);
    throwIfNotDeciphered(port, exception);
    return exception;
  },
});

/** The names of the declaration, as the security header has them. */
export const PROTECTIONS: Readonly<Record<SecurityName, Pick<Covered, 'authenticated' | 'encrypted'>>> = {
  none: { authenticated: false, encrypted: false },
  authentication: { authenticated: true, encrypted: false },
  encryption: { authenticated: false, encrypted: true },
  'authentication-encryption': { authenticated: true, encrypted: true },
};

const EXCEPTION = 0xd8;

/** Opens what the meter ciphered. Throws a LinkError: `replayed` where its counter goes back, `malformed` where the keys do not open it. */
export function opened(port: string, context: SecurityContext, octets: Uint8Array): Uint8Array {
  try {
    return context.open(octets).apdu;
  } catch (cause) {
    if (cause instanceof InvocationCounterError)
      throw new LinkError(
        port,
        'replayed',
        `the meter's invocation counter goes back: at least ${cause.least} was due, ${cause.came} came; an old message is sent again, or the meter has lost its counter`,
        { cause },
      );
    if (!(cause instanceof DecodeError)) throw cause;
    const problem = `an answer of the meter is not ciphered as was agreed: ${cause.message}; are the keys those of this meter?`;
    throw new LinkError(port, 'malformed', problem, { cause });
  }
}

/** Throws a LinkError of code `refused` where the meter could not open what was asked: the request was not even looked at. */
export function throwIfNotDeciphered(port: string, apdu: ServerApdu): void {
  if (apdu.kind !== 'exception-response') return;
  if (apdu.serviceError === 'invocation-counter-error')
    throw new LinkError(
      port,
      'refused',
      `the meter wants an invocation counter of at least ${apdu.invocationCounter}: set SMETS2_INVOCATION_COUNTER to it, or leave SMETS2_SYSTEM_TITLE out where the meter takes any`,
    );
  if (apdu.serviceError === 'deciphering-error')
    throw new LinkError(
      port,
      'refused',
      'the meter cannot decipher what it is asked: are the keys those of this meter, and is the security that is declared enough for it?',
    );
}

/** An APDU of the meter in the clear. Throws a LinkError for octets that are none. */
function said(port: string, octets: Uint8Array): ServerApdu {
  try {
    return decodeApdu('server', octets);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new LinkError(port, 'malformed', `the meter sent what is no answer: ${cause.message}`, { cause });
  }
}
