import fc from 'fast-check';
import { encodeParameters } from '../../adapters/dlms/hdlc';
import { anyControl, treacherous } from '../../adapters/dlms/hdlc/frame.fixture';
import { clientAgainst, type Hostility, serverAgainst } from './hdlc-ends';

const control = fc.oneof(
  { arbitrary: anyControl, weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant<'unknown'>('unknown'), octet: fc.integer({ min: 0, max: 255 }) }), weight: 1 },
);
const sensible = [
  new Uint8Array(),
  encodeParameters({ maxInfoTransmit: 9, maxInfoReceive: 9, windowTransmit: 3, windowReceive: 3 }),
];
const llc = (header: number[]) => treacherous(40).map((apdu) => Uint8Array.of(...header, ...apdu));
const info = fc.oneof(fc.constantFrom(...sensible), treacherous(80), llc([0xe6, 0xe6, 0]), llc([0xe6, 0xe7, 0]));
const hostility: fc.Arbitrary<Hostility> = fc.oneof(
  { arbitrary: fc.record({ frame: fc.record({ control, segmented: fc.boolean(), info }) }), weight: 6 },
  { arbitrary: fc.record({ octets: treacherous(60) }), weight: 1 },
);
/** Opens the connection, so that more than its beginning is reached. */
const opened = (kind: 'UA' | 'SNRM') =>
  fc
    .array(hostility, { maxLength: 30 })
    .map((rest): Hostility[] => [
      { frame: { control: { kind, poll: true }, segmented: false, info: new Uint8Array() } },
      ...rest,
    ]);

describe('an end of an HDLC connection whose peer knows the format and keeps to nothing else', () => {
  it('as client ends in time, with a typed error or disconnected, and sends only frames', () => {
    const endings = new Set<string>();
    fc.assert(
      fc.property(opened('UA'), (hostilities) => {
        const end = clientAgainst(hostilities);
        endings.add(end.event === 'failed' ? end.error.code : end.event);
      }),
      { numRuns: 1_000 },
    );
    expect([...endings]).toEqual(expect.arrayContaining(['timeout', 'lost', 'rejected', 'malformed']));
  });

  it('as server sends only frames, and serves the next polite client', () => {
    fc.assert(
      fc.property(opened('SNRM'), (hostilities) => void serverAgainst(hostilities)),
      { numRuns: 1_000 },
    );
  });

  it('as client ends where the line babbles without end', () => {
    const babble = fc.array(fc.record({ octets: treacherous(60) }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(babble, (hostilities) => {
        const end = clientAgainst(hostilities);
        expect(end.event === 'failed' && end.error.code).toBe('timeout');
      }),
    );
  });
});
