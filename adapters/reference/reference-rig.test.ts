import { exampleMeter } from '../../declaration/example-meter.fixture';
import { OBJECTS, objectNamed } from '../../declaration/objects';
import { PortError, UsageError } from '../../trace/errors';
import type { LifeStep, Presets } from '../../trace/vocabulary';
import { ANY_START_MS, referenceRigMaker } from './reference-rig';
import { Specimen } from './specimen.fixture';

const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('the bench of the reference meter', () => {
  it('replies to a held flow with its interval and exact energy', async () => {
    const meter = await Specimen.make();
    const reply = meter.flows({ primary: { activeMw: 7_777 }, secondary: { activeMw: -1_000_001, reactiveMvar: 5 } }, 1_000_000);
    expect(reply).toEqual({
      when: { fromMs: ANY_START_MS, toMs: ANY_START_MS + 1_000_000 },
      from: 'model',
      energy: {
        primary: { import: ['7777000000', '7777000000'] },
        secondary: { export: ['1000001000000', '1000001000000'], reactive: { Q2: ['5000000', '5000000'] } },
      },
    });
  });

  it('keeps energy exact beyond what numbers hold', async () => {
    const meter = await Specimen.make();
    const reply = meter.flow({ primary: 22_999.999 }, 10 * 24 * HOUR + 1);
    expect(reply.energy?.primary?.import?.[0]).toBe(String(22_999_999n * 864_000_001n));
  });

  it('names the quadrant of reactive energy by both signs', async () => {
    const meter = await Specimen.make();
    const quadrant = (activeMw: number, reactiveMvar: number) =>
      Object.keys(meter.flows({ secondary: { activeMw, reactiveMvar } }, 1000).energy?.secondary?.reactive ?? {});
    expect([quadrant(9, 9), quadrant(-9, 9), quadrant(-9, -9), quadrant(9, -9), quadrant(0, 9), quadrant(9, 0)]).toEqual([
      ['Q1'],
      ['Q2'],
      ['Q3'],
      ['Q4'],
      ['Q1'],
      [],
    ]);
  });

  it('replies with energy that flowed below the starting power and during start-up, which the meter does not count', async () => {
    const meter = await Specimen.make();
    expect(meter.flow({ secondary: -4 }, HOUR).energy?.secondary?.export?.[0]).toBe('14400000000');
    meter.supply(false);
    meter.supply(true);
    expect(meter.flow({ secondary: -3600 }, 5000).energy?.secondary?.export?.[0]).toBe('18000000000');
    expect(meter.read('secondary.export.total')).toBe(0);
  });

  it('lets nothing flow without supply, and again what was set when supply returns', async () => {
    const meter = await Specimen.make();
    meter.flow({ secondary: -3600 }, 10_000);
    expect(meter.supply(false).supply).toBe(false);
    expect(meter.wait(MINUTE).energy).toEqual({ primary: {}, secondary: {} });
    expect(meter.supply(true).supply).toBe(true);
    expect(meter.wait(MINUTE).energy?.secondary?.export?.[0]).toBe('216000000000');
    expect(meter.read('secondary.export.total')).toBe(10 + 55);
  });

  it('lets nothing flow through an open contact, in either direction', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: 3600, secondary: -3600 }, 10_000);
    expect(meter.invoke('load.switch', 'open', 'secondary')).toEqual({ value: null });
    expect(meter.wait(10_000).energy).toEqual({ primary: { import: ['36000000000', '36000000000'] }, secondary: {} });
    meter.invoke('load.switch', 'close');
    meter.wait(10_000);
    expect([meter.read('primary.import.total'), meter.read('secondary.export.total')]).toEqual([30, 20]);
  });

  it.each([
    ['above Imax', { secondary: { activeMw: -23_000_001 } }],
    ['above Imax with its reactive part', { secondary: { activeMw: 23_000_000, reactiveMvar: 10_000 } }],
    ['that is not whole milliwatts', { primary: { activeMw: 0.5 } }],
  ])('refuses a flow %s', async (_what, flows) => {
    const meter = await Specimen.make();
    expect(() => meter.flows(flows, 1000)).toThrow(UsageError);
    expect(meter.flows({ secondary: { activeMw: -23_000_000 } }, 1000).when.toMs).toBe(ANY_START_MS + 1000);
  });

  it('refuses to hold until an instant that has passed', async () => {
    const meter = await Specimen.make();
    expect(() => meter.wait(-1)).toThrow(/cannot hold until/);
  });
});

describe('the port of the reference meter', () => {
  it('does not answer without supply', async () => {
    const meter = await Specimen.make();
    meter.supply(false);
    expect(() => meter.read('clock')).toThrow(PortError);
  });

  it('gives reads at one instant one snapshot, but not around a write', async () => {
    const meter = await Specimen.make();
    const snapshot = () => meter.ask({ do: 'read', object: 'clock' }).snapshot;
    const first = snapshot();
    expect(snapshot()).toBe(first);
    meter.write('secondary.export.mpan', { octets: '31'.repeat(13) });
    expect(snapshot()).not.toBe(first);
    meter.wait(1);
    expect(snapshot()).toBe(`t${ANY_START_MS + 1}`);
  });

  it('answers every object that its declaration lets exist, and refuses the others as undefined', async () => {
    const meter = await Specimen.make();
    const undefinedObjects = OBJECTS.filter(({ name }) => 'refused' in meter.answer(name)).map(({ name }) => name);
    expect(undefinedObjects).toEqual(['daily.secondary-export', 'billing.secondary-export']);
    expect(meter.answer('secondary.export.daily')).toEqual({ refused: { code: 4, name: 'object-undefined' } });
  });

  it.each([
    ['secondary.export.total', 'write'],
    ['secondary.export.profile', 'write'],
    ['secondary.export.rates', 'write'],
    ['secondary.export.table.active', 'write'],
    ['variant', 'write'],
    ['secondary.export.total', 'reset'],
    ['secondary.export.profile', 'reset'],
    ['secondary.export.profile', 'capture'],
    ['load.switch', 'reset'],
  ])('denies %s: %s', async (object, what) => {
    const meter = await Specimen.make();
    meter.flow({ secondary: -3600 }, HOUR);
    const before = meter.read(object);
    const answer = what === 'write' ? meter.write(object, 0) : meter.invoke(object, what);
    expect(answer).toEqual({ refused: { code: 3, name: 'read-write-denied' } });
    expect(meter.read(object)).toEqual(before);
  });

  it('denies what its declaration gives no access to', async () => {
    const declaration = { ...exampleMeter(), capabilities: ['read' as const] };
    const rig = await referenceRigMaker(declaration).make({ name: 'production', start: 'any' });
    const { signal } = new AbortController();
    const perform = (stimulus: Parameters<typeof rig.meter.perform>[0]) =>
      rig.meter.perform(stimulus, signal, { wire: () => {} });
    expect(perform({ do: 'setClock', meterMs: 0 })).toMatchObject({ answer: { refused: { code: 3 } } });
    expect(perform({ do: 'write', object: 'import.mpan', value: { octets: '31'.repeat(13) } })).toMatchObject({
      answer: { refused: { code: 3 } },
    });
    expect(perform({ do: 'read', object: 'variant' })).toMatchObject({ answer: { value: 'B' } });
  });

  it('refuses a range on what is not a log', async () => {
    const meter = await Specimen.make();
    expect(meter.answer('clock', { fromMs: 0 })).toEqual({ refused: { code: 13, name: 'scope-of-access-violated' } });
  });

  it('starts at the date asked for, with the presets asked for', async () => {
    const start = Date.parse('2028-02-29T12:00:00Z');
    const preset = { 'secondary.export.total': 4_294_967_290, 'secondary.export.rates': [4_294_967_290, 1, 2, 3] };
    const meter = await Specimen.make({ start, preset });
    expect(meter.read('secondary.export.rates')).toEqual([4_294_967_290, 1, 2, 3]);
    expect(meter.read('clock')).toEqual({ meterMs: start, status: 'reliable' });
    meter.flow({ secondary: -3600 }, 20_000);
    expect(meter.read('secondary.export.total')).toBe(14);
    expect(meter.read('secondary.export.rates')).toEqual([14, 1, 2, 3]);
  });

  it.each<Presets>([
    { 'secondary.export.total': 4_294_967_296 },
    { 'secondary.export.total': 0.5 },
    { 'secondary.export.total': [1, 2, 3, 4] },
    { 'secondary.export.rates': 1 },
    { 'secondary.export.rates': [1, 2, 3] },
    { 'secondary.export.rates': [1, 2, 3, 4_294_967_296] },
  ])('refuses the preset %j', async (preset) => {
    await expect(Specimen.make({ preset })).rejects.toThrow(UsageError);
  });

  it('cannot preset a register that the meter does not have', async () => {
    const unmade = Specimen.make({ preset: { 'secondary.export': 1 } });
    await expect(unmade).rejects.toThrow(PortError);
    await expect(unmade).rejects.toThrow(/no such register; there are reactive/);
  });

  it('has led the life before the start that its behaviour tells', async () => {
    const history: LifeStep[] = [{ do: 'flow', elements: { secondary: { activeMw: -2_000_000 } }, until: { after: 3 * HOUR } }];
    const meter = await Specimen.make({ behaviour: { history } });
    expect(meter.now).toBe(ANY_START_MS);
    expect(meter.read('secondary.export.total')).toBe(6000);
    expect(meter.rows('secondary.export.profile')).toHaveLength(6);
  });

  it('counts from the residue that its behaviour tells', async () => {
    const meter = await Specimen.make({ behaviour: { residuesUj: { 'secondary.export': 3_599_999_999 } } });
    meter.flow({ secondary: -5 }, 1000);
    expect(meter.read('secondary.export.total')).toBe(1);
  });

  it('knows only objects that the suite names, besides those of its firmware', async () => {
    const meter = await Specimen.make();
    expect(objectNamed('firmware.image')).toBeUndefined();
    expect(meter.answer('firmware.image')).toEqual({ refused: { code: 3, name: 'read-write-denied' } });
  });
});
