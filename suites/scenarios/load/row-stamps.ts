import { UsageError } from '../../../trace/errors';
import type { Ms } from '../../../trace/vocabulary';
import type { CsvColumns } from './csv-columns';
import type { CsvTable } from './csv-table';
import { guessOrder, LABELS_READ, type Label, readLabel } from './half-hour-labels';
import { namesStamp } from './header-words';
import { HALF_HOUR_MS, type LoadOptions, type Stamp } from './load-options';
import { LocalClock } from './local-clock';
import { type Offences, quoted } from './offences';

const DAY_MS = 86_400_000;

/** End of each row's half hour in UTC; undefined where its label offends. Throws a UsageError for options that cannot be. */
export function rowStamps(
  path: string,
  table: CsvTable,
  columns: CsvColumns,
  options: LoadOptions,
  offences: Offences,
  says: string[],
): (Ms | undefined)[] {
  if (options.consecutive !== undefined) return inOrder(options.consecutive, options, table, says);
  const texts = table.rows.map(({ cells }) => columns.time.map((i) => (cells[i] ?? '').trim()).join(' '));
  const guess = guessOrder(texts);
  if (guess) says.push(`dates = ${guess.order === 'day-month' ? 'day/month' : 'month/day'} (${guessedBy(guess.proof)})`);
  const labels = texts.map((text) => readLabel(text, guess?.order ?? 'day-month'));
  const stamp = options.stamp ?? guessStamp(table, columns, labels, says);
  const instants = toInstants(path, table, texts, labels, options.tz, offences, says);
  const ends = instants.map((at) => (at === undefined ? undefined : stamp === 'end' ? at : at + HALF_HOUR_MS));
  judgeOrder(table, texts, ends, offences);
  return ends;
}

function inOrder(start: string, options: LoadOptions, table: CsvTable, says: string[]): Ms[] {
  const label = readLabel(start.trim(), 'day-month');
  const instants = label ? instantsOf(label, options.tz ?? 'UTC') : [];
  const startMs = instants[0];
  if (startMs === undefined || instants.length > 1 || startMs % HALF_HOUR_MS !== 0) {
    throw new UsageError(
      `--consecutive ${start}: expected when the first half hour starts, at :00 or :30 UTC, such as 2019-01-01T00:00Z`,
    );
  }
  says.push(`labels ignored: the first half hour starts at ${start.trim()} and the others follow`);
  return table.rows.map((_, i) => startMs + (i + 1) * HALF_HOUR_MS);
}

function instantsOf({ clockMs, aheadMs }: Label, tz: string): Ms[] {
  if (aheadMs !== undefined) return [clockMs - aheadMs];
  return new LocalClock(tz, { fromMs: clockMs, toMs: clockMs }).instants(clockMs);
}

function guessStamp(table: CsvTable, columns: CsvColumns, labels: (Label | undefined)[], says: string[]): Stamp {
  const named = columns.time.flatMap((i) => namesStamp(table.columns[i] ?? '') ?? [])[0];
  if (named) {
    says.push(`stamp = ${named} (guessed from the header; --stamp ${named === 'end' ? 'start' : 'end'} to change)`);
    return named;
  }
  const timeOfDay = (label: Label | undefined) => (label ? ((label.clockMs % DAY_MS) + DAY_MS) % DAY_MS : undefined);
  // A file of whole days whose labels run from 00:30 to 00:00 can only name the ends.
  if (timeOfDay(labels[0]) === HALF_HOUR_MS && timeOfDay(labels.at(-1)) === 0) {
    says.push('stamp = end (guessed: the labels run from 00:30 to 00:00; --stamp start to change)');
    return 'end';
  }
  says.push('stamp = start (guessed; --stamp end to change)');
  return 'start';
}

function toInstants(
  path: string,
  table: CsvTable,
  texts: string[],
  labels: (Label | undefined)[],
  tz: string | undefined,
  offences: Offences,
  says: string[],
): (Ms | undefined)[] {
  const clock = localClockOver(labels, tz);
  if (clock && tz === undefined) says.push('tz = UTC (assumed; --tz ZONE if the labels are local time, such as Europe/London)');
  if (!clock && tz !== undefined && labels.some((label) => label)) {
    says.push(`tz ${tz} is not used: every label of ${path} carries its own`);
  }
  return labels.map((label, row) => {
    const line = table.rows[row]?.line ?? 0;
    const text = quoted(texts[row] ?? '');
    if (!label) {
      offences.add('time', line, `${text} is no time; read are ${LABELS_READ}`);
      return undefined;
    }
    const found = label.aheadMs === undefined ? (clock?.instants(label.clockMs) ?? []) : [label.clockMs - label.aheadMs];
    const at = found[0];
    if (at === undefined) offences.add('missingHour', line, `${text} does not exist in ${tz}: the clock skips it`);
    else if (found.length > 1) offences.add('repeatedHour', line, `${text} happens twice in ${tz}`);
    else if (at % HALF_HOUR_MS !== 0)
      offences.add('offGrid', line, `${text} is ${new Date(at).toISOString()}, off the half hour`);
    else return at;
    return undefined;
  });
}

function localClockOver(labels: (Label | undefined)[], tz = 'UTC'): LocalClock | undefined {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const label of labels) {
    if (!label || label.aheadMs !== undefined) continue;
    fromMs = Math.min(fromMs, label.clockMs);
    toMs = Math.max(toMs, label.clockMs);
  }
  return fromMs <= toMs ? new LocalClock(tz, { fromMs, toMs }) : undefined;
}

/** Duplicates over the whole file, jumps between neighbours; a row without a stamp hides the step over it. */
function judgeOrder(table: CsvTable, texts: string[], ends: (Ms | undefined)[], offences: Offences) {
  const seen = new Map<Ms, number>();
  for (const [row, endMs] of ends.entries()) {
    if (endMs === undefined) continue;
    const line = table.rows[row]?.line ?? 0;
    const text = quoted(texts[row] ?? '');
    const earlier = seen.get(endMs);
    if (earlier === undefined) seen.set(endMs, line);
    else offences.add('duplicate', line, `${text} stands on line ${earlier} already`);
    const before = ends[row - 1];
    if (before === undefined) continue;
    const above = `${quoted(texts[row - 1] ?? '')} on line ${table.rows[row - 1]?.line}`;
    const missing = (endMs - before) / HALF_HOUR_MS - 1;
    if (missing > 0) offences.add('gap', line, `${text} follows ${above}: ${missing} half hours are missing between`);
    if (endMs < before) offences.add('outOfOrder', line, `${text} is earlier than ${above}`);
  }
}

function guessedBy(proof: string | undefined): string {
  return proof === undefined ? 'no day above 12 proves it; the UK order is assumed' : `guessed: ${proof}`;
}
