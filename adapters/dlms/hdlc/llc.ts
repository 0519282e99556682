import { DecodeError } from '../../../trace/errors';
import type { Role } from '../link';

/** The LLC header before each APDU: E6 E6 00 of a client's, E6 E7 00 of a server's (IEC 62056-46:2002 §5.4). */
const HEADER: Record<Role, readonly number[]> = { client: [0xe6, 0xe6, 0x00], server: [0xe6, 0xe7, 0x00] };

export const LLC_OCTETS = 3;

export function withLlc(sender: Role, apdu: Uint8Array): Uint8Array {
  const pdu = new Uint8Array(LLC_OCTETS + apdu.length);
  pdu.set(HEADER[sender]);
  pdu.set(apdu, LLC_OCTETS);
  return pdu;
}

/** The APDU behind the header of that sender. Throws `DecodeError`. */
export function withoutLlc(sender: Role, pdu: Uint8Array): Uint8Array {
  const header = HEADER[sender];
  header.forEach((octet, i) => {
    if (pdu[i] !== octet) throw new DecodeError(i, `LLC octet ${octet.toString(16)}`, pdu[i]?.toString(16) ?? 'the end');
  });
  return pdu.subarray(header.length);
}
