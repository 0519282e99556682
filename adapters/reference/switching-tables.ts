import type { Choices } from '../../declaration/choices';
import { EMPTY_TABLE, type SwitchingTable } from '../../declaration/switching-table';
import type { Ms, ObjectName, Value } from '../../trace/vocabulary';
import type { MeterEvent } from './meter-event';
import { SwitchingCalendar } from './switching-calendar';
import { tableFaults, tableOf } from './table-rules';

/** What became of a write; `mistyped` is what a type check on the wire refuses. */
export type WriteOutcome = 'written' | 'mistyped' | 'refused';

/** `immediate`, `never`, or the meter time of activation. */
export type Activation = 'immediate' | 'never' | Ms;

type TableChoices = Pick<Choices, 'tableRefusal' | 'pastActivation' | 'touBeforeFirstAction' | 'touWithoutTable'>;

/** The switching tables of one direction of the secondary element: active, passive, and when the passive becomes the active. */
export class SwitchingTables {
  active: SwitchingTable = EMPTY_TABLE;
  passive: SwitchingTable = EMPTY_TABLE;
  activation: Activation = 'never';
  calendar: SwitchingCalendar;

  constructor(
    readonly object: ObjectName,
    protected readonly choices: TableChoices,
  ) {
    this.calendar = this.calendarOf(this.active);
  }

  /** False where refused: not a table, or one that breaks the limits and the choice is to refuse at write. */
  writePassive(value: Value): WriteOutcome {
    const table = tableOf(value);
    if (!table) return 'mistyped';
    if (this.choices.tableRefusal === 'write' && this.faultsOf(table).length > 0) return 'refused';
    this.passive = table;
    return 'written';
  }

  /** `meterMs` is the meter's time now: a date before it has passed. */
  writeActivation(value: Value, meterMs: Ms): WriteOutcome {
    if (value !== 'immediate' && value !== 'never' && !(typeof value === 'number' && Number.isInteger(value))) return 'mistyped';
    if (value !== 'never' && this.faultsOf(this.passive).length > 0) return 'refused';
    if (typeof value === 'number' && value < meterMs && this.choices.pastActivation === 'refused') return 'refused';
    this.activation = value;
    return 'written';
  }

  /** Meter time at which the passive table becomes the active one; infinity for never. */
  get activatesAtMs(): Ms {
    if (this.activation === 'never') return Number.POSITIVE_INFINITY;
    return this.activation === 'immediate' ? Number.NEGATIVE_INFINITY : this.activation;
  }

  /** Puts tables and activation back as a copy held them. */
  restore({ active, passive, activation }: Pick<SwitchingTables, 'active' | 'passive' | 'activation'>) {
    if (active !== this.active) this.calendar = new SwitchingCalendar(active, this.choices);
    this.active = active;
    this.passive = passive;
    this.activation = activation;
  }

  /** The activation is consumed. False where the passive table, written anew since, may not be activated. */
  activate(): boolean {
    this.activation = 'never';
    if (this.faultsOf(this.passive).length > 0) return false;
    this.become(this.passive);
    return true;
  }

  /** An activation waits through everything but its date. */
  notice(_event: MeterEvent) {}

  protected become(table: SwitchingTable) {
    this.active = table;
    this.calendar = this.calendarOf(table);
  }

  /** Why a table may not be activated. */
  protected faultsOf(table: SwitchingTable): string[] {
    return tableFaults(table);
  }

  protected calendarOf(table: SwitchingTable): SwitchingCalendar {
    return new SwitchingCalendar(table, this.choices);
  }
}
