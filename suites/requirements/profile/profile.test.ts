import type { Choices } from '../../../declaration/choices';
import type { LifeStep, Stimulus } from '../../../trace/vocabulary';
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
  range,
  readAll,
  readSeqs,
  rest,
  twice,
  until,
  without,
  withWh,
} from './profile-plays.fixture';

describe('rows of an ordinary day', () => {
  const day = played([exporting('09:45:00'), rest('11:00:30'), { do: 'read', object: REGISTER }, readAll]);

  it.each(['sum', 'increment', 'half-hour-stamps', 'one-row', 'zero-rows', 'oldest-first'])('satisfy %s', async (id) => {
    clean(found(id, await day));
  });

  it.each<[string, Change, unknown[][]]>([
    [
      'half-hour-stamps',
      (rows) => rows.map((row, i) => (i === 0 ? { ...row, end: row.end + 1000 } : row)),
      [['rows stamped off the half hour', 1]],
    ],
    ['one-row', twice('10:00:00'), [['rows of a half hour', 2]]],
    ['one-row', without('10:00:00'), [['rows of a half hour', 0]]],
    ['zero-rows', without('10:30:00'), [['the rows of a half hour without export', []]]],
    ['zero-rows', withWh('10:30:00', 1), [['the rows of a half hour without export', [1]]]],
    ['oldest-first', (rows) => rows.reverse(), [['rows that are older than the row before them', 3]]],
  ])('%s sees what is wrong: case %#', async (id, change, expected) => {
    expect(beyond(found(id, await day, change))).toEqual(expected);
  });

  it('are judged by the read that should hold them', async () => {
    const [finding] = found('zero-rows', await day);
    expect(finding).toMatchObject({ records: readSeqs(await day), at: { fromMs: at('10:00:00'), toMs: at('10:30:00') } });
  });
});

describe('the second at a boundary', () => {
  const seconds = (watts: number) =>
    played([
      until('09:29:59'),
      { do: 'flow', elements: { secondary: { activeMw: -watts * 1000 } }, until: { at: at('09:30:00') } },
      rest('10:00:30'),
      readAll,
    ]);

  it('is exercised from 2 Wh on', async () => {
    expect(found('boundary-second', await seconds(7199))).toEqual([]);
    clean(found('boundary-second', await seconds(7200)));
  });

  it('is seen in the wrong row', async () => {
    const moved = found('boundary-second', await seconds(7200), (rows) =>
      rows.map((row, i) => ({ ...row, wh: i === 0 ? 0 : 2 })),
    );
    expect(moved.map(({ observed, outcome }) => [observed, outcome])).toEqual([
      ['0', 'beyond'],
      ['2', 'beyond'],
    ]);
  });
});

describe('ranges', () => {
  const steps = [
    exporting('11:30:00'),
    rest('11:40:00'),
    readAll,
    range('10:00:00', '11:00:00'),
    range('10:00:00'),
    range(undefined, '10:00:00'),
    range('10:10:00', '10:20:00'),
    range('11:00:00', '10:00:00'),
  ];
  const reads = played(steps);

  it.each(['range-inclusive', 'range-exact', 'range-open', 'range-empty', 'range-reversed', 'rows-stay'])(
    'satisfy %s',
    async (id) => {
      clean(found(id, await reads));
    },
  );

  it.each<[string, Change, string]>([
    ['range-inclusive', onlyIn(1, without('10:00:00')), 'the row at the begin of the range is in it'],
    ['range-inclusive', onlyIn(1, without('11:00:00')), 'the row at the end of the range is in it'],
    ['range-inclusive', onlyIn(1, without('10:30:00')), 'no row of the range is missing'],
    ['range-exact', onlyIn(2, (rows) => [{ end: at('09:30:00'), wh: 1 }, ...rows]), 'rows outside the range'],
    ['range-open', onlyIn(2, without('11:30:00')), 'rows missing from the range with an open end'],
    ['range-open', onlyIn(3, without('09:30:00')), 'rows missing from the range with an open end'],
    ['range-empty', onlyIn(4, () => [{ end: at('10:30:00'), wh: 0 }]), 'the answer to a range without rows'],
    ['range-reversed', onlyIn(5, () => [{ end: at('10:30:00'), wh: 0 }]), 'the answer to a reversed range'],
    ['rows-stay', onlyIn(1, withWh('10:30:00', 1799)), 'rows that changed or went since they were read'],
  ])('%s sees what is wrong: case %#', async (id, change, says) => {
    expect(beyond(found(id, await reads, change)).map(([what]) => what)).toContain(says);
  });

  it.each(['range-empty', 'range-reversed'])('%s is judged by what was declared', async (id) => {
    const refusing = await played(steps, {}, { emptyRange: 'error', reversedRange: 'error' });
    clean(found(id, refusing));
    const [wrong] = found(id, await reads, (rows) => rows).map((finding) => finding.expected);
    expect(wrong).toEqual({ equals: 'empty' });
  });
});

describe('a full log', () => {
  const DEPTH = 4464;
  const life = (halfHours: number): LifeStep[] => [{ do: 'wait', until: { after: halfHours * 1_800_000 } }];
  const full = (halfHours: number) =>
    played([until('09:02:00'), readAll, until('09:31:00'), readAll], { before: life(halfHours) });
  const drop =
    (count: number): Change =>
    (rows) =>
      rows.slice(count);

  it('is one that the life before the start has filled, but for what its ends may have cut', async () => {
    expect(found('depth', await full(DEPTH))).toHaveLength(1);
    expect(found('depth', await full(DEPTH + 1))).toHaveLength(2);
    expect(found('depth', await full(DEPTH - 2))).toEqual([]);
  });

  it('may give more rows than declared, and none less', async () => {
    clean(found('depth', await full(DEPTH + 1)));
    expect(beyond(found('depth', await full(DEPTH + 1), drop(1)))).toEqual(
      Array(2).fill(['the newest rows can be read, to the declared depth', DEPTH - 1]),
    );
  });

  it('loses as many rows as it takes in', async () => {
    clean(found('wraps-oldest-only', await full(DEPTH + 1)));
    expect(beyond(found('wraps-oldest-only', await full(DEPTH + 1), onlyIn(1, drop(1))))).toEqual([
      ['rows lost or changed that were not the oldest', 1],
    ]);
  });

  it('is read block by block without losing, doubling or tearing a row', async () => {
    const steps: Stimulus[] = [until('09:20:00'), { ...readAll, until: { at: at('09:40:00') } } as Stimulus, readAll];
    const long = await played(steps, { before: life(DEPTH + 1) });
    clean(found('long-read', long));
    const first = (change: Change) => beyond(found('long-read', long, onlyIn(0, change)));
    expect(first((rows) => rows.filter((_, i) => i !== 100))).toEqual([['rows lost in a long read', 1]]);
    expect(first((rows) => [...rows.slice(0, 100), ...rows.slice(99)])).toEqual([['rows doubled in a long read', 1]]);
    expect(first((rows) => rows.map((row, i) => (i === 100 ? { ...row, wh: 7 } : row)))).toEqual([
      ['rows torn in a long read', 1],
    ]);
    // The row captured meanwhile may be missing.
    expect(first((rows) => rows.slice(0, -1))).toEqual([]);
  });
});

describe('the first energisation', () => {
  const life: LifeStep[] = [{ do: 'wait', until: { after: 40 * 60_000 } }];
  const energised = (choices?: Partial<Choices>) => played([until('09:01:00'), readAll], { before: life }, choices);

  it.each([
    ['short-entry', '08:30:00', 0],
    ['discarded', '09:00:00', 1],
  ] as const)('is judged as declared, %s', async (partialPeriod, _, expected) => {
    const log = await energised({ partialPeriod });
    clean(found('first-energisation', log));
    const other = found('first-energisation', log, (rows) =>
      expected === 0 ? rows.slice(1) : [{ end: at('08:30:00'), wh: 0 }, ...rows],
    );
    expect(beyond(other)).toEqual([['rows of the half hour of the first energisation', expected]]);
  });

  it('has no row before it', async () => {
    const earlier = found('first-energisation', await energised(), (rows) => [{ end: at('08:00:00'), wh: 0 }, ...rows]);
    expect(beyond(earlier)).toEqual([['rows before the first energisation', 1]]);
  });
});
