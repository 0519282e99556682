import { type Declaration, mostMva } from '../../../declaration/declaration';
import { onlyTwinWhere } from '../define';
import type { Happening, Requirement } from '../requirement';
import { ALL_STILL, exporting, importing, movesRight, movesRightAlways, still } from './register-span';

/** A little above the widest starting power that may be declared, 25 W: whatever a meter declares, there it has to count. */
const SURELY_STARTED_MW = 30_000;
/** Below this power too little flows in half a day to tell anything. */
const SEEN_MW = 900;
const SIGNS = ['+', '-'] as const;

const startingMw = ({ choices }: Declaration) => choices.startingPowerMw.secondary;

const reactive = (element: 'primary' | 'secondary', sign: '+' | '-', atLeastVarh = 100): Happening => ({
  reactive: element,
  sign,
  atLeastVarh,
});

/** From which power, in which quadrants and up to which power the register counts. */
export const REGISTER_POWER_REQUIREMENTS: Requirement[] = [
  movesRightAlways(
    {
      id: 'register.counts-from-starting-power',
      title: 'Export is counted from the declared starting power on',
      statement:
        "Export through the secondary element at its declared starting power and above it, up to 30 W, is counted in full, whatever the primary element's starting power.",
      clauses: ['DP184 §2 bullet 1', 'EN 50470-3 (starting current)'],
      basis: 'choice',
    },
    (meter) => [
      [
        { powers: 'export', element: 'secondary', fromMw: startingMw(meter), toMw: SURELY_STARTED_MW, atLeastWh: 10 },
        exporting(10),
      ],
    ],
    'the register moved by what was exported at and just above the starting power',
  ),
  movesRightAlways(
    {
      id: 'register.adds-nothing-below-start',
      title: 'Below the starting power no more is counted than flows',
      statement: 'Export below the declared starting power moves the register by no more than the energy that flowed.',
      clauses: ['DP184 §2 bullet 1', 'EN 50470-3 (starting current)'],
      basis: 'choice',
      applies: onlyTwinWhere(
        (meter) => startingMw(meter) > SEEN_MW || 'at the declared starting power too little flows below it to be seen',
      ),
    },
    (meter) => [[{ powers: 'export', element: 'secondary', fromMw: 1, toMw: startingMw(meter) - 1, atLeastWh: 10 }]],
    'the register moved by no more than what was exported below the starting power',
  ),
  movesRightAlways(
    {
      id: 'register.ignores-reactive',
      title: 'Reactive power alone does not move the register',
      statement:
        'Reactive power of either sign through the secondary element, without active power, leaves the register as it was.',
      basis: 'derived',
    },
    () => SIGNS.map((sign) => [reactive('secondary', sign), ...ALL_STILL]),
    'the register stood still while only reactive power flowed',
  ),
  movesRightAlways(
    {
      id: 'register.exports-in-both-quadrants',
      title: 'Export in quadrants II and III is counted by its active power',
      statement:
        'Export through the secondary element beside reactive power of either sign moves the register by the active energy: not by the apparent energy, and not the less for its quadrant.',
      basis: 'derived',
    },
    () => SIGNS.map((sign) => [reactive('secondary', sign), exporting(10), still('secondary', 'import')]),
    'the register moved by the active energy exported beside reactive power',
  ),
  movesRightAlways(
    {
      id: 'register.imports-in-both-quadrants',
      title: 'Import in quadrants I and IV does not move the register',
      statement: 'Import through the secondary element beside reactive power of either sign leaves the register as it was.',
      basis: 'derived',
    },
    () => SIGNS.map((sign) => [reactive('secondary', sign), importing('secondary', 10), still('secondary', 'export')]),
    'the register stood still while the secondary element imported beside reactive power',
  ),
  movesRightAlways(
    {
      id: 'register.phases-kept-apart',
      title: "The other element's reactive power does not touch the register",
      statement:
        'Reactive power of either sign through the primary element leaves the count of what the secondary element exports as it is.',
      clauses: ['DP184 §2 bullet 1', 'SMETS2 5.13 (per-element registers)'],
      basis: 'derived',
    },
    () => SIGNS.map((sign) => [reactive('primary', sign), exporting(10)]),
    'the register moved by its own active energy beside reactive power of the primary element',
  ),
  movesRightAlways(
    {
      id: 'register.counts-full-load',
      title: 'Export is counted in full up to Imax',
      statement: 'Export through the secondary element at 60 % of its maximum current and above is counted in full.',
      clauses: ['DP184 §2 bullet 1', 'EN 50470-3 (maximum current)'],
      basis: 'derived',
    },
    (meter) => {
      const mostMw = mostMva(meter, 'secondary');
      // What a bench is set to and what flows differ by its tolerance; more than Imax it does not send.
      const range = { fromMw: Math.ceil(mostMw * 0.6), toMw: 2 * mostMw };
      return [[{ powers: 'export', element: 'secondary', ...range, atLeastWh: 100 }, exporting(100)]];
    },
    'the register moved by what was exported near Imax',
  ),
  movesRight(
    {
      id: 'register.follows-direction',
      title: 'The direction of counting follows the flow',
      statement:
        'After import the secondary export counts from the turn on, and after export the import does not move the register: no direction is held until a half hour or a quantity is full.',
      basis: 'derived',
    },
    [{ reversals: 'secondary', atLeast: 1 }, importing('secondary', 10), exporting(10)],
    'the register moved by the export alone over a change of direction',
  ),
  movesRight(
    {
      id: 'register.bounded-in-bursts',
      title: 'Fast bursts move the register between net and gross',
      statement:
        'Turns of the secondary element faster than the declared direction interval move the register by no less than what is left when they are netted and no more than what was exported.',
      basis: 'choice',
    },
    [{ bursts: 'secondary', atLeast: 20, shorterMs: 1000 }],
    'the register moved between the net and the gross energy of the bursts',
  ),
  movesRight(
    {
      id: 'register.adds-up-crumbs',
      title: 'Energy below one watt-hour at a time adds up',
      statement:
        'Many short exports through the secondary element, each below 1 Wh, are counted in full: no residue is dropped or rounded.',
      basis: 'derived',
    },
    [{ crumbs: 12 }, exporting(4)],
    'the register moved by all the exports below one watt-hour together',
  ),
];
