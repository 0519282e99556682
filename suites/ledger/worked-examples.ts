import type { Choices } from '../../declaration/choices';
import type { SwitchingTable } from '../../declaration/switching-table';
import type { Element, Ms, ObjectName, Stimulus } from '../../trace/vocabulary';
import { everyDay, twoSeasons, weekly, withSpecialDay } from './worked-tables';

/** One sum worked by hand, for the ledger's bounds and for the reference meter alike; residues are zero at the start. */
export interface WorkedExample {
  title: string;
  /** The sum as an auditor would write it. 3.6 kW is 1 Wh a second. */
  arithmetic: string;
  startMs: Ms;
  choices?: Partial<Choices>;
  /** Written to secondary.export.table.passive and activated immediately before the first step. */
  table?: SwitchingTable;
  /** Only flow (with `until.after`), wait, supply, setClock and read. */
  steps: Stimulus[];
  expect: {
    /** Increments in Wh from start to end. */
    registers?: Record<ObjectName, number>;
    /** Increments of the secondary export rates in Wh. */
    rates?: [number, number, number, number];
    /** Secondary export rows by ISO end stamp, Wh. */
    rows?: Record<string, number>;
    /** Exact energy of a register's element and direction, µJ, where it is not whole watt-hours. */
    energyUj?: Record<ObjectName, bigint>;
  };
}

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const at = (iso: string): Ms => Date.parse(iso);

const flow = (element: Element, activeMw: number, forMs: Ms): Stimulus => ({
  do: 'flow',
  elements: { [element]: { activeMw } },
  until: { after: forMs },
});
const both = (primaryMw: number, secondaryMw: number, forMs: Ms): Stimulus => ({
  do: 'flow',
  elements: { primary: { activeMw: primaryMw }, secondary: { activeMw: secondaryMw } },
  until: { after: forMs },
});
/** Secondary export of so many milliwatts. */
const exporting = (mw: number, forMs: Ms) => flow('secondary', -mw, forMs);
const idle = (forMs: Ms) => both(0, 0, forMs);
const supply = (on: boolean): Stimulus => ({ do: 'supply', on });
const setClock = (iso: string): Stimulus => ({ do: 'setClock', to: { at: at(iso) } });

/** 1 Wh a second. */
const WH_PER_S = 3_600_000;

export const WORKED_EXAMPLES: readonly WorkedExample[] = [
  {
    title: 'an hour of steady export',
    arithmetic: '2 kW × 1 h = 2,000 Wh; half of it in each half hour; no table, so all in rate 1',
    startMs: at('2021-06-21T10:00Z'),
    steps: [exporting(2_000_000, H), idle(MIN)],
    expect: {
      registers: {
        'secondary.export.total': 2000,
        'secondary.import.total': 0,
        'primary.export.total': 0,
        'primary.import.total': 0,
      },
      rates: [2000, 0, 0, 0],
      rows: { '2021-06-21T10:30:00Z': 1000, '2021-06-21T11:00:00Z': 1000 },
    },
  },
  {
    title: 'a flow that a half hour splits',
    arithmetic: '10:20–10:40 at 1 Wh/s: 600 s before 10:30 = 600 Wh, 600 s after = 600 Wh',
    startMs: at('2021-06-21T10:20Z'),
    steps: [exporting(WH_PER_S, 20 * MIN), idle(21 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 1200 },
      rows: { '2021-06-21T10:30:00Z': 600, '2021-06-21T11:00:00Z': 600 },
    },
  },
  {
    title: 'unequal powers on the two sides of a half hour',
    arithmetic: '7.2 kW × 60 s = 120 Wh to 10:30; 3.6 kW × 60 s = 60 Wh after it',
    startMs: at('2021-06-21T10:29Z'),
    steps: [exporting(7_200_000, MIN), exporting(WH_PER_S, MIN), idle(30 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 180 },
      rows: { '2021-06-21T10:30:00Z': 120, '2021-06-21T11:00:00Z': 60 },
    },
  },
  {
    title: 'a rate switch in the middle of a half hour',
    arithmetic: '10:00–10:30 at 1 Wh/s, rate 2 from 10:10: 600 s in rate 1, 1,200 s in rate 2; one row of 1,800 Wh',
    startMs: at('2021-06-21T10:00Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:10:00', 2],
    ]),
    steps: [exporting(WH_PER_S, 30 * MIN), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 1800 },
      rates: [600, 1200, 0, 0],
      rows: { '2021-06-21T10:30:00Z': 1800 },
    },
  },
  {
    title: 'the last second before a rate switch',
    arithmetic: '7.2 kW × 1 s = 2 Wh ending at 10:00:00, all before the switch to rate 2',
    startMs: at('2021-06-21T09:59:50Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:00:00', 2],
    ]),
    steps: [idle(9 * S), exporting(7_200_000, S), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 2 },
      rates: [2, 0, 0, 0],
      rows: { '2021-06-21T10:00:00Z': 2 },
    },
  },
  {
    title: 'the first second after a rate switch',
    arithmetic: '7.2 kW × 1 s = 2 Wh beginning at 10:00:00, all in rate 2 and in the row to 10:30',
    startMs: at('2021-06-21T09:59:50Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:00:00', 2],
    ]),
    steps: [idle(10 * S), exporting(7_200_000, S), idle(31 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 2 },
      rates: [0, 2, 0, 0],
      rows: { '2021-06-21T10:00:00Z': 0, '2021-06-21T10:30:00Z': 2 },
    },
  },
  {
    title: 'all four rates within one hour',
    arithmetic: '10:00–11:00 at 1 Wh/s: rate 1 for 600 s, 2 for 1,200 s, 3 for 900 s, 4 for 900 s = 3,600 Wh',
    startMs: at('2021-06-21T10:00Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:10:00', 2],
      ['10:30:00', 3],
      ['10:45:00', 4],
    ]),
    steps: [exporting(WH_PER_S, H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 3600 }, rates: [600, 1200, 900, 900] },
  },
  {
    title: 'a season that starts at midnight',
    arithmetic: '1 kW: 23:30–24:00 on 30 June = 500 Wh in rate 1, 00:00–00:30 on 1 July = 500 Wh in rate 3',
    startMs: at('2021-06-30T23:30Z'),
    table: twoSeasons(['*-01-01', 1], ['*-07-01', 3]),
    steps: [exporting(1_000_000, H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1000 }, rates: [500, 0, 500, 0] },
  },
  {
    title: 'a season that holds around the turn of the year',
    arithmetic: 'winter from 1 October is rate 2 and still holds on 1 January: 1 kW × 1 h = 1,000 Wh in rate 2',
    startMs: at('2021-12-31T23:30Z'),
    table: twoSeasons(['*-04-01', 1], ['*-10-01', 2]),
    steps: [exporting(1_000_000, H), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 1000 },
      rates: [0, 1000, 0, 0],
      rows: { '2022-01-01T00:00:00Z': 500, '2022-01-01T00:30:00Z': 500 },
    },
  },
  {
    title: 'a special day of one year',
    arithmetic: '7.2 kW = 2 Wh/s: 900 s on 24 December in rate 1 = 1,800 Wh, 900 s on the 25th in rate 4 = 1,800 Wh',
    startMs: at('2021-12-24T23:45Z'),
    table: withSpecialDay(everyDay([['00:00:00', 1]]), '2021-12-25', 4),
    steps: [exporting(7_200_000, 30 * MIN), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 3600 }, rates: [1800, 0, 0, 1800] },
  },
  {
    title: 'the end of a special day',
    arithmetic: '1 Wh/s: 300 s at the end of 1 January in rate 4, 600 s of 2 January in rate 1',
    startMs: at('2022-01-01T23:55Z'),
    table: withSpecialDay(everyDay([['00:00:00', 1]]), '*-01-01', 4),
    steps: [exporting(WH_PER_S, 15 * MIN), idle(16 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 900 },
      rates: [600, 0, 0, 300],
      rows: { '2022-01-02T00:00:00Z': 300, '2022-01-02T00:30:00Z': 600 },
    },
  },
  {
    title: '29 February of a leap year as a special day',
    arithmetic: '1 Wh/s × 1,800 s on the 28th in rate 1, × 1,800 s on the 29th in rate 3',
    startMs: at('2024-02-28T23:30Z'),
    table: withSpecialDay(everyDay([['00:00:00', 1]]), '*-02-29', 3),
    steps: [exporting(WH_PER_S, H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 3600 }, rates: [1800, 0, 1800, 0] },
  },
  {
    title: 'no 29 February in a common year',
    arithmetic: '28 February 2023 is followed by 1 March: 3,600 Wh in rate 1, none in rate 3',
    startMs: at('2023-02-28T23:30Z'),
    table: withSpecialDay(everyDay([['00:00:00', 1]]), '*-02-29', 3),
    steps: [exporting(WH_PER_S, H), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 3600 },
      rates: [3600, 0, 0, 0],
      rows: { '2023-03-01T00:00:00Z': 1800, '2023-03-01T00:30:00Z': 1800 },
    },
  },
  {
    title: 'Sunday into Monday',
    arithmetic: '20 June 2021 is a Sunday: 600 s × 1 Wh/s in rate 2, then 600 s of Monday in rate 1',
    startMs: at('2021-06-20T23:50Z'),
    table: weekly([
      [['00:00:00', 1]],
      [['00:00:00', 3]],
      [['00:00:00', 3]],
      [['00:00:00', 3]],
      [['00:00:00', 3]],
      [['00:00:00', 3]],
      [['00:00:00', 2]],
    ]),
    steps: [exporting(WH_PER_S, 20 * MIN), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1200 }, rates: [600, 600, 0, 0] },
  },
  {
    title: 'a day without an action at midnight keeps the rate of the evening before',
    arithmetic: 'rate 3 since 22:00 the day before holds until 06:00: 1 kW × 1 h in rate 3, × 1 h in rate 2',
    startMs: at('2021-06-21T05:00Z'),
    table: everyDay([
      ['06:00:00', 2],
      ['22:00:00', 3],
    ]),
    choices: { touBeforeFirstAction: 'previous' },
    steps: [exporting(1_000_000, 2 * H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 2000 }, rates: [0, 1000, 1000, 0] },
  },
  {
    title: 'a day without an action at midnight begins in rate 1 where so declared',
    arithmetic: 'rate 1 until 06:00: 1 kW × 1 h in rate 1, × 1 h in rate 2',
    startMs: at('2021-06-21T05:00Z'),
    table: everyDay([
      ['06:00:00', 2],
      ['22:00:00', 3],
    ]),
    choices: { touBeforeFirstAction: 'rate-1' },
    steps: [exporting(1_000_000, 2 * H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 2000 }, rates: [1000, 1000, 0, 0] },
  },
  {
    title: 'no rate counts before a table is there, where so declared',
    arithmetic: '2 kW × 0.5 h = 1,000 Wh in the register and in no rate',
    startMs: at('2021-06-21T10:00Z'),
    choices: { touWithoutTable: 'none' },
    steps: [exporting(2_000_000, 30 * MIN), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1000 }, rates: [0, 0, 0, 0] },
  },
  {
    title: 'an outage in the middle of a half hour',
    arithmetic: '600 s × 1 Wh/s before it, nothing for 600 s, 600 s × 1 Wh/s after it = 1,200 Wh in a short row',
    startMs: at('2021-06-21T10:00Z'),
    choices: { startUpMs: 0, partialPeriod: 'short-entry' },
    steps: [
      exporting(WH_PER_S, 10 * MIN),
      idle(0),
      supply(false),
      idle(10 * MIN),
      supply(true),
      exporting(WH_PER_S, 10 * MIN),
      idle(MIN),
    ],
    expect: {
      registers: { 'secondary.export.total': 1200 },
      rates: [1200, 0, 0, 0],
      rows: { '2021-06-21T10:30:00Z': 1200 },
    },
  },
  {
    title: 'an outage across a half hour',
    arithmetic: '10:20–10:25 = 300 Wh, no supply 10:25–10:35, 10:35–10:40 = 300 Wh',
    startMs: at('2021-06-21T10:20Z'),
    choices: { startUpMs: 0, partialPeriod: 'short-entry' },
    steps: [
      exporting(WH_PER_S, 5 * MIN),
      idle(0),
      supply(false),
      idle(10 * MIN),
      supply(true),
      exporting(WH_PER_S, 5 * MIN),
      idle(21 * MIN),
    ],
    expect: {
      registers: { 'secondary.export.total': 600 },
      rows: { '2021-06-21T10:30:00Z': 300, '2021-06-21T11:00:00Z': 300 },
    },
  },
  {
    title: 'a residue kept across an outage',
    arithmetic: '1.6 Wh + 1.6 Wh = 3.2 Wh → 3 Wh',
    startMs: at('2021-06-21T10:00Z'),
    choices: { startUpMs: 0, residualAcrossOutage: 'kept' },
    steps: [exporting(WH_PER_S, 1600), idle(0), supply(false), idle(MIN), supply(true), exporting(WH_PER_S, 1600), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 3 },
      energyUj: { 'secondary.export.total': 11_520_000_000n },
    },
  },
  {
    title: 'a residue lost at an outage',
    arithmetic: '⌊1.6⌋ + ⌊1.6⌋ = 2 Wh: the 0.6 Wh pending at loss of supply is gone',
    startMs: at('2021-06-21T10:00Z'),
    choices: { startUpMs: 0, residualAcrossOutage: 'lost' },
    steps: [exporting(WH_PER_S, 1600), idle(0), supply(false), idle(MIN), supply(true), exporting(WH_PER_S, 1600), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 2 } },
  },
  {
    title: 'a clock set forward over a half hour and a rate switch',
    arithmetic: '10:00–10:10 = 600 Wh in rate 1; set to 10:40; 10:40–10:50 = 600 Wh in rate 2; two short rows',
    startMs: at('2021-06-21T10:00Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:30:00', 2],
    ]),
    choices: { clockForward: 'short' },
    steps: [exporting(WH_PER_S, 10 * MIN), setClock('2021-06-21T10:40Z'), exporting(WH_PER_S, 10 * MIN), idle(11 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 1200 },
      rates: [600, 600, 0, 0],
      rows: { '2021-06-21T10:30:00Z': 600, '2021-06-21T11:00:00Z': 600 },
    },
  },
  {
    title: 'a clock set back within a half hour',
    arithmetic: '10:00–10:20 and again 10:10–10:30: 1,200 s + 1,200 s = 2,400 Wh, all in the row to 10:30',
    startMs: at('2021-06-21T10:00Z'),
    choices: { clockBack: 'merged' },
    steps: [exporting(WH_PER_S, 20 * MIN), setClock('2021-06-21T10:10Z'), exporting(WH_PER_S, 20 * MIN), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 2400 },
      rates: [2400, 0, 0, 0],
      rows: { '2021-06-21T10:30:00Z': 2400 },
    },
  },
  {
    title: 'a clock set back over a rate switch',
    arithmetic: 'rate 1: 10:25–10:30 + 10:20–10:30 = 300 + 600; rate 2: 10:30–10:40 + 10:30–10:35 = 600 + 300',
    startMs: at('2021-06-21T10:25Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:30:00', 2],
    ]),
    steps: [exporting(WH_PER_S, 15 * MIN), setClock('2021-06-21T10:20Z'), exporting(WH_PER_S, 15 * MIN), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1800 }, rates: [900, 900, 0, 0] },
  },
  {
    title: 'opposite flows on the two elements',
    arithmetic: 'primary import and secondary export, each 600 s × 1 Wh/s = 600 Wh: neither nets the other',
    startMs: at('2021-06-21T10:00Z'),
    steps: [both(WH_PER_S, -WH_PER_S, 10 * MIN), idle(MIN)],
    expect: {
      registers: {
        'primary.import.total': 600,
        'primary.export.total': 0,
        'secondary.import.total': 0,
        'secondary.export.total': 600,
      },
    },
  },
  {
    title: 'all four directions of the two elements',
    arithmetic: '100 s each: import 1 Wh/s and export 2 Wh/s, then the other way round at 3 and 4 Wh/s',
    startMs: at('2021-06-21T10:00Z'),
    steps: [both(WH_PER_S, -2 * WH_PER_S, 100 * S), both(-3 * WH_PER_S, 4 * WH_PER_S, 100 * S), idle(MIN)],
    expect: {
      registers: {
        'primary.import.total': 100,
        'secondary.export.total': 200,
        'primary.export.total': 300,
        'secondary.import.total': 400,
      },
      rates: [200, 0, 0, 0],
    },
  },
  {
    title: 'reversals slower than the direction interval, with no energy bucket',
    arithmetic: 'three times 10 s import and 10 s export at 1 Wh/s: 30 Wh each way, gross',
    startMs: at('2021-06-21T10:00Z'),
    choices: { energyBucketMwh: 0 },
    steps: [
      ...[1, 2, 3].flatMap(() => [flow('secondary', WH_PER_S, 10 * S), flow('secondary', -WH_PER_S, 10 * S)]),
      idle(30 * MIN),
    ],
    expect: {
      registers: { 'secondary.import.total': 30, 'secondary.export.total': 30 },
      rows: { '2021-06-21T10:30:00Z': 30 },
    },
  },
  {
    title: 'a burst shorter than the direction interval with nothing against it',
    arithmetic: '7.2 kW × 0.5 s = 1 Wh',
    startMs: at('2021-06-21T10:00Z'),
    steps: [idle(10 * S), exporting(7_200_000, 500), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1 }, energyUj: { 'secondary.export.total': 3_600_000_000n } },
  },
  {
    title: 'residues below one watt-hour add up',
    arithmetic: '3 × 0.4 Wh = 1.2 Wh → 1 Wh',
    startMs: at('2021-06-21T10:00Z'),
    steps: [...[1, 2, 3].flatMap(() => [exporting(WH_PER_S, 400), idle(MIN)])],
    expect: { registers: { 'secondary.export.total': 1 }, energyUj: { 'secondary.export.total': 4_320_000_000n } },
  },
  {
    title: 'a power that does not divide evenly',
    arithmetic: '7,777 mW × 1,000,000 ms = 7,777,000,000 µJ = 2.1602… Wh → 2 Wh',
    startMs: at('2021-06-21T10:00Z'),
    steps: [exporting(7777, 1000 * S), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 2 }, energyUj: { 'secondary.export.total': 7_777_000_000n } },
  },
  {
    title: 'two powers in one half hour',
    arithmetic: '1 kW × 600 s + 2 kW × 300 s = 166⅔ + 166⅔ = 333⅓ Wh → 333 Wh',
    startMs: at('2021-06-21T10:00Z'),
    steps: [exporting(1_000_000, 10 * MIN), exporting(2_000_000, 5 * MIN), idle(16 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 333 },
      rows: { '2021-06-21T10:30:00Z': 333 },
      energyUj: { 'secondary.export.total': 1_200_000_000_000n },
    },
  },
  {
    title: 'a shared quantum goes to the rate in which it is completed',
    arithmetic: '1.6 Wh before the switch: 1 Wh in rate 1; 3.2 Wh in all: the other 2 Wh in rate 2',
    startMs: at('2021-06-21T10:09Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:10:00', 2],
    ]),
    choices: { quantisation: 'shared-quantum' },
    steps: [idle(MIN - 1600), exporting(WH_PER_S, 3200), idle(21 * MIN)],
    expect: { registers: { 'secondary.export.total': 3 }, rates: [1, 2, 0, 0], rows: { '2021-06-21T10:30:00Z': 3 } },
  },
  {
    title: 'registers that floor each their own energy',
    arithmetic: 'rate 1 ⌊1.6⌋ = 1, rate 2 ⌊1.6⌋ = 1, register ⌊3.2⌋ = 3 Wh',
    startMs: at('2021-06-21T10:09Z'),
    table: everyDay([
      ['00:00:00', 1],
      ['10:10:00', 2],
    ]),
    choices: { quantisation: 'per-register' },
    steps: [idle(MIN - 1600), exporting(WH_PER_S, 3200), idle(21 * MIN)],
    expect: { registers: { 'secondary.export.total': 3 }, rates: [1, 1, 0, 0], rows: { '2021-06-21T10:30:00Z': 3 } },
  },
  {
    title: 'a shared quantum goes to the half hour in which it is completed',
    arithmetic: '1.6 Wh to 10:30: row of 1 Wh; 3.2 Wh in all: row of 2 Wh to 11:00',
    startMs: at('2021-06-21T10:29Z'),
    choices: { quantisation: 'shared-quantum' },
    steps: [idle(MIN - 1600), exporting(WH_PER_S, 3200), idle(31 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 3 },
      rows: { '2021-06-21T10:30:00Z': 1, '2021-06-21T11:00:00Z': 2 },
    },
  },
  {
    title: 'half hours that floor each their own energy',
    arithmetic: 'rows ⌊1.6⌋ = 1 and ⌊1.6⌋ = 1, register ⌊3.2⌋ = 3 Wh: 1 Wh more than its rows',
    startMs: at('2021-06-21T10:29Z'),
    choices: { quantisation: 'per-interval' },
    steps: [idle(MIN - 1600), exporting(WH_PER_S, 3200), idle(31 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 3 },
      rows: { '2021-06-21T10:30:00Z': 1, '2021-06-21T11:00:00Z': 1 },
    },
  },
  {
    title: 'half hours that round each their own energy',
    arithmetic: 'rows ⌊1.6 + 0.5⌋ = 2 and 2, register ⌊3.2 + 0.5⌋ = 3 Wh: 1 Wh less than its rows',
    startMs: at('2021-06-21T10:29Z'),
    choices: { quantisation: 'per-interval', rounding: 'nearest' },
    steps: [idle(MIN - 1600), exporting(WH_PER_S, 3200), idle(31 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 3 },
      rows: { '2021-06-21T10:30:00Z': 2, '2021-06-21T11:00:00Z': 2 },
    },
  },
  {
    title: 'half a watt-hour rounds up',
    arithmetic: '0.5 Wh + the 0.5 Wh at which the accumulator starts = 1 Wh',
    startMs: at('2021-06-21T10:00Z'),
    choices: { rounding: 'nearest' },
    steps: [exporting(WH_PER_S, 500), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1 }, energyUj: { 'secondary.export.total': 1_800_000_000n } },
  },
  {
    title: 'just below half a watt-hour rounds down',
    arithmetic: '0.499 Wh + 0.5 Wh = 0.999 Wh → 0 Wh',
    startMs: at('2021-06-21T10:00Z'),
    choices: { rounding: 'nearest' },
    steps: [exporting(WH_PER_S, 499), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 0 } },
  },
  {
    title: 'no current registers nothing',
    arithmetic: '0 W × 2 h = 0 Wh',
    startMs: at('2021-06-21T10:00Z'),
    steps: [idle(2 * H)],
    expect: {
      registers: {
        'primary.import.total': 0,
        'primary.export.total': 0,
        'secondary.import.total': 0,
        'secondary.export.total': 0,
      },
      rates: [0, 0, 0, 0],
      rows: { '2021-06-21T10:30:00Z': 0, '2021-06-21T11:00:00Z': 0 },
    },
  },
  {
    title: 'a trickle counts where the declared starting power is zero',
    arithmetic: '0.1 W × 10 h = 1 Wh',
    startMs: at('2021-06-21T00:00Z'),
    choices: { startingPowerMw: { primary: 0, secondary: 0 } },
    steps: [exporting(100, 10 * H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 1 }, energyUj: { 'secondary.export.total': 3_600_000_000n } },
  },
  {
    title: 'just above the starting power',
    arithmetic: '5 W × 1 h = 5 Wh, starting power 4.6 W',
    startMs: at('2021-06-21T10:00Z'),
    steps: [exporting(5000, H), idle(MIN)],
    expect: { registers: { 'secondary.export.total': 5 } },
  },
  {
    title: 'reactive flow alone',
    arithmetic: '0 W and 5 kvar × 1 h: no active energy either way',
    startMs: at('2021-06-21T10:00Z'),
    steps: [
      { do: 'flow', elements: { secondary: { activeMw: 0, reactiveMvar: 5_000_000 } }, until: { after: H } },
      { do: 'flow', elements: { secondary: { activeMw: 0, reactiveMvar: 0 } }, until: { after: MIN } },
    ],
    expect: {
      registers: { 'secondary.import.total': 0, 'secondary.export.total': 0, 'primary.import.total': 0 },
      rows: { '2021-06-21T10:30:00Z': 0 },
    },
  },
  {
    title: 'export across midnight',
    arithmetic: '1 Wh/s: 60 s of 21 June in the row stamped 00:00 on the 22nd, 120 s in the row stamped 00:30',
    startMs: at('2021-06-21T23:59Z'),
    steps: [exporting(WH_PER_S, 3 * MIN), idle(30 * MIN)],
    expect: {
      registers: { 'secondary.export.total': 180 },
      rows: { '2021-06-22T00:00:00Z': 60, '2021-06-22T00:30:00Z': 120 },
    },
  },
  {
    title: 'a day at full current',
    arithmetic: '23 kW × 24 h = 552,000 Wh; 11,500 Wh each half hour',
    startMs: at('2021-06-21T00:00Z'),
    steps: [exporting(23_000_000, 24 * H), idle(MIN)],
    expect: {
      registers: { 'secondary.export.total': 552_000 },
      rates: [552_000, 0, 0, 0],
      rows: { '2021-06-21T00:30:00Z': 11_500, '2021-06-22T00:00:00Z': 11_500 },
    },
  },
];
