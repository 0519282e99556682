import { createHash } from 'node:crypto';
import { sha256 } from './chain';

describe('the hash of the chain', () => {
  it('is SHA-256 in lower-case hex (FIPS 180-4, "abc")', () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('is the same for text and for its octets, and as any Node computes it', () => {
    const text = 'µJ, 7.2 kW\n';
    expect(sha256(text)).toBe(sha256(Buffer.from(text)));
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  });
});
