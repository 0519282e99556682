import { EncodeError } from '../../../trace/errors';
import { mapped, octets } from '../shape';

/** The conformance block from bit 0, the first, to bit 23, by the Green Book's names (IEC 62056-5-3 §7.3.1). */
export const CONFORMANCE_BITS = [
  'reserved-zero',
  'general-protection',
  'general-block-transfer',
  'read',
  'write',
  'unconfirmed-write',
  'delta-value-encoding',
  'reserved-seven',
  'attribute0-supported-with-set',
  'priority-mgmt-supported',
  'attribute0-supported-with-get',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'information-report',
  'data-notification',
  'access',
  'parameterized-access',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
] as const;
export type ConformanceBit = (typeof CONFORMANCE_BITS)[number];

/** 24 bits as the names of those that are set, in their order. */
export const conformance = mapped(
  octets(3),
  ([high, middle, low]) => {
    const block = (high! << 16) | (middle! << 8) | low!;
    return CONFORMANCE_BITS.filter((_, bit) => (block >> (23 - bit)) & 1);
  },
  (bits: readonly ConformanceBit[]) => {
    const block = bits.reduce((sum, bit) => sum | (1 << (23 - place(bit))), 0);
    return Uint8Array.of(block >> 16, block >> 8, block);
  },
);

function place(bit: ConformanceBit): number {
  const at = CONFORMANCE_BITS.indexOf(bit);
  if (at < 0) throw new EncodeError('a conformance bit', String(bit));
  return at;
}
