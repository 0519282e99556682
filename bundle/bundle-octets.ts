import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../trace/errors';
import { BLOCK } from './tar';

const CHUNK = 64 * 1024;

/** The octets of a bundle by their place; behind its end there are none. */
export class BundleOctets {
  readonly length: number;
  private readonly fd: number;

  /** Throws a UsageError where the file cannot be read. */
  constructor(readonly path: string) {
    try {
      this.fd = openSync(path, 'r');
      this.length = fstatSync(this.fd).size;
    } catch (cause) {
      throw new UsageError(`${path}: cannot be read (${(cause as Error).message}); name a file that "bundle" has written`, {
        cause,
      });
    }
  }

  read(at: number, octets: number): Buffer {
    const buffer = Buffer.alloc(octets);
    return buffer.subarray(0, readSync(this.fd, buffer, 0, octets, at));
  }

  /** A stretch in chunks. */
  *chunks(from: number, octets: number): Iterable<Buffer> {
    for (let at = from; at < from + octets; at += CHUNK) yield this.read(at, Math.min(CHUNK, from + octets - at));
  }

  /** One block; zeros behind the end, as an archive ends there. */
  block(at: number): Buffer {
    return Buffer.concat([this.read(at, BLOCK), Buffer.alloc(BLOCK)]).subarray(0, BLOCK);
  }

  /** Octets as text of one character each, so that places in both are the same. */
  text(at: number, octets: number): string {
    return this.read(at, octets).toString('latin1');
  }

  /** The text that begins there and ends before the first NUL: a text file's padding begins with one. */
  textToNul(at: number, most: number): string {
    for (let length = CHUNK; ; length *= 4) {
      const text = this.text(at, Math.min(length, most));
      const end = text.indexOf('\0');
      if (end >= 0) return text.slice(0, end);
      if (text.length < length) return text;
    }
  }

  close(): void {
    closeSync(this.fd);
  }
}
