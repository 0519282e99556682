/** Octets of one MPAN core: 13 characters (DUIS MPAN, GBCS ECS39b). */
export const MPAN_OCTETS = 13;

const WEIGHTS = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];

/** Weighted sum of the first twelve digits modulo 11: a check digit is its last digit, so that 10 and 0 both give 0. */
export function checkRemainder(mpan: string): number {
  return WEIGHTS.reduce((sum, weight, i) => sum + weight * Number(mpan[i]), 0) % 11;
}
