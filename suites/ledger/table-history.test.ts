import type { SwitchingTable } from '../../declaration/switching-table';
import type { Value } from '../../trace/vocabulary';
import { HandTrace, HOUR, MINUTE, REFUSED } from '../requirements/hand-trace.fixture';
import { everyDay } from './worked-tables.fixture';

const START = Date.parse('2026-03-03T10:00:00Z');
const STEM = 'secondary.export.table';
const flat = (rate: number): SwitchingTable => everyDay([['00:00:00', rate]]);
const value = (table: object) => table as Value;

const begun = () => new HandTrace(START).read(`${STEM}.active`, value(flat(1)));
/** The rate of each table in force and when, in minutes of the trace, that it came. */
const spells = (trace: HandTrace, by: 'reads' | 'orders' = 'reads') =>
  trace
    .evidence()
    .ledger.tables('export', by)
    .spells.map(({ since, table }) => [(since.toMs - START) / MINUTE, table?.days[0]?.actions[0]?.rate]);

describe('the history of a switching table', () => {
  it('begins with what the first read shows', () => {
    expect(spells(begun())).toEqual([[Number.NEGATIVE_INFINITY, 1]]);
  });

  it('follows an activation at once, dated, cancelled and replaced', () => {
    const write = (when: Value) =>
      begun()
        .write(`${STEM}.passive`, value(flat(3)))
        .write(`${STEM}.activation`, when);
    expect(spells(write('immediate'))[1]).toEqual([0, 3]);
    expect(spells(write(START + HOUR).pass(2 * HOUR))[1]).toEqual([60, 3]);
    expect(
      spells(
        write(START + HOUR)
          .write(`${STEM}.activation`, 'never')
          .pass(2 * HOUR),
      ),
    ).toHaveLength(1);
    expect(
      spells(
        write(START + HOUR)
          .write(`${STEM}.activation`, START + 2 * HOUR)
          .pass(3 * HOUR),
      )[1],
    ).toEqual([120, 3]);
    expect(
      spells(
        write(START + HOUR)
          .write(`${STEM}.activation`, 'never', REFUSED)
          .pass(2 * HOUR),
      )[1],
    ).toEqual([60, 3]);
  });

  it('never puts a wrong table in force, and knows the right one before it', () => {
    const wrong = begun()
      .write(`${STEM}.passive`, value(flat(9)))
      .write(`${STEM}.activation`, 'immediate');
    expect(spells(wrong)).toHaveLength(1);
  });

  it('by reads believes the meter, by orders what was written', () => {
    const trace = begun()
      .write(`${STEM}.passive`, value(flat(3)))
      .pass(MINUTE);
    trace
      .read(`${STEM}.active`, value(flat(4)))
      .read(`${STEM}.passive`, value(flat(4)))
      .write(`${STEM}.activation`, 'immediate');
    expect(spells(trace).map(([, rate]) => rate)).toEqual([1, 4, 4]);
    expect(spells(trace, 'orders').map(([, rate]) => rate)).toEqual([1, 3]);
  });

  it('sees at each read what was in force, a clock set at the same instant included', () => {
    const trace = begun()
      .write(`${STEM}.passive`, value(flat(3)))
      .write(`${STEM}.activation`, START + HOUR);
    trace
      .read(`${STEM}.active`, value(flat(1)))
      .setClock(START + 2 * HOUR)
      .read(`${STEM}.active`, value(flat(3)));
    const { sights } = trace.evidence().ledger.tables('export', 'orders');
    expect(sights.map(({ inForce }) => inForce?.days[0]?.actions[0]?.rate)).toEqual([undefined, 1, 3]);
  });

  it('takes a pending activation that a read shows, unless a write told of one', () => {
    const pending = begun()
      .read(`${STEM}.passive`, value(flat(2)))
      .read(`${STEM}.activation`, START + HOUR)
      .pass(2 * HOUR);
    expect(spells(pending, 'orders')[1]).toEqual([60, 2]);
    const cancelled = begun()
      .read(`${STEM}.passive`, value(flat(2)))
      .write(`${STEM}.activation`, 'never');
    cancelled.read(`${STEM}.activation`, START + HOUR).pass(2 * HOUR);
    expect(spells(cancelled, 'orders')).toHaveLength(1);
    expect(spells(cancelled, 'reads')[1]).toEqual([60, 2]);
  });
});
