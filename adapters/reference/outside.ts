import type { ChoiceName, Choices } from '../../declaration/choices';
import type { Behaviour } from './behaviour';

/** A reference meter that goes beyond a bound which it declares: to be found non-conformant. */
export interface Outside {
  bound: ChoiceName;
  says: string;
  /** What it declares. */
  choices: Partial<Choices>;
  /** What it does, by a bounded behaviour or by a fault. */
  behaviour?: Partial<Behaviour>;
  fault?: string;
}

const BOTH = (mw: number) => ({ primary: mw, secondary: mw });

/** One meter just beyond each bounded choice, as near as a scripted trace can tell. */
export const OUTSIDE: readonly Outside[] = [
  {
    bound: 'energyBucketMwh',
    says: 'A reversal cancels up to 1 Wh where nothing is declared.',
    choices: { energyBucketMwh: 0 },
    behaviour: { energyBucketMwh: 1000 },
  },
  {
    bound: 'directionIntervalMs',
    says: 'Nets over a minute, where a second is the longest interval that may be declared.',
    choices: {},
    fault: 'netted-each-minute',
  },
  {
    bound: 'startingPowerMw',
    says: 'Measures from 20 W on, where 4.6 W are declared.',
    choices: {},
    behaviour: { startingPowerMw: BOTH(20_000) },
  },
  {
    bound: 'registerRefreshMs',
    says: 'Visible registers are up to a minute old, where 1 s is declared.',
    choices: {},
    behaviour: { registerRefreshMs: 60_000 },
  },
  {
    bound: 'startUpMs',
    says: 'Measuring begins 6 s after supply returns, where 5 s are declared.',
    choices: {},
    behaviour: { startUpMs: 6000 },
  },
  {
    bound: 'activationGapMs',
    says: 'A firmware activation interrupts measuring for 31 s, where 30 s are declared.',
    choices: {},
    behaviour: { activationGapMs: 31_000 },
  },
  {
    bound: 'mpanWriteMs',
    says: 'An MPAN takes a second to be written, where 100 ms are declared.',
    choices: { mpanWriteMs: 100 },
    behaviour: { mpanWriteMs: 1000 },
  },
  {
    bound: 'exportProfileDepth',
    says: 'The channel keeps one row less than is declared.',
    choices: {},
    behaviour: { extraRows: -1 },
  },
  {
    bound: 'clockToleranceS',
    says: 'The clock is 1.1 s fast, where 1 s is declared.',
    choices: { clockToleranceS: 1 },
    behaviour: { clockOffsetMs: 1100 },
  },
];
