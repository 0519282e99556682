import { isDeepStrictEqual } from 'node:util';
import type { Declaration } from '../../../declaration/declaration';
import { objectNamed, rowsKept } from '../../../declaration/objects';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import { compare, same } from '../compare';
import { invocations, untouched } from '../happenings';
import { meterTime } from '../meter-time';
import { type Reading, readings } from '../readings';
import type { Evidence, Finding, Records } from '../requirement';

const NAMES: Record<Records, (name: ObjectName) => boolean> = {
  rows: (name) => objectNamed(name)!.kind === 'profile',
  mpans: (name) => objectNamed(name)!.kind === 'mpan',
  tables: (name) => objectNamed(name)!.kind === 'table',
  activation: (name) => objectNamed(name)!.kind === 'activation',
  snapshots: (name) => /^(daily|billing)\./.test(name),
  events: (name) => name === 'events' || name === 'power.events',
};
/** Rows that an event log keeps at least (GBCS ECS35a). */
const EVENT_ROWS = 100;

/** An object that held something, read before and after an outage in which nobody touched it. */
export interface KeptOverOutage {
  object: ObjectName;
  from: Reading;
  to: Reading;
}

/** Records read on both sides of an outage, of objects that nobody wrote and no clock set or activation may have changed. */
export function keptOverOutage(evidence: Evidence, records: Records): KeptOverOutage[] {
  const objects = [...new Set(evidence.trace.of('observation').map(({ object }) => object))];
  return objects
    .filter((object) => objectNamed(object) && NAMES[records](object))
    .flatMap((object) => {
      const all = readings(evidence, object);
      return all.slice(1).map((to, i) => ({ object, from: all[i]!, to }));
    })
    .filter((kept) => isOverOutage(evidence, kept) && nothingElse(evidence, kept) && holdsSomething(evidence, kept));
}

function isOverOutage({ ledger }: Evidence, { from, to }: KeptOverOutage): boolean {
  return ledger.events.outages.some(
    ({ off, on }) => on && off.fromMs >= from.record.when.toMs && on.toMs <= to.record.when.fromMs,
  );
}

function nothingElse(evidence: Evidence, { object, from, to }: KeptOverOutage): boolean {
  const { clockSets, activations } = evidence.ledger.events;
  // Rows that a clock set back has gone over may change long after it.
  const sinceSeq = object.endsWith('.profile') ? 0 : from.record.seq;
  const between = [...clockSets, ...activations].some(({ seq }) => sinceSeq < seq && seq < to.record.seq);
  const base = object.replace(/\.(active|passive|activation)$/, '');
  const written = base === object ? [object] : [`${base}.passive`, `${base}.activation`];
  const mayActivate = object.endsWith('.active') || object.endsWith('.passive');
  return (
    !between &&
    (mayActivate ? untouched(evidence, written, from, to) : written.every((one) => isUnwritten(evidence, one, from, to))) &&
    invocations(evidence, object, from, to).length === 0 &&
    rangeOf(evidence, from) === rangeOf(evidence, to)
  );
}

const isUnwritten = ({ trace }: Evidence, object: ObjectName, from: Reading, to: Reading) =>
  !trace
    .observations(object)
    .some(({ seq, of }) => from.record.seq < seq && seq < to.record.seq && trace.stimulus(of)?.stimulus.do === 'write');

const rangeOf = ({ trace }: Evidence, { record }: Reading) => JSON.stringify(trace.stimulus(record.of)?.range ?? {});

function holdsSomething(evidence: Evidence, { object, from, to }: KeptOverOutage): boolean {
  const { kind } = objectNamed(object)!;
  // An activation that is due by then is another matter.
  if (kind === 'activation') return typeof from.value === 'number' && from.value > meterTime(evidence, to.record.when).toMs;
  if (!Array.isArray(from.value)) return true;
  return from.value.length > 0 && (to.value as Value[]).length < rowsOf(evidence.meter, object);
}

/** Rows below which a log has lost none. */
function rowsOf(meter: Declaration, object: ObjectName): number {
  if (object.startsWith('daily.consumption')) return meter.depths.dailyConsumption;
  if (object.startsWith('daily.')) return meter.depths.dailyRead;
  if (object.startsWith('billing.')) return meter.depths.billing;
  if (object === 'power.events') return meter.depths.powerEvents;
  return object === 'events' ? EVENT_ROWS : rowsKept(meter, object);
}

/** What was there before is there after: a value as it was, and every row in its place. */
export function isKept({ object, from, to }: KeptOverOutage): Finding {
  const { title } = objectNamed(object)!;
  const records = [from.record.seq, to.record.seq];
  if (!Array.isArray(from.value)) return same(`${title}: as it was before the outage`, to.value, from.value, records);
  const after = to.value as Value[];
  const lost = from.value.filter((row, i) => !isDeepStrictEqual(row, after[i])).length;
  const says = `${title}: every row of before the outage is in its place`;
  return compare({ says, observed: BigInt(lost), lo: 0n, hi: 0n, unit: 'rows lost or changed', records });
}
