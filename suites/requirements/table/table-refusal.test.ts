import { type SwitchingTable, TABLE_LIMITS } from '../../../declaration/switching-table';
import { HOUR, REFUSED } from '../hand-trace.fixture';
import { begun, days, failing, flat, outcomes, START } from './tabled.fixture';

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
