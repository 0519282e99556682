import { DecodeError } from '../../../trace/errors';
import { content } from '../acse/ber';
import { Writer } from '../cursor';
import { type SecurityControl, securityControl, TAG_LENGTH } from '../security/secured';
import {
  constant,
  counted,
  encode,
  enumeration,
  octetString,
  octets,
  put,
  type Shape,
  sequence,
  u16,
  u32,
  u64,
  type ValueOf,
} from '../shape';

/** The octets to the end, counted, or nothing at the end: a pre-command is not signed yet. */
const signature: Shape<Uint8Array | undefined> = {
  read: (reader) => (reader.remaining === 0 ? undefined : octetString.read(reader)),
  write(writer, value) {
    if (value !== undefined) octetString.write(writer, value);
  },
};

/** GBCS's grouping header, a general-signing, and what it groups (GBCS 7.2.7): command, response or alert. */
const grouped = sequence({
  transaction: counted(
    sequence({ flag: enumeration('a CRA flag', { command: 1, response: 2, alert: 3 }), originatorCounter: u64 }),
    'a CRA flag and a counter',
  ),
  originator: octetString,
  recipient: octetString,
  dateTime: octetString,
  otherInformation: counted(sequence({ messageCode: u16, supplementary: content }), 'a message code'),
  payload: octetString,
  signature,
});

export type GbcsMessage = ValueOf<typeof grouped> & {
  /** The MAC header around it, a general-ciphering whose fields are all empty. */
  mac?: { control: SecurityControl; invocationCounter: number; tag: Uint8Array };
};

const MAC_HEADER = 0xdd;
const GROUPING_HEADER = 0xdf;
const EMPTY_FIELDS = constant([0, 0, 0, 0, 0, 0], 'the six empty fields of a MAC header');

/** A GBCS message, with or without its MAC. The payload stays octets: of a command, a client's APDU; else a server's. */
export const gbcsMessage: Shape<GbcsMessage> = {
  read(reader) {
    if (reader.peek() !== MAC_HEADER) return readGrouped(reader);
    reader.u8();
    EMPTY_FIELDS.read(reader);
    const start = reader.offset;
    const part = reader.part(reader.length());
    const control = securityControl.read(part);
    if (!control.authenticated || control.encrypted)
      throw new DecodeError(start, 'a MAC over text in the clear', 'other security');
    const invocationCounter = part.u32('an invocation counter');
    const text = part.part(Math.max(0, part.remaining - TAG_LENGTH));
    const message = readGrouped(text);
    text.finish();
    return { ...message, mac: { control, invocationCounter, tag: part.take(TAG_LENGTH, 'a MAC of 12 octets') } };
  },
  write(writer, { mac, ...message }) {
    if (mac === undefined) return put(writer.u8(GROUPING_HEADER), grouped, message);
    writer.u8(MAC_HEADER);
    EMPTY_FIELDS.write(writer, null);
    const inner = new Writer();
    put(inner, securityControl, mac.control);
    put(inner, u32, mac.invocationCounter);
    put(inner.u8(GROUPING_HEADER), grouped, message);
    const protectedText = encode(octets(TAG_LENGTH), mac.tag, inner);
    writer.length(protectedText.length).put(protectedText);
  },
};

function readGrouped(reader: Parameters<typeof grouped.read>[0]): GbcsMessage {
  const start = reader.offset;
  const tag = reader.u8('a GBCS message');
  if (tag !== GROUPING_HEADER) throw new DecodeError(start, 'a GBCS message, DD or DF', tag.toString(16));
  return grouped.read(reader);
}
