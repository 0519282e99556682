import { once } from 'node:events';
import { pack } from 'tar-stream';

/** A file as it goes into an archive. */
export interface Packed {
  /** With the folder of the run before it. */
  name: string;
  octets: number;
  content(): Iterable<Uint8Array>;
}

export const BLOCK = 512;

/** Octets that a file takes behind its header, up to the next block. */
export const padded = (octets: number) => Math.ceil(octets / BLOCK) * BLOCK;

/** The archive of these files in this order: no times, one mode, one owner, so that the same files give the same octets. */
export async function* archive(files: readonly Packed[]): AsyncIterable<Uint8Array> {
  const tar = pack();
  const feeding = feed(tar, files).catch((error: Error) => tar.destroy(error));
  yield* tar as AsyncIterable<Uint8Array>;
  await feeding;
}

async function feed(tar: ReturnType<typeof pack>, files: readonly Packed[]) {
  for (const file of files) {
    const entry = tar.entry(headerFields(file));
    // The archive takes a chunk later than the next one is read into the same buffer.
    for (const chunk of file.content()) if (!entry.write(Buffer.from(chunk))) await once(entry, 'drain');
    const closed = once(entry, 'close');
    entry.end(() => undefined);
    await closed;
  }
  tar.finalize();
}

/** The header block that a file gets in an archive of ours. */
export async function headerFor(file: Pick<Packed, 'name' | 'octets'>): Promise<Uint8Array> {
  const tar = pack();
  // It is given up before its content comes, which its entry calls an error.
  tar.entry(headerFields(file)).on('error', () => undefined);
  for await (const chunk of tar as AsyncIterable<Uint8Array>) return chunk.subarray(0, BLOCK);
  return new Uint8Array(BLOCK);
}

const headerFields = ({ name, octets }: Pick<Packed, 'name' | 'octets'>) =>
  ({ name, size: octets, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'file' }) as const;

/** What a header block says; `damaged` where its own checksum contradicts it. */
export type Header = { name: string; octets: number; type: string } | 'end' | 'damaged';

/** Reads a ustar header as strictly as an archive of ours needs; extensions of tar are types of their own. */
export function headerOf(block: Buffer): Header {
  if (block.every((octet) => octet === 0)) return 'end';
  const text = (from: number, length: number) => block.toString('latin1', from, from + length).replace(/\0.*$/s, '');
  const octal = (from: number, length: number) => {
    const digits = text(from, length).trim();
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
  };
  const octets = octal(124, 12);
  if (octal(148, 8) !== checksumOf(block) || !Number.isSafeInteger(octets)) return 'damaged';
  const prefix = text(345, 155);
  return { name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100), octets, type: text(156, 1) };
}

/** The sum of all octets of a header, those of the checksum itself taken as spaces. */
const checksumOf = (block: Buffer) => block.reduce((sum, octet, at) => sum + (at >= 148 && at < 156 ? 0x20 : octet), 0);
