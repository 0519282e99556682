import type { Choices } from '../../../declaration/choices';
import {
  at,
  beyond,
  type Change,
  clean,
  exporting,
  found,
  onlyIn,
  played,
  REGISTER,
  readAll,
  rest,
  setClock,
  supply,
  twice,
  until,
  without,
  withWh,
} from './profile-plays.fixture';

const added =
  (...rows: [iso: string, wh: number][]): Change =>
  (read) => [...read, ...rows.map(([iso, wh]) => ({ end: at(iso), wh }))];
const readRegister = { do: 'read', object: REGISTER } as const;

describe('rows around an outage', () => {
  const outage = (choices: Partial<Choices> = {}) =>
    played(
      [
        exporting('09:40:00'),
        supply(false),
        until('10:50:00'),
        supply(true),
        until('11:40:00'),
        rest('12:00:30'),
        readRegister,
        readAll,
      ],
      {},
      { startUpMs: 0, ...choices },
    );

  it.each<[string, Partial<Choices>, string, Change, unknown[]]>([
    ['outage-entries', {}, 'absent', added(['10:30:00', 0]), ['rows of a half hour without supply', 1]],
    ['outage-entries', { outageEntries: 'zero' }, 'zero', without('10:30:00'), ['rows of a half hour without supply', 0]],
    [
      'outage-entries',
      { outageEntries: 'zero' },
      'zero',
      withWh('10:30:00', 1),
      ['what the rows of a half hour without supply hold', '1'],
    ],
    [
      'outage-entries',
      { outageEntries: 'flagged' },
      'flagged',
      (rows) => rows.map(({ flagged: _, ...row }) => row),
      ['whether the row of a half hour without supply is flagged', false],
    ],
    ['partial-period', {}, 'short', without('10:00:00'), ['rows of a half hour cut by an outage', 0]],
    ['partial-period', {}, 'short', withWh('10:00:00', 601), ['what the rows of a half hour cut by an outage hold', '601']],
    ['partial-period', {}, 'short', withWh('11:00:00', 599), ['what the rows of a half hour cut by an outage hold', '599']],
    [
      'partial-period',
      { partialPeriod: 'discarded' },
      'none',
      added(['10:00:00', 600]),
      ['rows of a half hour cut by an outage', 1],
    ],
    [
      'partial-period',
      { partialPeriod: 'merged' },
      'merged',
      withWh('11:30:00', 1800),
      ['what the rows of the first whole half hour after an outage hold', '1800'],
    ],
    ['survives-outage', {}, 'before', withWh('09:30:00', 1799), ['the row holds the energy of its half hour', '1799']],
    ['survives-outage', {}, 'before', without('09:30:00'), ['an undisturbed half hour has a row', null]],
  ])('%s under %j, declared %s', async (id, choices, _, change, expected) => {
    const log = await outage(choices);
    clean(found(id, log));
    expect(beyond(found(id, log, change))).toContainEqual(expected);
  });

  it.each([
    [0, []],
    [1, [['the rows of a disturbed time hold no more than the register counted', '5401']]],
  ])('claim no more than the register counted: %d Wh more', async (more, expected) => {
    const log = await outage();
    const change: Change = (rows) => rows.map((row) => (row.end === at('11:30:00') ? { ...row, wh: row.wh + more } : row));
    expect(beyond(found('claims-no-more', log, change))).toEqual(expected);
  });
});

describe('rows around a clock set', () => {
  const set = (steps: Parameters<typeof played>[0], choices: Partial<Choices> = {}) =>
    played([readRegister, ...steps, readRegister, readAll], {}, choices);
  const forward = [exporting('09:40:00'), setClock('11:20:00'), until('11:40:00'), rest('12:00:30')];
  const back = [exporting('10:10:00'), setClock('09:40:00'), until('10:50:00'), rest('11:30:30')];
  const within = [exporting('09:10:00'), setClock('09:20:00'), until('09:40:00'), rest('10:00:30')];

  it.each<[string, typeof forward, Partial<Choices>, Change, unknown[]]>([
    ['clock-forward', forward, {}, added(['10:00:00', 600]), ['rows of the half hour that a forward set left', 1]],
    [
      'clock-forward',
      forward,
      {},
      withWh('11:30:00', 1201),
      ['what the rows of the half hour that a forward set entered hold', '1201'],
    ],
    [
      'clock-forward',
      forward,
      { clockForward: 'short' },
      without('10:00:00'),
      ['rows of the half hour that a forward set left', 0],
    ],
    ['no-backlog', forward, {}, added(['10:30:00', 0], ['11:00:00', 0]), ['rows of half hours that a forward set skipped', 2]],
    ['clock-back', back, {}, (rows) => rows.filter((_, i) => i !== 1), ['rows of a half hour that a backward set repeats', 1]],
    ['clock-back', back, { clockBack: 'merged' }, twice('10:00:00'), ['rows of a half hour that a backward set repeats', 2]],
    ['clock-back', back, { clockBack: 'discarded' }, without('10:00:00'), ['rows of a half hour that a backward set repeats', 0]],
    ['no-energy-twice', back, {}, withWh('11:00:00', 1900), ['the rows around a backward set hold no energy twice', '9100']],
    ['set-within', within, {}, twice('09:30:00'), ['rows of a half hour within which the clock was set', 2]],
    [
      'set-within',
      within,
      {},
      withWh('09:30:00', 1199),
      ['what the rows of a half hour within which the clock was set hold', '1199'],
    ],
  ])('%s sees what is wrong: case %#', async (id, steps, choices, change, expected) => {
    const log = await set(steps, choices);
    clean(found(id, log));
    expect(beyond(found(id, log, change))).toContainEqual(expected);
  });

  it.each([{}, { clockBack: 'merged' }, { clockBack: 'discarded' }] as const)(
    'hold no energy twice under %j',
    async (choices) => {
      clean(found('no-energy-twice', await set(back, choices)));
    },
  );
});

describe('rows after an outage that costs the clock its time', () => {
  const week = played([
    until('10:05:00'),
    readAll,
    supply(false),
    { do: 'wait', until: { after: 72 * 3_600_000 } },
    supply(true),
    { do: 'wait', until: { after: 40 * 60_000 } },
    readAll,
  ]);
  const later = (hours: number) => at('10:00:00') + hours * 3_600_000;
  const second = (...ends: number[]): Change => onlyIn(1, (rows) => [...rows, ...ends.map((end) => ({ end, wh: 0 }))]);

  it('are those of half hours that the clock went through', async () => {
    clean(found('clock-lost', await week));
  });

  it.each<[string, number[], string]>([
    ['2000', [Date.parse('2000-01-01T00:30:00Z')], 'new rows stamped before the outage'],
    ['before the first row', [at('08:00:00')], 'new rows stamped before the outage'],
    ['the future', [later(74)], 'rows stamped in the future'],
    ['the time that was lost', [later(60)], 'rows of half hours that the clock did not go through'],
  ])('are not of %s', async (_, ends, says) => {
    expect(beyond(found('clock-lost', await week, second(...ends)))).toEqual([[says, 1]]);
  });
});

describe('the half hour of an activation', () => {
  it('is judged as declared', async () => {
    const log = await played(
      [
        { do: 'write', object: 'firmware.image', value: 'dp184-next' },
        exporting('09:40:00'),
        { do: 'invoke', object: 'firmware', method: 'activate' },
        until('10:10:00'),
        rest('10:30:30'),
        readAll,
      ],
      {},
      { activationGapMs: 10_000 },
    );
    clean(found('survives-activation', log));
    const what = 'a half hour in which firmware was activated';
    expect(beyond(found('survives-activation', log, without('10:00:00')))).toEqual([[`rows of ${what}`, 0]]);
    // Ten seconds at 1 Wh a second may be missing, and no more.
    expect(beyond(found('survives-activation', log, withWh('10:00:00', 1790)))).toEqual([]);
    expect(beyond(found('survives-activation', log, withWh('10:00:00', 1789)))).toEqual([
      [`what the rows of ${what} hold`, '1789'],
    ]);
    expect(beyond(found('survives-activation', log, withWh('10:00:00', 1801)))).toEqual([
      [`what the rows of ${what} hold`, '1801'],
    ]);
  });
});
