import type { WorkedExample } from './worked-example.fixture';
import { at, both, exporting, flow, idle, MIN, S, setClock, supply, WH_PER_S } from './worked-steps.fixture';
import { everyDay } from './worked-tables.fixture';

/** Outages, clock sets, opposite flows and reversals. */
export const DISTURBANCE_EXAMPLES: readonly WorkedExample[] = [
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
];
