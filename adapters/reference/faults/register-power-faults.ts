import { mostMva } from '../../../declaration/declaration';
import type { Fault } from '../fault';
import { MeasuringElement } from '../measuring-element';
import { mixedFrontEnd, reversed, secondaryElement } from './measuring';
import { heldDirection, nettedEachMinute } from './netting';

const area = 'register';
const ONE_WH_UJ = 3_600_000_000;
const HIGH_THRESHOLD_MW = 30_000;
/** Sine of 1°, the phase error that a current transformer without compensation has. */
const PHASE_ERROR = Math.sin(Math.PI / 180);

const towards = (p: number, mw: number) => (p < 0 ? { importMw: 0, exportMw: mw } : { importMw: mw, exportMw: 0 });

/** Faults of what the secondary element measures: direction, quadrant, threshold and range. */
export const REGISTER_POWER_FAULTS: Fault[] = [
  {
    name: 'export-zero-beside-larger-import',
    breaks: 'register.gross-across-elements',
    area,
    says: 'While the primary element imports more than the secondary exports, no export is counted.',
    shownBy: ['summer-solar-day'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        secondary: { exportMw: primary.importMw > secondary.exportMw ? 0 : secondary.exportMw },
      })),
  },
  {
    name: 'direction-from-reactive',
    breaks: 'register.imports-in-both-quadrants',
    area,
    says: 'The direction is taken from the sign of the reactive power: import in quadrant IV counts as export.',
    shownBy: ['apparent-power', 'idle-inverter'],
    replace: (parts) =>
      secondaryElement(parts, (measured, { reactiveMvar = 0 }) => {
        const backwards = reactiveMvar < 0 && measured.importMw > 0;
        return backwards ? reversed(measured) : measured;
      }),
  },
  {
    name: 'quadrant-two-as-import',
    breaks: 'register.exports-in-both-quadrants',
    area,
    says: 'Export beside positive reactive power, quadrant II, counts as import.',
    shownBy: ['apparent-power', 'idle-inverter'],
    replace: (parts) =>
      secondaryElement(parts, (measured, { reactiveMvar = 0 }) => {
        const inQuadrantTwo = reactiveMvar > 0 && measured.exportMw > 0;
        return inQuadrantTwo ? reversed(measured) : measured;
      }),
  },
  {
    name: 'quadrant-three-lost',
    breaks: 'register.exports-in-both-quadrants',
    area,
    says: 'Export beside negative reactive power, quadrant III, is not counted.',
    shownBy: ['apparent-power'],
    replace: (parts) =>
      secondaryElement(parts, (measured, { reactiveMvar = 0 }) => (reactiveMvar < 0 ? { ...measured, exportMw: 0 } : measured)),
  },
  {
    name: 'apparent-for-active',
    breaks: 'register.exports-in-both-quadrants',
    area,
    says: 'The product of voltage and current is counted, |S| for P.',
    shownBy: ['apparent-power', 'idle-inverter'],
    replace: (parts) =>
      secondaryElement(parts, (measured, { activeMw, reactiveMvar = 0 }) => {
        if (measured.importMw + measured.exportMw === 0) return measured;
        return { ...measured, ...towards(activeMw, Math.round(Math.hypot(activeMw, reactiveMvar))) };
      }),
  },
  {
    name: 'phase-error-one-degree',
    breaks: 'register.ignores-reactive',
    area,
    says: 'A phase error of 1° turns reactive power of either sign into export.',
    shownBy: ['idle-inverter'],
    replace: (parts) =>
      secondaryElement(parts, (measured, { reactiveMvar = 0 }) => ({
        ...measured,
        exportMw: measured.exportMw + Math.round(Math.abs(reactiveMvar) * PHASE_ERROR),
      })),
  },
  {
    name: 'reactive-of-other-element',
    breaks: 'register.phases-kept-apart',
    area,
    says: "The secondary element's phase is compensated with the primary's current: its reactive power leaks into export.",
    shownBy: ['apparent-power'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        secondary: { exportMw: secondary.exportMw + Math.round(primary.reactiveImportMvar * PHASE_ERROR) },
      })),
  },
  {
    name: 'direction-of-other-element',
    breaks: 'register.phases-kept-apart',
    area,
    says: "Negative reactive power through the primary element turns the secondary's direction round.",
    shownBy: ['apparent-power'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) =>
        primary.reactiveExportMvar > 0 ? { secondary: reversed(secondary) } : {},
      ),
  },
  {
    name: 'threshold-of-primary',
    breaks: 'register.counts-from-starting-power',
    area,
    says: "The secondary element starts at the primary element's starting power.",
    shownBy: ['low-power'],
    under: { choices: { startingPowerMw: { primary: 25_000, secondary: 4600 } } },
    replace: (parts) => ({
      ...parts,
      element: (fitting, element) =>
        element === 'secondary'
          ? new MeasuringElement(fitting.behaviour.startingPowerMw.primary)
          : parts.element(fitting, element),
    }),
  },
  {
    name: 'export-threshold-30-w',
    breaks: 'register.counts-from-starting-power',
    area,
    says: 'Export of less than 30 W is taken for noise and not counted.',
    shownBy: ['low-power'],
    replace: (parts) =>
      secondaryElement(parts, (measured) => (measured.exportMw < HIGH_THRESHOLD_MW ? { ...measured, exportMw: 0 } : measured)),
  },
  {
    name: 'raised-to-starting-power',
    breaks: 'register.adds-nothing-below-start',
    area,
    says: 'Any export below the starting power is counted as the starting power.',
    shownBy: ['low-power'],
    replace: (parts) =>
      secondaryElement(parts, (measured, { activeMw }, { choices }) => ({
        ...measured,
        exportMw: activeMw < 0 ? Math.max(measured.exportMw, choices.startingPowerMw.secondary) : measured.exportMw,
      })),
  },
  {
    name: 'saturates-above-half-imax',
    breaks: 'register.counts-full-load',
    area,
    says: 'Above half of Imax the current transformer saturates, and a third of what is above is lost.',
    shownBy: ['full-load'],
    replace: (parts) =>
      secondaryElement(parts, (measured, _flow, { declaration }) => {
        const above = Math.max(0, measured.exportMw - mostMva(declaration, 'secondary') / 2);
        return { ...measured, exportMw: measured.exportMw - Math.round(above / 3) };
      }),
  },
  {
    name: 'clipped-at-20-kw',
    breaks: 'register.counts-full-load',
    area,
    says: 'Export power is kept in a field that ends at 20 kW.',
    shownBy: ['full-load'],
    replace: (parts) =>
      secondaryElement(parts, (measured) => ({ ...measured, exportMw: Math.min(measured.exportMw, 20_000_000) })),
  },
  {
    name: 'netted-each-minute',
    breaks: 'register.gross-across-reversals',
    area,
    says: 'Import and export of the secondary element are netted over each minute.',
    shownBy: ['reversals'],
    replace: nettedEachMinute,
  },
  {
    name: 'direction-held-for-2-wh',
    breaks: 'register.bounded-in-bursts',
    area,
    says: 'The direction changes only when 2 Wh have flowed the other way; until then energy counts the old way.',
    shownBy: ['solar-diverter'],
    replace: (parts) => heldDirection(parts, 2 * ONE_WH_UJ),
  },
  {
    name: 'direction-held-until-half-hour',
    breaks: 'register.follows-direction',
    area,
    says: 'The first direction of a half hour takes all the energy of that half hour.',
    shownBy: ['reversals'],
    replace: (parts) => heldDirection(parts, Number.POSITIVE_INFINITY),
  },
];
