import { Specimen } from './specimen.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (iso: string) => Date.parse(`${iso}Z`);
const REGISTER = 'secondary.export.total';

describe('an outage', () => {
  it('leaves registers, rates, rows and MPANs as they were', async () => {
    const meter = await Specimen.make();
    meter.write('secondary.export.mpan', { octets: '31'.repeat(13) });
    meter.flow({ secondary: -3600 }, 45 * MINUTE);
    meter.flow({ secondary: 0 }, MINUTE);
    const everything = () =>
      [REGISTER, 'secondary.export.rates', 'secondary.export.profile', 'secondary.export.mpan'].map((o) => meter.read(o));
    const before = everything();
    meter.supply(false);
    meter.wait(5 * MINUTE);
    meter.supply(true);
    expect(everything()).toEqual(before);
  });

  it('keeps an MPAN that had time to be written before supply was lost', async () => {
    const meter = await Specimen.make();
    meter.write('secondary.export.mpan', { octets: '32'.repeat(13) });
    meter.wait(20);
    meter.supply(false);
    meter.supply(true);
    expect(meter.read('secondary.export.mpan')).toEqual({ octets: '32'.repeat(13) });
  });

  it('keeps or loses less than 1 Wh, as declared', async () => {
    const registered = async (residualAcrossOutage: 'kept' | 'lost') => {
      const meter = await Specimen.make({ choices: { residualAcrossOutage, startUpMs: 0 } });
      for (let i = 0; i < 4; i++) {
        meter.flow({ secondary: -3600 }, 500);
        meter.supply(false);
        meter.supply(true);
      }
      meter.flow({ secondary: 0 }, 1000);
      return meter.read(REGISTER);
    };
    expect([await registered('kept'), await registered('lost')]).toEqual([2, 0]);
  });

  it.each([0, 4900, 5000])('is followed by a start-up without measuring of exactly %i ms', async (startUpMs) => {
    const meter = await Specimen.make({ behaviour: { startUpMs } });
    meter.supply(false);
    meter.supply(true);
    meter.flow({ secondary: -3600 }, 10_000);
    meter.flow({ secondary: 0 }, 1000);
    expect(meter.read(REGISTER)).toBe(Math.floor((10_000 - startUpMs) / 1000));
  });

  it('over midnight leaves the daily log without an entry, or with one at power-up', async () => {
    const dailyLog = async (snapshotMissedAtMidnight: 'absent' | 'at-power-up') => {
      const meter = await Specimen.make({ start: at('2026-03-31T23:00:00'), choices: { snapshotMissedAtMidnight } });
      meter.flow({ primary: 600 }, 30 * MINUTE);
      meter.supply(false);
      meter.wait(HOUR);
      meter.supply(true);
      return ['daily.import', 'billing.import', 'daily.consumption'].map((log) =>
        meter.read<{ at: number }[]>(log).map((row) => row.at),
      );
    };
    const powerUp = [at('2026-04-01T00:30:00')];
    expect(await dailyLog('absent')).toEqual([[], [], []]);
    expect(await dailyLog('at-power-up')).toEqual([powerUp, powerUp, powerUp]);
  });

  it('over midnight leaves the consumption of the next day to itself', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: 1000 }, 23 * HOUR);
    meter.supply(false);
    meter.wait(2 * HOUR);
    meter.supply(true);
    meter.flow({ primary: 0 }, HOUR);
    meter.flow({ primary: 1000 }, 22 * HOUR);
    expect(meter.read('daily.consumption')).toEqual([{ at: at('2026-03-04T00:00:00'), wh: 22_000 }]);
  });

  it('is in the power event log, at its beginning and its end', async () => {
    const meter = await Specimen.make();
    meter.supply(false);
    meter.wait(HOUR);
    meter.supply(true);
    expect(meter.read('power.events')).toEqual([
      { at: at('2026-03-02T00:00:00'), event: 'supplyLost' },
      { at: at('2026-03-02T01:00:00'), event: 'supplyReturned' },
    ]);
  });
});

describe('a visible register', () => {
  it.each([1000, 10_000])('shows the value of its last refresh, every %i ms of bench time', async (registerRefreshMs) => {
    const meter = await Specimen.make({ choices: { registerRefreshMs } });
    meter.flow({ secondary: -7200 }, registerRefreshMs - 1);
    expect(meter.read(REGISTER)).toBe(0);
    meter.wait(1);
    expect(meter.read(REGISTER)).toBe((2 * registerRefreshMs) / 1000);
    meter.wait(registerRefreshMs - 1);
    expect(meter.read('secondary.export.rates')).toEqual([(2 * registerRefreshMs) / 1000, 0, 0, 0]);
  });

  it('shows what is counted at once where there is no refresh time', async () => {
    const meter = await Specimen.make({ choices: { registerRefreshMs: 0 } });
    meter.flow({ secondary: -7200 }, 500);
    expect(meter.read(REGISTER)).toBe(1);
  });
});

describe('the clock', () => {
  it.each([9000, -9000])('runs with its offset of %i ms', async (clockOffsetMs) => {
    const meter = await Specimen.make({ behaviour: { clockOffsetMs } });
    meter.wait(HOUR);
    expect(meter.read('clock')).toEqual({ meterMs: meter.now + clockOffsetMs, status: 'reliable' });
  });

  it('closes the half hour in meter time, not in bench time', async () => {
    const meter = await Specimen.make({ behaviour: { clockOffsetMs: 9000 } });
    meter.flow({ secondary: -3600 }, HOUR);
    expect(meter.rows('secondary.export.profile').map(([, { wh }]) => wh)).toEqual([1791, 1800]);
  });

  it('refuses to be set to what is no time', async () => {
    const meter = await Specimen.make();
    expect(meter.setClock(0.5)).toHaveProperty('refused.name', 'type-unmatched');
  });
});
