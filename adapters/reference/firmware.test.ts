import { OBJECTS } from '../../declaration/objects';
import { Specimen, type SpecimenOptions } from './specimen.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const beforeUpgrade = (options: SpecimenOptions = {}) =>
  Specimen.make({ ...options, behaviour: { firmware: 'pre-dp184', ...options.behaviour } });
const upgrade = (meter: Specimen) => {
  expect(meter.write('firmware.image', 'dp184')).toEqual({ value: null });
  expect(meter.invoke('firmware', 'activate')).toEqual({ value: null });
};

describe('firmware without DP184', () => {
  it('has none of the proposed objects', async () => {
    const meter = await beforeUpgrade();
    const absent = OBJECTS.filter(({ name }) => 'refused' in meter.answer(name));
    expect(absent).toEqual(OBJECTS.filter(({ proposed }) => proposed));
    expect(meter.read('firmware.version')).toBe('dp184-1.0 without DP184');
  });

  it('keeps every old reading when it is upgraded, and begins the new ones at zero', async () => {
    const meter = await beforeUpgrade();
    meter.write('primary.export.mpan', { octets: '31'.repeat(13) });
    meter.flow({ primary: -3000, secondary: -3600 }, 40 * MINUTE);
    meter.flow({ primary: 0, secondary: 900 }, 30 * MINUTE);
    meter.flow({ secondary: 0 }, MINUTE);
    const old = OBJECTS.filter(
      ({ name, proposed }) => !proposed && !['firmware.version', 'association.view', 'events'].includes(name),
    );
    const before = old.map(({ name }) => meter.read(name));
    upgrade(meter);
    expect(old.map(({ name }) => meter.read(name))).toEqual(before);
    expect(meter.read('secondary.export.total')).toBe(0);
    expect(meter.read('secondary.export.rates')).toEqual([0, 0, 0, 0]);
    expect(meter.read('secondary.export.profile')).toEqual([]);
    expect(meter.read('firmware.version')).toBe('dp184-1.0');
  });

  it('counts secondary export from its activation on, after a gap without measuring', async () => {
    const meter = await beforeUpgrade({ choices: { activationGapMs: 60_000 } });
    meter.flow({ secondary: -3600 }, 10 * MINUTE);
    upgrade(meter);
    meter.wait(50 * MINUTE);
    expect(meter.read('secondary.export.total')).toBe(49 * 60);
    expect(meter.rows('secondary.export.profile').map(([, { wh }]) => wh)).toEqual([19 * 60, 1800]);
  });

  it('begins without a residue of what it did not count', async () => {
    const meter = await beforeUpgrade({ choices: { activationGapMs: 0 } });
    meter.flow({ secondary: -3600 }, 900);
    upgrade(meter);
    meter.flow({ secondary: -3600 }, 999);
    meter.flow({ secondary: 0 }, 1000);
    expect(meter.read('secondary.export.total')).toBe(0);
  });

  it('adds the member to the rows that follow, under extra-member', async () => {
    const meter = await beforeUpgrade({ choices: { profileShape: 'extra-member' } });
    meter.flow({ secondary: -3600 }, 30 * MINUTE);
    upgrade(meter);
    meter.wait(HOUR);
    expect(meter.rows('primary.export.profile').map(([, { secondaryWh }]) => secondaryWh)).toEqual([undefined, 1770, 1800]);
  });

  it('has the half hour of its activation short, merged or discarded, as declared', async () => {
    const rows = async (partialPeriod: 'short-entry' | 'merged' | 'discarded') => {
      const meter = await beforeUpgrade({ choices: { partialPeriod, activationGapMs: 0 } });
      meter.flow({ secondary: -3600 }, 10 * MINUTE);
      upgrade(meter);
      meter.wait(50 * MINUTE);
      return meter.rows('secondary.export.profile').map(([, { wh }]) => wh);
    };
    expect(await rows('short-entry')).toEqual([1200, 1800]);
    expect(await rows('merged')).toEqual([3000]);
    expect(await rows('discarded')).toEqual([1800]);
  });
});

describe('firmware activation', () => {
  it('stops measuring for exactly the gap of the behaviour', async () => {
    const meter = await Specimen.make({ behaviour: { activationGapMs: 20_000 } });
    upgrade(meter);
    meter.flow({ secondary: -3600 }, 60_000);
    expect(meter.read('secondary.export.total')).toBe(40);
  });

  it('is refused without an image, with an unknown one, and with one that takes objects away', async () => {
    const meter = await Specimen.make();
    expect(meter.invoke('firmware', 'activate')).toHaveProperty('refused.code', 250);
    expect(meter.write('firmware.image', 'other')).toHaveProperty('refused.code', 12);
    expect(meter.write('firmware.image', 'corrupt')).toEqual({ value: null });
    expect(meter.invoke('firmware', 'activate')).toHaveProperty('refused.code', 250);
    meter.write('firmware.image', 'pre-dp184');
    expect(meter.invoke('firmware', 'activate')).toHaveProperty('refused.code', 250);
    expect(meter.read('secondary.export.total')).toBe(0);
  });
});
