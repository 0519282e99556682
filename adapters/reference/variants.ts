import type { Choices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { ELEMENTS, type Element } from '../../trace/vocabulary';
import type { Behaviour } from './behaviour';

/** A reference meter that differs from the default one, and conforms under its own declaration. */
export interface Variant {
  name: string;
  says: string;
  choices: Partial<Choices>;
  behaviour?: Partial<Behaviour>;
  /** Maximum currents of its elements, A. */
  imaxA?: Record<Element, number>;
}

const variant = (name: string, says: string, choices: Partial<Choices>, behaviour?: Partial<Behaviour>): Variant => ({
  name,
  says,
  choices,
  ...(behaviour ? { behaviour } : {}),
});

/** The declaration of a variant: the reference meter's, with what differs. */
export function declaredAs({ choices, imaxA }: Pick<Variant, 'choices' | 'imaxA'>, reference: Declaration): Declaration {
  const elements = { ...reference.elements };
  for (const element of ELEMENTS) {
    const one = elements[element];
    if (one && imaxA) elements[element] = { ...one, imaxA: imaxA[element] };
  }
  return { ...reference, elements, choices: { ...reference.choices, ...choices } };
}

/** Several variants in one meter: each later one only where it touches nothing that an earlier one did. */
export function together(variants: readonly Variant[]): Variant {
  const touched = new Set<string>();
  const taken = variants.filter((one) => {
    const touches = [...Object.keys(one.choices), ...Object.keys(one.behaviour ?? {}), ...(one.imaxA ? ['imaxA'] : [])];
    const free = touches.every((name) => !touched.has(name));
    if (free) for (const name of touches) touched.add(name);
    return free;
  });
  const imaxA = taken.find((one) => one.imaxA)?.imaxA;
  return {
    name: taken.map(({ name }) => name).join(' + '),
    says: 'Several at once.',
    choices: Object.assign({}, ...taken.map(({ choices }) => choices)),
    behaviour: Object.assign({}, ...taken.map(({ behaviour }) => behaviour ?? {})),
    ...(imaxA && { imaxA }),
  };
}

const BOTH = (mw: number) => ({ primary: mw, secondary: mw });
/** On the second day: between two readings of the clock a step may lie anywhere, so that a day it falls in says less. */
const THREE_SECONDS_LATER = [{ afterMs: 29 * 3_600_000, byMs: 3000 }];

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
    { startingPowerMw: BOTH(1000) },
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
  variant('mpan-written-at-once', 'An MPAN written as the supply fails is the new one, as declared.', { mpanWriteMs: 0 }),
  variant('mpan-written-slowly', 'An MPAN takes 4.9 s to be written, within the declared 5 s.', {}, { mpanWriteMs: 4900 }),
  variant(
    'mpan-written-in-10-s',
    'An MPAN takes just less than 10 s to be written, the longest that may be declared.',
    { mpanWriteMs: 10_000 },
    { mpanWriteMs: 9999 },
  ),
  variant('export-snapshots-daily', 'The daily log alone holds secondary export.', { exportSnapshots: 'daily' }),
  variant('missed-midnight-caught-up', 'A snapshot missed at midnight is taken when the supply returns.', {
    snapshotMissedAtMidnight: 'at-power-up',
  }),
  variant('refresh-10-s', 'Visible registers are up to 10 s old.', { registerRefreshMs: 10_000 }),
  variant('depth-one-more', 'The half-hourly secondary export is kept one row longer than it has to be.', {
    exportProfileDepth: 4465,
  }),
  variant('shared-log-of-13-months', 'A shared log is as deep as the deeper of its two channels has to be.', {
    profileShape: 'extra-member',
    exportProfileDepth: 19_056,
  }),
  variant('merged-with-rows-of-zero', 'Half hours without supply have rows of 0 Wh; what was cut goes to the next whole one.', {
    partialPeriod: 'merged',
    outageEntries: 'zero',
  }),
  variant('merged-whatever-happens', 'Cut and repeated half hours are merged, and a forward set leaves a short row.', {
    partialPeriod: 'merged',
    clockBack: 'merged',
    clockForward: 'short',
  }),
  variant('clock-fast-9-s', 'The clock is 9 s fast.', {}, { clockOffsetMs: 9000 }),
  variant('clock-slow-9-s', 'The clock is 9 s slow.', {}, { clockOffsetMs: -9000 }),
  variant('empty-range-alone-error', 'A range that selects no row is refused.', { emptyRange: 'error' }),
  variant('reversed-range-error', 'A reversed range is refused.', { reversedRange: 'error' }),
  variant('mpan-unset-spaces', 'An Export MPAN never written holds thirteen spaces.', { mpanUnset: 'spaces-13' }),
  variant('mpan-unset-zeros', 'An Export MPAN never written holds thirteen zeros.', { mpanUnset: 'zeros-13' }),
  variant('mpan-digits', 'Only digits may be written to an MPAN.', { mpanCharacters: 'digits' }),
  variant('displayed', 'The display shows secondary export.', { displaySecondaryExport: 'yes' }),
  variant('bucket-1000-mwh', 'A reversal may cancel a whole Wh, as much as may be declared.', { energyBucketMwh: 1000 }),
  variant(
    'bucket-unused',
    'A reversal cancels nothing, where half a Wh is declared.',
    { energyBucketMwh: 500 },
    { energyBucketMwh: 0 },
  ),
  variant('starts-at-25-w', 'Measures from 25 W on, the highest starting power that may be declared.', {
    startingPowerMw: BOTH(25_000),
  }),
  variant('starts-at-once', 'Measures from the first milliwatt on, as declared.', { startingPowerMw: BOTH(0) }),
  variant('refresh-at-once', 'Visible registers do not lag.', { registerRefreshMs: 0 }),
  variant(
    'refresh-sooner',
    'Visible registers are up to 9 s old, where 10 s are declared.',
    { registerRefreshMs: 10_000 },
    { registerRefreshMs: 9000 },
  ),
  variant('starts-up-at-once', 'Measuring begins with the supply.', { startUpMs: 0 }),
  variant('activation-gap-none', 'A firmware activation does not interrupt measuring.', { activationGapMs: 0 }),
  variant(
    'activation-gap-299-s',
    'An activation interrupts measuring for 299 s, where 300 s are declared.',
    { activationGapMs: 300_000 },
    { activationGapMs: 299_000 },
  ),
  variant('depth-as-import', 'The channel keeps as many rows as that of import.', { exportProfileDepth: 19_056 }),
  variant('deeper-than-declared', 'Every half-hourly log keeps a hundred rows more than declared.', {}, { extraRows: 100 }),
  variant('direction-at-once', 'Direction is measured at every instant, as declared.', { directionIntervalMs: 0 }),
  variant('clock-within-1-s', 'The clock is 0.9 s fast, where 1 s is declared.', { clockToleranceS: 1 }, { clockOffsetMs: 900 }),
  variant(
    'clock-corrects-forward',
    'The clock steps 3 s forward by itself.',
    {},
    { clockOffsetMs: -3000, clockCorrections: THREE_SECONDS_LATER },
  ),
  variant(
    'clock-corrects-back',
    'The clock steps 3 s back by itself.',
    {},
    {
      clockOffsetMs: 3000,
      clockCorrections: THREE_SECONDS_LATER.map(({ afterMs, byMs }) => ({ afterMs, byMs: -byMs })),
    },
  ),
  variant('long-read-without-new', 'A row captured during a long read does not appear in it.', {}, { longReadTakesNew: false }),
  variant(
    'one-wh-below-wrap',
    'The register comes to the bench 1 Wh below its wrap.',
    {},
    { presets: { 'secondary.export.total': -1 } },
  ),
  variant(
    'rates-with-a-history',
    'The rates of long ago do not add up to the register.',
    {},
    {
      presets: { 'secondary.export.total': 1000, 'secondary.export.rates': [7, 0, 4_000_000, 35] },
    },
  ),
  variant(
    'half-a-watt-hour',
    'Every accumulator of the secondary element holds almost a Wh when it comes to the bench.',
    {},
    {
      residuesUj: { 'secondary.export': 3_599_999_999, 'secondary.import': 1_800_000_000 },
    },
  ),
  variant(
    'refuses-in-other-words',
    'Every refusal has another code than that of the reference meter.',
    {},
    {
      refusals: {
        'read-write-denied': { code: 13, name: 'scope-of-access-violated' },
        'object-undefined': { code: 9, name: 'object-class-inconsistent' },
        'type-unmatched': { code: 250, name: 'other-reason' },
        'scope-of-access-violated': { code: 12, name: 'type-unmatched' },
        'other-reason': { code: 2, name: 'temporary-failure' },
      },
    },
  ),
  variant(
    'objects-of-its-own',
    'Offers objects that the suite does not know, and lists them.',
    {},
    {
      extraObjects: ['maker.temperature', 'secondary.export.phase-angle'],
    },
  ),
  variant('mpan-writes-unlogged', 'The write of an MPAN is no event.', {}, { unlogged: ['mpanWritten'] }),
  {
    ...variant('unequal-imax', 'The primary element carries 20 A, the secondary 100 A.', {}),
    imaxA: { primary: 20, secondary: 100 },
  },
];
