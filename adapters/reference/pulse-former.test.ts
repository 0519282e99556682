import { PulseAccumulator, UJ_PER_WH } from './pulse-accumulator';
import { PulseFormer } from './pulse-former';

const wh = (value: number) => value * UJ_PER_WH;
const former = (bucketWh: number) =>
  new PulseFormer({ import: new PulseAccumulator('floor'), export: new PulseAccumulator('floor') }, wh(bucketWh));

describe('PulseFormer', () => {
  it('counts each direction gross without a bucket', () => {
    const pulses = former(0);
    for (let i = 0; i < 9; i++) {
      pulses.take(wh(0.5), 0);
      pulses.take(0, wh(0.5));
    }
    expect(pulses.take(wh(0.5), 0)).toMatchObject({ importWh: 1, exportWh: 0 });
    expect(pulses.take(0, wh(0.5))).toMatchObject({ importWh: 0, exportWh: 1 });
  });

  it('cancels what is pending of the direction before, up to the bucket', () => {
    const pulses = former(0.4);
    pulses.take(wh(0.75), 0);
    expect(pulses.take(0, wh(1))).toMatchObject({ exportUj: wh(0.6), exportWh: 0, importBackUj: wh(0.4) });
    // 0.35 Wh of import is left pending, and of it export may cancel nothing more: the reversal has used its bucket.
    expect(pulses.take(0, wh(0.4))).toMatchObject({ exportWh: 1, importBackUj: 0 });
  });

  it('cancels the same however the first energy after a reversal is cut', () => {
    const pulses = former(0.4);
    pulses.take(wh(0.75), 0);
    const parts = [0.1, 0.2, 0.7].map((part) => ({ ...pulses.take(0, wh(part)) }));
    expect(parts.reduce((sum, { importBackUj }) => sum + importBackUj, 0)).toBe(wh(0.4));
  });

  it('cancels nothing without a reversal', () => {
    const pulses = former(1);
    pulses.take(wh(0.9), 0);
    expect(pulses.take(wh(0.1), 0)).toMatchObject({ importWh: 1, exportBackUj: 0, importBackUj: 0 });
  });
});
