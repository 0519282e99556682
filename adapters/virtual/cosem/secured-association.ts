import { DecodeError } from '../../../trace/errors';
import {
  type Aarq,
  type Covered,
  decode,
  type InitiateRequest,
  initiateRequest,
  isCiphered,
  ReceivedCounter,
  SecurityContext,
  SentCounter,
} from '../../dlms';
import type { KeyRing } from './key-ring';

/** With what a server ciphers. */
export interface SecurityOffer {
  keys: KeyRing;
  /** The least protection of an association that manages; left out, it may also be in the clear. */
  security?: Pick<Covered, 'authenticated' | 'encrypted'>;
  /** The next invocation counter of the meter's own, never one that was used. */
  nextCounter(): number;
  /** What clients have used under the global keys, by their titles. */
  clientCounters: ClientCounters;
}

/** An AARQ that asks for a ciphered association, opened. `cover` ciphers as it was. */
export interface Secured {
  request: InitiateRequest;
  security: SecurityContext;
  cover(apdu: Uint8Array): Uint8Array;
}

/** Of the octets before what is asked for: the tag of an InitiateRequest. */
const INITIATE_REQUEST = 0x01;
const KEY_LENGTH = 16;
const ANY = { authenticated: false, encrypted: false };

/**
 * Opens the user information of an AARQ with the keys, and makes the context of the association: under a dedicated key where it brings
 * one. Throws a `DecodeError` where the keys do not open it or it asks for what cannot be.
 */
export function securedBy({ callingApTitle: peerTitle, userInformation }: Aarq, offer: SecurityOffer): Secured {
  const { keys, security: least = ANY, nextCounter, clientCounters } = offer;
  if (peerTitle?.length !== 8) throw new DecodeError(0, 'the system title of the client, 8 octets', 'none');
  if (!userInformation || !isCiphered(userInformation)) throw new DecodeError(0, 'a ciphered InitiateRequest', 'none');
  const glo = { sent: { take: nextCounter }, received: clientCounters.of(peerTitle) };
  const context = { own: keys, peerTitle, sent: { glo: glo.sent }, received: { glo: glo.received } };
  const { apdu, how } = new SecurityContext({ ...context, least }).open(userInformation);
  if (apdu[0] !== INITIATE_REQUEST) throw new DecodeError(0, 'an InitiateRequest', `tag ${apdu[0]}`);
  const request = decode(initiateRequest, apdu, 1);
  const { dedicatedKey } = request;
  if (dedicatedKey && (dedicatedKey.length !== KEY_LENGTH || !how.encrypted))
    throw new DecodeError(1, `an encrypted dedicated key of ${KEY_LENGTH} octets`, `${dedicatedKey.length} octets`);
  const security = new SecurityContext({
    ...context,
    // A dedicated key is always sent encrypted and authenticated, whatever the services after it will be.
    least: dedicatedKey ? least : how,
    ...(dedicatedKey && {
      dedicatedKey,
      sent: { glo: glo.sent, ded: new SentCounter() },
      received: { glo: glo.received, ded: new ReceivedCounter() },
    }),
  });
  return { request, security, cover: (octets) => security.cipher(octets, { ...how, key: 'glo' }) };
}

/** Clients that are told apart; each costs a few octets, and only one that has the keys is kept. */
const MOST_CLIENTS = 4096;

/** The invocation counters that clients have used under the global keys, each by its system title, for the life of the meter. */
export class ClientCounters {
  private readonly byTitle = new Map<string, ReceivedCounter>();

  /** Accepts counters of that client; it is kept with the first. */
  of(title: Uint8Array): Pick<ReceivedCounter, 'accept'> {
    const name = Buffer.from(title).toString('hex');
    return {
      accept: (invocationCounter) => {
        const known = this.byTitle.get(name) ?? new ReceivedCounter();
        if (!this.byTitle.has(name) && this.byTitle.size >= MOST_CLIENTS)
          throw new DecodeError(0, `at most ${MOST_CLIENTS} clients in the life of the meter`, 'one more');
        known.accept(invocationCounter);
        this.byTitle.set(name, known);
      },
    };
  }
}
