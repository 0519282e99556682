import type { Fault } from '../adapters/reference/fault';
import { parseDeclaration } from '../declaration/read-declaration';
import { declared, declaredUnder } from './rig';

const under = (name: string, what?: Fault['under']) => ({ name, ...(what && { under: what }) }) as Fault;

describe('the reference declaration for faults that a default hides', () => {
  const files = declared({});

  it('is as it was where they need nothing', () => {
    expect(declaredUnder(files, [under('plain')])).toEqual({ ...files, says: [] });
  });

  it('declares what they need, as parsed and as written, and says so', () => {
    const { meter, meterText, says } = declaredUnder(files, [
      under('lossy', { choices: { residualAcrossOutage: 'lost' } }),
      under('early', { choices: { startingPowerMw: { primary: 1, secondary: 2 }, clockToleranceS: 2 } }),
    ]);
    expect(meter.choices).toEqual({
      ...files.meter.choices,
      residualAcrossOutage: 'lost',
      startingPowerMw: { primary: 1, secondary: 2 },
      clockToleranceS: 2,
    });
    expect(parseDeclaration(meterText, 'meter.yaml')).toEqual(meter);
    expect(meterText).toContain('# in quotes, or the zeros are lost');
    expect(says).toEqual([
      'lossy shows under residualAcrossOutage: "lost": declared so',
      'early shows under startingPowerMw: {"primary":1,"secondary":2}, clockToleranceS: 2: declared so',
    ]);
  });

  it('declares another variant', () => {
    expect(declaredUnder(files, [under('lone', { variant: 'single' })]).meterText).toMatch(/^variant: single/m);
  });
});
