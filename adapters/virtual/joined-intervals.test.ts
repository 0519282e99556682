import fc from 'fast-check';
import type { BenchInterval } from '../ports';
import { appended } from './joined-intervals';

/** Constant power from one time to another, in milliwatts times milliseconds. */
const flowing = (fromMs: number, toMs: number, mw: number): BenchInterval => {
  const energy = String(Math.abs(mw) * (toMs - fromMs));
  const way = mw > 0 ? 'import' : 'export';
  return { when: { fromMs, toMs }, from: 'model', energy: { primary: mw === 0 ? {} : { [way]: [energy, energy] } } };
};

describe('intervals that follow each other', () => {
  it('are one where the same power went on, and as many as there were powers', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(0, 7, -7, 1000)), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(steps, (list) => {
        let now = 0;
        let joined: BenchInterval[] = [];
        const expected: BenchInterval[] = [];
        let previous: number | undefined;
        for (const [width, mw] of list) {
          joined = appended(joined, flowing(now, now + width, mw));
          const last = expected.at(-1);
          if (last && previous === mw) expected[expected.length - 1] = flowing(last.when.fromMs, now + width, mw);
          else expected.push(flowing(now, now + width, mw));
          previous = mw;
          now += width;
        }
        expect(joined).toEqual(expected);
      }),
    );
  });

  it('of no width vanish, but for a change of supply, which parts what it stands between', () => {
    const cut: BenchInterval = { when: { fromMs: 5, toMs: 5 }, from: 'model', supply: false };
    const parts = [flowing(0, 5, 7), flowing(5, 5, 7), cut, flowing(5, 9, 7)].reduce(appended, [] as BenchInterval[]);
    expect(parts).toEqual([flowing(0, 5, 7), cut, flowing(5, 9, 7)]);
  });
});
