import fc from 'fast-check';
import type { FindingIn } from '../run-result';
import { FindingStore } from './kept-findings';

const finding = (says: string): FindingIn => ({
  ...{ says, scenario: 'day', unit: 'Wh', observed: '1', expected: { lo: '2', hi: '3' } },
  ...{ budget: [], outcome: 'beyond', margin: '-1', records: [1, 2] },
});

/** Texts that break whoever counts characters for octets, or ends a line where none ends. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('half\nhour', '\u2028', '🜚', '"', '€'.repeat(30_000)));

describe('kept findings', () => {
  it('come back as they were added and in that order, whatever was added to other lists in between', () => {
    const added = fc.array(fc.tuple(fc.nat(2), fc.array(text, { maxLength: 150 })), { maxLength: 8 });
    fc.assert(
      fc.property(added, (batches) => {
        const store = new FindingStore();
        const lists = [store.list(), store.list(), store.list()];
        for (const [to, texts] of batches) lists[to]!.add(texts.map(finding));
        for (const [i, list] of lists.entries()) {
          const expected = batches.flatMap(([to, texts]) => (to === i ? texts.map(finding) : []));
          expect([...list]).toEqual(expected);
          expect(list).toHaveLength(expected.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('come back where they were added one by one', () => {
    const list = new FindingStore().list();
    const says = Array.from({ length: 500 }, (_, i) => `${i}`);
    for (const one of says) list.add([finding(one)]);
    expect([...list].map((one) => one.says)).toEqual(says);
  });

  it('come back again and again, and as far as they are asked for', () => {
    const list = new FindingStore().list();
    list.add(Array.from({ length: 5000 }, (_, i) => finding(`${i}`)));
    expect(list[Symbol.iterator]().next().value).toEqual(finding('0'));
    expect([...list].map(({ says }) => says)).toEqual([...list].map((_, i) => `${i}`));
    expect([...list]).toHaveLength(5000);
  });
});
