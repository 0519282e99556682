import { isDeepStrictEqual } from 'node:util';
import type { SwitchingTable } from '../../declaration/switching-table';
import type { TraceView } from '../../trace/view';
import type { Ms, ObjectName, RecordOf, Value, Window } from '../../trace/vocabulary';
import { type DueDate, dueDate, hasCome, mayHaveCome } from './due-date';
import type { MeterClock } from './meter-clock';
import { tableFaults } from './table-faults';
import { acceptedAnswers, type TraceEvents } from './trace-events';

/** From some instant of `since` on this table is in force; undefined where the trace does not tell which. */
export interface TableSpell {
  since: Window;
  table: SwitchingTable | undefined;
}

/** An answered read of the active table, by its record number, and the table that was in force then as far as the trace tells. */
export interface TableSight {
  seq: number;
  inForce: SwitchingTable | undefined;
}

export interface TableHistory {
  spells: readonly TableSpell[];
  sights: readonly TableSight[];
}

/**
 * What a history goes by: *reads*, so that it tells what the meter says of itself; or *orders*, so that it tells what the meter
 * should have done with what was written, whatever it says: reads then tell only what no write told before.
 */
export type HistoryBy = 'reads' | 'orders';

/**
 * Which switching table was in force when, in bench time and ascending, from reads of the active table and from accepted writes of
 * the passive table and of its activation. A table that is wrong never comes into force. `active` is the name of the active table's object.
 */
export function tableHistory(
  trace: TraceView,
  clock: MeterClock,
  events: TraceEvents,
  active: ObjectName,
  by: HistoryBy = 'reads',
): TableHistory {
  const base = active.slice(0, -'.active'.length);
  const reader = new HistoryReader((meterMs, fromMs) => dueDate(clock, events, meterMs, fromMs), by);
  for (const record of recordsOf(trace, [active, `${base}.passive`, `${base}.activation`])) {
    const value = (record.answer as { value: Value }).value;
    reader.passTo(record);
    if (record.object === active) reader.activeSeen(value, record);
    else {
      const written = trace.stimulus(record.of)?.stimulus.do === 'write';
      if (record.object === `${base}.passive`) reader.passiveIs(value, written);
      else if (written) reader.activationSet(value, record.when);
      else reader.activationSeen(value, record.when);
    }
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
  private readonly sights: TableSight[] = [];
  private passive: SwitchingTable | 'wrong' | undefined;
  private ordered = false;
  private pending: DueDate | undefined;
  /** Until when the table now in force is confirmed. */
  private confirmedMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly dueAt: (meterMs: Ms, fromMs: Ms) => DueDate | undefined,
    private readonly by: HistoryBy,
  ) {}

  /** Lets an activation that was due before `now` take place. */
  passTo(now: Pick<RecordOf<'observation'>, 'seq' | 'when'>): void {
    const due = this.pending;
    if (!due || !mayHaveCome(due, now)) return;
    this.pending = undefined;
    // Whether it was due before or after what comes now cannot be told apart within the clock's band.
    if (hasCome(due, now)) this.activate(due.when);
    else this.change(due.when, undefined);
  }

  activeSeen(value: Value, { seq, when }: RecordOf<'observation'>): void {
    const seen = inForce(value);
    const spell = this.spells.at(-1)!;
    this.sights.push({ seq, inForce: spell.table });
    if (!spell.table) spell.table = seen;
    else if (this.by === 'reads' && !isDeepStrictEqual(spell.table, seen))
      this.change({ fromMs: this.confirmedMs, toMs: when.toMs }, seen);
    this.confirmedMs = Math.max(this.confirmedMs, when.toMs);
  }

  passiveIs(value: Value, written: boolean): void {
    if (!written && this.by === 'orders' && this.passive) return;
    this.passive = inForce(value) ?? 'wrong';
  }

  activationSet(value: Value, when: Window): void {
    this.pending = undefined;
    this.ordered = true;
    if (value === 'immediate') this.activate(when);
    else if (typeof value === 'number') this.pending = this.dueAt(value, when.fromMs);
  }

  /** A meter may go on showing an activation that is past; only one still to come tells anything. */
  activationSeen(value: Value, when: Window): void {
    if (this.ordered && this.by === 'orders') return;
    const due = typeof value === 'number' ? this.dueAt(value, when.fromMs) : undefined;
    if (due && due.when.fromMs > when.toMs) this.pending = due;
  }

  finish(): TableHistory {
    this.passTo({ seq: Number.POSITIVE_INFINITY, when: { fromMs: Number.POSITIVE_INFINITY, toMs: Number.POSITIVE_INFINITY } });
    const { spells, sights } = this;
    return { spells, sights };
  }

  private activate(when: Window): void {
    if (this.passive !== 'wrong') this.change(when, this.passive);
  }

  private change(since: Window, table: SwitchingTable | undefined): void {
    this.spells.push({ since, table });
    this.confirmedMs = since.toMs;
  }
}

/** The value as a table that can be in force; undefined where there is anything wrong with it. */
function inForce(value: Value): SwitchingTable | undefined {
  return tableFaults(value).length === 0 ? (value as unknown as SwitchingTable) : undefined;
}
