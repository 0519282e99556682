import type { Aarq } from '../acse/association';
import { encodeApdu } from './apdu';
import type { ConformanceBit } from './conformance';
import type { InitiateRequest } from './initiate';

/** How a client shows who it is: not at all, by a password (LLS), or by a challenge that GMAC answers (HLS, mechanism 5). */
export type Authentication =
  | { mechanism: 'lowest' }
  | { mechanism: 'low'; password: Uint8Array }
  | { mechanism: 'high-gmac'; challenge: Uint8Array };

export interface AssociationRequest {
  authentication: Authentication;
  /** The InitiateRequest's octets, ciphered where the association shall be. */
  userInformation: Uint8Array;
  /** Of the client, 8 octets; needed wherever keys are used. */
  systemTitle?: Uint8Array;
  ciphered?: boolean;
}

/** What a client proposes: services and the size of what it receives. */
export interface Proposal {
  conformance: readonly ConformanceBit[];
  clientMaxReceivePduSize: number;
  dedicatedKey?: Uint8Array;
}

const DLMS_VERSION = 6;

/** The InitiateRequest of a proposal, as octets. */
export function initiateRequestOctets({ conformance, clientMaxReceivePduSize, dedicatedKey }: Proposal): Uint8Array {
  const request: InitiateRequest = {
    proposedDlmsVersionNumber: DLMS_VERSION,
    proposedConformance: [...conformance],
    clientMaxReceivePduSize,
    ...(dedicatedKey === undefined ? {} : { dedicatedKey }),
  };
  return encodeApdu('client', { kind: 'initiate-request', ...request });
}

/** The AARQ of an association by logical names (IEC 62056-5-3 §7.2.4). */
export function associationRequest({ authentication, userInformation, systemTitle, ciphered }: AssociationRequest): Aarq {
  const secret = secretOf(authentication);
  return {
    applicationContextName: ciphered ? 'logical-name-with-ciphering' : 'logical-name',
    ...(systemTitle === undefined ? {} : { callingApTitle: systemTitle }),
    ...(secret === undefined
      ? {}
      : {
          senderAcseRequirements: 'authentication',
          mechanismName: authentication.mechanism,
          callingAuthenticationValue: { kind: 'charstring', octets: secret },
        }),
    userInformation,
  };
}

function secretOf(authentication: Authentication): Uint8Array | undefined {
  if (authentication.mechanism === 'lowest') return undefined;
  return authentication.mechanism === 'low' ? authentication.password : authentication.challenge;
}
