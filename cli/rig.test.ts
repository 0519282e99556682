import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedObjectMap } from '../adapters/dlms/object-map';
import type { Fault } from '../adapters/reference/fault';
import { packageRoot } from '../declaration/package-root';
import { parseDeclaration } from '../declaration/read-declaration';
import { accessOf, mapOf } from './on-the-wire';
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

describe('an object map that a declaration names', () => {
  const declaredWith = (map: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'beside-'));
    const text = readFileSync(join(packageRoot(), 'examples', 'virtual-tcp.yaml'), 'utf8');
    writeFileSync(join(folder, 'meter.yaml'), text.replace('connection:\n', `connection:\n  map: ${map}\n`));
    writeFileSync(join(folder, 'mine.yaml'), 'schema: smets2-object-map/1\ntitle: mine\nbase: default\nobjects: {}\n');
    try {
      const access = accessOf(declared({ meter: join(folder, 'meter.yaml') }).meter)!;
      return mapOf(access).title;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('stands beside it, wherever the command is run, or ships', () => {
    expect(declaredWith('mine.yaml')).toBe('mine');
    expect(declaredWith('gbcs')).toBe(shippedObjectMap('gbcs').title);
  });

  it('is refused by its path where it is not there', () => {
    expect(() => declaredWith('yours.yaml')).toThrow(/beside-\w+\/yours\.yaml: no such file/);
  });
});
