import { Specimen } from './specimen.fixture';

const MINUTE = 60_000;
const MPAN = { octets: Buffer.from('1030006718997').toString('hex') };
const NEW_MPAN = { octets: Buffer.from('1470116845051').toString('hex') };

describe('the life cycle of the reference meter', () => {
  it.each([
    ['import.supplier', 'change'],
    ['tenancy', 'change'],
    ['credentials', 'replace'],
  ])('%s becomes what its method %s is given', async (object, method) => {
    const meter = await Specimen.make();
    expect(meter.read(object)).toBe('as delivered');
    expect(meter.invoke(object, method, 'another')).toEqual({ value: null });
    expect(meter.read(object)).toBe('another');
    expect(meter.invoke(object, method)).toHaveProperty('refused.name', 'type-unmatched');
    expect(meter.invoke(object, 'reset', 'a third')).toHaveProperty('refused.name', 'read-write-denied');
    expect(meter.write(object, 'a third')).toHaveProperty('refused.name', 'read-write-denied');
    expect(meter.read(object)).toBe('another');
  });

  it('takes a billing snapshot on a change of supplier, of payment mode and of import tariff, and on nothing else', async () => {
    const meter = await Specimen.make();
    const changes = () => meter.read<{ at: number; primaryWh: number; balanceMilliPence: number }[]>('billing.changes');
    meter.flow({ primary: 6000 }, MINUTE);
    const at = meter.now;
    meter.invoke('import.supplier', 'change', 'another');
    meter.invoke('tenancy', 'change', 'another');
    meter.invoke('credentials', 'replace', 'others');
    meter.write('prepayment.balance', { mode: 'credit', milliPence: 7 });
    meter.write('secondary.export.table.activation', 'immediate');
    expect(changes()).toEqual([
      { at, primaryWh: 100, secondaryWh: 0, secondaryImportRatesWh: [0, 0, 0, 0], balanceMilliPence: 0, debtMilliPence: 0 },
    ]);
    meter.write('prepayment.balance', { mode: 'prepayment', milliPence: 1000 });
    expect(changes()).toHaveLength(2);
    expect(changes()[1]).toHaveProperty('balanceMilliPence', 7);
    meter.write('secondary.import.table.passive', {
      seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
      weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
      days: [{ id: 1, actions: [{ at: '00:00:00', rate: 2 }] }],
      specialDays: [],
    });
    meter.write('secondary.import.table.activation', 'immediate');
    expect(changes()).toHaveLength(3);
    for (let i = 0; i < 20; i++) meter.invoke('import.supplier', 'change', `supplier ${i}`);
    expect(changes()).toHaveLength(12);
  });
});

describe('an MPAN written as the supply fails', () => {
  const heldAfter = async (waitMs: number, mpanWriteMs = 20) => {
    const meter = await Specimen.make({ behaviour: { mpanWriteMs } });
    meter.write('secondary.export.mpan', MPAN);
    meter.wait(MINUTE);
    meter.write('secondary.export.mpan', NEW_MPAN);
    meter.wait(waitMs);
    meter.supply(false);
    meter.wait(MINUTE);
    meter.supply(true);
    return meter.read('secondary.export.mpan');
  };

  it('is the old one within the time that a write takes, else the new one', async () => {
    expect(await heldAfter(0)).toEqual(MPAN);
    expect(await heldAfter(19)).toEqual(MPAN);
    expect(await heldAfter(20)).toEqual(NEW_MPAN);
    expect(await heldAfter(0, 0)).toEqual(NEW_MPAN);
  });
});
