import type { Fault } from '../../adapters/reference/fault';
import { drawPairs } from './draw-pairs';

const fault = (name: string, under?: Fault['under']) => ({ name, ...(under && { under }) }) as Fault;
const some = ['a', 'b', 'c', 'd', 'e'].map((name) => fault(name));

describe('pairs of faults', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(drawPairs(some, 5, 184)).toEqual(drawPairs(some, 5, 184));
    expect(drawPairs(some, 5, 184)).not.toEqual(drawPairs(some, 5, 7));
  });

  it('are each drawn once, of two different faults, and no more than there are', () => {
    const pairs = drawPairs(some, 40, 184);
    expect(pairs).toHaveLength(10);
    expect(new Set(pairs.map(([one, other]) => `${one}${other}`)).size).toBe(10);
    expect(pairs.every(([one, other]) => one < other)).toBe(true);
  });

  it('can be had by one meter: what they declare does not contradict', () => {
    const choosy = [
      fault('nearest', { choices: { rounding: 'nearest' } }),
      fault('floor', { choices: { rounding: 'floor' } }),
      fault('nearest too', { choices: { rounding: 'nearest', clockBack: 'merged' } }),
      fault('single', { variant: 'single' }),
    ];
    expect(drawPairs(choosy, 10, 1)).toEqual([['nearest', 'nearest too']]);
  });
});
