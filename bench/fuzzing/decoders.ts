import {
  ClientTransfer,
  cipherService,
  data,
  dateTimeIn,
  decipher,
  decode,
  decodeApdu,
  encode,
  encodeApdu,
  GeneralBlocks,
  gbcsMessage,
  linesOf,
  type ServerApdu,
  ServerTransfer,
  type Shape,
  treesOf,
  type WholeRequest,
} from '../../adapters/dlms';
import { crc16, Deframer, decodeFrame, decodeParameters, encodeFrame } from '../../adapters/dlms/hdlc';
import { decodeSignOn, encodeSignOn, MessageCutter } from '../../adapters/dlms/iec62056-21';
import { decodeWrapper, encodeWrapper, Unwrapper } from '../../adapters/dlms/wrapper';
import type { Target } from './campaign';

export const hex = (...texts: string[]) => texts.map((text) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex')));

const DATA = hex(
  '0600bc614e',
  '090c07ea060f010c223800000000',
  '0102 0202 090c07ea0101040000000000000006000000 00 0202 090c07ea010104001e000000000006000004ed',
  '13 02 03 06 06 06 18 1bbe8618 00000051 00000038 1bbe8d20 0000000f 0000000a',
  '13 01 0002 02 02 09 11 0f 02aabb01 0002 01cc03 04ddeeff0005',
  '0204 0204 120008 09060000010000ff 0f02 120000 0600000001 0600000030 0100',
  '0208 0301 040ba540 0a024f4b 0c02c3a9 0ffb 14ffffffffffffffff 173f800000 1907ea060f010c2238000000ff',
);

/** Valid APDUs of a client. */
export const CLIENT = hex(
  '6036 a109060760857405080101 8a020780 8b0760857405080201 ac0a80083132333435363738 be10040e01000000065f1f0400007e1f04b0',
  '01000000065f1f0400007e1f04b0',
  '6203800100',
  'c001c100070100630100ff02 01 01 0204 0204 120008 09060000010000ff 0f02 120000 0600000001 0600000030 0100',
  'c002c100000007',
  'c003c102 00030100020800ff0200 000100005e2c220b0200',
  'c101c1000100005e2c220b02 00 09023131',
  'c102c1000100005e2c220b02 00 00 00000001 0209 02',
  'c104c101 000100005e2c220b0200 01 09023131',
  'c301c1000f0000280000ff01 01 0902aabb',
  'c304c1000f0000280000ff01 00 00000001 020902',
  'd9 00400000 00 02 01 00030100020800ff02 04 00070100630100ff02 02 0204 0600000001 0600000030 120001 120000 02 00 00',
  'c8 1e 30 01234567 411312ff935a47566827c467bc 7d825c3be4a77c3fcc056b6b',
  'e0 45 0003 0002 02 c401',
);

/** Valid APDUs of a server. */
export const SERVER = hex(
  '6129 a109060760857405080101 a203020100 a305a103020100 be10040e0800065f1f0400007c1f04000007',
  '0800065f1f0400007c1f04000007',
  '0e010603',
  'c401c1000600bc614e',
  'c402c100 00000001 00 03 0102ff',
  'c403c102 000600bc614e 0103',
  'c501c100',
  'c504c102 00 03 00000002',
  'c701c10001000902 1122',
  'c703c101 00 00',
  'da 00400000 00 01 01 01 00030100020800ff02 01 0600bc614e 01 0100',
  '0f 00400000 00 0600000001',
  'c2 00 00030100020800ff02 0600000001',
  'd80206 00000102',
);

const GBCS = hex(
  'df 09 01 00000000000003ea 08 90b3d51f30010000 08 00db1234567890a0 00 02 004e 02 d900 00',
  'dd000000000000 36 1100000000 df 09 02 00000000000003ea 08 00db1234567890a0 08 90b3d51f30010000 00 02 004e 02 da00 00 000102030405060708090a0b',
);

const HDLC = hex(
  '7ea007032393bf327e',
  '7ea01e2303737bcf818012050180060180070400000001080400000001533b7e',
  '7ea019032332dfebe6e600c001c100030100020800ff02004f647e',
);

const KEYS = {
  systemTitle: hex('4d4d4d0000bc614e')[0]!,
  encryptionKey: hex('000102030405060708090a0b0c0d0e0f')[0]!,
  authenticationKey: hex('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf')[0]!,
};
const CIPHERED = [true, false].map((authenticated) =>
  cipherService(CLIENT[3]!, 'glo', { suite: 0, authenticated, encrypted: !authenticated }, KEYS, 7),
);

function clientIn(request: Uint8Array): ClientTransfer {
  const client = new ClientTransfer(decodeApdu('client', request) as WholeRequest, { serverMaxReceivePduSize: 20 });
  client.first();
  return client;
}

function serverIn(firstBlock: Uint8Array): ServerTransfer {
  const server = new ServerTransfer({ clientMaxReceivePduSize: 20 });
  server.take(decodeApdu('client', firstBlock));
  return server;
}

const shape = <T>(name: string, of: Shape<T>, valid: readonly Uint8Array[]): Target => ({
  name,
  decode: (octets) => decode(of, octets),
  encode: (value: T) => encode<unknown>(of, value),
  valid,
});

/** A cutter of a stream answers everything with pieces; each octet comes out of it. */
const cutter = (name: string, valid: readonly Uint8Array[], pieces: (octets: Uint8Array) => unknown[]): Target => ({
  name,
  decode: pieces,
  valid,
});

/** The octets as an HDLC frame between flags whose length and both check sequences are right. */
function mendedFrame(octets: Uint8Array): Uint8Array {
  const inner = octets.slice(1, Math.max(3, Math.min(octets.length, 0x7ff) - 3));
  if (inner.length < 5) return octets;
  const length = inner.length + 2;
  const frame = Buffer.concat([Uint8Array.of(0x7e, 0xa0 | (length >> 8), length & 0xff), inner.subarray(2), new Uint8Array(3)]);
  const afterAddress = (from: number) => frame.findIndex((octet, at) => at >= from && (octet & 1) === 1) + 1;
  const hcs = afterAddress(afterAddress(3)) + 1;
  if (hcs > 1 && hcs + 2 < frame.length - 3) frame.writeUInt16LE(crc16(frame.subarray(1, hcs)), hcs);
  frame.writeUInt16LE(crc16(frame.subarray(1, frame.length - 3)), frame.length - 3);
  frame[frame.length - 1] = 0x7e;
  return Uint8Array.from(frame);
}

/** Every decoder of the program, one row each. */
export const DECODERS: readonly Target[] = [
  shape('COSEM data', data, DATA),
  { name: 'date-time', decode: dateTimeIn, valid: hex('07ea060f010c223800000000', '07defdfeff0200ffff8000ff') },
  {
    name: 'APDUs of a client',
    decode: (o) => decodeApdu('client', o),
    encode: (v: never) => encodeApdu('client', v),
    valid: CLIENT,
  },
  {
    name: 'APDUs of a server',
    decode: (o) => decodeApdu('server', o),
    encode: (v: never) => encodeApdu('server', v),
    valid: SERVER,
  },
  { name: 'ciphered APDUs', decode: (octets) => decipher(octets, () => KEYS), valid: CIPHERED },
  shape('GBCS messages', gbcsMessage, GBCS),
  { name: 'HDLC frames', decode: decodeFrame, encode: (frame: never) => encodeFrame(frame), valid: HDLC, mend: mendedFrame },
  { name: 'HDLC parameters', decode: decodeParameters, valid: hex('818012050180060180070400000001080400000001') },
  cutter('HDLC streams', HDLC, (octets) => {
    const deframer = new Deframer();
    return [...deframer.push(octets), ...deframer.silence()];
  }),
  {
    name: 'wrapper messages',
    decode: decodeWrapper,
    encode: (m: never) => encodeWrapper(m),
    valid: hex('0001 0010 0001 0003 c001c1'),
  },
  cutter('wrapper streams', hex('0001 0010 0001 0003 c001c1'), (octets) => {
    const unwrapper = new Unwrapper();
    return [...unwrapper.push(octets), ...unwrapper.silence()];
  }),
  {
    name: 'sign-on messages',
    decode: decodeSignOn,
    encode: (message: never) => encodeSignOn(message),
    valid: hex('2f3f210d0a', '2f4752583531323334353637380d0a', '063235320d0a', '15'),
  },
  cutter('sign-on streams', hex('2f3f210d0a', '2f4752583531323334353637380d0a', '063235320d0a'), (octets) =>
    new MessageCutter().push(octets),
  ),
  {
    name: 'a client in block transfer',
    decode: (octets) => clientIn(CLIENT[6]!).take(decodeApdu('server', octets)),
    valid: [...SERVER, ...hex('c502c100000001', 'c402c1 01 00000001 00 03 0902ff')],
  },
  {
    name: 'a server in block transfer',
    decode: (octets) => serverIn(CLIENT[7]!).take(decodeApdu('client', octets)),
    valid: [...CLIENT, ...hex('c103c1 01 00000002 02 aabb')],
  },
  {
    name: 'a general block transfer',
    decode: (octets) => {
      const transfer = new GeneralBlocks({ maxReceivePduSize: 20, window: 3 });
      transfer.start(CLIENT[0]!);
      const { kind, ...block } = decodeApdu('server', octets) as Extract<ServerApdu, { kind: 'general-block-transfer' }>;
      return kind === 'general-block-transfer' ? transfer.take(block) : kind;
    },
    valid: hex('e0 45 0001 0002 02 c401', 'e0 85 0001 0001 00'),
  },
  {
    name: 'trees',
    decode: (octets) => treesOf(octets).map((tree) => [...linesOf(tree)]),
    valid: [...CLIENT, ...SERVER, ...GBCS, ...HDLC],
  },
];
