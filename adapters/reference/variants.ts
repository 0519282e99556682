import type { Choices } from '../../declaration/choices';
import type { Behaviour } from './behaviour';

/** A reference meter that conforms under other choices than the defaults, or at the edge of a bounded one. */
export interface Variant {
  name: string;
  says: string;
  choices: Partial<Choices>;
  behaviour?: Partial<Behaviour>;
}

const variant = (name: string, says: string, choices: Partial<Choices>, behaviour?: Partial<Behaviour>): Variant => ({
  name,
  says,
  choices,
  ...(behaviour ? { behaviour } : {}),
});

/** Legal variants: every one is to be judged conformant under its own declaration. */
export const VARIANTS: readonly Variant[] = [
  variant('per-register', 'The total and every rate form their own whole Wh.', { quantisation: 'per-register' }),
  variant('per-interval', 'Every half hour forms its own whole Wh.', { quantisation: 'per-interval' }),
  variant('nearest', 'A Wh counts when half of it has flowed.', { rounding: 'nearest' }),
  variant('per-interval-nearest', 'Every half hour is rounded to the nearest Wh.', {
    quantisation: 'per-interval',
    rounding: 'nearest',
  }),
  variant('residual-lost', 'Energy below 1 Wh is lost with the supply.', { residualAcrossOutage: 'lost' }),
  variant('bucket-500-mwh', 'Up to half a Wh of opposite energy is cancelled at each reversal.', { energyBucketMwh: 500 }),
  variant('counted-before-upgrade', 'A register that an upgrade adds begins at what the hardware has counted before.', {
    newRegistersStart: 'counted-before',
  }),
  variant('start-up-4900-ms', 'Measuring begins 4.9 s after supply returns, within the declared 5 s.', {}, { startUpMs: 4900 }),
  variant(
    'starts-below-declared',
    'Measures from 1 W on, below the declared starting power.',
    {},
    {
      startingPowerMw: { primary: 1000, secondary: 1000 },
    },
  ),
  variant('extra-member', 'Half hours of secondary export are a member of the primary export log.', {
    profileShape: 'extra-member',
  }),
  variant('combined-26', 'Both Export MPANs share one object of 26 octets.', { exportMpanLayout: 'combined-26' }),
  variant('imports-table', "Secondary export is ruled by the secondary import's switching table.", {
    exportSwitchingTable: 'imports',
  }),
  variant('modulus-10-8', 'Registers roll over at 10^8 Wh.', { registerModulusWh: 100_000_000 }),
  variant('modulus-10-9', 'Registers roll over at 10^9 Wh.', { registerModulusWh: 1_000_000_000 }),
  variant('outage-entries-zero', 'Half hours wholly without supply have rows of 0 Wh.', { outageEntries: 'zero' }),
  variant('outage-entries-flagged', 'Half hours wholly without supply have flagged rows.', { outageEntries: 'flagged' }),
  variant('partial-merged', 'Half hours cut by an outage are counted in the next whole one.', { partialPeriod: 'merged' }),
  variant('partial-discarded', 'Half hours cut by an outage have no row.', { partialPeriod: 'discarded' }),
  variant('clock-back-merged', 'Rows that a clock set back repeats are merged.', { clockBack: 'merged' }),
  variant('clock-back-discarded', 'Rows that a clock set back repeats are not recorded again.', { clockBack: 'discarded' }),
  variant('clock-forward-short', 'The half hour that a forward clock set leaves has a short row.', { clockForward: 'short' }),
  variant('tables-refused-at-activation', 'A table beyond its limits is refused when it is to be activated.', {
    tableRefusal: 'activation',
  }),
  variant('past-activation-refused', 'An activation date that has passed is refused.', { pastActivation: 'refused' }),
  variant('rate-1-while-clock-invalid', 'While the clock is invalid rate 1 counts.', { touWhileClockInvalid: 'rate-1' }),
  variant('rate-1-before-first-action', 'Before the first action of a day rate 1 counts.', { touBeforeFirstAction: 'rate-1' }),
  variant('no-rate-without-table', 'Without a switching table no rate counts.', { touWithoutTable: 'none' }),
  variant('export-snapshots', 'Daily and billing logs hold secondary export.', { exportSnapshots: 'daily-and-billing' }),
  variant('export-in-max-demand', 'Export maximum demand takes secondary export.', { secondaryExportMaxDemand: 'counted' }),
  variant('empty-range-error', 'A range that selects no row, or is reversed, is refused.', {
    emptyRange: 'error',
    reversedRange: 'error',
  }),
  variant('mpan-spaces', 'An Export MPAN never written holds thirteen spaces; only digits may be written.', {
    mpanUnset: 'spaces-13',
    mpanCharacters: 'digits',
  }),
  variant('mpan-zeros', 'An Export MPAN never written holds thirteen zeros.', { mpanUnset: 'zeros-13' }),
  variant('mpan-written-at-once', 'An MPAN written as the supply fails is the new one.', {}, { mpanWriteMs: 0 }),
  variant('mpan-written-slowly', 'An MPAN takes 900 ms to be written.', {}, { mpanWriteMs: 900 }),
  variant('export-snapshots-daily', 'The daily log alone holds secondary export.', { exportSnapshots: 'daily' }),
  variant('missed-midnight-caught-up', 'A snapshot missed at midnight is taken when the supply returns.', {
    snapshotMissedAtMidnight: 'at-power-up',
  }),
  variant('refresh-10-s', 'Visible registers are up to 10 s old.', { registerRefreshMs: 10_000 }),
  variant('clock-fast-9-s', 'The clock is 9 s fast.', {}, { clockOffsetMs: 9000 }),
  variant('clock-slow-9-s', 'The clock is 9 s slow.', {}, { clockOffsetMs: -9000 }),
];
