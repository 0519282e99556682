import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { sha256 } from './chain';
import { TraceError } from './errors';
import type { TraceRecord } from './vocabulary';

/** A trace as read back from its file. */
export interface RecordedTrace {
  records: TraceRecord[];
  /** Where each record's line stands in the file: offset of its first octet, and how many with the newline. */
  lines: { offset: number; octets: number }[];
  /** Hash of the last whole line; the plan's hash where there is none. */
  head: string;
  /** Octets of an unfinished last line that were dropped: the writer was killed in mid-write. */
  tornOctets: number;
}

/** No line of an honest trace is longer: 19,056 rows of a log in one answer take about 1.5 MB. */
const LONGEST_LINE = 64 * 1024 * 1024;
const CHUNK = 1024 * 1024;
const NEWLINE = 10;

const KINDS = new Set(['opened', 'stimulus', 'effect', 'observation', 'wire', 'clock', 'trouble', 'gap', 'operator', 'closed']);

/**
 * Reads a trace and checks its chain, whose first link is `planHash`. Drops a torn last line; every other break is
 * refused by a TraceError that names the line.
 */
export function readTrace(path: string, planHash: string): RecordedTrace {
  const records: TraceRecord[] = [];
  const places: RecordedTrace['lines'] = [];
  let head = planHash;
  let offset = 0;
  let tornOctets = 0;
  for (const line of linesOf(path)) {
    if (line.at(-1) !== NEWLINE) {
      tornOctets = line.length;
      break;
    }
    records.push(parseLine(path, records.length + 1, line, head));
    places.push({ offset, octets: line.length });
    offset += line.length;
    head = sha256(line);
  }
  return { records, lines: places, head, tornOctets };
}

function parseLine(path: string, number: number, octets: Buffer, head: string): TraceRecord {
  let record: Partial<TraceRecord>;
  try {
    record = JSON.parse(octets.toString('utf8'));
  } catch (cause) {
    throw new TraceError(path, number, 'is not JSON; the trace was changed after it was written', { cause });
  }
  if (typeof record !== 'object' || record === null || !KINDS.has(record.kind ?? ''))
    throw new TraceError(path, number, `is no trace record of a kind known here (${[...KINDS].join(', ')})`);
  if (record.seq !== number)
    throw new TraceError(path, number, `has seq ${record.seq}; expected ${number}: a line is missing or doubled`);
  if (record.prev !== head)
    throw new TraceError(path, number, `breaks the chain: prev is ${record.prev}; the line before hashes to ${head}`);
  if (!Number.isSafeInteger(record.atMs)) throw new TraceError(path, number, 'has no bench time (atMs)');
  if ((number === 1) !== (record.kind === 'opened'))
    throw new TraceError(path, number, 'only the first record is, and must be, "opened"');
  return record as TraceRecord;
}

/** The lines of a file, each with its newline; the last may have none. */
export function* linesOf(path: string): Iterable<Buffer> {
  const fd = openSync(path, 'r');
  try {
    const end = fstatSync(fd).size;
    let rest = Buffer.alloc(0);
    for (let at = 0, line = 1; at < end; ) {
      const chunk = Buffer.alloc(Math.min(CHUNK, end - at));
      const read = readSync(fd, chunk, 0, chunk.length, at);
      if (read === 0) break;
      at += read;
      const text = rest.length ? Buffer.concat([rest, chunk.subarray(0, read)]) : chunk.subarray(0, read);
      let start = 0;
      for (let stop = text.indexOf(NEWLINE); stop >= 0; stop = text.indexOf(NEWLINE, start), line++) {
        yield text.subarray(start, stop + 1);
        start = stop + 1;
      }
      rest = text.subarray(start);
      if (rest.length > LONGEST_LINE) throw new TraceError(path, line, `is longer than ${LONGEST_LINE} octets`);
    }
    if (rest.length) yield rest;
  } finally {
    closeSync(fd);
  }
}
