import { choice, octetString, sequence, type ValueOf } from '../shape';
import { content, integer, maybe, namedContent, tlv } from './ber';

/** Application context: object identifiers 2.16.756.5.8.1.x (IEC 62056-5-3 §7.2.2). */
const contextName = namedContent({
  'logical-name': '60857405080101',
  'short-name': '60857405080102',
  'logical-name-with-ciphering': '60857405080103',
  'short-name-with-ciphering': '60857405080104',
});

/** Authentication mechanism: object identifiers 2.16.756.5.8.2.x (IEC 62056-5-3 §7.2.2). */
const mechanism = namedContent({
  lowest: '60857405080200',
  low: '60857405080201',
  high: '60857405080202',
  'high-md5': '60857405080203',
  'high-sha1': '60857405080204',
  'high-gmac': '60857405080205',
  'high-sha256': '60857405080206',
  'high-ecdsa': '60857405080207',
});
export type Mechanism = ValueOf<typeof mechanism>;

/** ACSE requirements: a bit string whose only bit in use says that peers authenticate each other. */
const requirements = namedContent({ authentication: '0780' });

/** Authentication-value: a secret or a challenge, mostly as charstring. */
const authenticationValue = choice('an authentication value', {
  charstring: [0x80, sequence({ octets: octetString })],
  bitstring: [0x81, sequence({ octets: octetString })],
  external: [0xa2, sequence({ octets: octetString })],
  other: [0xa3, sequence({ octets: octetString })],
});

const OCTET_STRING = 0x04;
const INTEGER = 0x02;
const OBJECT_IDENTIFIER = 0x06;

const octetsAt = (tag: number, what: string) => maybe(tlv(tag, what, tlv(OCTET_STRING, 'an octet string', content)));
const integerAt = (tag: number, what: string) => maybe(tlv(tag, what, tlv(INTEGER, 'an integer', integer)));

export const field = {
  protocolVersion: maybe(tlv(0x80, 'a protocol version', content)),
  contextName: tlv(0xa1, 'an application context name', tlv(OBJECT_IDENTIFIER, 'an object identifier', contextName)),
  apTitle: (tag: number) => octetsAt(tag, 'an AP title'),
  aeQualifier: (tag: number) => octetsAt(tag, 'an AE qualifier'),
  invocationId: (tag: number) => integerAt(tag, 'an invocation identifier'),
  requirements: (tag: number) => maybe(tlv(tag, 'ACSE requirements', requirements)),
  mechanismName: (tag: number) => maybe(tlv(tag, 'a mechanism name', mechanism)),
  authenticationValue: (tag: number) => maybe(tlv(tag, 'an authentication value', authenticationValue)),
  implementationInformation: octetsAt(0xbd, 'implementation information'),
  userInformation: octetsAt(0xbe, 'user information'),
};
