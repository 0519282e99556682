import fc from 'fast-check';
import { EncodeError } from '../../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf, refusalOf } from '../laws.fixture';
import { answerTo, DEFAULT_PARAMETERS, decodeParameters, encodeParameters, type LinkParameters, settledBy } from './parameters';

const RECORDED = '818012050180060180070400000001080400000001';

const anyParameters = fc.record({
  maxInfoTransmit: fc.integer({ min: 1, max: 2047 }),
  maxInfoReceive: fc.integer({ min: 1, max: 2047 }),
  windowTransmit: fc.integer({ min: 1, max: 7 }),
  windowReceive: fc.integer({ min: 1, max: 7 }),
});

describe('the parameters of SNRM and UA', () => {
  it('are those of a recorded UA: information fields of 128, windows of 1', () => {
    expect(decodeParameters(octetsOf(RECORDED))).toEqual(DEFAULT_PARAMETERS);
    expect(hexOf(encodeParameters(DEFAULT_PARAMETERS))).toBe(RECORDED);
  });

  it('are nothing where the information field is empty, so that a bare SNRM says nothing', () => {
    expect(decodeParameters(new Uint8Array())).toEqual({});
  });

  it('are read from values of any width, past what is unknown, up to user data', () => {
    const info = octetsOf('8180 0e 05020080 060207ee 990155 070107 f0ffff'.replaceAll(' ', ''));
    expect(decodeParameters(info)).toEqual({ maxInfoTransmit: 128, maxInfoReceive: 2030, windowTransmit: 7 });
  });

  it('are refused out of range, naming the parameter', () => {
    expect(refusalOf(() => decodeParameters(octetsOf('818003070108'))).message).toBe(
      'at octet 4: expected windowTransmit from 1 to 7, got 8 in 1 octets',
    );
    expect(() => encodeParameters({ ...DEFAULT_PARAMETERS, windowReceive: 8 })).toThrow(EncodeError);
  });

  it('agree on the lesser of each pair, seen from either end', () => {
    fc.assert(
      fc.property(anyParameters, anyParameters, (client, server) => {
        const answer = answerTo(client, server);
        const settled = settledBy(answer, client);
        expect(settled.maxInfoTransmit).toBe(Math.min(client.maxInfoTransmit, server.maxInfoReceive));
        expect(settled.maxInfoReceive).toBe(Math.min(client.maxInfoReceive, server.maxInfoTransmit));
        expect(settled.windowTransmit).toBe(answer.windowReceive);
        expect(settled.windowReceive).toBe(answer.windowTransmit);
      }),
    );
  });

  it("take a meter's own maximum, answered to a bare SNRM, for what it will send, and never send more than proposed", () => {
    const answer: LinkParameters = { maxInfoTransmit: 2030, maxInfoReceive: 2030, windowTransmit: 7, windowReceive: 7 };
    expect(settledBy(answer, DEFAULT_PARAMETERS)).toEqual({
      maxInfoTransmit: 128,
      maxInfoReceive: 2030,
      windowTransmit: 1,
      windowReceive: 7,
    });
  });
});

obeysTheLawsOfCodecs(
  'link parameters',
  {
    encode: (said: Partial<LinkParameters>) => encodeParameters({ ...DEFAULT_PARAMETERS, ...said }),
    decode: decodeWhole,
  },
  anyParameters,
  [RECORDED],
);

/** An empty field and further groups are allowed by the format; the laws are of the one group that is encoded. */
function decodeWhole(info: Uint8Array) {
  return decodeParameters(info.length === 0 ? Uint8Array.of(0) : info);
}
