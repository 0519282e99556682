import type { Choices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import type { ClockStatus, Element, LifeStep, Ms, ObjectName, Presets, Way } from '../../trace/vocabulary';
import type { MeterEvent } from './meter-event';
import type { RefusalName } from './refusals';

/** The same hardware with the image of today, with the DP184 additions, or with a later version of those. */
export type FirmwareImage = 'pre-dp184' | 'dp184' | 'dp184-next';

/** What one specimen does within its declaration, and the life that it has led before the first step. */
export interface Behaviour {
  /** Meter time minus bench time at the start. */
  clockOffsetMs: Ms;
  clockStatus: ClockStatus;
  /** Steps that the clock makes by itself, as when it follows its communications hub, so long after the start. */
  clockCorrections: readonly { afterMs: Ms; byMs: Ms }[];
  /** How long the clock runs without supply. */
  clockReserveMs: Ms;
  /** Bounded choices: what this specimen really does, by default exactly what is declared. */
  startUpMs: Ms;
  activationGapMs: Ms;
  registerRefreshMs: Ms;
  energyBucketMwh: number;
  startingPowerMw: Record<Element, number>;
  /** How long a written MPAN takes to stand in non-volatile memory; without supply before then, the old value does. */
  mpanWriteMs: Ms;
  firmware: FirmwareImage;
  /** Rows that each half-hourly log keeps beyond what is declared. */
  extraRows: number;
  /** Objects that this meter offers besides those that the suite knows. */
  extraObjects: readonly ObjectName[];
  /** How it words a refusal, where it does so otherwise. */
  refusals: Partial<Record<RefusalName, { code: number; name: string }>>;
  /** Events that its log does not record. */
  unlogged: readonly MeterEvent['what'][];
  /** Whether a row captured during a long read appears in it. */
  longReadTakesNew: boolean;
  /** Whole Wh of registers and rates at the start; a negative number counts back from the modulus. */
  presets: Presets;
  /** Energy below one Wh already measured at the start, in µJ. */
  residuesUj: Partial<Record<`${Element}.${Way}`, number>>;
  /** What the meter lived through before the start; what a scenario says came before follows it. */
  history: readonly LifeStep[];
}

/** All that a part may know when it is fitted into a meter. */
export interface Fitting {
  declaration: Declaration;
  choices: Choices;
  behaviour: Behaviour;
}

/** Default reserve of the clock without supply: two days. */
export const CLOCK_RESERVE_MS = 48 * 3_600_000;

/** Fills a behaviour up from the declaration. */
export function fittingOf(declaration: Declaration, behaviour: Partial<Behaviour> = {}): Fitting {
  const { choices } = declaration;
  return {
    declaration,
    choices,
    behaviour: {
      clockOffsetMs: 0,
      clockStatus: 'reliable',
      clockCorrections: [],
      clockReserveMs: CLOCK_RESERVE_MS,
      startUpMs: choices.startUpMs,
      activationGapMs: choices.activationGapMs,
      registerRefreshMs: choices.registerRefreshMs,
      energyBucketMwh: choices.energyBucketMwh,
      startingPowerMw: choices.startingPowerMw,
      mpanWriteMs: Math.min(20, choices.mpanWriteMs),
      firmware: 'dp184',
      extraRows: 0,
      extraObjects: [],
      refusals: {},
      unlogged: [],
      longReadTakesNew: true,
      presets: {},
      residuesUj: {},
      history: [],
      ...behaviour,
    },
  };
}
