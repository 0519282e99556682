import { EncodeError } from '../../../trace/errors';
import { mapped, octets, type Shape } from '../shape';

/** A logical name as people write it, `1-0:2.8.0.255`, of six numbers of one octet (IEC 62056-6-1). */
export type LogicalName = string;

const WRITTEN = /^(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** The six octets, without a length. */
export const logicalName: Shape<LogicalName> = mapped(octets(6), logicalNameOf, logicalNameOctets);

export function logicalNameOf(groups: Uint8Array): LogicalName {
  const [a, b, ...rest] = groups;
  return `${a}-${b}:${rest.join('.')}`;
}

/** Throws `EncodeError` for anything but six numbers from 0 to 255. */
export function logicalNameOctets(name: LogicalName): Uint8Array {
  const groups = WRITTEN.exec(name)?.slice(1).map(Number);
  if (groups === undefined || groups.some((group) => group > 255))
    throw new EncodeError('a logical name like 1-0:2.8.0.255', name);
  return Uint8Array.from(groups);
}
