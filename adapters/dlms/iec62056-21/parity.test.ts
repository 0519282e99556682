import fc from 'fast-check';
import { hexOf, octetsOf } from '../laws.fixture';
import { withEvenParity, withoutParity } from './parity';

const seven = fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 60 }).map((octets) => Uint8Array.from(octets));

describe('7E1 in software', () => {
  it('makes the number of ones in each octet even: a request and an option select as a line carries them', () => {
    expect(hexOf(withEvenParity(octetsOf('2f3f210d0a')))).toBe('af3f218d0a');
    expect(hexOf(withEvenParity(octetsOf('063235320d0a')))).toBe('06b235b28d0a');
  });

  it('is taken off again without a damaged octet', () => {
    fc.assert(fc.property(seven, (octets) => expect(withoutParity(withEvenParity(octets))).toEqual({ octets, damaged: [] })));
  });

  it('tells each octet in which one bit turned over', () => {
    fc.assert(
      fc.property(seven, fc.uniqueArray(fc.nat(59)), fc.nat(7), (octets, damaged, bit) => {
        const hit = damaged.filter((at) => at < octets.length).sort((a, b) => a - b);
        const line = withEvenParity(octets).map((octet, at) => (hit.includes(at) ? octet ^ (1 << bit) : octet));
        expect(withoutParity(line).damaged).toEqual(hit);
      }),
    );
  });
});
