import { timingSafeEqual } from 'node:crypto';
import { DecodeError } from '../../../trace/errors';
import type { Association } from '../../../trace/vocabulary';
import {
  type Aare,
  type Aarq,
  type ConformanceBit,
  decodeApdu,
  encodeApdu,
  type InitiateRequest,
  InvocationCounterError,
  type Mechanism,
  MOST_ADDED,
  type SecurityContext,
} from '../../dlms';
import { type Secured, type SecurityOffer, securedBy } from './secured-association';

/** What a server offers and who may associate, by client address (wPort or HDLC address): 16 is the public client, 1 management. */
export interface Offer extends SecurityOffer {
  clients: ReadonlyMap<number, Association>;
  conformance: readonly ConformanceBit[];
  /** Octets that the server takes in one APDU. */
  maxReceivePduSize: number;
  /** A fresh challenge of 16 octets. */
  challenge(): Uint8Array;
}

/** An association granted. `proof`: what is still owed under HLS, the challenges of client and server. */
export interface Granted {
  by: Association;
  mechanism: Mechanism;
  conformance: ReadonlySet<ConformanceBit>;
  /** Octets that the client takes in one APDU; 0 is no limit. */
  clientMaxReceivePduSize: number;
  /** How its services are ciphered, where they are. */
  security?: SecurityContext;
  proof?: { clientTitle: Uint8Array; ofClient: Uint8Array; ofServer: Uint8Array };
}

const DLMS_VERSION = 6;
/** The block header and one octet: less than this carries nothing. */
const LEAST_PDU = 12;
const LOGICAL_NAMES = 7;

type InitiateProblem = 'dlms-version-too-low' | 'incompatible-conformance' | 'pdu-size-too-short' | 'other';

/**
 * Answers an AARQ of a client (IEC 62056-5-3 §7.2.4): the AARE, and the association where it grants one. Throws an
 * `InvocationCounterError` for one that was sent before, which an exception-response says better.
 */
export function associate(aarq: Aarq, client: number, offer: Offer): { aare: Aare; granted?: Granted } {
  const by = offer.clients.get(client);
  const ciphered = aarq.applicationContextName === 'logical-name-with-ciphering';
  if (!mayBe(aarq, by, offer)) return rejected(aarq, 'application-context-name-not-supported');
  if (by === undefined) return rejected(aarq, 'no-reason-given');
  const mechanism = aarq.mechanismName ?? 'lowest';
  const proven = prove(aarq, mechanism, by, offer);
  if (typeof proven !== 'object') return rejected(aarq, proven);
  const secured = ciphered ? opened(aarq, offer) : undefined;
  if (ciphered && !secured) return rejected(aarq, 'authentication-failure', 'deciphering-error');
  const request = secured ? secured.request : initiateRequestIn(aarq);
  const conformance = offer.conformance.filter((bit) => request?.proposedConformance.includes(bit));
  const problem = problemOf(request, conformance, ciphered);
  if (request === undefined || problem !== undefined) return rejected(aarq, 'no-reason-given', problem);
  const granted: Granted = {
    by,
    mechanism,
    conformance: new Set(conformance),
    clientMaxReceivePduSize: request.clientMaxReceivePduSize,
    ...(secured && { security: secured.security }),
    ...(proven.proof && { proof: proven.proof }),
  };
  const initiated = encodeApdu('server', {
    kind: 'initiate-response',
    negotiatedDlmsVersionNumber: DLMS_VERSION,
    negotiatedConformance: conformance,
    serverMaxReceivePduSize: offer.maxReceivePduSize,
    vaaName: LOGICAL_NAMES,
  });
  const { proof } = proven;
  return {
    granted,
    aare: {
      applicationContextName: aarq.applicationContextName,
      result: 'accepted',
      resultSourceDiagnostic: { kind: 'acse-service-user', reason: proof ? 'authentication-required' : 'null' },
      ...((proof || secured) && { respondingApTitle: offer.keys.systemTitle }),
      ...(proof && {
        responderAcseRequirements: 'authentication',
        mechanismName: mechanism,
        respondingAuthenticationValue: { kind: 'charstring', octets: proof.ofServer },
      }),
      userInformation: secured ? secured.cover(initiated) : initiated,
    },
  };
}

/** Whether that client may have an association in that context: anybody in the clear, who manages also ciphered, or only so. */
function mayBe({ applicationContextName: context }: Aarq, by: Association | undefined, { security }: Offer): boolean {
  if (context === 'logical-name') return by !== 'management' || security === undefined;
  return context === 'logical-name-with-ciphering' && by !== 'public';
}

function opened(aarq: Aarq, offer: Offer): Secured | undefined {
  try {
    return securedBy(aarq, offer);
  } catch (error) {
    if (error instanceof DecodeError && !(error instanceof InvocationCounterError)) return undefined;
    throw error;
  }
}

type Refused = Extract<Aare['resultSourceDiagnostic'], { kind: 'acse-service-user' }>['reason'];

/** Who the client shows itself to be: refused for a reason, granted, or granted as soon as it answers a challenge. */
function prove(aarq: Aarq, mechanism: Mechanism, by: Association, offer: Offer): Refused | Pick<Granted, 'proof'> {
  const value = aarq.callingAuthenticationValue?.octets;
  if (by === 'public') return mechanism === 'lowest' ? {} : 'authentication-mechanism-name-not-recognised';
  if (mechanism === 'lowest') return 'authentication-required';
  if (mechanism === 'low') return value && same(value, offer.keys.password) ? {} : 'authentication-failure';
  if (mechanism !== 'high-gmac') return 'authentication-mechanism-name-not-recognised';
  const clientTitle = aarq.callingApTitle;
  if (clientTitle?.length !== 8) return 'calling-AP-title-not-recognized';
  if (value === undefined || value.length < 8 || value.length > 64) return 'authentication-failure';
  return { proof: { clientTitle, ofClient: value, ofServer: offer.challenge() } };
}

const same = (a: Uint8Array, b: Uint8Array) => a.length === b.length && timingSafeEqual(a, b);

function initiateRequestIn({ userInformation }: Aarq): InitiateRequest | undefined {
  if (userInformation === undefined) return undefined;
  try {
    const apdu = decodeApdu('client', userInformation);
    return apdu.kind === 'initiate-request' ? apdu : undefined;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function problemOf(
  request: InitiateRequest | undefined,
  agreed: readonly ConformanceBit[],
  ciphered: boolean,
): InitiateProblem | undefined {
  if (request === undefined) return 'other';
  const { proposedDlmsVersionNumber: version, clientMaxReceivePduSize: size } = request;
  if (version < DLMS_VERSION) return 'dlms-version-too-low';
  if (agreed.length === 0) return 'incompatible-conformance';
  const least = LEAST_PDU + (ciphered ? MOST_ADDED : 0);
  return size !== 0 && size < least ? 'pdu-size-too-short' : undefined;
}

function rejected(
  { applicationContextName }: Aarq,
  reason: Refused,
  problem?: InitiateProblem | 'deciphering-error',
): { aare: Aare } {
  const error =
    problem === 'deciphering-error'
      ? ({ kind: 'application-reference', reason: problem } as const)
      : ({ kind: 'initiate', reason: problem ?? 'other' } as const);
  return {
    aare: {
      applicationContextName: applicationContextName === 'logical-name-with-ciphering' ? 'logical-name' : applicationContextName,
      result: 'rejected-permanent',
      resultSourceDiagnostic: { kind: 'acse-service-user', reason },
      ...(problem && {
        userInformation: encodeApdu('server', { kind: 'confirmed-service-error', service: 'initiateError', error }),
      }),
    },
  };
}
