import { Specimen } from './specimen.fixture';

const MINUTE = 60_000;
const at = (iso: string) => Date.parse(`${iso}Z`);

describe('what falls due at one instant', () => {
  it('is done at that instant: row, snapshot, activation and switch', async () => {
    const meter = await Specimen.make({
      start: at('2026-03-31T23:50:00'),
      choices: { exportSnapshots: 'daily-and-billing' },
    });
    const day = (id: number, rate: number) => ({ id, actions: [{ at: '00:00:00', rate }] });
    meter.write('secondary.export.table.passive', {
      seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
      weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
      days: [day(1, 2), day(2, 3)],
      specialDays: [{ date: '2026-04-01', day: 2 }],
    });
    meter.write('secondary.export.table.activation', at('2026-04-01T00:00:00'));
    meter.flow({ secondary: -7200 }, 20 * MINUTE);
    meter.flow({ secondary: 0 }, 30 * MINUTE);
    expect(meter.read('secondary.export.rates')).toEqual([1200, 0, 1200, 0]);
    expect(meter.rows('secondary.export.profile')).toEqual([
      ['2026-04-01T00:00', { wh: 1200 }],
      ['2026-04-01T00:30', { wh: 1200 }],
    ]);
    const snapshot = [{ at: at('2026-04-01T00:00:00'), wh: 1200, ratesWh: [1200, 0, 0, 0] }];
    expect(meter.read('daily.secondary-export')).toEqual(snapshot);
    expect(meter.read('billing.secondary-export')).toEqual(snapshot);
  });

  it('is not done for a midnight that a clock set goes over', async () => {
    const meter = await Specimen.make({ start: at('2026-03-31T23:50:00') });
    meter.setClock(at('2026-04-01T00:05:00'));
    meter.wait(MINUTE);
    expect(meter.read('daily.import')).toEqual([]);
  });
});

describe('maximum demand and load limit', () => {
  it('a reset forgets the greatest demand, and goes on with the half hour that runs', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: 3000 }, 30 * MINUTE);
    meter.flow({ primary: 1000 }, 15 * MINUTE);
    expect(meter.invoke('import.maxDemand', 'reset')).toEqual({ value: null });
    expect(meter.read('import.maxDemand')).toEqual({ w: 0, at: null });
    meter.flow({ primary: 1000 }, 15 * MINUTE);
    expect(meter.read('import.maxDemand')).toEqual({ w: 1000, at: at('2026-03-02T01:00:00') });
  });

  it('a lower threshold is exceeded at once, and only a whole number of watts is one', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: 3000, secondary: -7200 }, MINUTE);
    expect(meter.write('load.limit', { thresholdW: 2999 })).toEqual({ value: null });
    expect(meter.read('load.limit')).toEqual({ thresholdW: 2999, exceeded: true });
    for (const value of [null, [], { thresholdW: -1 }, { thresholdW: 0.5 }, {}])
      expect(meter.write('load.limit', value)).toHaveProperty('refused');
  });
});
