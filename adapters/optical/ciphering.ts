import { randomBytes } from 'node:crypto';
import type { Access } from '../../declaration/access';
import type { Association } from '../../trace/vocabulary';
import { type CipherKeys, type Covered, ReceivedCounter, SecurityContext, SentCounter } from '../dlms';
import { type ApduForm, ciphered, opened, PROTECTIONS } from './apdu-form';
import type { Secrets } from './secrets';

/** How an association that shall be ciphered begins. */
export interface Ciphering {
  /** Made anew for this association, where the access path declares it. */
  dedicatedKey?: Uint8Array;
  /** The InitiateRequest as the user information of an AARQ. */
  initiate(request: Uint8Array): Uint8Array;
  /** Opens the meter's InitiateResponse, and says how services are ciphered from then on. Throws a LinkError as `opened` does. */
  begin(meterTitle: Uint8Array, response: Uint8Array): { initiated: Uint8Array; form: ApduForm };
}

const SUITE = 0;
const KEY_OCTETS = 16;
const BOTH = PROTECTIONS['authentication-encryption'];

/** The ciphering that the access path declares (IEC 62056-5-3 §5.3), undefined where it declares none. */
export function cipheringFor(
  access: Access,
  by: Association,
  own: CipherKeys,
  { sent, received }: Secrets['counters'],
): Ciphering | undefined {
  const { security, key } = access[by];
  if (security === 'none') return undefined;
  const dedicatedKey = key === 'dedicated' ? Uint8Array.from(randomBytes(KEY_OCTETS)) : undefined;
  const declared = PROTECTIONS[security];
  // An InitiateRequest that carries a key is both, whatever services will be.
  const initial: Covered = { suite: SUITE, ...(dedicatedKey ? BOTH : declared), key: 'glo' };
  const context = (peerTitle: Uint8Array, least: typeof declared) =>
    new SecurityContext({
      least,
      own,
      peerTitle,
      ...(dedicatedKey && { dedicatedKey }),
      sent: { glo: sent, ...(dedicatedKey && { ded: new SentCounter() }) },
      received: { glo: received, ...(dedicatedKey && { ded: new ReceivedCounter() }) },
    });
  return {
    ...(dedicatedKey && { dedicatedKey }),
    // Whoever will answer, a request is ciphered with the title of its sender.
    initiate: (request) => context(own.systemTitle, initial).cipher(request, initial),
    begin: (meterTitle, response) => {
      const initiated = opened(access.port, context(meterTitle, initial), response);
      const how: Covered = { suite: SUITE, ...declared, key: dedicatedKey ? 'ded' : 'glo' };
      return { initiated, form: ciphered(access, context(meterTitle, declared), how) };
    },
  };
}
