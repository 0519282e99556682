import { exampleMeter } from '../../declaration/example-meter.fixture';
import { drawVariants } from './draw-variants';
import { perform } from './jobs';

const SCRIPTS = ['battery-evening', 'clock-set', 'reversals'];

describe('drawn meters of several legal variants', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(drawVariants(5, 184, SCRIPTS)).toEqual(drawVariants(5, 184, SCRIPTS));
    expect(drawVariants(5, 184, SCRIPTS)).not.toEqual(drawVariants(5, 7, SCRIPTS));
  });

  it('have two to six variants, none twice, and two scripts each', () => {
    const drawn = drawVariants(200, 1, SCRIPTS);
    expect(new Set(drawn.map(({ variants }) => variants.length))).toEqual(new Set([2, 3, 4, 5, 6]));
    for (const { variants, scripts } of drawn) {
      expect(new Set(variants).size).toBe(variants.length);
      expect(new Set(scripts).size).toBe(2);
    }
  });

  it('are accused of nothing', async () => {
    for (const job of drawVariants(6, 2026, SCRIPTS)) {
      const row = await perform(job, exampleMeter(), new AbortController().signal);
      expect({ job, ...row }).toEqual({ job, accused: [], undecided: [] });
    }
  });
});
