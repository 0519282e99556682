import { isDeepStrictEqual } from 'node:util';
import type { SwitchingTable } from '../../declaration/switching-table';
import type { TraceView } from '../../trace/view';
import type { ObjectName, RecordOf, Value, Window } from '../../trace/vocabulary';
import type { MeterClock } from './meter-clock';
import { tableFault } from './table-calendar';
import { acceptedAnswers } from './trace-events';

/** From some instant of `since` on this table is in force; undefined where the trace does not tell which. */
export interface TableSpell {
  since: Window;
  table: SwitchingTable | undefined;
}

interface Pending {
  when: Window;
}

/**
 * Which switching table was in force when, in bench time and ascending, from reads of the active table and from accepted writes of
 * the passive table and of its activation. `active` is the name of the active table's object.
 */
export function tableHistory(trace: TraceView, clock: MeterClock, active: ObjectName): TableSpell[] {
  const base = active.slice(0, -'.active'.length);
  const reader = new HistoryReader(clock);
  for (const record of recordsOf(trace, [active, `${base}.passive`, `${base}.activation`])) {
    const value = (record.answer as { value: Value }).value;
    reader.passTo(record.when);
    if (record.object === active) reader.activeSeen(value, record.when);
    else if (record.object === `${base}.passive`) reader.passiveIs(value);
    else if (trace.stimulus(record.of)?.stimulus.do === 'write') reader.activationSet(value, record.when);
    else reader.activationSeen(value, record.when);
  }
  return reader.finish();
}

/** Reads of the objects, and accepted writes of them with the value that was written, in the order of the trace. */
function recordsOf(trace: TraceView, objects: ObjectName[]): RecordOf<'observation'>[] {
  const accepted = new Set([...acceptedAnswers(trace).values()].map(({ seq }) => seq));
  return objects
    .flatMap((object) => trace.observations(object))
    .flatMap((observation) => {
      const stimulus = trace.stimulus(observation.of)?.stimulus;
      if ('refused' in observation.answer) return [];
      if (stimulus?.do === 'write') {
        return accepted.has(observation.seq) ? [{ ...observation, answer: { value: stimulus.value } }] : [];
      }
      return [observation];
    })
    .sort((a, b) => a.seq - b.seq);
}

class HistoryReader {
  private readonly spells: TableSpell[] = [
    { since: { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY }, table: undefined },
  ];
  private passive: SwitchingTable | undefined;
  private pending: Pending | undefined;
  /** Until when the table now in force is confirmed. */
  private confirmedMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: MeterClock) {}

  /** Lets an activation that was due before `now` take place. */
  passTo(now: Window): void {
    const due = this.pending?.when;
    if (!due || due.fromMs > now.toMs) return;
    this.pending = undefined;
    // Whether it was due before or after what comes now cannot be told apart within the clock's band.
    this.change(due, due.toMs <= now.fromMs ? this.passive : undefined);
  }

  activeSeen(value: Value, when: Window): void {
    const seen = asTable(value);
    const spell = this.spells.at(-1)!;
    if (!spell.table) spell.table = seen;
    else if (!isDeepStrictEqual(spell.table, seen)) this.change({ fromMs: this.confirmedMs, toMs: when.toMs }, seen);
    this.confirmedMs = Math.max(this.confirmedMs, when.toMs);
  }

  passiveIs(value: Value): void {
    this.passive = asTable(value);
  }

  activationSet(value: Value, when: Window): void {
    this.pending = undefined;
    if (value === 'immediate') this.change(when, this.passive);
    else if (typeof value === 'number') this.pending = this.dueAt(value, when);
  }

  /** A meter may go on showing an activation that is past; only one still to come tells anything. */
  activationSeen(value: Value, when: Window): void {
    const due = typeof value === 'number' ? this.dueAt(value, when) : undefined;
    if (due && due.when.fromMs > when.toMs) this.pending = due;
  }

  private dueAt(meterMs: number, when: Window): Pending | undefined {
    const due = this.clock.firstAt(meterMs, when.fromMs);
    return due && { when: due };
  }

  finish(): TableSpell[] {
    this.passTo({ fromMs: Number.POSITIVE_INFINITY, toMs: Number.POSITIVE_INFINITY });
    return this.spells;
  }

  private change(since: Window, table: SwitchingTable | undefined): void {
    this.spells.push({ since, table });
    this.confirmedMs = since.toMs;
  }
}

/** The value as a table that can be followed; undefined where it has another shape or a reference that leads nowhere. */
function asTable(value: Value): SwitchingTable | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const lists = ['seasons', 'weeks', 'days', 'specialDays'];
  if (!lists.every((list) => Array.isArray(value[list]))) return undefined;
  const table = value as unknown as SwitchingTable;
  return tableFault(table) === undefined ? table : undefined;
}
