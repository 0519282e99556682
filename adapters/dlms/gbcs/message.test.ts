import fc from 'fast-check';
import { anyOctets, obeysTheLawsOfCodecs, octetsOf, refusalOf } from '../laws.fixture';
import { decode, encode } from '../shape';
import { type GbcsMessage, gbcsMessage } from './message';

const codec = {
  encode: (value: GbcsMessage) => encode<GbcsMessage>(gbcsMessage, value),
  decode: (octets: Uint8Array) => decode(gbcsMessage, octets),
};

const mac = fc.record({
  control: fc.record({
    suite: fc.nat(15),
    authenticated: fc.constant(true),
    encrypted: fc.constant(false),
    broadcast: fc.boolean(),
    compressed: fc.boolean(),
  }),
  invocationCounter: fc.nat(0xffff_ffff),
  tag: fc.uint8Array({ minLength: 12, maxLength: 12 }),
});

const grouped = fc.record({
  transaction: fc.record({
    flag: fc.constantFrom('command', 'response', 'alert', 9),
    originatorCounter: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  }),
  originator: anyOctets(8),
  recipient: anyOctets(8),
  dateTime: anyOctets(12),
  otherInformation: fc.record({ messageCode: fc.nat(0xffff), supplementary: anyOctets(8) }),
  payload: anyOctets(),
  signature: fc.option(anyOctets(), { nil: undefined }),
}) as fc.Arbitrary<GbcsMessage>;

/** Only within a MAC is an unsigned message no prefix of the signed one. */
const within = fc.tuple(grouped, mac).map(([message, around]) => ({ ...message, mac: around }));

obeysTheLawsOfCodecs('a GBCS message within a MAC', codec, within, []);

describe('a GBCS message', () => {
  const PRE_COMMAND = 'df 09 01 00000000000003ea 08 90b3d51f30010000 08 00db1234567890a0 00 02 004e 02 d900';

  it('without a MAC is decoded as it was encoded, signed or not', () => {
    fc.assert(fc.property(grouped, (message) => expect(codec.decode(codec.encode(message))).toEqual(message)));
  });

  it('that nobody has signed ends after its payload', () => {
    expect(codec.decode(octetsOf(PRE_COMMAND))).toEqual({
      transaction: { flag: 'command', originatorCounter: 0x3ean },
      originator: octetsOf('90b3d51f30010000'),
      recipient: octetsOf('00db1234567890a0'),
      dateTime: new Uint8Array(),
      otherInformation: { messageCode: 0x4e, supplementary: new Uint8Array() },
      payload: octetsOf('d900'),
    });
    expect(codec.encode(codec.decode(octetsOf(PRE_COMMAND)))).toEqual(octetsOf(PRE_COMMAND));
  });

  it.each([
    ['a MAC over encrypted text', `dd000000000000 11 3100000000${'00'.repeat(12)}`, 7],
    ['a MAC header with a field that is not empty', 'dd000100000000', 1],
    ['a counter of seven octets', `df 08 01 00000000000003ea${'00'.repeat(20)}`, 3],
    ['a MAC of eleven octets', `dd000000000000 10 1100000000${'00'.repeat(11)}`, 13],
  ])('refuses %s and says where', (_, hex, offset) => {
    expect(refusalOf(() => codec.decode(octetsOf(hex))).offset).toBe(offset);
  });
});
