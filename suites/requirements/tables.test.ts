import type { Choices } from '../../declaration/choices';
import { type SwitchingTable, TABLE_LIMITS } from '../../declaration/switching-table';
import type { Answer, Ms, Value } from '../../trace/vocabulary';
import { DAY, DONE, HandTrace, HOUR, MINUTE, REFUSED } from './hand-trace.fixture';
import { TABLE_ACTIVATION_REQUIREMENTS } from './table-activation';
import { TABLE_DAYS_REQUIREMENTS } from './table-days';
import { tableDifference } from './table-difference';
import { TABLE_REFUSAL_REQUIREMENTS } from './table-refusal';

const REQUIREMENTS = [...TABLE_DAYS_REQUIREMENTS, ...TABLE_ACTIVATION_REQUIREMENTS, ...TABLE_REFUSAL_REQUIREMENTS];
const STEM = 'secondary.export.table';
const RATES = 'secondary.export.rates';
/** A Tuesday. */
const START = Date.parse('2026-03-03T10:00:00Z');

const days = (...rates: number[]) => rates.map((rate, i) => ({ id: i + 1, actions: [{ at: '00:00:00', rate }] }));
const flat = (rate: number, more: Partial<SwitchingTable> = {}): SwitchingTable => ({
  seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
  weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: days(rate),
  specialDays: [],
  ...more,
});

/** A trace of a meter whose tables are told by the test. */
class Tabled extends HandTrace {
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

const begun = (table = flat(2), startMs = START) => new Tabled(startMs).active(table);
const outcomes = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) => trace.outcomes(REQUIREMENTS, id, choices);
const failing = (trace: HandTrace, id: string, choices: Partial<Choices> = {}) => outcomes(trace, id, choices).includes('beyond');

describe('a rule of the table', () => {
  const special = flat(2, { days: days(2, 3, 4), specialDays: [{ date: '2026-03-03', day: 2 }] });

  it('is judged where it decides: the special day, not the week', () => {
    expect(outcomes(begun(special).counts(3), 'table.special-days')).toEqual(Array(4).fill('within'));
    expect(outcomes(begun(special).counts(2), 'table.special-days')).toEqual(['within', 'beyond', 'beyond', 'within']);
  });

  it('says nothing where it decides nothing: no special day, or one of the same rate', () => {
    expect(outcomes(begun(flat(2)).counts(2), 'table.special-days')).toEqual([]);
    expect(outcomes(begun({ ...special, days: days(3, 3, 4) }).counts(3), 'table.special-days')).toEqual([]);
  });

  it('says nothing of less energy than shows for sure', () => {
    const one = begun(special).read(RATES, [0, 0, 0, 0]).pass(MINUTE, 1).pass(MINUTE).read(RATES, [0, 1, 0, 0]);
    expect(outcomes(one, 'table.special-days')).toEqual([]);
    const two = begun(special).read(RATES, [0, 0, 0, 0]).pass(MINUTE, 2).pass(MINUTE).read(RATES, [0, 2, 0, 0]);
    expect(outcomes(two, 'table.special-days')).toHaveLength(4);
    const roughly = (lo: number, hi: number) =>
      begun(special).read(RATES, [0, 0, 0, 0]).roughly(MINUTE, lo, hi).pass(MINUTE).read(RATES, [0, lo, 0, 0]);
    expect(outcomes(roughly(10, 19), 'table.special-days')).toHaveLength(4);
    expect(outcomes(roughly(10, 20), 'table.special-days')).toEqual([]);
  });

  it.each<[string, string, SwitchingTable, string, number, number]>([
    [
      'table.weeks',
      '2026-03-08T10:00:00Z',
      flat(0, { weeks: [{ name: 'all', days: [1, 2, 3, 4, 1, 2, 3] }], days: days(1, 2, 3, 4) }),
      'Sunday',
      3,
      1,
    ],
    ['table.special-day-ends', '2026-03-04T10:00:00Z', special, 'the day after', 2, 3],
    [
      'table.special-days-in-a-row',
      '2026-03-04T10:00:00Z',
      { ...special, specialDays: [...special.specialDays, { date: '*-03-04', day: 3 }] },
      'the second of two',
      4,
      2,
    ],
    ['table.years', '2027-03-03T10:00:00Z', special, 'the next year', 2, 3],
    ['table.years', '2027-03-03T10:00:00Z', { ...special, specialDays: [{ date: '*-03-03', day: 2 }] }, 'every year', 3, 2],
    ['table.leap-day', '2027-03-01T10:00:00Z', { ...special, specialDays: [{ date: '*-02-29', day: 2 }] }, '1 March', 2, 3],
    ['table.leap-day', '2028-02-29T10:00:00Z', { ...special, specialDays: [{ date: '*-02-29', day: 2 }] }, '29 February', 3, 2],
    [
      'table.special-day-at-season-start',
      '2026-03-03T10:00:00Z',
      { ...special, seasons: [{ name: 'all', start: '*-03-03', week: 'all' }] },
      'a season start',
      3,
      2,
    ],
  ])('%s on %s', (id, start, table, _, right, wrong) => {
    const startMs = Date.parse(start);
    expect(outcomes(begun(table, startMs).counts(right), id)).toEqual(Array(4).fill('within'));
    expect(failing(begun(table, startMs).counts(wrong), id)).toBe(true);
  });

  const seasons: SwitchingTable = flat(0, {
    seasons: [
      { name: 'spring', start: '*-03-15', week: 'a' },
      { name: 'winter', start: '*-12-01', week: 'b' },
    ],
    weeks: [
      { name: 'a', days: [1, 1, 1, 1, 1, 1, 1] },
      { name: 'b', days: [2, 2, 2, 2, 2, 2, 2] },
    ],
    days: days(3, 4),
  });

  it.each([
    ['table.season-over-new-year', '2027-01-01T00:00:00Z', 4, 3],
    ['table.season-over-new-year', '2027-03-14T23:00:00Z', 4, 3],
    ['table.seasons', '2027-03-14T23:00:00Z', 4, 3],
    ['table.seasons', '2027-03-15T00:00:00Z', 3, 4],
  ])('%s at %s is rate %d, not %d', (id, start, right, wrong) => {
    expect(outcomes(begun(seasons, Date.parse(start)).counts(right), id)).toEqual(Array(4).fill('within'));
    expect(failing(begun(seasons, Date.parse(start)).counts(wrong), id)).toBe(true);
  });

  it('says nothing of the new year once the first season of the year has begun', () => {
    expect(outcomes(begun(seasons, Date.parse('2027-03-15T00:00:00Z')).counts(3), 'table.season-over-new-year')).toEqual([]);
  });
});

describe('an activation', () => {
  const dated = () =>
    begun()
      .passive(flat(3))
      .activate(START + HOUR);

  it('takes place at its date, not before', () => {
    const kept = dated()
      .pass(59 * MINUTE)
      .active(flat(2))
      .pass(MINUTE)
      .active(flat(3));
    expect(outcomes(kept, 'table.future-activation')).toEqual(['within', 'within']);
    const early = dated()
      .pass(59 * MINUTE)
      .active(flat(3))
      .pass(MINUTE)
      .active(flat(3));
    expect(outcomes(early, 'table.future-activation')).toEqual(['beyond', 'within']);
    const late = dated()
      .pass(59 * MINUTE)
      .active(flat(2))
      .pass(MINUTE)
      .active(flat(2));
    expect(outcomes(late, 'table.future-activation')).toEqual(['within', 'beyond']);
  });

  it('tells where the tables differ first', () => {
    const [finding] = begun()
      .passive(flat(3))
      .activate('immediate')
      .active(flat(2))
      .findings(REQUIREMENTS, 'table.becomes-active');
    expect(finding).toMatchObject({ outcome: 'beyond', observed: 'days[0].actions[0].rate: 2 instead of 3', records: [11] });
  });

  it('may be replaced by another date: only the second counts', () => {
    const later = () =>
      dated()
        .pass(MINUTE)
        .activate(START + 3 * HOUR)
        .pass(2 * HOUR);
    expect(outcomes(later().active(flat(2)), 'table.activation-replaced')).toEqual(['within']);
    expect(outcomes(later().active(flat(3)), 'table.activation-replaced')).toEqual(['beyond']);
    const sooner = () =>
      dated()
        .pass(MINUTE)
        .activate(START + 10 * MINUTE)
        .pass(20 * MINUTE);
    expect(outcomes(sooner().active(flat(3)), 'table.activation-replaced')).toEqual(['within']);
    expect(outcomes(sooner().active(flat(2)), 'table.activation-replaced')).toEqual(['beyond']);
    expect(outcomes(sooner().pass(HOUR).active(flat(3)), 'table.activation-replaced')).toEqual([]);
  });

  it('may be cancelled before its date', () => {
    const cancelled = dated().pass(MINUTE).activate('never');
    expect(outcomes(cancelled.active(flat(2)), 'table.activation-cancelled')).toEqual([]);
    cancelled.pass(HOUR);
    expect(outcomes(cancelled.active(flat(2)), 'table.activation-cancelled')).toEqual(['within']);
    expect(outcomes(cancelled.active(flat(3)), 'table.activation-cancelled')).toEqual(['within', 'beyond']);
  });

  it('is not cancelled by a refused attempt', () => {
    const kept = dated().pass(MINUTE).activate('never', REFUSED).pass(HOUR);
    expect(outcomes(kept.active(flat(3)), 'table.activation-cancelled')).toEqual([]);
    expect(outcomes(kept, 'table.future-activation')).toEqual(['within']);
  });

  it('takes place once: what is written afterwards waits', () => {
    const done = dated()
      .pass(2 * HOUR)
      .passive(flat(4))
      .pass(DAY);
    expect(outcomes(done.active(flat(3)), 'table.activated-once')).toEqual(['within']);
    expect(outcomes(done.active(flat(4)), 'table.activated-once')).toEqual(['within', 'beyond']);
  });

  it('takes a passive table that was written anew before its date', () => {
    const anew = dated()
      .passive(flat(4))
      .pass(30 * MINUTE)
      .active(flat(2))
      .pass(HOUR)
      .active(flat(4));
    expect(outcomes(anew, 'table.future-activation')).toEqual(['within']);
    expect(outcomes(anew, 'table.activated-once')).toEqual([]);
    expect(outcomes(anew, 'table.waits')).toEqual(['within']);
  });

  it.each([
    ['at-once', DONE, ['within', 'within']],
    ['at-once', REFUSED, ['beyond']],
    ['refused', REFUSED, ['within']],
    ['refused', DONE, ['beyond', 'within']],
  ] as const)('of a date that has passed is %s: %j', (pastActivation, answer, expected) => {
    const past = begun()
      .passive(flat(3))
      .activate(START - 1, answer);
    past.active('value' in answer ? flat(3) : flat(2));
    expect(outcomes(past, 'table.past-activation', { pastActivation })).toEqual(expected);
  });

  it('of a date that a clock set at the same instant passes over has not passed when it was written', () => {
    const set = dated()
      .setClock(START + 2 * HOUR)
      .active(flat(3));
    expect(outcomes(set, 'table.past-activation', { pastActivation: 'refused' })).toEqual([]);
    expect(outcomes(set, 'table.activation-over-clock-set')).toEqual(['within']);
  });

  it('of this very instant has not passed', () => {
    const now = begun().passive(flat(3)).activate(START).active(flat(3));
    expect(outcomes(now, 'table.past-activation')).toEqual([]);
  });

  it('that comes without supply takes place when it returns', () => {
    const over = () =>
      dated()
        .supply(false)
        .pass(2 * HOUR)
        .supply(true)
        .pass(MINUTE);
    expect(outcomes(over().active(flat(3)), 'table.activation-over-outage')).toEqual(['within']);
    expect(outcomes(over().active(flat(2)), 'table.activation-over-outage')).toEqual(['beyond']);
    const beside = dated()
      .supply(false)
      .pass(10 * MINUTE)
      .supply(true)
      .pass(2 * HOUR)
      .active(flat(3));
    expect(outcomes(beside, 'table.activation-over-outage')).toEqual([]);
  });

  it('that a clock set passes over takes place with the set, and only once', () => {
    const set = () =>
      dated()
        .active(flat(2))
        .setClock(START + 2 * HOUR);
    expect(outcomes(set().active(flat(3)), 'table.activation-over-clock-set')).toEqual(['within']);
    expect(outcomes(set().active(flat(2)), 'table.activation-over-clock-set')).toEqual(['beyond']);
    const back = set()
      .pass(MINUTE)
      .passive(flat(4))
      .setClock(START + HOUR - MINUTE);
    expect(outcomes(back.active(flat(3)), 'table.activation-over-clock-set')).toEqual([]);
    back.pass(2 * MINUTE);
    expect(outcomes(back.active(flat(3)), 'table.activation-over-clock-set')).toEqual(['within']);
    expect(outcomes(back.active(flat(4)), 'table.activation-over-clock-set')).toEqual(['within', 'beyond']);
  });

  it('copies the passive table', () => {
    const copied = () => begun().passive(flat(3)).activate('immediate').active(flat(3));
    const passive = (table: SwitchingTable) => copied().read(`${STEM}.passive`, table as unknown as Value);
    expect(outcomes(passive(flat(3)), 'table.passive-kept')).toEqual(['within']);
    expect(outcomes(passive(flat(2)), 'table.passive-kept')).toEqual(['beyond']);
    const waiting = begun()
      .passive(flat(3))
      .read(`${STEM}.passive`, flat(3) as unknown as Value);
    expect(outcomes(waiting, 'table.passive-kept')).toEqual([]);
  });

  it('decides the rate from then on', () => {
    const counted = (rate: number) => begun().passive(flat(3)).activate('immediate').counts(rate);
    expect(outcomes(counted(3), 'table.activation-decides')).toEqual(Array(4).fill('within'));
    expect(failing(counted(2), 'table.activation-decides')).toBe(true);
  });

  it('is what a passive table waits for, special days included', () => {
    const special = flat(2, { days: days(2, 4), specialDays: [{ date: '2026-03-03', day: 2 }] });
    const waiting = (rate: number) =>
      begun(flat(2, { days: days(2, 3) }))
        .passive(special)
        .counts(rate);
    expect(outcomes(waiting(2), 'table.waits')).toEqual(Array(4).fill('within'));
    expect(failing(waiting(3), 'table.waits')).toBe(true);
    expect(failing(waiting(4), 'table.waits')).toBe(true);
  });

  it('removes special days with it', () => {
    const special = flat(2, { days: days(2, 3), specialDays: [{ date: '2026-03-03', day: 2 }] });
    const removed = (rate: number) =>
      begun(special)
        .passive(flat(2, { days: days(2, 3) }))
        .activate('immediate')
        .counts(rate);
    expect(outcomes(removed(2), 'table.special-days-removed')).toEqual(Array(4).fill('within'));
    expect(failing(removed(3), 'table.special-days-removed')).toBe(true);
  });
});

describe('a wrong table', () => {
  const wrong: [string, object][] = [
    ['table.refuses-unknown-rate', flat(5)],
    ['table.refuses-broken-reference', flat(1, { weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 2] }] })],
    ['table.refuses-beyond-limits', flat(1, { days: days(...Array<number>(17).fill(1)) })],
    ['table.refuses-disorder', flat(1, { days: [{ id: 1, actions: [...days(1, 2)].flatMap(({ actions }) => actions) }] })],
  ];

  it.each(wrong)('%s at write', (id, table) => {
    expect(outcomes(begun().passive(table, REFUSED), id)).toEqual(['within']);
    expect(outcomes(begun().passive(table), id)).toEqual(['beyond']);
    expect(outcomes(begun().passive(flat(1)), id)).toEqual([]);
  });

  it.each(wrong)('%s at activation, where so declared', (id, table) => {
    const choices = { tableRefusal: 'activation' as const };
    expect(outcomes(begun().passive(table).activate('immediate', REFUSED), id, choices)).toEqual(['within']);
    expect(outcomes(begun().passive(table).activate('immediate'), id, choices)).toEqual(['beyond']);
    expect(outcomes(begun().passive(table, REFUSED), id, choices)).toEqual(['within']);
    expect(outcomes(begun().passive(table), id, choices)).toEqual([]);
    expect(
      outcomes(
        begun()
          .passive(table)
          .activate(START + HOUR),
        id,
        choices,
      ),
    ).toEqual([]);
  });

  it('of two kinds is left to neither', () => {
    const both = flat(5, { weeks: [{ name: 'all', days: [1] }] });
    expect(wrong.flatMap(([id]) => outcomes(begun().passive(both), id))).toEqual([]);
  });

  it('leaves the active one as it is, special days included', () => {
    const special = flat(3, { days: days(3, 2), specialDays: [{ date: '2026-03-03', day: 2 }] });
    const offered = () => begun(special).passive(flat(9), REFUSED);
    expect(outcomes(offered().active(special).counts(2), 'table.survives-refusal')).toEqual(Array(5).fill('within'));
    expect(outcomes(offered().active({ ...special, specialDays: [] }), 'table.survives-refusal')).toEqual(['beyond']);
    expect(failing(offered().active(special).counts(3), 'table.survives-refusal')).toBe(true);
    expect(failing(offered().active(special).counts(1), 'table.survives-refusal')).toBe(true);
  });
});

describe('a table at a limit', () => {
  const many = <T>(count: number, one: (i: number) => T) => Array.from({ length: count }, (_, i) => one(i));
  const full: [string, Partial<SwitchingTable>][] = [
    ['days', { days: days(...many(TABLE_LIMITS.days, () => 1)) }],
    ['actions', { days: [{ id: 1, actions: many(48, (i) => ({ at: `00:${String(i).padStart(2, '0')}:00`, rate: 1 })) }] }],
    ['weeks', { weeks: many(4, (i) => ({ name: i ? `${i}` : 'all', days: many(7, () => 1) })) }],
    ['seasons', { seasons: many(4, (i) => ({ name: `${i}`, start: `*-0${i + 1}-01`, week: 'all' })) }],
    ['special days', { specialDays: many(50, (i) => ({ date: `20${i + 10}-01-01`, day: 1 })) }],
  ];

  it.each(full)('of %s is taken and activated', (_, more) => {
    const table = flat(1, more);
    expect(outcomes(begun().passive(table).activate('immediate'), 'table.accepts-limits')).toEqual(['within', 'within']);
    expect(outcomes(begun().passive(table, REFUSED), 'table.accepts-limits')).toEqual(['beyond']);
    expect(outcomes(begun().passive(table).activate('immediate', REFUSED), 'table.accepts-limits')).toEqual(['within', 'beyond']);
  });

  it('is not one below it', () => {
    const below = flat(1, { days: days(...many(15, () => 1)), specialDays: many(49, () => ({ date: '*-01-01', day: 1 })) });
    expect(outcomes(begun().passive(below, REFUSED), 'table.accepts-limits')).toEqual([]);
  });
});

describe('tableDifference', () => {
  it.each<[Value, Value, string | undefined]>([
    [{ a: [1, 2] }, { a: [1, 2] }, undefined],
    [{ a: [1, 2] }, { a: [1] }, 'a[1]: nothing instead of 2'],
    [{ a: [1] }, { a: [1, 2] }, 'a[1]: 2 instead of nothing'],
    [{ a: 1 }, { a: 1, b: 'x' }, 'b: "x" instead of nothing'],
    [{ a: 1 }, 3, 'the table: 3 instead of {"a":1}'],
    [[], {}, 'the table: {} instead of []'],
  ])('of %j and %j', (expected, observed, difference) => {
    expect(tableDifference(expected, observed)).toBe(difference);
  });
});
