import fc from 'fast-check';
import type { HdlcAddress } from './address';
import type { Control } from './control';
import type { Frame } from './frame';

const part = (most: number) => fc.integer({ min: 0, max: most });
const sequence = part(7);

export const anyAddress: fc.Arbitrary<HdlcAddress> = fc.oneof(
  fc.record({ octets: fc.constant<1>(1), upper: part(0x7f) }),
  fc.record({ octets: fc.constant<2>(2), upper: part(0x7f), lower: part(0x7f) }),
  fc.record({ octets: fc.constant<4>(4), upper: part(0x3fff), lower: part(0x3fff) }),
);

export const anyControl: fc.Arbitrary<Control> = fc.oneof(
  fc.record({ kind: fc.constant<'I'>('I'), ns: sequence, nr: sequence, poll: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('RR', 'RNR', 'REJ'), nr: sequence, poll: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('SNRM', 'UA', 'DISC', 'DM', 'FRMR', 'UI'), poll: fc.boolean() }),
);

/** Octets of which many are flags or begin like a frame: those that a deframer may stumble over. */
export const treacherous = (maxLength: number) =>
  fc
    .uint8Array({ maxLength, size: 'max' })
    .chain((octets) =>
      fc
        .array(fc.constantFrom(0x7e, 0xa0, 0xa8, 0x07, 0x03), { minLength: octets.length, maxLength: octets.length })
        .chain((traps) =>
          fc
            .array(fc.boolean(), { minLength: octets.length, maxLength: octets.length })
            .map((trapped) => octets.map((octet, i) => (trapped[i] ? (traps[i] ?? octet) : octet))),
        ),
    );

export const anyFrame: fc.Arbitrary<Frame> = fc.record({
  destination: anyAddress,
  source: anyAddress,
  control: anyControl,
  segmented: fc.boolean(),
  info: treacherous(60),
});
