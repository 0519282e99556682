import type { SwitchingTable } from '../../declaration/switching-table';
import type { Value } from '../../trace/vocabulary';
import { KnownTable } from './known-table';

const STEM = 'secondary.export.table';
const table = (rate: number): SwitchingTable => ({
  seasons: [],
  weeks: [],
  days: [{ id: 1, actions: [{ at: '00:00:00', rate }] }],
  specialDays: [],
});
const asValue = (one: SwitchingTable) => one as unknown as Value;
const read = (known: KnownTable, object: string, value: Value) => known.note({ do: 'read', object }, value, 0);
const write = (known: KnownTable, object: string, value: Value, meterMs = 0) =>
  known.note({ do: 'write', object, value }, null, meterMs);
const knowing = (...notes: ((known: KnownTable) => void)[]) => {
  const known = new KnownTable(`${STEM}.active`);
  for (const note of notes) note(known);
  return known;
};

describe('the table that the conductor knows', () => {
  it('is none before any was read or activated', () => {
    expect(knowing().at(0)).toBeUndefined();
    expect(knowing((known) => write(known, `${STEM}.passive`, asValue(table(2)))).at(0)).toBeUndefined();
  });

  it('is the active one as last read', () => {
    const known = knowing(
      (known) => read(known, `${STEM}.active`, asValue(table(2))),
      (known) => read(known, `${STEM}.active`, asValue(table(3))),
    );
    expect(known.at(0)).toEqual(table(3));
  });

  it('is not one of another element, nor one that was only read as passive', () => {
    const known = knowing(
      (known) => read(known, 'secondary.import.table.active', asValue(table(2))),
      (known) => read(known, `${STEM}.passive`, asValue(table(3))),
      (known) => write(known, 'secondary.import.table.activation', 'immediate'),
    );
    expect(known.at(0)).toBeUndefined();
  });

  it('is the passive one once that was activated at once', () => {
    const known = knowing(
      (known) => read(known, `${STEM}.active`, asValue(table(1))),
      (known) => write(known, `${STEM}.passive`, asValue(table(2))),
    );
    expect(known.at(0)).toEqual(table(1));
    write(known, `${STEM}.activation`, 'immediate');
    expect(known.at(0)).toEqual(table(2));
  });

  it('is the passive one as it was read, where nobody wrote another before it was activated', () => {
    const known = knowing(
      (known) => read(known, `${STEM}.active`, asValue(table(1))),
      (known) => read(known, `${STEM}.passive`, asValue(table(3))),
      (known) => write(known, `${STEM}.activation`, 'immediate'),
    );
    expect(known.at(0)).toEqual(table(3));
  });

  it('changes at the moment of a dated activation, and not before', () => {
    const known = knowing(
      (known) => read(known, `${STEM}.active`, asValue(table(1))),
      (known) => write(known, `${STEM}.passive`, asValue(table(2))),
      (known) => write(known, `${STEM}.activation`, 5000),
    );
    expect(known.activationMs).toBe(5000);
    expect(known.at(4999)).toEqual(table(1));
    expect(known.at(5000)).toEqual(table(2));
    expect(known.activationMs).toBeUndefined();
  });

  it('stays where a dated activation was taken back', () => {
    const known = knowing(
      (known) => read(known, `${STEM}.active`, asValue(table(1))),
      (known) => write(known, `${STEM}.passive`, asValue(table(2))),
      (known) => write(known, `${STEM}.activation`, 5000),
      (known) => write(known, `${STEM}.activation`, 'never'),
    );
    expect(known.at(6000)).toEqual(table(1));
  });

  it('is the import table where that rules the export', () => {
    const known = new KnownTable('secondary.import.table.active');
    write(known, 'secondary.import.table.passive', asValue(table(4)));
    write(known, 'secondary.import.table.activation', 'immediate');
    expect(known.at(0)).toEqual(table(4));
  });

  it('is the one that was activated at its date, although another passive one is written later', () => {
    const known = knowing(
      (known) => write(known, `${STEM}.passive`, asValue(table(2))),
      (known) => write(known, `${STEM}.activation`, 1000),
      (known) => write(known, `${STEM}.passive`, asValue(table(3)), 2000),
    );
    expect(known.at(2000)).toEqual(table(2));
  });
});
