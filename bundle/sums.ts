import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { sha256 } from '../trace/chain';

/** What a manifest holds of one file. */
export interface Sums {
  octets: number;
  sha256: string;
  /** The first eight hex digits of the SHA-256 of each block of 1,024 octets: they show where a file was changed. */
  marks: string;
}

export const MARKED_OCTETS = 1024;
export const MARK_DIGITS = 8;
const CHUNK = 64 * MARKED_OCTETS;

/** Adds up a file as its octets pass by, in chunks of any length. */
export class Summing {
  private readonly whole = createHash('sha256');
  private readonly marks: string[] = [];
  private block = Buffer.alloc(0);
  private octets = 0;

  add(chunk: Uint8Array): void {
    this.octets += chunk.length;
    this.whole.update(chunk);
    let rest = this.block.length ? Buffer.concat([this.block, chunk]) : Buffer.from(chunk);
    for (; rest.length >= MARKED_OCTETS; rest = rest.subarray(MARKED_OCTETS)) this.mark(rest.subarray(0, MARKED_OCTETS));
    this.block = rest;
  }

  sums(): Sums {
    if (this.block.length) this.mark(this.block);
    return { octets: this.octets, sha256: this.whole.digest('hex'), marks: this.marks.join('') };
  }

  private mark(block: Uint8Array) {
    this.marks.push(sha256(block).slice(0, MARK_DIGITS));
  }
}

export function sumsOf(path: string): Sums {
  const summing = new Summing();
  for (const chunk of chunksOf(path)) summing.add(chunk);
  return summing.sums();
}

/** A file's octets, or those of a stretch of it; each chunk is valid until the next is taken. */
export function* chunksOf(path: string, from = 0, to = Number.POSITIVE_INFINITY): Iterable<Buffer> {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK);
    for (let at = from; at < to; ) {
      const read = readSync(fd, buffer, 0, Math.min(CHUNK, to - at), at);
      if (read === 0) return;
      yield buffer.subarray(0, read);
      at += read;
    }
  } finally {
    closeSync(fd);
  }
}
