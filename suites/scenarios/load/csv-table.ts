import { readFileSync, statSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { UsageError } from '../../../trace/errors';

/** A CSV as text: names of its columns, and its rows with the line that each ends on. */
export interface CsvTable {
  columns: string[];
  rows: { line: number; cells: string[] }[];
  delimiter: string;
  /** Rows whose cells were all empty; they are left out. */
  blankRows: number;
}

const LIMIT_MIB = 64;
const DELIMITERS = [',', ';', '\t'];

/** Reads a CSV with a header line. Throws a UsageError where the file cannot be read or is no such table. */
export function readTable(path: string): CsvTable {
  const text = readText(path);
  const delimiter = guessDelimiter(text);
  const [header, ...records] = parseRecords(path, text, delimiter);
  if (!header) throw new UsageError(`${path}: the file is empty; expected a header line and one line for each half hour`);
  // Names are printed: no control character of a file reaches a terminal.
  const columns = header.cells.map((name) => name.replace(/\p{Cc}+/gu, ' ').trim());
  while (columns.at(-1) === '') columns.pop();
  const rows = records.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (rows.length === 0) throw new UsageError(`${path}: no half hour below the header; expected one line for each`);
  return { columns, rows, delimiter, blankRows: records.length - rows.length };
}

function readText(path: string): string {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > LIMIT_MIB * 1024 * 1024) {
      throw new UsageError(`${path}: ${(size / 1024 / 1024).toFixed(0)} MiB; at most ${LIMIT_MIB} MiB are read: split the file`);
    }
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${path}: cannot be read (${reason(cause)}); --load expects the path of a CSV file`, { cause });
  }
  if (text.includes('\0')) throw new UsageError(`${path}: not UTF-8 text; save it as CSV in UTF-8`);
  return text;
}

function parseRecords(path: string, text: string, delimiter: string): CsvTable['rows'] {
  try {
    const records = parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true });
    return (records as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (cause) {
    throw new UsageError(`${path}: not a CSV table: ${reason(cause)}`, { cause });
  }
}

function guessDelimiter(text: string): string {
  const header = (/^\uFEFF?\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best));
}

function reason(cause: unknown): string {
  return (cause as { message?: string }).message ?? String(cause);
}
