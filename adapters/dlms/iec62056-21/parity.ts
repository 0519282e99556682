/** The octets of 7E1 as a line of eight bits carries them: the top bit makes the number of ones even. */
export function withEvenParity(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => (octet & 0x7f) | (odd(octet & 0x7f) << 7));
}

/** The seven bits of each octet, and the offsets of octets whose number of ones was odd: they came damaged. */
export function withoutParity(octets: Uint8Array): { octets: Uint8Array; damaged: number[] } {
  const damaged: number[] = [];
  octets.forEach((octet, at) => {
    if (odd(octet)) damaged.push(at);
  });
  return { octets: octets.map((octet) => octet & 0x7f), damaged };
}

/** 1 where the number of ones is odd: 0x6996 holds that answer for each value of four bits. */
function odd(octet: number): number {
  return (0x6996 >> ((octet ^ (octet >> 4)) & 0xf)) & 1;
}
