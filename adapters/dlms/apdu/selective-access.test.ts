import fc from 'fast-check';
import { dateTimeOctets, dateTimeOf } from '../data/date-time';
import { anyData } from '../data/values.fixture';
import { hexOf, octetsOf } from '../laws.fixture';
import { decode, encode } from '../shape';
import { type SelectiveAccess, selectiveAccess } from './descriptors';
import { type ProfileAccess, profileAccess, profileAccessOf } from './selective-access';

const CLOCK = { classId: 8, logicalName: '0-0:1.0.0.255', attributeIndex: 2, dataIndex: 0 };
const at = (...parts: [number, number, number, number?]) => ({
  type: 'octet-string' as const,
  value: dateTimeOctets({ ...dateTimeOf(Date.UTC(...parts)), dayOfWeek: null }),
});

describe('selective access of a profile', () => {
  it.each<[string, ProfileAccess, string]>([
    [
      'by range of a column, as an independent client sends it',
      { by: 'range', restricting: CLOCK, from: at(2026, 0, 2), to: at(2026, 0, 2, 23), columns: [] },
      '01 0204 0204 120008 09060000010000ff 0f02 120000 090c07ea0102ff00000000000000 090c07ea0102ff17000000000000 0100',
    ],
    [
      'by entries 1 to 48 of all columns, as an independent client sends it',
      { by: 'entry', fromEntry: 1, toEntry: 48, fromColumn: 1, toColumn: 0 },
      '02 0204 0600000001 0600000030 120001 120000',
    ],
  ])('is written %s, and read', (_, access, hex) => {
    expect(hexOf(encode<SelectiveAccess>(selectiveAccess, profileAccess(access)))).toBe(hexOf(octetsOf(hex)));
    expect(profileAccessOf(decode(selectiveAccess, octetsOf(hex)))).toEqual(access);
  });

  it('is told by the columns that it wants', () => {
    const access: ProfileAccess = {
      by: 'range',
      restricting: CLOCK,
      from: at(2026, 0, 1),
      to: at(2026, 0, 2),
      columns: [CLOCK, CLOCK],
    };
    expect(profileAccessOf(profileAccess(access))).toEqual(access);
  });

  it('is none for any other data', () => {
    const others = fc.record({ accessSelector: fc.constantFrom(1, 2, 3), accessParameters: anyData });
    fc.assert(
      fc.property(others, (other) => {
        const access = profileAccessOf(other);
        if (access !== undefined) expect(profileAccess(access)).toEqual(other);
      }),
    );
    const { accessParameters } = profileAccess({ by: 'entry', fromEntry: 1, toEntry: 2, fromColumn: 1, toColumn: 0 });
    expect(profileAccessOf({ accessSelector: 1, accessParameters })).toBeUndefined();
    expect(profileAccessOf({ accessSelector: 3, accessParameters })).toBeUndefined();
  });
});
