import { EMPTY_TABLE, type SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, Value } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import type { MeterEvent } from '../meter-event';
import { SwitchingCalendar } from '../switching-calendar';
import { SwitchingTables, type WriteOutcome } from '../switching-tables';
import { exportTables } from './tabling';

const DAY_MS = 86_400_000;
const FEWER_ACTIONS = 32;

const perDay = (table: SwitchingTable, change: (actions: SwitchingTable['days'][number]['actions']) => typeof actions) => ({
  ...table,
  days: table.days.map((day) => ({ ...day, actions: change(day.actions) })),
});

class TruncatedTables extends SwitchingTables {
  protected override become(table: SwitchingTable) {
    super.become(perDay(table, (actions) => actions.slice(0, FEWER_ACTIONS)));
  }
}

class LastActionLost extends SwitchingTables {
  protected override become(table: SwitchingTable) {
    super.become(perDay(table, (actions) => (actions.length > 1 ? actions.slice(0, -1) : actions)));
  }
}

/** Special days have no passive copy: they are live when they are written. */
class SpecialDaysLive extends SwitchingTables {
  override writePassive(value: Value): WriteOutcome {
    const outcome = super.writePassive(value);
    if (outcome === 'written') this.become({ ...this.active, specialDays: this.passive.specialDays });
    return outcome;
  }
}

class SpecialDaysKept extends SwitchingTables {
  protected override become(table: SwitchingTable) {
    super.become({ ...table, specialDays: [...this.active.specialDays, ...table.specialDays].slice(0, 50) });
  }

  protected override calendarOf(table: SwitchingTable) {
    // A day profile that went with the old table rules no day.
    return new SwitchingCalendar({ ...table, days: [...table.days, ...(this.active?.days ?? [])] }, this.choices);
  }
}

class ActivatedAtMidnight extends SwitchingTables {
  override get activatesAtMs(): Ms {
    return typeof this.activation === 'number' ? Math.ceil(this.activation / DAY_MS) * DAY_MS : super.activatesAtMs;
  }
}

class ActivatedWhenWritten extends SwitchingTables {
  override get activatesAtMs(): Ms {
    return typeof this.activation === 'number' ? Number.NEGATIVE_INFINITY : super.activatesAtMs;
  }
}

/** What the new table says is looked up again only at midnight. */
class CalendarUntilMidnight extends SwitchingTables {
  protected override become(table: SwitchingTable) {
    this.active = table;
  }

  override notice(event: MeterEvent) {
    if (event.what === 'halfHourEnded' && event.atMs % DAY_MS === 0) this.calendar = this.calendarOf(this.active);
  }
}

class ActivationInMemory extends SwitchingTables {
  override notice(event: MeterEvent) {
    if (event.what === 'supplyLost') this.activation = 'never';
  }
}

/** Compares the date for equality: a set that passes over it is never equal. */
class ActivationPassedOver extends SwitchingTables {
  override notice(event: MeterEvent) {
    const date = this.activation;
    if (event.what === 'clockSet' && typeof date === 'number' && event.fromMs < date && date < event.atMs)
      this.activation = 'never';
  }
}

/** Takes a clock that was set back before a date for a date that has not come. */
class ActivatedAgainAfterSet extends SwitchingTables {
  private done: Ms | undefined;

  override activate(): boolean {
    if (typeof this.activation === 'number') this.done = this.activation;
    return super.activate();
  }

  override notice(event: MeterEvent) {
    if (event.what === 'clockSet' && this.done !== undefined && event.atMs < this.done) this.activation = this.done;
  }
}

/** A date that has come is kept, and so activates whatever is written next. */
class DateKept extends SwitchingTables {
  private done: Ms | undefined;

  override activate(): boolean {
    if (typeof this.activation === 'number') this.done = this.activation;
    return super.activate();
  }

  override writePassive(value: Value): WriteOutcome {
    const outcome = super.writePassive(value);
    if (outcome === 'written' && this.done !== undefined) this.activation = this.done;
    return outcome;
  }
}

class CancelIgnored extends SwitchingTables {
  override writeActivation(value: Value, meterMs: Ms): WriteOutcome {
    return value === 'never' ? 'written' : super.writeActivation(value, meterMs);
  }
}

class FirstDateKept extends SwitchingTables {
  override writeActivation(value: Value, meterMs: Ms): WriteOutcome {
    return typeof value === 'number' && typeof this.activation === 'number' ? 'written' : super.writeActivation(value, meterMs);
  }
}

class PastDateForgotten extends SwitchingTables {
  override writeActivation(value: Value, meterMs: Ms): WriteOutcome {
    const outcome = super.writeActivation(value, meterMs);
    if (outcome === 'written' && typeof value === 'number' && value < meterMs) this.activation = 'never';
    return outcome;
  }
}

class TablesSwapped extends SwitchingTables {
  override activate(): boolean {
    const before = this.active;
    const done = super.activate();
    if (done) this.passive = before;
    return done;
  }
}

/** Tables that overlook what is wrong in one way. */
function overlooking(fault: RegExp) {
  return class extends SwitchingTables {
    protected override faultsOf(table: SwitchingTable): string[] {
      return super.faultsOf(table).filter((one) => !fault.test(one));
    }
  };
}
const BrokenReferencesTaken = overlooking(/unknown day|names no week/);
const LimitsIgnored = overlooking(/at most/);
const DisorderTaken = overlooking(/ascending/);

class UnknownRateDropped extends SwitchingCalendar {
  override rateAt(meterMs: Ms): number | undefined {
    const rate = super.rateAt(meterMs);
    return rate === undefined || rate < 1 || rate > 4 ? undefined : rate;
  }
}

class UnknownRatesTaken extends overlooking(/unknown rate/) {
  protected override calendarOf(table: SwitchingTable) {
    return new UnknownRateDropped(table, this.choices);
  }
}

/** A table that is refused leaves something of itself behind. */
function spoiltByRefusal(left: (active: SwitchingTable) => SwitchingTable) {
  return class extends SwitchingTables {
    override writePassive(value: Value): WriteOutcome {
      const outcome = super.writePassive(value);
      if (outcome !== 'written') this.become(left(this.active));
      return outcome;
    }
  };
}
const ClearedByRefusal = spoiltByRefusal(() => EMPTY_TABLE);
const SpecialDaysClearedByRefusal = spoiltByRefusal((active) => ({ ...active, specialDays: [] }));

class FifteenDays extends SwitchingTables {
  protected override faultsOf(table: SwitchingTable): string[] {
    return [...super.faultsOf(table), ...(table.days.length > 15 ? ['16 days, at most 15'] : [])];
  }
}

const tabled = (
  name: string,
  breaks: string,
  says: string,
  shownBy: string,
  Tables: Parameters<typeof exportTables>[1],
): Fault => ({ name, breaks, area: 'table', says, shownBy: [shownBy], replace: (parts) => exportTables(parts, Tables) });

/** Faults of writing, refusing and activating switching tables. */
export const TABLE_FAULTS: Fault[] = [
  tabled(
    'table-of-32-actions',
    'table.becomes-active',
    'Of each day only 32 actions become active.',
    'table-limits',
    TruncatedTables,
  ),
  tabled(
    'last-action-lost',
    'table.becomes-active',
    'The last action of each day does not become active.',
    'table-limits',
    LastActionLost,
  ),
  tabled(
    'special-days-live-at-write',
    'table.waits',
    'Special days count as soon as they are written.',
    'table-waits',
    SpecialDaysLive,
  ),
  tabled(
    'special-days-kept',
    'table.special-days-removed',
    'The special days of the table before stay beside those of the new one.',
    'special-days',
    SpecialDaysKept,
  ),
  tabled(
    'activation-at-midnight',
    'table.future-activation',
    'A dated activation takes place at the midnight that follows.',
    'future-activation',
    ActivatedAtMidnight,
  ),
  tabled(
    'activation-when-written',
    'table.future-activation',
    'A dated activation takes place at once.',
    'future-activation',
    ActivatedWhenWritten,
  ),
  tabled(
    'old-table-until-midnight',
    'table.activation-decides',
    'A new table is shown as active, and counts from the next midnight.',
    'table-waits',
    CalendarUntilMidnight,
  ),
  tabled(
    'activation-repeated',
    'table.activated-once',
    'A date that has come activates the next table that is written too.',
    'future-activation',
    DateKept,
  ),
  tabled(
    'activation-not-cancelled',
    'table.activation-cancelled',
    'A cancelled activation takes place all the same.',
    'activation-cancelled',
    CancelIgnored,
  ),
  tabled(
    'first-date-kept',
    'table.activation-replaced',
    'A second activation date is accepted and ignored.',
    'activation-replaced',
    FirstDateKept,
  ),
  tabled(
    'past-date-forgotten',
    'table.past-activation',
    'An activation date that has passed is accepted and never followed.',
    'activation-past',
    PastDateForgotten,
  ),
  tabled(
    'activation-lost-in-outage',
    'table.activation-over-outage',
    'A loss of supply loses the activation that waits.',
    'activation-over-outage',
    ActivationInMemory,
  ),
  tabled(
    'activation-passed-over',
    'table.activation-over-clock-set',
    'A clock set past an activation date loses it.',
    'activation-over-clock-set',
    ActivationPassedOver,
  ),
  tabled(
    'activation-again-after-set',
    'table.activation-over-clock-set',
    'A clock set back before an activation date lets it come again.',
    'activation-over-clock-set',
    ActivatedAgainAfterSet,
  ),
  tabled(
    'passive-swapped',
    'table.passive-kept',
    'Activation swaps the two tables instead of copying the passive one.',
    'table-waits',
    TablesSwapped,
  ),
  tabled(
    'unknown-rate-taken',
    'table.refuses-unknown-rate',
    'A table with an unknown rate is taken, and its energy counted in no rate.',
    'bad-tables',
    UnknownRatesTaken,
  ),
  tabled(
    'broken-reference-taken',
    'table.refuses-broken-reference',
    'A table that refers to a week or day that is not there is taken.',
    'bad-tables',
    BrokenReferencesTaken,
  ),
  tabled(
    'limits-ignored',
    'table.refuses-beyond-limits',
    'A table beyond the limits is taken.',
    'tables-beyond-limits',
    LimitsIgnored,
  ),
  tabled('disorder-taken', 'table.refuses-disorder', 'A day with actions out of order is taken.', 'bad-tables', DisorderTaken),
  tabled(
    'active-cleared-by-refusal',
    'table.survives-refusal',
    'A table that is refused clears the active one.',
    'bad-tables',
    ClearedByRefusal,
  ),
  tabled(
    'special-days-cleared-by-refusal',
    'table.survives-refusal',
    'A table that is refused clears the special days of the active one.',
    'bad-tables',
    SpecialDaysClearedByRefusal,
  ),
  tabled('fifteen-days', 'table.accepts-limits', 'A sixteenth day profile is refused.', 'table-limits', FifteenDays),
];
