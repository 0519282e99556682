import fc from 'fast-check';
import { DecodeError, EncodeError } from '../../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf, refusalOf } from '../laws.fixture';
import { hdlcAddress, sameStation } from './address';
import { decodeControl, encodeControl } from './control';
import { crc16 } from './crc';
import { decodeFrame, encodeFrame, type Frame } from './frame';
import { anyFrame } from './frame.fixture';

const NONE = new Uint8Array();

/** Frames as they are published and recorded, and what each says. */
const KNOWN: [string, string, Frame][] = [
  [
    'a bare SNRM of client 17 to server 1',
    '7ea007032393bf327e',
    { destination: hdlcAddress(1), source: hdlcAddress(17), control: { kind: 'SNRM', poll: true }, segmented: false, info: NONE },
  ],
  [
    'a DISC',
    '7ea007032353b3f47e',
    { destination: hdlcAddress(1), source: hdlcAddress(17), control: { kind: 'DISC', poll: true }, segmented: false, info: NONE },
  ],
  [
    'an RR that awaits N(S) 2',
    '7ea007032351a1d77e',
    {
      destination: hdlcAddress(1),
      source: hdlcAddress(17),
      control: { kind: 'RR', nr: 2, poll: true },
      segmented: false,
      info: NONE,
    },
  ],
  [
    'an I-frame',
    '7ea010230352b251e6e700c501c10050897e',
    {
      destination: hdlcAddress(17),
      source: hdlcAddress(1),
      control: { kind: 'I', ns: 1, nr: 2, poll: true },
      segmented: false,
      info: octetsOf('e6e700c501c100'),
    },
  ],
  [
    'an I-frame with 7e inside and as the last octet of its FCS',
    '7ea00b23035a4ede037e4f4c7e',
    {
      destination: hdlcAddress(17),
      source: hdlcAddress(1),
      control: { kind: 'I', ns: 5, nr: 2, poll: true },
      segmented: false,
      info: octetsOf('037e'),
    },
  ],
];

describe('the check sequence', () => {
  it('is CRC-16/X-25 (its check value over "123456789" is 906e)', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x906e);
  });
});

obeysTheLawsOfCodecs(
  'HDLC frame',
  { encode: (frame: Frame) => encodeFrame(frame), decode: decodeFrame },
  anyFrame,
  KNOWN.map(([, text]) => text),
);

describe('an HDLC frame', () => {
  it.each(KNOWN)('%s', (_what, text, frame) => {
    expect(decodeFrame(octetsOf(text))).toEqual(frame);
    expect(hexOf(encodeFrame(frame))).toBe(text);
  });

  it('is refused with any one bit turned over', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.nat(7), (frame, at, bit) => {
        const damaged = encodeFrame(frame);
        damaged[at % damaged.length]! ^= 1 << bit;
        refusalOf(() => decodeFrame(damaged));
      }),
    );
  });

  it('framed by flags is decoded to what encodes to the same octets, or refused at an offset within', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (body) => {
        const tried = Uint8Array.of(0x7e, 0xa0, ...body, 0x7e);
        try {
          expect(encodeFrame(decodeFrame(tried))).toEqual(tried);
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
          expect(error.offset).toBeLessThanOrEqual(tried.length);
        }
      }),
    );
  });

  it('names what is wrong: length, address, header and frame check sequence, closing flag', () => {
    const says = (text: string) => refusalOf(() => decodeFrame(octetsOf(text))).message;
    expect(says('7e5007032393bf327e')).toBe('at octet 1: expected frame format type 3, got 50');
    expect(says('7ea006032393bf327e')).toBe('at octet 1: expected a length of 7, or 10 and more, got 6');
    expect(says('7ea0100202222202222202222202227e')).toBe(
      'at octet 3: expected a destination address of at most 4 octets, got no last octet',
    );
    expect(says('7ea010230352b250e6e700c501c10050897e')).toBe('at octet 6: expected check sequence 51b2, got 50b2');
    expect(says('7ea007032393bf337e')).toBe('at octet 6: expected check sequence 32bf, got 33bf');
    expect(says('7ea007032393bf327f')).toBe('at octet 8: expected a flag 7e, got 7f');
  });

  it('lies about length and check sequences where told to, and refuses what no length can tell', () => {
    const [, , frame] = KNOWN[3]!;
    expect(hexOf(encodeFrame(frame, { length: 9, hcs: 0x0102, fcs: 0x0304 }))).toBe('7ea0092303520201e6e700c501c10004037e');
    expect(() => encodeFrame({ ...frame, info: new Uint8Array(2040) })).toThrow(EncodeError);
  });
});

describe('a control field', () => {
  it('of any octet decodes to what encodes to the same octet', () => {
    for (let octet = 0; octet < 256; octet++) expect(encodeControl(decodeControl(octet))).toBe(octet);
  });

  it.each([
    [0x93, { kind: 'SNRM', poll: true }],
    [0x73, { kind: 'UA', poll: true }],
    [0x53, { kind: 'DISC', poll: true }],
    [0x1f, { kind: 'DM', poll: true }],
    [0x97, { kind: 'FRMR', poll: true }],
    [0x13, { kind: 'UI', poll: true }],
    [0x03, { kind: 'UI', poll: false }],
    [0x10, { kind: 'I', ns: 0, nr: 0, poll: true }],
    [0xd4, { kind: 'I', ns: 2, nr: 6, poll: true }],
    [0x31, { kind: 'RR', nr: 1, poll: true }],
    [0x35, { kind: 'RNR', nr: 1, poll: true }],
    [0x39, { kind: 'REJ', nr: 1, poll: true }],
    [0x2d, { kind: 'unknown', octet: 0x2d }],
  ] as const)('%p says %p', (octet, control) => {
    expect(decodeControl(octet)).toEqual(control);
  });
});

describe('an address', () => {
  it('takes the fewest octets that hold both parts, or as many as told', () => {
    expect(hdlcAddress(16)).toEqual({ octets: 1, upper: 16 });
    expect(hdlcAddress(1, 17)).toEqual({ octets: 2, upper: 1, lower: 17 });
    expect(hdlcAddress(1, 300)).toEqual({ octets: 4, upper: 1, lower: 300 });
    expect(hdlcAddress(1, 17, 4)).toEqual({ octets: 4, upper: 1, lower: 17 });
    expect(() => hdlcAddress(128)).toThrow('an address part up to 127');
    expect(() => hdlcAddress(1, undefined, 2)).toThrow(EncodeError);
  });

  it('of four octets stands seven bits an octet, the upper part first', () => {
    const frame: Frame = { ...KNOWN[0]![2], destination: hdlcAddress(1, 0x3fff) };
    expect(hexOf(encodeFrame(frame)).slice(6, 14)).toBe('0002feff');
  });

  it('names the same station with and without its lower part', () => {
    expect(sameStation(hdlcAddress(1), hdlcAddress(1, 17))).toBe(true);
    expect(sameStation(hdlcAddress(1, 17), hdlcAddress(1, 17, 4))).toBe(true);
    expect(sameStation(hdlcAddress(1, 17), hdlcAddress(1, 18))).toBe(false);
    expect(sameStation(hdlcAddress(1), hdlcAddress(2))).toBe(false);
  });
});
