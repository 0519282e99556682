import { EncodeError } from '../../../trace/errors';
import { choice, enumeration, mapped, octetString, optional, sequence, u8, u16, type ValueOf } from '../shape';

export const MAX_WINDOW = 63;

/** The first octet of a general-block-transfer: is this the last block, is more sent unasked, how many may be under way. */
const blockControl = mapped(
  u8,
  (octet) => ({ lastBlock: (octet & 0x80) !== 0, streaming: (octet & 0x40) !== 0, window: octet & MAX_WINDOW }),
  ({ lastBlock, streaming, window }) => {
    if (!(window >= 0 && window <= MAX_WINDOW)) throw new EncodeError(`a window of at most ${MAX_WINDOW}`, String(window));
    return (lastBlock ? 0x80 : 0) | (streaming ? 0x40 : 0) | window;
  },
);

/** General-Block-Transfer (IEC 62056-5-3 §8): a block of any APDU, and the number up to which its sender has the other side's. */
export const generalBlockTransfer = sequence({
  control: blockControl,
  blockNumber: u16,
  blockNumberAck: u16,
  blockData: octetString,
});
export type GeneralBlockTransfer = ValueOf<typeof generalBlockTransfer>;

/** A service under the global or the dedicated key: security header and ciphertext as `security/` reads them. */
export const cipheredService = sequence({ ciphered: octetString });

/** General-Glo-Ciphering and General-Ded-Ciphering: any APDU, under a key of the system that is named. */
export const generalKeyCiphering = sequence({ systemTitle: octetString, ciphered: octetString });

const header = {
  transactionId: octetString,
  originatorSystemTitle: octetString,
  recipientSystemTitle: octetString,
  dateTime: octetString,
  otherInformation: octetString,
};

const keyInfo = choice('a key-info', {
  'identified-key': [
    0,
    sequence({ keyId: enumeration('a key-id', { 'global-unicast-encryption-key': 0, 'global-broadcast-encryption-key': 1 }) }),
  ],
  'wrapped-key': [1, sequence({ kekId: enumeration('a kek-id', { 'master-key': 0 }), keyCipheredData: octetString })],
  'agreed-key': [2, sequence({ keyParameters: octetString, keyCipheredData: octetString })],
});

/** General-Ciphering; GBCS carries its MAC in one, every field of the header empty. */
export const generalCiphering = sequence({ ...header, keyInfo: optional(keyInfo), ciphered: octetString });

/** General-Signing; the grouping header of GBCS. */
export const generalSigning = sequence({ ...header, content: octetString, signature: octetString });
