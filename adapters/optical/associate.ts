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
  gmacAnswer,
  initiateRequestOctets,
  invokeIdAndPriority,
  type ServerApdu,
} from '../dlms';
import { type ApduForm, inTheClear, throwIfNotDeciphered } from './apdu-form';
import { type Ciphering, cipheringFor } from './ciphering';
import type { Secrets } from './secrets';

/** What the meter has granted. `serverPdu`: octets that it takes in one APDU, 0 for any. */
export interface Granted {
  conformance: ReadonlySet<ConformanceBit>;
  serverPdu: number;
  /** Whether long answers may come by general-block-transfer. */
  generalBlocks: boolean;
  /** How its services are said. */
  form: ApduForm;
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

/** With whom, by what, and over what an association is asked for. */
export interface Asker {
  access: Access;
  by: Association;
  secrets: Secrets;
  /** Called with what must never be shown, before it is sent. */
  hide(secret: Uint8Array): void;
  ask: Ask;
}

/**
 * Asks for an association and shows who asks (IEC 62056-5-3 §7.2.4; HLS passes 1 to 4). Throws a LinkError of code `refused` with the
 * meter's reason, and a UsageError where the secret that it takes is not given.
 */
export async function associate(asker: Asker): Promise<Granted> {
  const { access, by, secrets, ask } = asker;
  const { authentication, security } = access[by];
  const challenge = Uint8Array.from(randomBytes(CHALLENGE_OCTETS));
  const keys = authentication === 'high-gmac' || security !== 'none' ? keysOf(secrets, by) : undefined;
  const ciphering = keys && cipheringFor(access, by, keys, secrets.counters);
  if (ciphering?.dedicatedKey) asker.hide(ciphering.dedicatedKey);
  const request: AssociationRequest = {
    authentication: authenticationOf(authentication, secrets, by, challenge),
    userInformation: userInformation(access, ciphering),
    ...(keys && { systemTitle: keys.systemTitle }),
    ...(ciphering && { ciphered: true }),
  };
  const clear = inTheClear(access);
  const aare = clear.decode(await ask(clear.encode({ kind: 'aarq', ...associationRequest(request) })));
  throwIfNotDeciphered(access.port, aare);
  if (aare.kind !== 'aare') throw refused(access, by, `it answered with ${aare.kind}`);
  if (aare.result !== 'accepted') throw refused(access, by, reasonOf(aare));
  const granted = initiated(access, by, aare, ciphering);
  if (keys && authentication === 'high-gmac') await proveByGmac(asker, aare, granted.form, { keys, challenge });
  return granted;
}

function userInformation(access: Access, ciphering: Ciphering | undefined): Uint8Array {
  const { dedicatedKey } = ciphering ?? {};
  const proposal = { conformance: proposed(access), clientMaxReceivePduSize: access.pdu, ...(dedicatedKey && { dedicatedKey }) };
  const octets = initiateRequestOctets(proposal);
  return ciphering ? ciphering.initiate(octets) : octets;
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

function initiated(access: Access, by: Association, aare: Aare, ciphering: Ciphering | undefined): Granted {
  const { userInformation: octets, respondingApTitle } = aare;
  const malformed = (problem: string) => new LinkError(access.port, 'malformed', `the meter grants an association ${problem}`);
  let form = inTheClear(access);
  let apdu: ServerApdu | undefined;
  if (ciphering) {
    if (respondingApTitle?.length !== 8 || !octets) throw refused(access, by, 'it gave no system title, or nothing ciphered');
    const begun = ciphering.begin(respondingApTitle, octets);
    form = begun.form;
    apdu = inTheClear(access).decode(begun.initiated);
  } else apdu = octets && form.decode(octets);
  if (apdu?.kind !== 'initiate-response') throw malformed('without an initiate-response');
  const { negotiatedConformance, serverMaxReceivePduSize: size } = apdu;
  if (size !== 0 && size <= form.adds) throw malformed(`in which it takes APDUs of ${size} octets`);
  const conformance = new Set(negotiatedConformance);
  const generalBlocks = conformance.has('general-block-transfer');
  return { conformance, serverPdu: size === 0 ? 0 : size - form.adds, generalBlocks, form };
}

interface Proof {
  keys: CipherKeys;
  challenge: Uint8Array;
}

/** Answers the meter's challenge and checks its answer to ours: a meter that has not the keys is not taken for one. */
async function proveByGmac({ access, by, secrets, ask }: Asker, aare: Aare, form: ApduForm, { keys, challenge }: Proof) {
  const theirs = aare.respondingAuthenticationValue?.octets;
  const systemTitle = aare.respondingApTitle;
  if (!theirs || systemTitle?.length !== 8) throw refused(access, by, 'it gave no challenge or no system title');
  const reply = form.encode({
    kind: 'action-request-normal',
    invokeIdAndPriority: invokeIdAndPriority(0),
    method: { ...CURRENT_ASSOCIATION, methodId: 1 },
    parameters: { type: 'octet-string', value: gmacAnswer(theirs, SUITE, keys, secrets.counters.sent.take()) },
  });
  const answer = form.decode(await ask(reply));
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

const reasonOf = ({ result, resultSourceDiagnostic }: Aare) =>
  `${result}, ${'reason' in resultSourceDiagnostic ? resultSourceDiagnostic.reason : 'without a reason'}`;

function refused(access: Access, by: Association, why: string): LinkError {
  const { client, authentication, security } = access[by];
  const how = security === 'none' ? 'in the clear' : `with security ${security}`;
  const who = `client ${client} with authentication ${authentication}, ${how}`;
  const next = why.includes('context')
    ? `does it want another connection.${by}.security?`
    : why.includes('mechanism') || why.includes('required')
      ? `does it want another connection.${by}.authentication?`
      : 'are the secrets, and the client address, those of this meter?';
  return new LinkError(access.port, 'refused', `the meter does not associate with ${who}: ${why}; ${next}`);
}
