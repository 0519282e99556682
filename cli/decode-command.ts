import { readFileSync } from 'node:fs';
import { linesOf, treesOf } from '../adapters/dlms';
import { visible } from '../reports/escape';
import { DecodeError, UsageError } from '../trace/errors';
import type { Output } from './output';

const STANDARD_INPUT = 0;
const NOTHING = 'nothing to decode: give hex, or --file FILE, or pipe it in';

/** `decode`: octets written as hex, from the arguments, a file or the standard input, as the tree that they say. */
export function decodeCommand(hex: readonly string[], file: string | undefined, output: Output): number {
  if (hex.length > 0 && file !== undefined) throw new UsageError('decode takes hex or --file, not both');
  const octets = octetsOf(hex.length > 0 ? hex.join('') : textOf(file));
  try {
    for (const tree of treesOf(octets)) for (const line of linesOf(tree)) output.line(visible(line));
    return 0;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new UsageError(`these octets are no frame, APDU or GBCS message: ${error.message}`, { cause: error });
  }
}

function textOf(file: string | undefined): string {
  if (file === undefined && process.stdin.isTTY) throw new UsageError(NOTHING);
  try {
    return readFileSync(file === undefined || file === '-' ? STANDARD_INPUT : file, 'utf8');
  } catch (cause) {
    throw new UsageError(`cannot read ${file ?? 'the standard input'}: ${(cause as Error).message}`, { cause });
  }
}

/** Blanks, colons and commas may stand between the digits, and 0x before them: as logs and tools print octets. */
function octetsOf(text: string): Uint8Array {
  const digits = text.replace(/0x|[\s:,]/gi, '');
  const at = digits.search(/[^0-9a-f]/i);
  if (at >= 0) throw new UsageError(`expected hex, got "${digits.slice(at, at + 10)}" after ${at} digits`);
  if (digits.length === 0) throw new UsageError(NOTHING);
  if (digits.length % 2 === 1) throw new UsageError(`expected two digits an octet, got ${digits.length} digits`);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}
