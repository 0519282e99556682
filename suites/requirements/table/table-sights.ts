import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, RecordOf, Value, Window } from '../../../trace/vocabulary';
import { type DueDate, dueDate, hasCome, hasPassed } from '../../ledger/due-date';
import { tableFaults } from '../../ledger/table-faults';
import { oncePerTrace } from '../once-per-trace';
import { writtenValue } from '../readings';
import type { Evidence, Finding } from '../requirement';
import { tableDifference } from './table-difference';
import type { TableSightOf } from './table-words';
import { tableObjects } from './table-writes';

/** An answered read of the active table, the table that has to be in force, and what it stands for. */
export interface TableSight {
  record: RecordOf<'observation'>;
  value: Value;
  inForce: SwitchingTable;
  of: ReadonlySet<TableSightOf>;
}

interface Order {
  value: Value;
  /** The date it asks for, and when the meter's clock first shows it. */
  date?: { meterMs: Ms; due: DueDate | undefined; passed: boolean };
  /** The order that it took the place of while that one waited. */
  replaced?: Order;
}

/** Every read of the active table whose content the orders tell, with what it stands for. */
export const tableSights = oncePerTrace((evidence): TableSight[] => {
  const { active, passive, activation } = tableObjects(evidence);
  const known = new Map(evidence.ledger.tables('export', 'orders').sights.map(({ seq, inForce }) => [seq, inForce]));
  const life = new TableLife(evidence);
  const sights: TableSight[] = [];
  const records = [active, passive, activation].flatMap((object) => evidence.trace.observations(object));
  for (const record of records.sort((a, b) => a.seq - b.seq)) {
    const { object, answer, seq } = record;
    const written = writtenValue(evidence, record);
    const inForce = known.get(seq);
    if (written !== undefined && object === passive) life.written(written, record);
    else if (written !== undefined && object === activation) life.ordered(written, record);
    else if (inForce && 'value' in answer) sights.push({ record, value: answer.value, inForce, of: life.standsFor(record) });
  }
  return sights;
});

/** The reads that stand for something, against the table that has to be in force. */
export function seenAs(evidence: Evidence, of: TableSightOf): TableSight[] {
  return tableSights(evidence).filter((sight) => sight.of.has(of));
}

/** The active table is the one that has to be in force; a difference is told by its place. */
export function holdsTable({ record, value, inForce }: TableSight, says: string): Finding {
  const difference = tableDifference(inForce as unknown as Value, value);
  return {
    says,
    unit: '',
    observed: difference ?? 'the table in force',
    expected: { equals: 'the table in force' },
    budget: [],
    outcome: difference === undefined ? 'within' : 'beyond',
    records: [record.seq],
  };
}

type Moment = RecordOf<'observation'>;

class TableLife {
  private order: Order | undefined;
  private passive: 'none' | 'waits' | 'wrong' = 'none';
  private refused = false;
  /** The date that was ordered has come. */
  private spent = false;

  constructor(private readonly evidence: Evidence) {}

  written(value: Value, answered: Moment): void {
    this.passTo(answered);
    const wrong = tableFaults(value).length > 0;
    if (wrong) this.refused = true;
    if ('value' in answered.answer) this.passive = wrong ? 'wrong' : 'waits';
  }

  ordered(value: Value, answered: Moment): void {
    this.passTo(answered);
    if ('refused' in answered.answer) return;
    const pending = this.order?.date && !this.come(this.order.date, answered) ? this.order : undefined;
    this.order = {
      value,
      ...(typeof value === 'number' && { date: this.dated(value, answered.when) }),
      ...(pending && { replaced: pending }),
    };
    this.spent = false;
    if (value !== 'never') this.takePassive();
  }

  /** A passive table that was written after its date was becomes active with it all the same. */
  private passTo(moment: Moment): void {
    if (this.spent || !this.order?.date || !this.come(this.order.date, moment)) return;
    this.spent = true;
    this.takePassive();
  }

  private takePassive(): void {
    if (this.passive !== 'waits') return;
    this.passive = 'none';
    this.refused = false;
  }

  standsFor(read: Moment): Set<TableSightOf> {
    this.passTo(read);
    const of = new Set<TableSightOf>();
    if (this.refused) of.add('refused');
    const { order } = this;
    if (this.passive === 'waits') of.add('waiting');
    if (!order) return of;
    const { date, replaced } = order;
    if (this.passive === 'waits' && date && this.come(date, read)) {
      of.add('waiting again');
      if (this.clockCameBack(date, read.when)) of.add('clock back');
    }
    if (order.value === 'never') {
      if (replaced?.date && this.come(replaced.date, read)) of.add('cancelled');
      return of;
    }
    const come = date ? this.come(date, read) : true;
    if (replaced?.date && this.come(replaced.date, read) !== come) of.add('replaced');
    if (this.passive !== 'none') return of;
    if (!date) of.add('immediate');
    else if (date.passed) of.add('past date');
    else if (!come) of.add('before date');
    else of.add(this.cameBy(date.due!.when));
    return of;
  }

  private dated(meterMs: Ms, when: Window): NonNullable<Order['date']> {
    const { clock, events } = this.evidence.ledger;
    return { meterMs, due: dueDate(clock, events, meterMs, when.fromMs), passed: hasPassed(clock, meterMs, when) };
  }

  private come({ due }: NonNullable<Order['date']>, observed: Moment): boolean {
    return due !== undefined && hasCome(due, observed);
  }

  private cameBy(due: Window): TableSightOf {
    const { outages, clockSets } = this.evidence.ledger.events;
    if (outages.some(({ off, on }) => off.fromMs <= due.fromMs && on !== undefined && due.toMs <= on.toMs))
      return 'date in outage';
    return clockSets.some(({ when }) => when.fromMs <= due.toMs && due.fromMs <= when.toMs)
      ? 'date passed by clock'
      : 'after date';
  }

  /** Whether the clock was set back before the date after it had come, and has come to it again. */
  private clockCameBack({ meterMs, due }: NonNullable<Order['date']>, when: Window): boolean {
    const { clock } = this.evidence.ledger;
    return clock.breaks.some(({ cause, when: set, after }) => {
      if (cause !== 'clockSet' || !due || set.fromMs < due.when.toMs || set.toMs > when.fromMs || after.toMs >= meterMs)
        return false;
      const again = clock.firstAt(meterMs, set.toMs);
      return again !== undefined && again.toMs <= when.fromMs;
    });
  }
}
