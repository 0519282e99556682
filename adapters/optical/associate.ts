import { randomBytes } from 'node:crypto';
import type { Access } from '../../declaration/access';
import { DecodeError, LinkError, UsageError } from '../../trace/errors';
import type { Association } from '../../trace/vocabulary';
import {
  type Aare,
  type AssociationRequest,
  associationRequest,
  type CipherKeys,
  type ConformanceBit,
  checkGmacAnswer,
  decodeApdu,
  encodeApdu,
  gmacAnswer,
  initiateRequestOctets,
  invokeIdAndPriority,
  type SentCounter,
} from '../dlms';
import type { Secrets } from './secrets';

/** What the meter has granted. `serverPdu`: octets that it takes in one APDU, 0 for any. */
export interface Granted {
  conformance: ReadonlySet<ConformanceBit>;
  serverPdu: number;
  /** Whether long answers may come by general-block-transfer. */
  generalBlocks: boolean;
}

/** Services that this client can use; the meter grants of them what it has. */
const PROPOSED: readonly ConformanceBit[] = [
  'general-block-transfer',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'get',
  'set',
  'selective-access',
  'action',
];
const proposed = ({ generalWindow }: Access) => PROPOSED.filter((bit) => bit !== 'general-block-transfer' || generalWindow > 0);
const CHALLENGE_OCTETS = 16;
const SUITE = 0;
const CURRENT_ASSOCIATION = { classId: 15, instanceId: '0-0:40.0.0.255' };

export type Ask = (apdu: Uint8Array) => Promise<Uint8Array>;

/**
 * Asks for an association and shows who asks (IEC 62056-5-3 §7.2.4; HLS passes 1 to 4). Throws a LinkError of code `refused` with the
 * meter's reason, and a UsageError where the secret that it takes is not given.
 */
export async function associate(
  access: Access,
  by: Association,
  secrets: Secrets,
  counter: SentCounter,
  ask: Ask,
): Promise<Granted> {
  const { authentication } = access[by];
  const challenge = Uint8Array.from(randomBytes(CHALLENGE_OCTETS));
  const keys = authentication === 'high-gmac' ? keysOf(secrets, by) : undefined;
  const request: AssociationRequest = {
    authentication: authenticationOf(authentication, secrets, by, challenge),
    userInformation: initiateRequestOctets({ conformance: proposed(access), clientMaxReceivePduSize: access.pdu }),
    ...(keys && { systemTitle: keys.systemTitle }),
  };
  const answer = await ask(encodeApdu('client', { kind: 'aarq', ...associationRequest(request) }));
  const aare = said(access, answer);
  if (aare.kind !== 'aare') throw refused(access, by, `it answered with ${aare.kind}`);
  if (aare.result !== 'accepted') throw refused(access, by, reasonOf(aare));
  const granted = initiated(access, aare);
  if (keys) await proveByGmac(access, by, aare, { keys, challenge, counter }, ask);
  return granted;
}

function authenticationOf(
  name: Access['public']['authentication'],
  { password }: Secrets,
  by: Association,
  challenge: Uint8Array,
): AssociationRequest['authentication'] {
  if (name === 'none') return { mechanism: 'lowest' };
  if (name === 'high-gmac') return { mechanism: 'high-gmac', challenge };
  if (!password)
    throw new UsageError(`the ${by} association asks for a password: set SMETS2_PASSWORD, or SMETS2_SECRETS to a file`);
  return { mechanism: 'low', password };
}

function keysOf({ encryptionKey, authenticationKey, systemTitle }: Secrets, by: Association): CipherKeys {
  if (!encryptionKey || !authenticationKey)
    throw new UsageError(
      `the ${by} association asks for keys: set SMETS2_ENCRYPTION_KEY and SMETS2_AUTHENTICATION_KEY, or SMETS2_SECRETS to a file`,
    );
  return { systemTitle, encryptionKey, authenticationKey };
}

function initiated(access: Access, { userInformation }: Aare): Granted {
  const apdu = userInformation && said(access, userInformation);
  if (apdu?.kind !== 'initiate-response')
    throw new LinkError(access.port, 'malformed', 'the meter grants an association without an initiate-response');
  const conformance = new Set(apdu.negotiatedConformance);
  return { conformance, serverPdu: apdu.serverMaxReceivePduSize, generalBlocks: conformance.has('general-block-transfer') };
}

interface Proof {
  keys: CipherKeys;
  challenge: Uint8Array;
  counter: SentCounter;
}

/** Answers the meter's challenge and checks its answer to ours: a meter that has not the keys is not taken for one. */
async function proveByGmac(access: Access, by: Association, aare: Aare, { keys, challenge, counter }: Proof, ask: Ask) {
  const theirs = aare.respondingAuthenticationValue?.octets;
  const systemTitle = aare.respondingApTitle;
  if (!theirs || systemTitle?.length !== 8) throw refused(access, by, 'it gave no challenge or no system title');
  const reply = encodeApdu('client', {
    kind: 'action-request-normal',
    invokeIdAndPriority: invokeIdAndPriority(0),
    method: { ...CURRENT_ASSOCIATION, methodId: 1 },
    parameters: { type: 'octet-string', value: gmacAnswer(theirs, SUITE, keys, counter.take()) },
  });
  const answer = said(access, await ask(reply));
  const data = answer.kind === 'action-response-normal' ? answer.response.returnParameters : undefined;
  if (data?.kind !== 'data' || data.data.type !== 'octet-string')
    throw refused(access, by, 'it did not take the answer to its challenge');
  try {
    checkGmacAnswer(data.data.value, challenge, { ...keys, systemTitle });
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new LinkError(access.port, 'refused', 'the meter did not prove that it has the keys', { cause });
  }
}

/** An APDU of the meter. Throws a LinkError for octets that are none. */
export function said({ port }: Pick<Access, 'port'>, octets: Uint8Array) {
  try {
    return decodeApdu('server', octets);
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new LinkError(port, 'malformed', `the meter sent what is no answer: ${cause.message}`, { cause });
  }
}

const reasonOf = ({ result, resultSourceDiagnostic }: Aare) =>
  `${result}, ${'reason' in resultSourceDiagnostic ? resultSourceDiagnostic.reason : 'without a reason'}`;

function refused(access: Access, by: Association, why: string): LinkError {
  const { client, authentication } = access[by];
  const who = `client ${client} with authentication ${authentication}`;
  return new LinkError(
    access.port,
    'refused',
    `the meter does not associate with ${who}: ${why}. Are the secrets those of this meter?`,
  );
}
