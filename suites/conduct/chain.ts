import type { RecordedTrace } from '../../trace/read-trace';
import type { RecordOf, TraceRecord, Value } from '../../trace/vocabulary';
import type { ChainLink } from '../run-result';

/** Enough to see a value arrive; the rest stands in the trace at the offset given. */
const MOST_LINKS = 8;
const MOST_FRAMES = 16;
const MOST_OCTETS = 512;
const LONGEST_TEXT = 300;

/** The records that decide a finding, each with its place in the trace file, its hash, and what crossed the wire for it. */
export function chainOf(trace: RecordedTrace, decisive: readonly number[]): ChainLink[] {
  const wanted = [...new Set(decisive)].sort((left, right) => left - right);
  const shown = wanted.length <= MOST_LINKS ? wanted : [...wanted.slice(0, MOST_LINKS / 2), ...wanted.slice(-MOST_LINKS / 2)];
  return shown.flatMap((seq) => {
    const record = trace.records[seq - 1];
    const line = trace.lines[seq - 1];
    return record && line ? [{ ...placeOf(record, trace), ...line, says: saysOf(record), wire: wireOf(record, trace) }] : [];
  });
}

const placeOf = ({ seq, kind, atMs }: TraceRecord, { records, head }: RecordedTrace) => ({
  seq,
  kind,
  atMs,
  sha256: records[seq]?.prev ?? head,
});

function saysOf(record: TraceRecord): string {
  switch (record.kind) {
    case 'observation':
      return 'value' in record.answer
        ? `${record.object} = ${shortly(record.answer.value)}`
        : `${record.object} refused: ${record.answer.refused.name} (${record.answer.refused.code})`;
    case 'stimulus':
      return shortly(record.stimulus as unknown as Value);
    case 'clock':
      return `the meter's clock stood at ${new Date(record.meterMs).toISOString()}, ${record.status}`;
    default: {
      const { seq: _seq, prev: _prev, atMs: _atMs, kind: _kind, ...rest } = record;
      return shortly(rest as unknown as Value);
    }
  }
}

function shortly(value: Value): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}… (${text.length - LONGEST_TEXT} more characters)`;
}

/** Frames of the stimulus that a record hangs below, up to the record. */
function wireOf(record: TraceRecord, { records }: RecordedTrace): ChainLink['wire'] {
  if (!('of' in record) || record.of === undefined) return [];
  const frames: RecordOf<'wire'>[] = [];
  for (let at = record.of; at < record.seq; at++) {
    const each = records[at];
    if (each?.kind === 'wire' && each.of === record.of) frames.push(each);
  }
  return frames
    .slice(-MOST_FRAMES)
    .map(({ seq, way, hex }) => ({ seq, way, hex: hex.slice(0, 2 * MOST_OCTETS), octets: hex.length / 2 }));
}
