import { createHash } from 'node:crypto';

/** SHA-256 as lower-case hex. */
export function sha256(octets: string | Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}

/** A record's line as it stands in the file, newline included: what the next line's `prev` hashes. */
export function lineOf(record: object): string {
  return `${JSON.stringify(record)}\n`;
}
