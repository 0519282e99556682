import fc from 'fast-check';
import { SwitchingCalendar } from '../adapters/reference/switching-calendar';
import { tableFaults as faultsByMeter, tableOf } from '../adapters/reference/table-rules';
import { defaultChoices } from '../declaration/choices';
import { EMPTY_TABLE, type SwitchingTable } from '../declaration/switching-table';
import type { Value } from '../trace/vocabulary';
import { rateAt, rateSteps } from './ledger/table-calendar';
import { tableFaults } from './ledger/table-faults';

const DAY_MS = 86_400_000;
const FROM_MS = Date.UTC(2026, 0, 1);
const TO_MS = Date.UTC(2032, 0, 1);

/** Dates about which two readings of a table differ first: the turn of the year, leap days, ends of months. */
const date = fc.oneof(
  fc.constantFrom('01-01', '02-28', '02-29', '03-01', '03-29', '10-25', '12-31'),
  fc.date({ min: new Date(FROM_MS), max: new Date(TO_MS), noInvalidDate: true }).map((one) => one.toISOString().slice(5, 10)),
);
const pattern = fc
  .tuple(fc.constantFrom('*', '*', '2026', '2027', '2028', '2029'), date)
  .map(([year, monthDay]) => `${year !== '2028' && year !== '*' && monthDay === '02-29' ? '2028' : year}-${monthDay}`);

const clockTime = (second: number) => new Date(second * 1000).toISOString().slice(11, 19);
const actions = fc
  .uniqueArray(fc.oneof(fc.constantFrom(0, 86_399), fc.integer({ min: 0, max: 86_399 })), { maxLength: 5 })
  .chain((seconds) =>
    fc
      .array(fc.integer({ min: 1, max: 4 }), { minLength: seconds.length, maxLength: seconds.length })
      .map((rates) => seconds.sort((a, b) => a - b).map((second, i) => ({ at: clockTime(second), rate: rates[i]! }))),
  );

const table: fc.Arbitrary<SwitchingTable> = fc
  .tuple(fc.array(actions, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([days, weekCount]) => {
    const day = fc.integer({ min: 1, max: days.length });
    const week = fc.array(day, { minLength: 7, maxLength: 7 });
    return fc.record({
      days: fc.constant(days.map((one, i) => ({ id: i + 1, actions: one }))),
      weeks: fc
        .array(week, { minLength: weekCount, maxLength: weekCount })
        .map((weeks) => weeks.map((one, i) => ({ name: `w${i}`, days: one }))),
      seasons: fc
        .uniqueArray(fc.tuple(pattern, fc.nat({ max: weekCount - 1 })), { maxLength: 4, selector: ([start]) => start })
        .map((seasons) => seasons.map(([start, one], i) => ({ name: `s${i}`, start, week: `w${one}` }))),
      specialDays: fc.array(fc.record({ date: pattern, day }), { maxLength: 6 }),
    });
  });

const choices = fc.record({
  touBeforeFirstAction: fc.constantFrom('previous' as const, 'rate-1' as const),
  touWithoutTable: fc.constantFrom('rate-1' as const, 'none' as const),
});

/** Instants about midnights and switches, where an off-by-one shows. */
const instant = fc
  .tuple(fc.integer({ min: FROM_MS / DAY_MS, max: TO_MS / DAY_MS }), fc.oneof(fc.constantFrom(-1, 0, 1, 1000), fc.nat(DAY_MS)))
  .map(([day, ms]) => day * DAY_MS + ms);

describe('the calendar of the ledger and that of the reference meter', () => {
  it('name the same rate for any legal table at any instant', () => {
    fc.assert(
      fc.property(table, choices, fc.array(instant, { minLength: 4, maxLength: 12 }), (one, chosen, instants) => {
        expect(tableFaults(one as unknown as Value)).toEqual([]);
        const calendar = new SwitchingCalendar(one, { ...defaultChoices(), ...chosen });
        for (const ms of instants)
          expect({ ms, rate: calendar.rateAt(ms) }).toEqual({ ms, rate: rateAt(one, ms, { ...defaultChoices(), ...chosen }) });
      }),
      { seed: 184, numRuns: 150 },
    );
  });

  it('switch at the same instants over the days that follow', () => {
    fc.assert(
      fc.property(table, choices, instant, (one, chosen, fromMs) => {
        const all = { ...defaultChoices(), ...chosen };
        const calendar = new SwitchingCalendar(one, all);
        const toMs = fromMs + 4 * DAY_MS;
        const steps = [{ atMs: fromMs, rate: calendar.rateAt(fromMs) }];
        for (let ms = calendar.nextSwitchAfter(fromMs); ms <= toMs; ms = calendar.nextSwitchAfter(ms)) {
          const rate = calendar.rateAt(ms);
          if (rate !== steps.at(-1)!.rate) steps.push({ atMs: ms, rate });
        }
        expect(rateSteps(one, fromMs, toMs, all)).toEqual(steps);
      }),
      { seed: 184, numRuns: 150 },
    );
  });

  it('agree on the empty table', () => {
    const none = { ...defaultChoices(), touWithoutTable: 'none' as const };
    expect(new SwitchingCalendar(EMPTY_TABLE, none).rateAt(FROM_MS)).toBe(rateAt(EMPTY_TABLE, FROM_MS, none));
  });

  it('find fault with the same tables', () => {
    const bent = table.chain((one) =>
      fc.constantFrom<Value>(
        { ...one, days: [...one.days, ...one.days] } as never,
        { ...one, weeks: one.weeks.map((week) => ({ ...week, days: [0, ...week.days.slice(1)] })) } as never,
        { ...one, weeks: one.weeks.map((week) => ({ ...week, days: week.days.slice(1) })) } as never,
        { ...one, days: one.days.map((day) => ({ ...day, actions: [...day.actions, ...day.actions] })) } as never,
        { ...one, days: one.days.map((day) => ({ ...day, actions: [{ at: '00:00:00', rate: 201 }] })) } as never,
        { ...one, specialDays: Array.from({ length: 51 }, () => ({ date: '*-12-25', day: 1 })) } as never,
        { ...one, specialDays: [{ date: '2027-02-29', day: 1 }] } as never,
        one as never,
      ),
    );
    fc.assert(
      fc.property(bent, (value) => {
        const taken = tableOf(value);
        expect(tableFaults(value).length === 0).toBe(taken !== undefined && faultsByMeter(taken).length === 0);
      }),
      { seed: 184, numRuns: 150 },
    );
  });
});
