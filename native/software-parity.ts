const isOdd = (octet: number) => {
  let folded = octet ^ (octet >> 4);
  folded ^= folded >> 2;
  return ((folded ^ (folded >> 1)) & 1) === 1;
};

/** Seven data bits each, with the even parity as the eighth: what a line of 8N1 then carries is 7E1, bit for bit. */
export function addEvenParity(octets: Uint8Array): Uint8Array {
  return octets.map((octet) => (isOdd(octet & 0x7f) ? (octet & 0x7f) | 0x80 : octet & 0x7f));
}

/** The seven data bits of each, with the offsets of those whose parity is wrong. */
export function stripEvenParity(octets: Uint8Array): { octets: Uint8Array; damaged?: readonly number[] } {
  const damaged = [...octets.keys()].filter((at) => isOdd(octets[at]!));
  const stripped = octets.map((octet) => octet & 0x7f);
  return damaged.length > 0 ? { octets: stripped, damaged } : { octets: stripped };
}
