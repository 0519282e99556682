import type { Choices } from '../../declaration/choices';
import { atLeast, ceilDiv, floorDiv, type Interval, MWH_UJ, WH_UJ } from './interval';
import type { RateEnergy } from './rate-timeline';

/** Whole watt-hours between two bounds, both allowed. */
export interface WholeWh {
  lo: bigint;
  hi: bigint;
}

/** What may cost an accumulator energy within a span. */
export interface Losses {
  outages: number;
  reversals: number;
}

type QuantisationChoices = Pick<Choices, 'quantisation' | 'rounding' | 'residualAcrossOutage' | 'energyBucketMwh'>;

/** The most that an accumulator may lose to outages and reversals, µJ; each outage takes less than one watt-hour. */
export function mostLostUj({ outages, reversals }: Losses, choices: QuantisationChoices): bigint {
  return residualLostUj(outages, choices) + BigInt(reversals) * BigInt(choices.energyBucketMwh) * MWH_UJ;
}

/** The part of the loss that outages cause, µJ. */
export function residualLostUj(outages: number, { residualAcrossOutage }: QuantisationChoices): bigint {
  return residualAcrossOutage === 'lost' ? BigInt(outages) * (WH_UJ - 1n) : 0n;
}

/** A rounding accumulator that falls back to its half gains up to half a watt-hour at an outage. */
function mostGainedUj({ outages }: Losses, choices: QuantisationChoices): bigint {
  return choices.residualAcrossOutage === 'lost' && choices.rounding === 'nearest' ? (BigInt(outages) * WH_UJ) / 2n : 0n;
}

/** How far a register moves for an energy, from any residue of 0 to just below 1 Wh. */
export function stepFromUnknownResidue(energy: Interval, losses: Losses, choices: QuantisationChoices): WholeWh {
  const least = atLeast(0n, energy.lo - mostLostUj(losses, choices));
  const most = energy.hi === 0n ? 0n : energy.hi + mostGainedUj(losses, choices);
  return { lo: floorDiv(least, WH_UJ), hi: ceilDiv(most, WH_UJ) };
}

/** What a row of one half hour holds. `visits` counts how often the meter's clock went through that half hour. */
export function rowStep(energy: Interval, losses: Losses, visits: number, choices: QuantisationChoices): WholeWh {
  const again = BigInt(Math.max(0, visits - 1));
  if (choices.quantisation !== 'per-interval') {
    const step = stepFromUnknownResidue(energy, losses, choices);
    return { lo: atLeast(0n, step.lo - again), hi: energy.hi === 0n ? 0n : step.hi + again };
  }
  // The half hour begins its own account: empty, or at half a watt-hour where it rounds to the nearest.
  const beginsUj = choices.rounding === 'nearest' ? WH_UJ / 2n : 0n;
  const least = atLeast(0n, energy.lo - mostLostUj(losses, choices));
  const most = energy.hi === 0n ? 0n : energy.hi + mostGainedUj(losses, choices);
  return { lo: atLeast(0n, (least + beginsUj) / WH_UJ - again), hi: (most + beginsUj) / WH_UJ + (most === 0n ? 0n : again) };
}

/**
 * How far the register of one rate moves. Under shared-quantum the register's one residue is carried from rate to rate, so that every
 * stretch of a rate begins with a residue that the rate's own energy does not tell.
 */
export function rateStep(energy: RateEnergy, losses: Losses, choices: QuantisationChoices): WholeWh {
  if (choices.quantisation !== 'shared-quantum') return stepFromUnknownResidue(energy.total, losses, choices);
  const whole = stepFromUnknownResidue(energy.total, { outages: 0, reversals: 0 }, choices);
  const sum = (stretches: bigint[], divide: (uj: bigint) => bigint) => stretches.reduce((total, uj) => total + divide(uj), 0n);
  const lostWh = ceilDiv(mostLostUj(losses, choices), WH_UJ);
  const gainedWh = whole.hi === 0n ? 0n : ceilDiv(mostGainedUj(losses, choices), WH_UJ);
  return {
    lo: atLeast(0n, sum(energy.sure, (uj) => uj / WH_UJ) - lostWh),
    hi: sum(energy.possible, (uj) => ceilDiv(uj, WH_UJ)) + gainedWh,
  };
}

/**
 * How far the sum of the four rates may fall short of the register's increment between two arbitrary readings. From a common zero
 * 0 ≤ register − Σ ≤ 3, since four residues make less than 4 Wh, so that two readings differ by at most 3 either way. Where residues are
 * lost nothing ties the five accumulators together: 4, and each of the five may lose 1 Wh more at each outage.
 */
export function rateSlack(choices: QuantisationChoices, outages: number): WholeWh {
  if (choices.quantisation === 'shared-quantum') return { lo: 0n, hi: 0n };
  const slack = choices.residualAcrossOutage === 'lost' ? 4n + 5n * BigInt(outages) : 3n;
  return { lo: -slack, hi: slack };
}

/**
 * How far the sum of `rows` aligned undisturbed rows may fall short of the register's increment. Per interval each row drops its own
 * remainder: with floor less than 1 Wh each, so 0 … n; rounded to the nearest at most half a watt-hour either way, so ±⌈n/2⌉.
 */
export function rowSlack(choices: QuantisationChoices, rows: number): WholeWh {
  if (choices.quantisation !== 'per-interval') return { lo: 0n, hi: 0n };
  const halves = BigInt(Math.ceil(rows / 2));
  return choices.rounding === 'floor' ? { lo: 0n, hi: BigInt(rows) } : { lo: -halves, hi: halves };
}
