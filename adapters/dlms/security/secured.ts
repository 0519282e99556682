import { EncodeError } from '../../../trace/errors';
import { content } from '../acse/ber';
import { mapped, octets, put, type Shape, u8, u32, type ValueOf } from '../shape';

/** Octets of the truncated GCM tag (IEC 62056-5-3 §5.3.2). */
export const TAG_LENGTH = 12;

/** The security control octet: bits 0 to 3 the suite, then authenticated, encrypted, broadcast key, compressed. */
export const securityControl = mapped(
  u8,
  (octet) => ({
    suite: octet & 0x0f,
    authenticated: (octet & 0x10) !== 0,
    encrypted: (octet & 0x20) !== 0,
    broadcast: (octet & 0x40) !== 0,
    compressed: (octet & 0x80) !== 0,
  }),
  ({ suite, authenticated, encrypted, broadcast, compressed }) => {
    if (!(suite >= 0 && suite <= 15)) throw new EncodeError('a suite from 0 to 15', String(suite));
    return suite | (authenticated ? 0x10 : 0) | (encrypted ? 0x20 : 0) | (broadcast ? 0x40 : 0) | (compressed ? 0x80 : 0);
  },
);
export type SecurityControl = ValueOf<typeof securityControl>;

/** What stands in a ciphered APDU: header, text (plain unless encrypted), and a tag if it is authenticated. */
export interface Secured {
  control: SecurityControl;
  invocationCounter: number;
  text: Uint8Array;
  tag?: Uint8Array;
}

/** Ends where the octets end: it only ever stands in an octet string of its own. */
export const secured: Shape<Secured> = {
  read(reader) {
    const control = securityControl.read(reader);
    const header = { control, invocationCounter: reader.u32('an invocation counter') };
    if (!control.authenticated) return { ...header, text: content.read(reader) };
    const text = reader.take(Math.max(0, reader.remaining - TAG_LENGTH));
    return { ...header, text, tag: reader.take(TAG_LENGTH, `a tag of ${TAG_LENGTH} octets`) };
  },
  write(writer, value) {
    put(writer, securityControl, value.control);
    put(writer, u32, value.invocationCounter);
    put(writer, content, value.text);
    if (value.control.authenticated) put(writer, octets(TAG_LENGTH), value.tag ?? new Uint8Array());
  },
};
