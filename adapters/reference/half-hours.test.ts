import { Specimen } from './specimen.fixture';

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;
const HOUR = 2 * HALF_HOUR;
const at = (iso: string) => Date.parse(`${iso}:00Z`);

describe('half-hour rows', () => {
  it('are stamped at the end of their half hour and hold its increment', async () => {
    const meter = await Specimen.make();
    meter.flow({ primary: 1000, secondary: -2000 }, HALF_HOUR);
    meter.flow({ primary: -600, secondary: 400 }, HOUR);
    expect(meter.rows('secondary.export.profile')).toEqual([
      ['2026-03-02T00:30', { wh: 1000 }],
      ['2026-03-02T01:00', { wh: 0 }],
      ['2026-03-02T01:30', { wh: 0 }],
    ]);
    expect(meter.rows('import.profile').map(([, row]) => row)).toEqual([
      { primaryWh: 500, secondaryWh: 0 },
      { primaryWh: 0, secondaryWh: 200 },
      { primaryWh: 0, secondaryWh: 200 },
    ]);
    expect(meter.rows('primary.export.profile').map(([, row]) => row)).toEqual([
      { activeWh: 0, reactiveVarh: 0 },
      { activeWh: 300, reactiveVarh: 0 },
      { activeWh: 300, reactiveVarh: 0 },
    ]);
  });

  it('take reactive import of both elements and reactive export of the primary', async () => {
    const meter = await Specimen.make();
    meter.flows(
      { primary: { activeMw: 0, reactiveMvar: 600_000 }, secondary: { activeMw: -9_000, reactiveMvar: 400_000 } },
      HALF_HOUR,
    );
    meter.flows(
      { primary: { activeMw: 0, reactiveMvar: -600_000 }, secondary: { activeMw: -9_000, reactiveMvar: -400_000 } },
      HALF_HOUR,
    );
    expect(meter.rows('reactive.import.profile').map(([, { varh }]) => varh)).toEqual([500, 0]);
    expect(meter.rows('primary.export.profile').map(([, { reactiveVarh }]) => reactiveVarh)).toEqual([0, 300]);
    expect([meter.read('reactive.import.total'), meter.read('reactive.export.total')]).toEqual([500, 300]);
  });

  it('number 49 in a range of 24 hours, both ends included', async () => {
    const meter = await Specimen.make();
    meter.wait(72 * HOUR);
    const range = { fromMs: at('2026-03-03T09:30'), toMs: at('2026-03-04T09:30') };
    expect(meter.rows('secondary.export.profile', range)).toHaveLength(49);
  });

  it.each([
    ['secondary.export.profile', {}, 4464],
    ['secondary.export.profile', { exportProfileDepth: 4470 }, 4470],
    ['primary.export.profile', {}, 4464],
    ['primary.export.profile', { profileShape: 'extra-member', exportProfileDepth: 5000 } as const, 5000],
    ['import.profile', {}, 19_056],
  ])('of %s under %j are kept %i deep', async (object, choices, depth) => {
    const meter = await Specimen.make({ choices });
    meter.wait((depth + 10) * HALF_HOUR);
    const rows = meter.read<{ end: number }[]>(object);
    expect(rows).toHaveLength(depth);
    expect(rows.at(-1)?.end).toBe(meter.now);
    expect(rows[0]?.end).toBe(meter.now - (depth - 1) * HALF_HOUR);
  });

  it('are a member of the primary export log under that shape', async () => {
    const meter = await Specimen.make({ choices: { profileShape: 'extra-member' } });
    meter.flow({ primary: -100, secondary: -2000 }, HALF_HOUR);
    expect(meter.rows('primary.export.profile')[0]?.[1]).toEqual({ activeWh: 50, reactiveVarh: 0, secondaryWh: 1000 });
    expect(meter.answer('secondary.export.profile')).toHaveProperty('refused.name', 'object-undefined');
  });

  it.each([
    ['reversedRange', { fromMs: 2, toMs: 1 }],
    ['emptyRange', { fromMs: 1, toMs: 2 }],
  ])('answer %s as declared', async (choice, range) => {
    const empty = await Specimen.make({ choices: { [choice]: 'empty' } });
    const error = await Specimen.make({ choices: { [choice]: 'error' } });
    expect(empty.answer('secondary.export.profile', range)).toEqual({ value: [] });
    expect(error.answer('secondary.export.profile', range)).toHaveProperty('refused.code', 250);
    expect(error.answer('secondary.export.profile')).toEqual({ value: [] });
  });

  const outage = async (choices: object) => {
    const meter = await Specimen.make({ choices: { startUpMs: 0, ...choices } });
    meter.flow({ secondary: -3600 }, 20 * MINUTE);
    meter.supply(false);
    meter.wait(65 * MINUTE);
    meter.supply(true);
    meter.wait(65 * MINUTE);
    expect(meter.read('secondary.export.total')).toBe((20 + 65) * 60);
    return meter.rows('secondary.export.profile').map(([end, row]) => [end.slice(11), row.wh, row.flagged ?? false]);
  };

  it('of an outage are short where it cuts and absent where it lasts, by default', async () => {
    expect(await outage({})).toEqual([
      ['00:30', 1200, false],
      ['01:30', 300, false],
      ['02:00', 1800, false],
      ['02:30', 1800, false],
    ]);
  });

  it.each([
    ['zero', false],
    ['flagged', true],
  ])('of half hours without supply are there under outageEntries %s', async (outageEntries, flagged) => {
    expect((await outage({ outageEntries }))[1]).toEqual(['01:00', 0, flagged]);
  });

  it('that an outage cuts are counted in the next whole row, under partialPeriod merged', async () => {
    expect(await outage({ partialPeriod: 'merged' })).toEqual([
      ['02:00', 1200 + 300 + 1800, false],
      ['02:30', 1800, false],
    ]);
  });

  it('that an outage cuts are lost, under partialPeriod discarded', async () => {
    expect(await outage({ partialPeriod: 'discarded' })).toEqual([
      ['02:00', 1800, false],
      ['02:30', 1800, false],
    ]);
  });

  it('are short after first energisation, or as declared', async () => {
    const first = async (partialPeriod: 'short-entry' | 'discarded') => {
      const meter = await Specimen.make({ start: at('2026-03-02T00:20'), choices: { partialPeriod } });
      meter.flow({ secondary: -3600 }, 40 * MINUTE);
      return meter.rows('secondary.export.profile').map(([, { wh }]) => wh);
    };
    expect(await first('short-entry')).toEqual([600, 1800]);
    expect(await first('discarded')).toEqual([1800]);
  });
});

describe('half-hour rows around a clock set', () => {
  const rows = (meter: Specimen) => meter.rows('secondary.export.profile').map(([end, { wh }]) => [end.slice(11), wh]);

  /** 1 Wh a second; at 00:10 the clock is set to 01:20. */
  const forward = async (clockForward: 'absent' | 'short') => {
    const meter = await Specimen.make({ choices: { clockForward } });
    meter.flow({ secondary: -3600 }, 10 * MINUTE);
    meter.setClock(at('2026-03-02T01:20'));
    meter.wait(40 * MINUTE);
    return rows(meter);
  };

  it('set forward: the half hour left goes to the row of the one entered, or has a short row', async () => {
    expect(await forward('absent')).toEqual([
      ['01:30', 1200],
      ['02:00', 1800],
    ]);
    expect(await forward('short')).toEqual([
      ['00:30', 600],
      ['01:30', 600],
      ['02:00', 1800],
    ]);
  });

  /** 1 Wh a second; at 00:40 the clock is set to 00:10. */
  const back = async (clockBack: 'duplicate' | 'merged' | 'discarded') => {
    const meter = await Specimen.make({ choices: { clockBack } });
    meter.flow({ secondary: -3600 }, 40 * MINUTE);
    meter.setClock(at('2026-03-02T00:10'));
    meter.wait(80 * MINUTE);
    return rows(meter);
  };

  it('set back: repeated stamps occur twice', async () => {
    expect(await back('duplicate')).toEqual([
      ['00:30', 1800],
      ['01:00', 600],
      ['00:30', 1200],
      ['01:00', 1800],
      ['01:30', 1800],
    ]);
  });

  it('set back: repeated stamps are merged', async () => {
    expect(await back('merged')).toEqual([
      ['00:30', 3000],
      ['01:00', 2400],
      ['01:30', 1800],
    ]);
  });

  it('set back: repeated stamps are discarded', async () => {
    expect(await back('discarded')).toEqual([
      ['00:30', 1800],
      ['01:00', 1800],
      ['01:30', 1800],
    ]);
  });

  it('set within a half hour: the row holds what flowed until its end', async () => {
    const meter = await Specimen.make();
    meter.flow({ secondary: -3600 }, 10 * MINUTE);
    meter.setClock(at('2026-03-02T00:05'));
    meter.wait(25 * MINUTE);
    expect(rows(meter)).toEqual([['00:30', 2100]]);
  });

  it('give a range by stamp also where stamps fall', async () => {
    const meter = await Specimen.make();
    meter.wait(65 * MINUTE);
    meter.setClock(at('2026-03-02T00:05'));
    meter.wait(60 * MINUTE);
    const range = { fromMs: at('2026-03-02T01:00'), toMs: at('2026-03-02T01:00') };
    expect(meter.rows('secondary.export.profile', range)).toHaveLength(2);
  });
});
