import type { Choices } from '../../declaration/choices';
import type { Ms } from '../../trace/vocabulary';
import type { HalfHourChannel } from './half-hour-channel';
import { HALF_HOUR_MS } from './half-hour-channel';
import type { MeterEvent } from './meter-event';
import type { LogRow, StampedLog } from './stamped-log';

/** How much of a half hour the meter lived: all, a part (outage, first energisation, activation), or none of it with supply. */
export type Lived = 'whole' | 'partial' | 'unsupplied';

export type ProfileChoices = Pick<Choices, 'partialPeriod' | 'outageEntries' | 'clockForward' | 'clockBack'>;

/**
 * A half-hourly log and the channels that fill it: a row is stamped at the END of its period and holds the increment.
 * What a row not written (`merged`, `absent`) would have held stays in the channels and goes to the next row.
 */
export class HalfHourProfile {
  /** Rows up to this stamp may have been written before the clock was set back. */
  private repeatedUntilMs = Number.NEGATIVE_INFINITY;
  /** Under clockBack merged: what the half hour that the clock left had gathered, by its stamp. */
  private readonly begun = new Map<Ms, number[]>();

  constructor(
    readonly log: StampedLog,
    protected readonly channels: [field: string, channel: HalfHourChannel][],
    protected readonly choices: ProfileChoices,
  ) {}

  addChannel(field: string, channel: HalfHourChannel) {
    this.channels.push([field, channel]);
  }

  /** Forgets what was gathered so far: the first half hour begins now. */
  begin() {
    this.take();
  }

  close(endMs: Ms, lived: Lived) {
    if (lived === 'unsupplied') this.closeUnsupplied(endMs);
    else if (lived === 'partial' && this.choices.partialPeriod === 'discarded') this.take();
    else if (lived === 'whole' || this.choices.partialPeriod === 'short-entry') this.record(endMs);
  }

  /** A row of what was gathered so far, stamped now: class 7 `capture`. */
  capture(atMs: Ms) {
    this.record(atMs);
  }

  /** The clock jumped forward out of the half hour that ends at `leftEndMs` into the one that ends at `enteredEndMs`. */
  clockForward(leftEndMs: Ms, _enteredEndMs: Ms) {
    if (this.choices.clockForward === 'short') this.record(leftEndMs);
  }

  /** The clock was set back out of the half hour that ends at `leftEndMs`. */
  clockBack(leftEndMs: Ms) {
    if (this.choices.clockBack === 'duplicate') {
      this.record(leftEndMs);
      return;
    }
    const gathered = this.take();
    if (this.choices.clockBack === 'merged') {
      this.begun.set(leftEndMs, sum(gathered, this.begun.get(leftEndMs)));
      this.repeatedUntilMs = Math.max(this.repeatedUntilMs, leftEndMs);
    } else this.repeatedUntilMs = Math.max(this.repeatedUntilMs, leftEndMs - HALF_HOUR_MS);
  }

  /** Rows stand in non-volatile memory: nothing that happens to the meter touches them. */
  notice(_event: MeterEvent) {}

  private closeUnsupplied(endMs: Ms) {
    if (this.choices.outageEntries === 'absent') return;
    const row = this.row(endMs, []);
    this.log.append(this.choices.outageEntries === 'flagged' ? { ...row, flagged: true } : row);
  }

  protected record(endMs: Ms) {
    const gathered = this.take();
    const before = endMs <= this.repeatedUntilMs ? this.log.find(endMs) : undefined;
    if (before && this.choices.clockBack === 'discarded') return;
    const values = this.withBegun(endMs, gathered);
    if (!before) this.log.append(this.row(endMs, values));
    else this.log.replace(before, this.row(endMs, sum(values, this.valuesOf(before))));
  }

  /** Adds what was begun for this stamp, and for earlier ones that a later set has skipped. */
  private withBegun(endMs: Ms, gathered: number[]): number[] {
    let values = gathered;
    for (const [begunMs, begun] of this.begun) {
      if (begunMs > endMs) continue;
      values = sum(values, begun);
      this.begun.delete(begunMs);
    }
    return values;
  }

  protected row(endMs: Ms, values: number[]): LogRow {
    const row: LogRow = { end: endMs };
    for (let i = 0; i < this.channels.length; i++) row[(this.channels[i] as [string, HalfHourChannel])[0]] = values[i] ?? 0;
    return row;
  }

  private valuesOf(row: LogRow): number[] {
    return this.channels.map(([field]) => (row[field] as number | undefined) ?? 0);
  }

  protected take(): number[] {
    return this.channels.map(([, channel]) => channel.take());
  }
}

function sum(values: number[], more: number[] | undefined): number[] {
  return more ? values.map((value, i) => value + (more[i] ?? 0)) : values;
}
