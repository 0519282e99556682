import { BlockCounters } from './block-counters';
import { EnergyRegister } from './energy-register';
import { LoadLimit } from './load-limit';
import { MaxDemand } from './max-demand';
import { MeasuringElement } from './measuring-element';
import { Prepayment } from './prepayment';
import { PulseAccumulator, UJ_PER_WH } from './pulse-accumulator';
import { RateRegisters } from './rate-registers';

describe('MeasuringElement', () => {
  const element = new MeasuringElement(4600);

  it.each([4600, -4600, 23_000_000])('registers everything at or above its starting power: %i mW', (activeMw) => {
    const { importMw, exportMw } = element.measure({ activeMw });
    expect(importMw - exportMw).toBe(activeMw);
    expect(Math.min(importMw, exportMw)).toBe(0);
  });

  it.each([4599, -4599, 0])('registers nothing below it: %i mW', (activeMw) => {
    expect(element.measure({ activeMw })).toMatchObject({ importMw: 0, exportMw: 0 });
  });

  it('registers reactive power by its sign', () => {
    expect(element.measure({ activeMw: 0, reactiveMvar: 9000 })).toMatchObject({
      reactiveImportMvar: 9000,
      reactiveExportMvar: 0,
    });
    expect(element.measure({ activeMw: 0, reactiveMvar: -9000 })).toMatchObject({
      reactiveImportMvar: 0,
      reactiveExportMvar: 9000,
    });
  });
});

describe('EnergyRegister', () => {
  it('rolls over at its modulus', () => {
    const register = new EnergyRegister(100);
    register.preset(95);
    register.add(0, 12);
    expect(register.wh).toBe(7);
    expect(register.everWh).toBe(12);
  });

  it('shows the value of the last refresh', () => {
    const register = new EnergyRegister(100);
    register.add(0, 3);
    expect(register.visibleWh).toBe(0);
    register.refresh();
    expect(register.visibleWh).toBe(3);
  });

  it('counts its own energy where it has an accumulator, whatever the pulses', () => {
    const register = new EnergyRegister(100, new PulseAccumulator('floor'));
    register.add(2.5 * UJ_PER_WH, 9);
    expect(register.wh).toBe(2);
  });
});

describe('RateRegisters', () => {
  it('counts the pulses of each rate by itself', () => {
    const rates = new RateRegisters(4, 100);
    rates.add(1, 0, 5);
    rates.add(4, 0, 7);
    expect(rates.wh).toEqual([5, 0, 0, 7]);
  });

  it('floors the energy of each rate where each has an accumulator', () => {
    const rates = new RateRegisters(2, 100, () => new PulseAccumulator('floor'));
    for (const rate of [1, 2, 1, 2]) rates.add(rate, 0.9 * UJ_PER_WH, 1);
    expect(rates.wh).toEqual([1, 1]);
  });
});

describe('MaxDemand', () => {
  it('keeps the greatest mean power of a half hour and when it ended', () => {
    const demand = new MaxDemand(['primary.import']);
    for (const [wh, endMs] of [
      [500, 1_800_000],
      [700, 3_600_000],
      [600, 5_400_000],
    ] as const) {
      demand.add('primary.import', wh * UJ_PER_WH);
      demand.add('secondary.export', 9000 * UJ_PER_WH);
      demand.halfHourEnded(endMs);
    }
    expect(demand.value).toEqual({ w: 1400, at: 3_600_000 });
  });
});

describe('BlockCounters', () => {
  it('fills one block after the other', () => {
    const blocks = new BlockCounters([10, 20, 30]);
    blocks.add('primary.import', 8);
    blocks.add('secondary.export', 9);
    blocks.add('primary.import', 35);
    expect(blocks.values).toEqual([10, 10, 10, 13]);
  });
});

describe('Prepayment', () => {
  it('leaves the balance alone in credit mode', () => {
    const prepayment = new Prepayment();
    prepayment.completed('primary.import', 1000);
    expect(prepayment.balance).toEqual({ mode: 'credit', milliPence: 0 });
  });

  it('charges import of either element in prepayment mode', () => {
    const prepayment = new Prepayment();
    prepayment.writeBalance({ mode: 'prepayment', milliPence: 100_000 });
    prepayment.completed('primary.import', 1000);
    prepayment.completed('secondary.import', 1000);
    prepayment.completed('secondary.export', 1000);
    expect(prepayment.balance).toEqual({ mode: 'prepayment', milliPence: 100_000 - 30_000 - 15_000 });
  });

  it('refuses a balance or a debt of another shape', () => {
    const prepayment = new Prepayment();
    for (const value of [null, 3, 'credit', { mode: 'free', milliPence: 1 }, { mode: 'credit', milliPence: 0.5 }])
      expect(prepayment.writeBalance(value)).toBe(false);
    for (const value of [null, [], { milliPence: -1 }]) expect(prepayment.writeDebt(value)).toBe(false);
  });
});

describe('LoadLimit', () => {
  it('tells each change of its state once', () => {
    const limit = new LoadLimit(1000);
    const element = new MeasuringElement(4600);
    const watch = (watts: number) =>
      limit.watch({ primary: element.measure({ activeMw: watts * 1000 }), secondary: element.measure({ activeMw: -9_000_000 }) });
    expect([900, 1001, 2000, 1000].map(watch)).toEqual([false, true, false, true]);
  });
});
