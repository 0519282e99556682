import type { Choices } from '../../declaration/choices';
import { Specimen } from './specimen.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (iso: string) => Date.parse(`${iso}Z`);
const text = (characters: string) => ({ octets: Buffer.from(characters).toString('hex') });

describe('an MPAN', () => {
  const accepted = async (object: string, choices: Partial<Choices> = {}) => {
    const meter = await Specimen.make({ choices });
    const lengths = Array.from({ length: 31 }, (_, length) => length);
    return lengths.filter((length) => 'value' in meter.write(object, text('1'.repeat(length))));
  };

  it('has 13 octets, two of them 26: every other length from 0 to 30 is refused', async () => {
    expect(await accepted('secondary.export.mpan')).toEqual([13]);
    expect(await accepted('primary.export.mpan')).toEqual([13]);
    expect(await accepted('import.mpan')).toEqual([13, 26]);
    expect(await accepted('primary.export.mpan', { exportMpanLayout: 'combined-26' })).toEqual([13, 26]);
  });

  it('is read back as written, whatever its check digit', async () => {
    const meter = await Specimen.make();
    for (const mpan of ['1030006718997', '1312345678111']) {
      expect(meter.write('secondary.export.mpan', text(mpan))).toEqual({ value: null });
      expect(meter.read('secondary.export.mpan')).toEqual(text(mpan));
    }
    expect(meter.read('primary.export.mpan')).toEqual({ octets: '' });
  });

  it('keeps its old value where a write is refused', async () => {
    const meter = await Specimen.make();
    meter.write('secondary.export.mpan', text('1030006718997'));
    expect(meter.write('secondary.export.mpan', text('103000671899'))).toHaveProperty('refused.code', 12);
    expect(meter.write('secondary.export.mpan', '1030006718997')).toHaveProperty('refused.code', 12);
    expect(meter.read('secondary.export.mpan')).toEqual(text('1030006718997'));
  });

  it.each([
    ['empty', ''],
    ['spaces-13', ' '.repeat(13)],
    ['zeros-13', '0'.repeat(13)],
  ] as const)('holds before first writing what is declared: %s', async (mpanUnset, unset) => {
    const meter = await Specimen.make({ choices: { mpanUnset } });
    expect(meter.read('secondary.export.mpan')).toEqual(text(unset));
  });

  it('takes any characters or digits only, as declared', async () => {
    const any = await Specimen.make();
    const digits = await Specimen.make({ choices: { mpanCharacters: 'digits' } });
    expect(any.write('secondary.export.mpan', text('ABCDEFGHIJKLM'))).toEqual({ value: null });
    expect(digits.write('secondary.export.mpan', text('ABCDEFGHIJKLM'))).toHaveProperty('refused.code', 250);
  });

  it('of secondary export is the second half of one object under combined-26, and outlives a write of the first', async () => {
    const meter = await Specimen.make({ choices: { exportMpanLayout: 'combined-26' } });
    meter.write('primary.export.mpan', text('10300067189971312345678907'));
    meter.write('primary.export.mpan', text('2278676232781'));
    expect(meter.read('primary.export.mpan')).toEqual(text('22786762327811312345678907'));
    expect(meter.answer('secondary.export.mpan')).toHaveProperty('refused.name', 'object-undefined');
  });
});

describe('snapshots', () => {
  it('are taken at midnight, 31 days deep, and at the first of the month, 12 deep', async () => {
    const meter = await Specimen.make({ start: at('2026-01-01T00:00:00'), choices: { exportSnapshots: 'daily-and-billing' } });
    meter.flow({ primary: 1000, secondary: -500 }, 500 * DAY);
    const stamps = (log: string) => meter.read<{ at: number }[]>(log).map((row) => new Date(row.at).toISOString().slice(0, 16));
    expect(stamps('daily.import')).toHaveLength(31);
    expect(stamps('daily.secondary-export').at(-1)).toBe('2027-05-16T00:00');
    expect(stamps('billing.secondary-export')).toHaveLength(12);
    expect(stamps('billing.import').at(-1)).toBe('2027-05-01T00:00');
    expect(meter.read('daily.secondary-export', { fromMs: at('2027-05-16T00:00:00') })).toEqual([
      { at: at('2027-05-16T00:00:00'), wh: 500 * 12_000, ratesWh: [500 * 12_000, 0, 0, 0] },
    ]);
    expect(meter.read<{ wh: number }[]>('daily.consumption').at(-1)?.wh).toBe(24_000);
  });

  it('leave secondary export out, or out of billing, as declared', async () => {
    const refused = async (exportSnapshots: 'none' | 'daily') => {
      const meter = await Specimen.make({ choices: { exportSnapshots } });
      return ['daily.secondary-export', 'billing.secondary-export'].map((log) => 'refused' in meter.answer(log));
    };
    expect(await refused('none')).toEqual([true, true]);
    expect(await refused('daily')).toEqual([false, true]);
  });
});

describe('demand, power and load limit', () => {
  it('take import of both elements, and export of the secondary only where declared', async () => {
    const demand = async (secondaryExportMaxDemand: 'none' | 'counted') => {
      const meter = await Specimen.make({ choices: { secondaryExportMaxDemand } });
      meter.flow({ primary: 1000, secondary: 500 }, 30 * MINUTE);
      meter.flow({ primary: -300, secondary: -700 }, 30 * MINUTE);
      return [meter.read('import.maxDemand'), meter.read('export.maxDemand')];
    };
    const imported = { w: 1500, at: at('2026-03-02T00:30:00') };
    expect(await demand('none')).toEqual([imported, { w: 300, at: at('2026-03-02T01:00:00') }]);
    expect(await demand('counted')).toEqual([imported, { w: 1000, at: at('2026-03-02T01:00:00') }]);
  });

  it('show active import now, without export taken off', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: 1000, secondary: -700 }, 1000);
    expect([meter.read('power.import.total'), meter.read('power.import.primary')]).toEqual([1000, 1000]);
    meter.flow({ secondary: 250 }, 1000);
    expect([meter.read('power.import.total'), meter.read('power.import.primary')]).toEqual([1250, 1000]);
  });

  it('show a load limit exceeded by import of both elements, never by export', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: -23_000, secondary: -23_000 }, 1000);
    expect(meter.read('load.limit')).toEqual({ thresholdW: 23_000, exceeded: false });
    meter.flow({ primary: 20_000, secondary: 4000 }, 1000);
    expect(meter.read('load.limit')).toEqual({ thresholdW: 23_000, exceeded: true });
    expect(meter.read<{ event: string }[]>('events').map(({ event }) => event)).toEqual(['loadLimitExceeded']);
  });
});

describe('prepayment', () => {
  it('charges import and never credits export', async () => {
    const meter = await Specimen.make();
    expect(meter.write('prepayment.balance', { mode: 'prepayment', milliPence: 1_000_000 })).toEqual({ value: null });
    expect(meter.write('prepayment.debt', { milliPence: 5000 })).toEqual({ value: null });
    meter.flow({ primary: -2000, secondary: -2000 }, HOUR);
    expect(meter.read('prepayment.balance')).toEqual({ mode: 'prepayment', milliPence: 1_000_000 });
    meter.flow({ primary: 2000, secondary: 1000 }, HOUR);
    expect(meter.read('prepayment.balance')).toEqual({ mode: 'prepayment', milliPence: 1_000_000 - 2000 * 30 - 1000 * 15 });
    expect(meter.read('prepayment.debt')).toEqual({ milliPence: 5000 });
  });
});
