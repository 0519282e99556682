import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { lineOf, sha256 } from './chain';
import { InternalError } from './errors';
import type { Ms, RecordBody, TraceRecord } from './vocabulary';

/** Takes records in order and numbers them. What `write` returns is already safe where the sink promises safety. */
export interface TraceSink {
  write(atMs: Ms, body: RecordBody): TraceRecord;
}

/** At most this many records besides wire in one trace; longer campaigns roll to the next one. */
export const MOST_RECORDS = 100_000;
/** What may still be written then, so that a full trace ends in order. */
const BEYOND_THE_LIMIT = new Set<string>(['wire', 'trouble', 'closed']);

/** Records in memory, without a chain: for attempts that nobody keeps. */
export class MemoryTrace implements TraceSink {
  readonly records: TraceRecord[] = [];

  write(atMs: Ms, body: RecordBody): TraceRecord {
    refuseTooLong(this.records.length, body);
    const record = { seq: this.records.length + 1, prev: '', atMs, ...body } as TraceRecord;
    this.records.push(record);
    return record;
  }
}

/**
 * Append-only NDJSON: each record is one unbuffered write before the next stimulus, and carries the hash of the line
 * before it. Throws where the file exists: a trace is never written twice.
 */
export class TraceFile implements TraceSink {
  private readonly fd: number;
  private written = 0;

  /** `head` is the hash that the first line carries: that of the run's plan. */
  constructor(
    readonly path: string,
    private chainHead: string,
  ) {
    this.fd = openSync(path, 'wx');
  }

  write(atMs: Ms, body: RecordBody): TraceRecord {
    refuseTooLong(this.written, body);
    const record = { seq: ++this.written, prev: this.chainHead, atMs, ...body } as TraceRecord;
    const line = lineOf(record);
    writeSync(this.fd, line);
    this.chainHead = sha256(line);
    return record;
  }

  /** Hash of the last line, and the number of lines. */
  get head(): { head: string; records: number } {
    return { head: this.chainHead, records: this.written };
  }

  close(): void {
    fsyncSync(this.fd);
    closeSync(this.fd);
  }
}

function refuseTooLong(records: number, body: RecordBody) {
  if (records >= MOST_RECORDS && !BEYOND_THE_LIMIT.has(body.kind))
    throw new InternalError(`a trace holds at most ${MOST_RECORDS} records; split the scenario into parts`);
}
