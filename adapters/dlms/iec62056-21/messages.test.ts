import fc from 'fast-check';
import { EncodeError } from '../../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf, refusalOf } from '../laws.fixture';
import { type Cut, MessageCutter } from './message-cutter';
import { baudOf, decodeSignOn, encodeSignOn, leastReactionMs, offersHdlc, type SignOnMessage } from './messages';

const KNOWN: [string, string, SignOnMessage][] = [
  ['a request to any meter', '2f3f210d0a', { kind: 'request', address: '' }],
  [
    'an identification',
    '2f4752583531323334353637380d0a',
    { kind: 'identification', manufacturer: 'GRX', baud: '5', ident: '12345678' },
  ],
  ['an option select for HDLC', '063235320d0a', { kind: 'select', protocol: '2', baud: '5', mode: '2' }],
  ['P0 with its operand', '0150300228290360', { kind: 'block', command: 'P0', data: '()' }],
  ['a break', '0142300371', { kind: 'block', command: 'B0' }],
  [
    'data read out',
    `02${Buffer.from('1.8.0(1)!\r\n').toString('hex')}032c`,
    { kind: 'block', command: '', data: '1.8.0(1)!\r\n' },
  ],
  ['a request to repeat', '15', { kind: 'repeat' }],
];

const letters = (alphabet: string, length: { minLength?: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...alphabet), ...length });
const printable = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join('');
const one = letters(printable, { minLength: 1, maxLength: 1 });

const anyMessage: fc.Arbitrary<SignOnMessage> = fc.oneof(
  fc.record({ kind: fc.constant<'request'>('request'), address: letters('0123456789ABCabc ', { maxLength: 32 }) }),
  fc.record({
    kind: fc.constant<'identification'>('identification'),
    manufacturer: letters('ABCxyz', { minLength: 3, maxLength: 3 }),
    baud: letters('0123456ABI', { minLength: 1, maxLength: 1 }),
    ident: letters('\\2 AZaz09.-', { maxLength: 32 }),
  }),
  fc.record({ kind: fc.constant<'select'>('select'), protocol: one, baud: one, mode: one }),
  fc.record({ kind: fc.constant<'block'>('block'), command: letters(printable, { minLength: 2, maxLength: 2 }) }),
  fc.record({
    kind: fc.constant<'block'>('block'),
    command: fc.oneof(fc.constant(''), letters(printable, { minLength: 2, maxLength: 2 })),
    data: letters(`${printable}\r\n `, { maxLength: 60 }),
  }),
  fc.constant<SignOnMessage>({ kind: 'repeat' }),
);

obeysTheLawsOfCodecs(
  'sign-on message',
  { encode: encodeSignOn, decode: decodeSignOn },
  anyMessage,
  KNOWN.map(([, hex]) => hex),
);

describe('a message of IEC 62056-21', () => {
  it.each(KNOWN)('%s', (_what, hex, message) => {
    expect(decodeSignOn(octetsOf(hex))).toEqual(message);
    expect(hexOf(encodeSignOn(message))).toBe(hex);
  });

  it('is refused for a wrong check character, for an eighth bit, and where it is none', () => {
    expect(refusalOf(() => decodeSignOn(octetsOf('0142300370'))).message).toBe('at octet 4: expected check character 71, got 70');
    expect(refusalOf(() => decodeSignOn(octetsOf('af3f210d0a'))).message).toBe(
      'at octet 0: expected an octet of seven bits, got af',
    );
    expect(refusalOf(() => decodeSignOn(octetsOf('2f210d0a'))).message).toBe(
      'at octet 0: expected a message of IEC 62056-21, got 4 octets that are none',
    );
  });

  it('cannot say what it has no octets for', () => {
    expect(() => encodeSignOn({ kind: 'request', address: '1!' })).toThrow(EncodeError);
    expect(() => encodeSignOn({ kind: 'block', command: '', data: '\x03' })).toThrow(EncodeError);
  });

  it('offers HDLC by the sequence \\2, before the identification or among other sequences', () => {
    expect(['\\2E550', '\\@\\2E550', '12345678', 'A\\2'].map(offersHdlc)).toEqual([true, true, false, false]);
  });

  it('stands for a rate by its baud rate character, in modes C and E alone', () => {
    expect(['0', '5', '6', '7', 'A'].map(baudOf)).toEqual([300, 9600, 19200, undefined, undefined]);
  });

  it('is answered after 200 ms, or 20 where the third letter is small', () => {
    expect([leastReactionMs('GRX'), leastReactionMs('LGz')]).toEqual([200, 20]);
  });
});

describe('cutting octets into messages of a sign-on', () => {
  const cut = (octets: Uint8Array, piece: number): Cut[] => {
    const cutter = new MessageCutter(2_000);
    const out: Cut[] = [];
    for (let at = 0; at < octets.length; at += piece) out.push(...cutter.push(octets.subarray(at, at + piece)));
    out.push(...cutter.silence());
    expect(cutter.pending).toBe(0);
    return out;
  };

  it('finds every message among noise that begins none, in whatever pieces', () => {
    const noise = letters('ABC\x00\x7f\r\n!?', { maxLength: 20 }).map((text) => Uint8Array.from(Buffer.from(text, 'latin1')));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, anyMessage), { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (parts, piece) => {
        const stream = Buffer.concat(parts.flatMap(([some, message]) => [some, encodeSignOn(message)]));
        expect(cut(stream, piece).flatMap((item) => ('message' in item ? [item.message] : []))).toEqual(
          parts.map(([, message]) => message),
        );
      }),
    );
  });

  it('finds a line behind octets that began another', () => {
    const messages = cut(octetsOf('2f2f2f3f210d0a'), 100).flatMap((item) => ('message' in item ? [item.message] : []));
    expect(messages).toEqual([{ kind: 'request', address: '' }]);
  });

  it('accounts for every octet once, whatever comes', () => {
    const some = fc.array(
      fc.oneof(
        anyMessage.map(encodeSignOn),
        fc.uint8Array({ maxLength: 30 }),
        fc.constantFrom(octetsOf('2f'), octetsOf('01'), octetsOf('0a')),
      ),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 100 }), (parts, piece) => {
        const stream = Buffer.concat(parts);
        const out = cut(stream, piece);
        let end = 0;
        for (const { at, octets } of out) {
          expect(at).toBe(end);
          end += octets.length;
        }
        expect(hexOf(Buffer.concat(out.map(({ octets }) => octets)))).toBe(hexOf(stream));
      }),
    );
  });
});
