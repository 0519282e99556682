import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Value } from '../../../trace/vocabulary';
import { DAY, DONE, HOUR, MINUTE, REFUSED } from '../hand-trace.fixture';
import { begun, days, failing, flat, outcomes, START, STEM, TABLE_REQUIREMENTS } from './tabled.fixture';

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
      .findings(TABLE_REQUIREMENTS, 'table.becomes-active');
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
