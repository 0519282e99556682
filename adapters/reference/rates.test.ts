import type { SwitchingTable } from '../../declaration/switching-table';
import type { Value } from '../../trace/vocabulary';
import { Specimen, type SpecimenOptions } from './specimen.fixture';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (iso: string) => Date.parse(`${iso}Z`);

const daily = (...actions: [at: string, rate: number][]): SwitchingTable => ({
  seasons: [{ name: 'all', start: '*-01-01', week: 'all' }],
  weeks: [{ name: 'all', days: [1, 1, 1, 1, 1, 1, 1] }],
  days: [{ id: 1, actions: actions.map(([time, rate]) => ({ at: time, rate })) }],
  specialDays: [],
});

const activate = (meter: Specimen, table: SwitchingTable, when: Value = 'immediate', way = 'export') => [
  meter.write(`secondary.${way}.table.passive`, table as unknown as Value),
  meter.write(`secondary.${way}.table.activation`, when),
];
const DONE = [{ value: null }, { value: null }];

const specimen = async (table: SwitchingTable, options: SpecimenOptions = {}) => {
  const meter = await Specimen.make(options);
  expect(activate(meter, table)).toEqual(DONE);
  return meter;
};

describe('secondary export rates', () => {
  it('switch at the second', async () => {
    const meter = await specimen(daily(['00:00:00', 1], ['00:10:01', 2], ['00:10:02', 4]));
    meter.flow({ secondary: -7200 }, 20 * MINUTE);
    expect(meter.read('secondary.export.rates')).toEqual([601 * 2, 2, 0, 598 * 2]);
    expect(meter.read('secondary.export.total')).toBe(2400);
  });

  it('leave the import rates alone, which have a table of their own', async () => {
    const meter = await specimen(daily(['00:00:00', 2]));
    activate(meter, daily(['00:00:00', 3]), 'immediate', 'import');
    meter.flow({ secondary: -3600 }, MINUTE);
    meter.flow({ secondary: 3600 }, 2 * MINUTE);
    expect(meter.read('secondary.export.rates')).toEqual([0, 60, 0, 0]);
    expect(meter.read('secondary.import.rates')).toEqual([0, 0, 120, 0]);
  });

  it("follow the import's table where that is declared, and have none of their own", async () => {
    const meter = await Specimen.make({ choices: { exportSwitchingTable: 'imports' } });
    expect(activate(meter, daily(['00:00:00', 3]), 'immediate', 'import')).toEqual(DONE);
    meter.flow({ secondary: -3600 }, MINUTE);
    expect(meter.read('secondary.export.rates')).toEqual([0, 0, 60, 0]);
    expect(meter.answer('secondary.export.table.active')).toHaveProperty('refused.code', 4);
  });

  it('count rate 1 or nothing without a table, as declared', async () => {
    const ratesUnder = async (touWithoutTable: 'rate-1' | 'none') => {
      const meter = await Specimen.make({ choices: { touWithoutTable } });
      meter.flow({ secondary: -3600 }, MINUTE);
      return meter.read('secondary.export.rates');
    };
    expect(await ratesUnder('rate-1')).toEqual([60, 0, 0, 0]);
    expect(await ratesUnder('none')).toEqual([0, 0, 0, 0]);
  });

  it('count the rate of the day before, or rate 1, before the first action', async () => {
    const ratesUnder = async (touBeforeFirstAction: 'previous' | 'rate-1') => {
      const meter = await specimen(daily(['00:01:00', 2]), { choices: { touBeforeFirstAction } });
      meter.flow({ secondary: -3600 }, 2 * MINUTE);
      return meter.read('secondary.export.rates');
    };
    expect(await ratesUnder('previous')).toEqual([0, 120, 0, 0]);
    expect(await ratesUnder('rate-1')).toEqual([60, 60, 0, 0]);
  });

  it('count, while the clock is invalid, the last rate or rate 1', async () => {
    const ratesUnder = async (touWhileClockInvalid: 'last' | 'rate-1') => {
      const meter = await specimen(daily(['00:00:00', 2], ['00:30:00', 3]), {
        choices: { touWhileClockInvalid, startUpMs: 0 },
        behaviour: { clockReserveMs: 10 * MINUTE },
      });
      meter.flow({ secondary: -3600 }, MINUTE);
      meter.supply(false);
      meter.wait(HOUR);
      meter.supply(true);
      expect(meter.read('clock')).toEqual({ meterMs: at('2026-03-02T00:11:00'), status: 'invalid' });
      meter.wait(40 * MINUTE);
      meter.setClock(at('2026-03-02T03:00:00'));
      meter.wait(MINUTE);
      return meter.read('secondary.export.rates');
    };
    expect(await ratesUnder('last')).toEqual([0, 60 + 2400, 60, 0]);
    expect(await ratesUnder('rate-1')).toEqual([2400, 60, 60, 0]);
  });

  it('follow the clock when it is set', async () => {
    const meter = await specimen(daily(['00:00:00', 1], ['12:00:00', 2]));
    meter.flow({ secondary: -3600 }, MINUTE);
    meter.setClock(at('2026-03-02T12:00:00'));
    meter.wait(MINUTE);
    meter.setClock(at('2026-03-02T11:59:50'));
    meter.wait(MINUTE);
    expect(meter.read('secondary.export.rates')).toEqual([70, 110, 0, 0]);
  });
});

describe('switching table activation', () => {
  it('takes effect at a future date, to the second', async () => {
    const meter = await specimen(daily(['00:00:00', 1]));
    activate(meter, daily(['00:00:00', 4]), at('2026-03-02T00:10:01'));
    expect(meter.read('secondary.export.table.activation')).toBe(at('2026-03-02T00:10:01'));
    meter.flow({ secondary: -3600 }, 20 * MINUTE);
    expect(meter.read('secondary.export.rates')).toEqual([601, 0, 0, 599]);
    expect(meter.read('secondary.export.table.activation')).toBe('never');
    expect(meter.read('secondary.export.table.active')).toEqual(daily(['00:00:00', 4]));
  });

  it('can be taken back', async () => {
    const meter = await specimen(daily(['00:00:00', 1]));
    activate(meter, daily(['00:00:00', 4]), at('2026-03-02T00:10:00'));
    meter.write('secondary.export.table.activation', 'never');
    meter.wait(HOUR);
    expect(meter.read('secondary.export.table.active')).toEqual(daily(['00:00:00', 1]));
  });

  it('that fell due during an outage takes effect when supply returns', async () => {
    const meter = await specimen(daily(['00:00:00', 1]));
    activate(meter, daily(['00:00:00', 4]), at('2026-03-02T00:10:00'));
    meter.supply(false);
    meter.wait(HOUR);
    meter.supply(true);
    expect(meter.read('secondary.export.table.active')).toEqual(daily(['00:00:00', 4]));
  });

  it('that a clock set passes takes effect at once', async () => {
    const meter = await specimen(daily(['00:00:00', 1]));
    activate(meter, daily(['00:00:00', 4]), at('2026-04-01T00:00:00'));
    meter.setClock(at('2026-04-01T00:00:00'));
    expect(meter.read('secondary.export.table.active')).toEqual(daily(['00:00:00', 4]));
  });

  it('changes no register', async () => {
    const meter = await specimen(daily(['00:00:00', 1]));
    meter.flow({ secondary: -3600 }, MINUTE);
    meter.flow({ secondary: 0 }, MINUTE);
    activate(meter, daily(['00:00:00', 4]));
    meter.wait(MINUTE);
    expect([meter.read('secondary.export.total'), meter.read('secondary.export.rates')]).toEqual([60, [60, 0, 0, 0]]);
  });

  const beyond = daily(['00:00:00', 5]);

  it('refuses a table beyond the limits when it is written, or when it is to be activated', async () => {
    const refused = { refused: { code: 250, name: 'other-reason' } };
    expect(activate(await Specimen.make(), beyond)[0]).toEqual(refused);
    const late = await Specimen.make({ choices: { tableRefusal: 'activation' } });
    expect(activate(late, beyond)).toEqual([{ value: null }, refused]);
    expect(late.read('secondary.export.table.active')).toEqual({ seasons: [], weeks: [], days: [], specialDays: [] });
  });

  it('does not take effect where the passive table was spoilt after the date was set', async () => {
    const meter = await Specimen.make({ choices: { tableRefusal: 'activation' } });
    activate(meter, daily(['00:00:00', 2]), at('2026-03-02T00:10:00'));
    meter.write('secondary.export.table.passive', beyond as unknown as Value);
    meter.wait(HOUR);
    expect(meter.read('secondary.export.table.active')).toEqual({ seasons: [], weeks: [], days: [], specialDays: [] });
    expect(meter.read<{ event: string }[]>('events').at(-1)?.event).toBe('tableRefused');
  });

  it('refuses what is no table or no date by its type', async () => {
    const meter = await Specimen.make();
    expect(meter.write('secondary.export.table.passive', { days: [] })).toHaveProperty('refused.code', 12);
    expect(meter.write('secondary.export.table.activation', 'soon')).toHaveProperty('refused.code', 12);
  });
});
