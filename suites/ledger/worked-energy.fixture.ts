import type { WorkedExample } from './worked-example.fixture';
import { at, exporting, H, idle, MIN, S, WH_PER_S } from './worked-steps.fixture';

/** Whole watt-hours, half hours, powers and residues. */
export const ENERGY_EXAMPLES: readonly WorkedExample[] = [
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
