import * as fc from 'fast-check';
import { PulseAccumulator, UJ_PER_WH } from './pulse-accumulator';

describe('PulseAccumulator', () => {
  it('gives a Wh when it is complete, and keeps the rest', () => {
    const accumulator = new PulseAccumulator('floor');
    expect(accumulator.take(UJ_PER_WH - 1)).toBe(0);
    expect(accumulator.take(1)).toBe(1);
    expect(accumulator.take(UJ_PER_WH / 2)).toBe(0);
    expect(accumulator.pendingUj).toBe(UJ_PER_WH / 2);
  });

  it('gives a Wh when it is half complete, under rounding nearest', () => {
    const accumulator = new PulseAccumulator('nearest');
    expect(accumulator.take(UJ_PER_WH / 2 - 1)).toBe(0);
    expect(accumulator.take(1)).toBe(1);
  });

  it('never takes back more than is pending', () => {
    const accumulator = new PulseAccumulator('floor', 5);
    accumulator.cancel(9);
    expect(accumulator.pendingUj).toBe(0);
  });

  it('counts exactly as big integers do, up to a half hour of 5 MW', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9_000_000_000_000_000 }), { maxLength: 20 }), (energies) => {
        const accumulator = new PulseAccumulator('floor');
        const wh = energies.reduce((sum, energyUj) => sum + accumulator.take(energyUj), 0);
        const exact = energies.reduce((sum, energyUj) => sum + BigInt(energyUj), 0n);
        expect(BigInt(wh)).toBe(exact / BigInt(UJ_PER_WH));
        expect(BigInt(accumulator.pendingUj)).toBe(exact % BigInt(UJ_PER_WH));
      }),
      { seed: 1 },
    );
  });
});
