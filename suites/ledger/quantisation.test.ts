import fc from 'fast-check';
import { type Choices, defaultChoices } from '../../declaration/choices';
import { WH_UJ } from './interval';
import { rateSlack, rateStep, rowSlack, rowStep, stepFromUnknownResidue } from './quantisation';

const choicesOf = (over: Partial<Choices>) => ({ ...defaultChoices(), ...over });
const none = { outages: 0, reversals: 0 };
const energies = fc.array(fc.bigInt({ min: 0n, max: 5n * WH_UJ }), { minLength: 1, maxLength: 12 });
const residue = fc.bigInt({ min: 0n, max: WH_UJ - 1n });
const rounding = fc.constantFrom<'floor' | 'nearest'>('floor', 'nearest');
const total = (list: bigint[]) => list.reduce((sum, uj) => sum + uj, 0n);
const run = <T>(property: fc.IPropertyWithHooks<T>) => fc.assert(property, { seed: 184, numRuns: 400 });

/** Counts as an accumulator does: adds, gives out whole watt-hours, keeps the rest. */
class Accumulator {
  counted = 0n;
  constructor(public pendingUj: bigint) {}
  add(uj: bigint): bigint {
    const sum = this.pendingUj + uj;
    this.pendingUj = sum % WH_UJ;
    this.counted += sum / WH_UJ;
    return sum / WH_UJ;
  }
}

function expectWithin(wh: bigint, { lo, hi }: { lo: bigint; hi: bigint }): void {
  expect({ wh, lo, hi, within: lo <= wh && wh <= hi }).toMatchObject({ within: true });
}

describe('whole watt-hours', () => {
  it('a register moves within its step from any residue, and both bounds are reached', () => {
    run(
      fc.property(energies, residue, (list, start) => {
        const register = new Accumulator(start);
        for (const uj of list) register.add(uj);
        const uj = total(list);
        const step = stepFromUnknownResidue({ lo: uj, hi: uj }, none, choicesOf({}));
        expectWithin(register.counted, step);
        expect(new Accumulator(0n).add(uj)).toBe(step.lo);
        expect(new Accumulator(WH_UJ - 1n).add(uj)).toBe(step.hi);
      }),
    );
  });

  it('a register that loses its residue at outages stays within its step', () => {
    run(
      fc.property(energies, residue, rounding, (list, start, rounding) => {
        const register = new Accumulator(start);
        const afterLoss = rounding === 'nearest' ? WH_UJ / 2n : 0n;
        list.forEach((uj, index) => {
          if (index > 0) register.pendingUj = afterLoss;
          register.add(uj);
        });
        const uj = total(list);
        const losses = { outages: list.length - 1, reversals: 0 };
        expectWithin(
          register.counted,
          stepFromUnknownResidue({ lo: uj, hi: uj }, losses, choicesOf({ residualAcrossOutage: 'lost', rounding })),
        );
      }),
    );
  });

  it('an energy bucket takes at most its size at each reversal', () => {
    const choices = choicesOf({ energyBucketMwh: 1000 });
    const energy = { lo: 5n * WH_UJ, hi: 5n * WH_UJ };
    expect(stepFromUnknownResidue(energy, { outages: 0, reversals: 2 }, choices)).toEqual({ lo: 3n, hi: 5n });
    expect(stepFromUnknownResidue(energy, none, choices)).toEqual({ lo: 5n, hi: 5n });
  });

  it('shared rates stay within their steps from any residue and sum to the register', () => {
    run(
      fc.property(energies, residue, (list, start) => {
        const register = new Accumulator(start);
        const rates = [0n, 0n, 0n];
        list.forEach((uj, stretch) => {
          rates[stretch % 3]! += register.add(uj);
        });
        rates.forEach((wh, rate) => {
          const stretches = list.filter((_, stretch) => stretch % 3 === rate);
          const uj = total(stretches);
          expectWithin(wh, rateStep({ total: { lo: uj, hi: uj }, sure: stretches, possible: stretches }, none, choicesOf({})));
        });
        expect(total(rates)).toBe(register.counted);
        expect(rateSlack(choicesOf({}), 0)).toEqual({ lo: 0n, hi: 0n });
      }),
    );
  });

  it('rates that floor each their own energy differ from the register by at most three', () => {
    const choices = choicesOf({ quantisation: 'per-register' });
    run(
      fc.property(energies, energies, (before, list) => {
        const register = new Accumulator(0n);
        const rates = [0, 1, 2, 3].map(() => new Accumulator(0n));
        const play = (ujs: bigint[]) =>
          ujs.forEach((uj, i) => {
            register.add(uj);
            rates[i % 4]!.add(uj);
          });
        const gap = () => register.counted - total(rates.map(({ counted }) => counted));
        play(before);
        const first = gap();
        expectWithin(first, { lo: 0n, hi: 3n });
        play(list);
        expectWithin(gap() - first, rateSlack(choices, 0));
      }),
    );
    expect(rateSlack(choicesOf({ quantisation: 'per-register', residualAcrossOutage: 'lost' }), 2)).toEqual({
      lo: -14n,
      hi: 14n,
    });
  });

  it('rows that account for each half hour alone stay within rowStep and rowSlack', () => {
    run(
      fc.property(energies, residue, rounding, (list, start, rounding) => {
        const choices = choicesOf({ quantisation: 'per-interval', rounding });
        const register = new Accumulator(start);
        const rows = list.map((uj) => {
          register.add(uj);
          const row = new Accumulator(rounding === 'nearest' ? WH_UJ / 2n : 0n).add(uj);
          expect(rowStep({ lo: uj, hi: uj }, none, 1, choices)).toEqual({ lo: row, hi: row });
          return row;
        });
        expectWithin(register.counted - total(rows), rowSlack(choices, rows.length));
      }),
    );
  });

  it('the slack of rows is reached: floor loses up to one watt-hour a row', () => {
    const choices = choicesOf({ quantisation: 'per-interval' });
    const register = new Accumulator(WH_UJ - 1n);
    for (let row = 0; row < 4; row++) register.add(WH_UJ - 1n);
    expect(register.counted).toBe(4n);
    expect(rowSlack(choices, 4)).toEqual({ lo: 0n, hi: 4n });
    expect(rowSlack(choicesOf({ quantisation: 'per-interval', rounding: 'nearest' }), 3)).toEqual({ lo: -2n, hi: 2n });
    expect(rowSlack(choicesOf({}), 48)).toEqual({ lo: 0n, hi: 0n });
  });

  it('no energy moves nothing, whatever is declared', () => {
    run(
      fc.property(
        fc.constantFrom('shared-quantum' as const, 'per-register' as const, 'per-interval' as const),
        rounding,
        fc.nat(5),
        (quantisation, rounding, outages) => {
          const choices = choicesOf({ quantisation, rounding, residualAcrossOutage: 'lost' });
          const still = { lo: 0n, hi: 0n };
          expect(stepFromUnknownResidue(still, { outages, reversals: 3 }, choices)).toEqual(still);
          expect(rowStep(still, { outages, reversals: 3 }, 2, choices)).toEqual(still);
          expect(rateStep({ total: still, sure: [], possible: [] }, { outages, reversals: 3 }, choices)).toEqual(still);
        },
      ),
    );
  });
});
