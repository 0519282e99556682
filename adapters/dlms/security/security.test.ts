import fc from 'fast-check';
import { DecodeError, EncodeError } from '../../../trace/errors';
import { anyOctets, hexOf, octetsOf, refusalOf } from '../laws.fixture';
import { checkGmacAnswer, gmacAnswer } from './challenge';
import { cipherGeneral, cipherService, decipher } from './ciphered-apdu';
import { type CipherKeys, protect, ReceivedCounter, SentCounter, unprotect } from './ciphering';

/** The Green Book's example (9.2.7.2.4, 9.4.2.2 and 9.4.7.4 of edition 8): keys, system titles, and what comes of them. */
const keys: CipherKeys = {
  systemTitle: octetsOf('4d4d4d0000bc614e'),
  encryptionKey: octetsOf('000102030405060708090a0b0c0d0e0f'),
  authenticationKey: octetsOf('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
};
const client: CipherKeys = { ...keys, systemTitle: octetsOf('4d4d4d0000000001') };
const GET_CLOCK = octetsOf('c0010000080000010000ff0200');
const COUNTER = 0x01234567;
const BOTH = { suite: 0, authenticated: true, encrypted: true };

const WAYS = fc.record({ suite: fc.constantFrom(0, 1, 2), authenticated: fc.boolean(), encrypted: fc.boolean() });
const keysOf = (suite: number): CipherKeys =>
  suite < 2 ? keys : { ...keys, encryptionKey: new Uint8Array(32).fill(7), authenticationKey: new Uint8Array(32).fill(9) };

describe('a ciphered APDU', () => {
  it.each([
    ['authentication only', { ...BOTH, encrypted: false }, 'c81e1001234567c0010000080000010000ff020006725d910f9221d263877516'],
    ['encryption only', { ...BOTH, authenticated: false }, 'c8122001234567411312ff935a47566827c467bc'],
    ['both', BOTH, 'c81e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b'],
  ])('is octet for octet the Green Book’s with %s', (_, how, hex) => {
    expect(hexOf(cipherService(GET_CLOCK, 'glo', how, keys, COUNTER))).toBe(hex);
    expect(decipher(octetsOf(hex), () => keys)).toMatchObject({
      key: 'glo',
      plain: GET_CLOCK,
      invocationCounter: COUNTER,
      control: how,
    });
  });

  it('carries the InitiateRequest of the Green Book’s AARQ', () => {
    const initiate = octetsOf('010110 00112233445566778899aabbccddeeff 0000065f1f0400007e1f04b0');
    expect(hexOf(cipherService(initiate, 'glo', BOTH, keys, COUNTER))).toBe(
      '21303001234567801302ff8a7874133d414ced25b42534d28db0047720606b175bd52211be6841db204d39ee6fdb8e356855',
    );
  });

  it('opens to what was ciphered, under each suite, key and way', () => {
    const ways = fc.tuple(WAYS, fc.constantFrom('glo', 'ded'), fc.boolean(), anyOctets(200), fc.nat(0xffff_ffff));
    fc.assert(
      fc.property(ways, ([how, kind, general, rest, counter]) => {
        const apdu = Uint8Array.of(0xc4, ...rest);
        const ciphered = (general ? cipherGeneral : cipherService)(apdu, kind, how, keysOf(how.suite), counter);
        expect(decipher(ciphered, () => keysOf(how.suite))).toMatchObject({ key: kind, plain: apdu, invocationCounter: counter });
      }),
    );
  });

  it('does not open when any octet of an authenticated one is another', () => {
    fc.assert(
      fc.property(anyOctets(), fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, at, change) => {
        const octets = protect(plain, BOTH, keys, 1);
        const place = at % octets.length;
        // Without its authentication bit the text has no tag to check: policy, not ciphering, refuses that.
        fc.pre(!(place === 0 && (change & 0x10) !== 0));
        expect(() => unprotect(octets.with(place, octets[place]! ^ change), keys)).toThrow(DecodeError);
      }),
    );
  });

  it.each([
    ['a suite of longer keys', `3200000000${'00'.repeat(12)}`, 0],
    ['a suite that there is not', `3500000000${'00'.repeat(12)}`, 0],
    ['compression', `b000000000${'00'.repeat(12)}`, 0],
    ['another tag', `300000000011${'00'.repeat(12)}`, 6],
    ['a tag cut short', '300000000000112233', 5],
    ['no counter', '300000', 1],
  ])('refuses %s and says where', (_, hex, offset) => {
    expect(refusalOf(() => unprotect(octetsOf(hex), keys)).offset).toBe(offset);
  });

  it('that holds another service than its tag says is refused', () => {
    const get = cipherService(GET_CLOCK, 'glo', BOTH, keys, COUNTER);
    expect(refusalOf(() => decipher(get.with(0, 0xc9), () => keys))).toMatchObject({
      expected: 'tag 193 in the clear',
      got: '192',
    });
  });

  it('names the system title of a general one when it asks for keys', () => {
    const asked: unknown[] = [];
    decipher(cipherGeneral(GET_CLOCK, 'ded', BOTH, keys, 5), (key, title) => {
      asked.push(key, title);
      return keys;
    });
    expect(asked).toEqual(['ded', keys.systemTitle]);
  });

  it('is never made with keys of a wrong length, nor for an APDU without a ciphered form', () => {
    expect(() => protect(GET_CLOCK, BOTH, { ...keys, authenticationKey: new Uint8Array(15) }, 0)).toThrow(EncodeError);
    expect(() => protect(GET_CLOCK, { ...BOTH, suite: 3 }, keys, 0)).toThrow(EncodeError);
    expect(() => cipherService(octetsOf('d9'), 'glo', BOTH, keys, 0)).toThrow(EncodeError);
  });
});

describe('HLS with GMAC', () => {
  const CLIENT_CHALLENGE = Uint8Array.from(Buffer.from('K56iVagY'));
  const SERVER_CHALLENGE = Uint8Array.from(Buffer.from('P6wRJ21F'));

  it('answers both challenges as the Green Book does', () => {
    expect(hexOf(gmacAnswer(SERVER_CHALLENGE, 0, client, 1))).toBe('10000000011a52fe7dd3e72748973c1e28');
    expect(hexOf(gmacAnswer(CLIENT_CHALLENGE, 0, keys, COUNTER))).toBe('1001234567fe1466afb3dbcd4f9389e2b7');
  });

  it('takes the answer that the keys give, and no other', () => {
    const answer = gmacAnswer(CLIENT_CHALLENGE, 0, keys, COUNTER);
    expect(checkGmacAnswer(answer, CLIENT_CHALLENGE, keys)).toBe(COUNTER);
    expect(() => checkGmacAnswer(answer, SERVER_CHALLENGE, keys)).toThrow(DecodeError);
    expect(() => checkGmacAnswer(answer, CLIENT_CHALLENGE, client)).toThrow(DecodeError);
    for (let at = 0; at < answer.length; at++)
      expect(() => checkGmacAnswer(answer.with(at, answer[at]! ^ 1), CLIENT_CHALLENGE, keys)).toThrow(DecodeError);
    expect(() => checkGmacAnswer(octetsOf('30'.repeat(17)), CLIENT_CHALLENGE, keys)).toThrow(DecodeError);
  });
});

describe('an invocation counter', () => {
  it('is taken once, and none before it afterwards', () => {
    const received = new ReceivedCounter(5);
    expect(refusalOf(() => received.accept(4))).toMatchObject({ expected: 'an invocation counter of at least 5', got: '4' });
    received.accept(5);
    received.accept(9);
    expect(() => received.accept(9)).toThrow(DecodeError);
    expect(() => received.accept(7)).toThrow(DecodeError);
    received.accept(0xffff_ffff);
    expect(() => received.accept(0xffff_ffff)).toThrow(DecodeError);
  });

  it('is sent once each, until the key is spent', () => {
    const sent = new SentCounter(0xffff_fffe);
    expect([sent.take(), sent.take()]).toEqual([0xffff_fffe, 0xffff_ffff]);
    expect(() => sent.take()).toThrow(EncodeError);
  });
});
