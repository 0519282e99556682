import type { Value } from '../../../trace/vocabulary';
import { tableDifference } from './table-difference';

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
