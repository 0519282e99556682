import { OBJECTS } from '../../declaration/objects';
import { Specimen, type SpecimenOptions } from './specimen.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ofToday = (options: SpecimenOptions = {}) =>
  Specimen.make({ ...options, behaviour: { firmware: 'pre-dp184', ...options.behaviour } });

function activate(meter: Specimen, image: string) {
  expect(meter.write('firmware.image', image)).toEqual({ value: null });
  expect(meter.invoke('firmware', 'activate')).toEqual({ value: null });
}

/** Every object but those that tell of the activation itself. */
const allBut = (...names: string[]) => OBJECTS.map(({ name }) => name).filter((name) => !names.includes(name));
const TELL = ['firmware.version', 'association.view', 'events'];

describe('a migration', () => {
  it('hands wrapped logs over in the order in which they were recorded, and they wrap on', async () => {
    const meter = await ofToday();
    meter.flow({ primary: -1000, secondary: 700 }, 100 * DAY + 10 * MINUTE);
    const before = meter.rows('primary.export.profile');
    expect(before).toHaveLength(4464);
    activate(meter, 'dp184');
    expect(meter.rows('primary.export.profile')).toEqual(before);
    meter.wait(HOUR);
    const after = meter.rows('primary.export.profile');
    expect(after.slice(0, -2)).toEqual(before.slice(2));
    expect(after).toHaveLength(4464);
  });

  it('of the next version changes no answer at all', async () => {
    const meter = await Specimen.make({ choices: { activationGapMs: 0 } });
    meter.flow({ primary: -1000, secondary: -700 }, 50 * HOUR + 10 * MINUTE);
    meter.write('secondary.export.mpan', { octets: '31'.repeat(13) });
    meter.invoke('load.switch', 'open', 'primary');
    meter.write('prepayment.balance', { mode: 'prepayment', milliPence: 5 });
    meter.flow({ primary: 0, secondary: 0 }, MINUTE);
    const before = allBut(...TELL).map((name) => meter.answer(name));
    activate(meter, 'dp184-next');
    expect(allBut(...TELL).map((name) => meter.answer(name))).toEqual(before);
    expect(meter.read('firmware.version')).toBe('dp184-1.0 next');
  });

  it('changes nothing where the image is corrupt, or where supply is lost before the new image measures', async () => {
    const meter = await ofToday();
    meter.flow({ primary: -1000, secondary: 700 }, 40 * MINUTE);
    meter.flow({ primary: 0, secondary: 0 }, MINUTE);
    const objects = allBut('clock', ...TELL, 'power.events');
    const before = objects.map((name) => meter.answer(name));
    meter.write('firmware.image', 'corrupt');
    expect(meter.invoke('firmware', 'activate')).toHaveProperty('refused');
    expect(objects.map((name) => meter.answer(name))).toEqual(before);
    activate(meter, 'dp184');
    meter.supply(false);
    meter.wait(MINUTE);
    meter.supply(true);
    const old = OBJECTS.filter(({ name, proposed }) => objects.includes(name) && !proposed).map(({ name }) => name);
    expect(old.map((name) => meter.answer(name))).toEqual(old.map((name) => before[objects.indexOf(name)]));
    expect(meter.read('firmware.version')).toBe('dp184-1.0');
  });

  it.each([
    ['zero', 0],
    ['counted-before', 700],
  ] as const)('begins the new register as declared: %s', async (newRegistersStart, wh) => {
    const meter = await ofToday({ choices: { newRegistersStart } });
    meter.flow({ secondary: -700 }, HOUR);
    activate(meter, 'dp184');
    expect(meter.read('secondary.export.total')).toBe(wh);
    expect(meter.read('secondary.export.rates')).toEqual([0, 0, 0, 0]);
    expect(meter.read('secondary.export.profile')).toEqual([]);
  });
});
