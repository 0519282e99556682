/**
 * Every point that DP184 and the published texts leave open, as one table: a range, a default, a reason.
 * A declaration outside a range is refused, so that nobody declares a way to conformity.
 */

interface Choice {
  /** Why it is open: what the texts do not say. */
  why: string;
  unit?: string;
  /** One value for each measuring element. */
  perElement?: true;
  /** Only a person can observe it: exempt from variants. */
  byPerson?: true;
}
/** Discrete values, the default first. */
export interface DiscreteChoice<V extends string | number = string | number> extends Choice {
  values: readonly [V, ...V[]];
}
/** A whole number between two bounds, both allowed. */
export interface BoundChoice extends Choice {
  default: number;
  from: number;
  to: number;
}

const oneOf = <const V extends string | number>(values: readonly [V, ...V[]], why: string, more: Partial<Choice> = {}) =>
  ({ values, why, ...more }) satisfies DiscreteChoice<V>;
const between = (range: { default: number; from: number; to: number; unit: string }, why: string, more: Partial<Choice> = {}) =>
  ({ ...range, why, ...more }) satisfies BoundChoice;

export const CHOICES = {
  quantisation: oneOf(
    ['shared-quantum', 'per-register', 'per-interval'],
    'No text says how whole watt-hours are formed; sums are exact only under the first.',
  ),
  rounding: oneOf(['floor', 'nearest'], 'No text says whether a watt-hour counts when complete or when half complete.'),
  energyBucketMwh: between(
    { default: 0, from: 0, to: 1000, unit: 'mWh' },
    'A meter may cancel less than 1 Wh of opposite energy at each reversal.',
  ),
  directionIntervalMs: between(
    { default: 1000, from: 0, to: 1000, unit: 'ms' },
    'The measuring interval of direction is not published.',
  ),
  startingPowerMw: {
    perElement: true,
    ...between(
      { default: 4600, from: 0, to: 25_000, unit: 'mW' },
      'Depends on class and reference current (about 20 mA for class B, Itr 0.5 A).',
    ),
  },
  registerRefreshMs: between({ default: 1000, from: 0, to: 10_000, unit: 'ms' }, 'Visible registers lag behind the measurement.'),
  startUpMs: between({ default: 5000, from: 0, to: 5000, unit: 'ms' }, 'Time without measuring after supply returns.'),
  activationGapMs: between(
    { default: 30_000, from: 0, to: 300_000, unit: 'ms' },
    'Time without measuring after firmware activation.',
  ),
  newRegistersStart: oneOf(
    ['zero', 'counted-before'],
    'Hardware may have counted secondary export before an upgrade gives it a register, which then begins at that count.',
  ),
  residualAcrossOutage: oneOf(['kept', 'lost'], 'Less than 1 Wh an accumulator at each outage.'),
  registerModulusWh: oneOf(
    [4_294_967_296, 100_000_000, 1_000_000_000],
    'The wire is u32; no roll-over rule is published; the display rolls alone.',
    { unit: 'Wh' },
  ),
  exportSwitchingTable: oneOf(['own', 'imports'], 'DP184 is silent; secondary import has a table of its own (0-0:13.0.1.255).'),
  tableRefusal: oneOf(
    ['write', 'activation'],
    'Passive attributes are set one by one; cross-references are known only at activation.',
  ),
  pastActivation: oneOf(
    ['at-once', 'refused'],
    'A table whose activation date has passed when it is written; taken and never followed, it would leave nobody the wiser.',
  ),
  touBeforeFirstAction: oneOf(['previous', 'rate-1'], 'A day profile whose first action is not at 00:00.'),
  touWithoutTable: oneOf(
    ['rate-1', 'none'],
    'The rate that counts while there is no switching table, as before the first is activated.',
  ),
  touWhileClockInvalid: oneOf(
    ['last', 'rate-1'],
    'The rate that counts while the clock is invalid, as after an outage beyond its reserve.',
  ),
  exportProfileDepth: between(
    { default: 4464, from: 4464, to: 19_056, unit: 'rows' },
    '93 days as primary export, or 13 months as import.',
  ),
  profileShape: oneOf(
    ['own-object', 'extra-member'],
    'A log of its own {stamp, Wh}, or a fourth member of the primary export log.',
  ),
  outageEntries: oneOf(['absent', 'zero', 'flagged'], 'Entries of half hours wholly without supply.'),
  partialPeriod: oneOf(
    ['short-entry', 'merged', 'discarded'],
    'Half hours cut by an outage, by first energisation or by firmware activation.',
  ),
  clockForward: oneOf(['absent', 'short'], 'Rows around a forward clock set.'),
  clockBack: oneOf(['duplicate', 'merged', 'discarded'], 'Rows around a backward clock set.'),
  midReadCapture: oneOf(['either'], 'Whether a row captured during a long read appears in it.'),
  reversedRange: oneOf(['empty', 'error'], 'Selective access with from after to.'),
  emptyRange: oneOf(['empty', 'error'], 'Selective access that selects no row.'),
  snapshotMissedAtMidnight: oneOf(['absent', 'at-power-up'], 'The daily log after an outage over midnight.'),
  exportSnapshots: oneOf(
    ['none', 'daily', 'daily-and-billing'],
    "Today's billing log excludes export and holds secondary import and its four rates.",
  ),
  exportMpanLayout: oneOf(
    ['own-object', 'combined-26'],
    'An object of 13 octets, or 26 octets in the existing one, as ECS39a does for import.',
  ),
  mpanUnset: oneOf(['empty', 'spaces-13', 'zeros-13'], 'The value before first writing.'),
  mpanCharacters: oneOf(
    ['any', 'digits'],
    'No pattern and no check-digit rule is published; reference vectors hold wrong check digits.',
  ),
  mpanWriteMs: between(
    { default: 5000, from: 0, to: 10_000, unit: 'ms' },
    'How long after its answer an MPAN may still be lost with the supply; until then the old or the new one may stand.',
  ),
  secondaryExportMaxDemand: oneOf(['none', 'counted'], 'Whether the existing export maximum demand takes secondary export.'),
  displaySecondaryExport: oneOf(['no', 'yes'], 'Whether the display shows it.', { byPerson: true }),
  clockToleranceS: between({ default: 10, from: 1, to: 10, unit: 's' }, 'The published bound is 10 s; a maker may claim better.'),
} as const;

export type ChoiceName = keyof typeof CHOICES;
type ValueOf<C> = C extends { perElement: true }
  ? { primary: number; secondary: number }
  : C extends { values: readonly (infer V)[] }
    ? V
    : number;
/** One value for every choice. */
export type Choices = { -readonly [N in ChoiceName]: ValueOf<(typeof CHOICES)[N]> };

export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceName[];

/** The default value of every choice, as a fresh object. */
export function defaultChoices(): Choices {
  const entries = Object.entries(CHOICES as Record<string, DiscreteChoice | BoundChoice>).map(([name, choice]) => {
    const value = 'values' in choice ? choice.values[0] : choice.default;
    return [name, choice.perElement ? { primary: value, secondary: value } : value];
  });
  return Object.fromEntries(entries) as Choices;
}

export interface ListedChoice {
  name: ChoiceName;
  value: string;
  default: string;
  why: string;
}

/** Every choice in words, in the order of the table. */
export function listedChoices(choices: Choices): ListedChoice[] {
  const defaults = defaultChoices();
  return CHOICE_NAMES.map((name) => ({
    name,
    value: text(choices[name]),
    default: text(defaults[name]),
    why: CHOICES[name].why,
  }));
}

/** Those that are not at their default. */
export const differingChoices = (choices: Choices): ListedChoice[] =>
  listedChoices(choices).filter(({ value, default: standard }) => value !== standard);

function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([element, one]) => `${element} ${one}`)
    .join(', ');
}
