import * as fc from 'fast-check';
import { addEvenParity, stripEvenParity } from './software-parity';

const ones = (octet: number) => octet.toString(2).replaceAll('0', '').length;
const sevenBits = fc.uint8Array({ max: 0x7f });

describe('parity in software', () => {
  it('makes the ones of every octet even, and leaves its seven bits', () => {
    fc.assert(
      fc.property(sevenBits, (octets) => {
        const sent = addEvenParity(octets);
        expect([...sent].every((octet) => ones(octet) % 2 === 0)).toBe(true);
        expect(stripEvenParity(sent)).toEqual({ octets });
      }),
    );
  });

  it('sees any one bit that changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 0x7f, minLength: 1 }), fc.nat(), fc.nat(7), (octets, which, bit) => {
        const sent = addEvenParity(octets);
        const at = which % sent.length;
        sent[at]! ^= 1 << bit;
        expect(stripEvenParity(sent).damaged).toEqual([at]);
      }),
    );
  });
});
