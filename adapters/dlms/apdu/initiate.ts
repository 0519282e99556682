import { boolean, constant, i8, octetString, optional, put, type Shape, sequence, u8, u16, type ValueOf } from '../shape';
import { conformance } from './conformance';

const BLOCK_HEAD = constant([0x5f, 0x1f, 0x04, 0x00], 'a conformance block, 5F 1F 04 00');

/** [APPLICATION 31] IMPLICIT BIT STRING of 24 bits, in BER amid A-XDR: tag, 4 octets, no unused bit. */
const block: Shape<ValueOf<typeof conformance>> = {
  read(reader) {
    BLOCK_HEAD.read(reader);
    return conformance.read(reader);
  },
  write(writer, value) {
    BLOCK_HEAD.write(writer, null);
    put(writer, conformance, value);
  },
};

/** InitiateRequest (IEC 62056-5-3 §8). `responseAllowed` left out is the default, true. */
export const initiateRequest = sequence({
  dedicatedKey: optional(octetString),
  responseAllowed: optional(boolean),
  proposedQualityOfService: optional(i8),
  proposedDlmsVersionNumber: u8,
  proposedConformance: block,
  clientMaxReceivePduSize: u16,
});
export type InitiateRequest = ValueOf<typeof initiateRequest>;

/** InitiateResponse. `vaaName` is 7 for logical names. */
export const initiateResponse = sequence({
  negotiatedQualityOfService: optional(i8),
  negotiatedDlmsVersionNumber: u8,
  negotiatedConformance: block,
  serverMaxReceivePduSize: u16,
  vaaName: u16,
});
export type InitiateResponse = ValueOf<typeof initiateResponse>;
