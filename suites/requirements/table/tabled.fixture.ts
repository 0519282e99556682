import type { Choices } from '../../../declaration/choices';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Answer, Ms, Value } from '../../../trace/vocabulary';
import { DONE, HandTrace, MINUTE } from '../hand-trace.fixture';
import { TABLE_ACTIVATION_REQUIREMENTS } from './table-activation';
import { TABLE_DAYS_REQUIREMENTS } from './table-days';
import { TABLE_REFUSAL_REQUIREMENTS } from './table-refusal';

export const TABLE_REQUIREMENTS = [...TABLE_DAYS_REQUIREMENTS, ...TABLE_ACTIVATION_REQUIREMENTS, ...TABLE_REFUSAL_REQUIREMENTS];
export const STEM = 'secondary.export.table';
export const RATES = 'secondary.export.rates';
/** A Tuesday. */
export const START = Date.parse('2026-03-03T10:00:00Z');

export const days = (...rates: number[]) => rates.map((rate, i) => ({ id: i + 1, actions: [{ at: '00:00:00', rate }] }));
export const flat = (rate: number, more: Partial<SwitchingTable> = {}): SwitchingTable => ({
  seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
  weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: days(rate),
  specialDays: [],
  ...more,
});

/** A trace of a meter whose tables are told by the test. */
export class Tabled extends HandTrace {
  active(table: SwitchingTable): this {
    return this.read(`${STEM}.active`, table as unknown as Value);
  }

  passive(table: object, answer: Answer = DONE): this {
    return this.write(`${STEM}.passive`, table as Value, answer);
  }

  activate(when: 'immediate' | 'never' | Ms, answer: Answer = DONE): this {
    return this.write(`${STEM}.activation`, when, answer);
  }

  /** 300 Wh of export between two looks at the rates, all of it in one of them. */
  counts(rate: number): this {
    const before = [...this.held];
    this.held[rate - 1]! += 300;
    return this.read(RATES, before)
      .pass(5 * MINUTE, 300)
      .pass(MINUTE)
      .read(RATES, [...this.held]);
  }

  private readonly held = [0, 0, 0, 0];
}

export const begun = (table = flat(2), startMs = START) => new Tabled(startMs).active(table);
export const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) =>
  trace.outcomes(TABLE_REQUIREMENTS, id, choices);
export const failing = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) =>
  outcomes(trace, id, choices).includes('beyond');
