import type { Ms, Value } from '../../../trace/vocabulary';
import { same } from '../compare';
import type { Finding, Requirement } from '../requirement';
import { HALF_HOUR_MS } from './half-hour-rows';
import { byStampOf, type LogRead } from './log-reads';
import { rowRequirement } from './row-cases';

const SELECTIVE = 'GBCS 9.1.6 ("inclusive")';
const DEPTH = 'DP184 §2 bullet 3';

/** How many of something there are, against how many there have to be. */
const count = (says: string, observed: number, expected: number, records: number[]) =>
  same(says, observed, expected, records, observed === 1 ? 'row' : 'rows');

const stampsOf = ({ rows }: LogRead) => new Set(rows.map(({ endMs }) => endMs));

function countLost(read: LogRead, must: readonly { endMs: Ms }[], says: string, more: number[] = []): Finding {
  const stamps = stampsOf(read);
  const lost = must.filter(({ endMs }) => !stamps.has(endMs));
  return count(says, lost.length, 0, [...more, read.record.seq]);
}

/** What a refusal or an answer without rows looks like, against what was declared. */
function asDeclared(says: string, declared: 'empty' | 'error', record: LogRead['record']): Finding {
  const { answer } = record;
  const observed: Value =
    'refused' in answer ? 'error' : Array.isArray(answer.value) && answer.value.length === 0 ? 'empty' : answer.value;
  return same(says, observed, declared, [record.seq]);
}

/** How many rows of a stamp differ from what another read of it gave. */
function changed(read: LogRead, known: readonly { endMs: Ms; before: { wh: number; flagged: boolean } }[]): number {
  const stamps = byStampOf(read.rows);
  return known.filter(({ endMs, before }) => {
    const rows = stamps.get(endMs);
    return !rows || rows.some(({ wh, flagged }) => wh !== before.wh || flagged !== before.flagged);
  }).length;
}

/** Requirements on how the half-hourly secondary export is read. */
export const PROFILE_READS_REQUIREMENTS: Requirement[] = [
  rowRequirement(
    'range',
    {
      id: 'profile.range-inclusive',
      title: 'A range is inclusive at both ends',
      statement:
        'A range gives the row stamped at its begin, the row stamped at its end and all between: 24 hours from boundary to boundary are 49 rows.',
      clauses: [SELECTIVE, 'GBCS 4.3 ECS22a (by analogy)'],
      basis: 'published',
      confidence: 'verified',
    },
    (_, { read, ends, must }) => [
      ...ends.map(({ end, endMs }) =>
        count(
          end === 'from' ? 'the row at the begin of the range is in it' : 'the row at the end of the range is in it',
          read.rows.filter((row) => row.endMs === endMs).length,
          1,
          [read.record.seq],
        ),
      ),
      countLost(read, must, 'no row of the range is missing'),
    ],
  ),
  rowRequirement(
    'bounded range',
    {
      id: 'profile.range-exact',
      title: 'A range gives no row outside it',
      statement: 'No row comes whose stamp lies before the begin or after the end of the range that was asked for.',
      clauses: [SELECTIVE],
      basis: 'published',
    },
    (_, { range, rows, record }) => {
      const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = range;
      const outside = rows.filter(({ endMs }) => endMs < fromMs || endMs > toMs);
      return count('rows outside the range', outside.length, 0, [record.seq]);
    },
  ),
  rowRequirement(
    'open range',
    {
      id: 'profile.range-open',
      title: 'An open end of a range reaches to the oldest or newest row',
      statement: 'A range without a begin gives all from the oldest row on, one without an end all up to the newest.',
      clauses: ['GBCS 9.1.6 (start of time, end of time)'],
      basis: 'published',
    },
    (_, { asked, read, must }) =>
      read
        ? countLost(read, must, 'rows missing from the range with an open end')
        : same('a range with an open end is answered', 'refused' in asked.answer ? asked.answer.refused.name : null, 'rows', [
            asked.record.seq,
          ]),
  ),
  rowRequirement(
    'empty range',
    {
      id: 'profile.range-empty',
      title: 'A range without rows is answered as declared',
      statement: 'A range that selects no row gives an empty list or an error, as declared.',
      clauses: [SELECTIVE],
      basis: 'choice',
    },
    ({ meter }, { record }) => asDeclared('the answer to a range without rows', meter.choices.emptyRange, record),
  ),
  rowRequirement(
    'reversed range',
    {
      id: 'profile.range-reversed',
      title: 'A reversed range is answered as declared',
      statement: 'A range whose begin lies after its end gives an empty list or an error, as declared, and never rows.',
      clauses: [SELECTIVE],
      basis: 'choice',
    },
    ({ meter }, { record }) => asDeclared('the answer to a reversed range', meter.choices.reversedRange, record),
  ),
  rowRequirement(
    'order',
    {
      id: 'profile.oldest-first',
      title: 'Rows come oldest first',
      statement: 'Rows are given in the order in which they were captured, the oldest first, also after the log has wrapped.',
      clauses: ['GBCS 4.3 ECS22a (by analogy)', 'EN 62056-6-2 profile generic'],
      basis: 'derived',
    },
    (_, { rows, record }) => {
      const falls = rows.filter(({ endMs }, i) => i > 0 && endMs < rows[i - 1]!.endMs);
      return count('rows that are older than the row before them', falls.length, 0, [record.seq]);
    },
  ),
  rowRequirement(
    'depth',
    {
      id: 'profile.depth',
      title: 'The log keeps as many rows as it has to',
      statement: 'At any time at least the declared number of newest rows can be read; more are allowed.',
      clauses: [DEPTH],
      basis: 'choice',
      capabilities: { meter: ['read'], bench: ['history'] },
    },
    ({ meter }, { rows, record }) => {
      const depth = meter.choices.exportProfileDepth;
      return count('the newest rows can be read, to the declared depth', Math.min(rows.length, depth), depth, [record.seq]);
    },
  ),
  rowRequirement(
    'wrap',
    {
      id: 'profile.wraps-oldest-only',
      title: 'A full log loses its oldest rows only',
      statement: 'A row that is added to a full log takes the place of the oldest one, and of no other.',
      clauses: [DEPTH],
      basis: 'derived',
      capabilities: { meter: ['read'], bench: ['history'] },
    },
    (_, { from, to, must }) => {
      const gone = changed(
        to,
        must.map((row) => ({ endMs: row.endMs, before: row })),
      );
      return count('rows lost or changed that were not the oldest', gone, 0, [from.record.seq, to.record.seq]);
    },
  ),
  rowRequirement(
    'long read',
    {
      id: 'profile.long-read',
      title: 'A long read loses, doubles and tears no row while one is captured',
      statement:
        'A read by block transfer that lasts over the end of a half hour gives every row that stood in the log, whole and once; the new row may be in it or not.',
      clauses: [DEPTH, 'EN 62056-5-3 block transfer'],
      basis: 'choice',
    },
    (_, { read, must }) => {
      const times = byStampOf(read.rows);
      const doubled = [...times.values()].filter((rows) => rows.length > 1).length;
      const known = must.flatMap(({ endMs, seen }) => (seen[0] && times.has(endMs) ? [{ endMs, before: seen[0] }] : []));
      return [
        countLost(read, must, 'rows lost in a long read'),
        count('rows doubled in a long read', doubled, 0, [read.record.seq]),
        count('rows torn in a long read', changed(read, known), 0, [read.record.seq]),
      ];
    },
  ),
  rowRequirement(
    'read again',
    {
      id: 'profile.rows-stay',
      title: 'A row never changes once it is written',
      statement: 'The row of an undisturbed half hour is the same in every later read, as long as the log keeps it.',
      clauses: ['DP184 §2 bullet 3'],
      basis: 'derived',
    },
    (_, { read, again }) => {
      const earlier = new Set(again.map(({ before }) => before.seq));
      return count('rows that changed or went since they were read', changed(read, again), 0, [...earlier, read.record.seq]);
    },
  ),
  rowRequirement(
    'clock lost',
    {
      id: 'profile.clock-lost',
      title: 'An outage that costs the clock its time puts no false rows into the log',
      statement:
        'After an outage beyond the reserve of the clock no new row is stamped before the outage or in the future, and none appears for a half hour that the clock did not go through.',
      clauses: ['DP184 §2 bullet 3', 'SMETS2 5.5.1'],
      basis: 'derived',
      capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
    },
    (evidence, { before, after, knownMs, lostMs, returnMs, offMs, onMs }) => {
      const records = [before.record.seq, after.record.seq];
      const known = stampsOf(before);
      const { clock } = evidence.ledger;
      // What the clock shows now, or would show if it had kept its time.
      const keptMs = lostMs + after.record.when.toMs - offMs;
      const nowMs = Math.max(clock.meterAt(after.record.when.toMs)!.toMs, keptMs);
      const gone = new Set(
        evidence.ledger
          .halfHours('secondary', 'export')
          .filter(({ frame }) => frame.stays.some(({ outer }) => outer.toMs > onMs))
          .map(({ endMs }) => endMs),
      );
      const past = after.rows.filter(({ endMs }) => endMs <= knownMs && !known.has(endMs));
      const stoodMs = Math.ceil(returnMs / HALF_HOUR_MS) * HALF_HOUR_MS;
      const burst = after.rows.filter(({ endMs }) => endMs > stoodMs && returnMs >= lostMs && endMs <= nowMs && !gone.has(endMs));
      return [
        count('new rows stamped before the outage', past.length, 0, records),
        count('rows stamped in the future', after.rows.filter(({ endMs }) => endMs > nowMs).length, 0, records),
        count('rows of half hours that the clock did not go through', burst.length, 0, records),
      ];
    },
  ),
  rowRequirement(
    'first energisation',
    {
      id: 'profile.first-energisation',
      title: 'The log begins at the first energisation as declared',
      statement:
        'The half hour in which the meter is first energised has a short row, or none, as declared for half hours that were cut; none before it has a row.',
      clauses: ['DP184 §2 bullet 3'],
      basis: 'choice',
      capabilities: { meter: ['read'], bench: ['history'] },
    },
    ({ meter }, { read, atMs }) => {
      const endMs = (Math.floor(atMs / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
      const has = read.rows.filter((row) => row.endMs === endMs).length;
      const expected = meter.choices.partialPeriod === 'short-entry' ? 1 : 0;
      return [
        count('rows of the half hour of the first energisation', has, expected, [read.record.seq]),
        count('rows before the first energisation', read.rows.filter((row) => row.endMs < endMs).length, 0, [read.record.seq]),
      ];
    },
  ),
];
