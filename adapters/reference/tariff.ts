import type { Choices } from '../../declaration/choices';
import type { ClockStatus, Ms } from '../../trace/vocabulary';
import type { SwitchingTables } from './switching-tables';

/** Which rate of a direction counts now, by its switching table and the meter's clock. */
export class Tariff {
  protected current: number | undefined;
  private nextMs: Ms = Number.POSITIVE_INFINITY;

  constructor(
    protected readonly tables: SwitchingTables,
    private readonly touWhileClockInvalid: Choices['touWhileClockInvalid'],
  ) {}

  /** Rate 1 … 4, or undefined where none counts. */
  get rate(): number | undefined {
    return this.current;
  }

  /** Meter time of the next possible switch. */
  get nextSwitchMs(): Ms {
    return this.nextMs;
  }

  /** To be called at each switch, and whenever table or clock changed. */
  update(meterMs: Ms, status: ClockStatus) {
    const { calendar } = this.tables;
    if (status === 'invalid' && !calendar.empty) {
      this.current = this.rateWhileInvalid();
      this.nextMs = Number.POSITIVE_INFINITY;
      return;
    }
    this.current = this.rateAt(meterMs);
    this.nextMs = this.switchAfter(meterMs);
  }

  protected rateWhileInvalid(): number {
    return this.touWhileClockInvalid === 'rate-1' ? 1 : (this.current ?? 1);
  }

  protected rateAt(meterMs: Ms): number | undefined {
    return this.tables.calendar.rateAt(meterMs);
  }

  protected switchAfter(meterMs: Ms): Ms {
    return this.tables.calendar.nextSwitchAfter(meterMs);
  }
}
