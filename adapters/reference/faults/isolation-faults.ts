import type { Fault } from '../fault';
import { mixedFrontEnd, secondaryElement } from './measuring';

const area = 'isolation';

/** Faults by which secondary export moves something that existed before it. */
export const ISOLATION_FAULTS: Fault[] = [
  {
    name: 'export-counted-twice',
    breaks: 'isolation.primary-export',
    area,
    says: 'Secondary export is added to primary export as well.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({ primary: { exportMw: primary.exportMw + secondary.exportMw } })),
  },
  {
    name: 'export-offsets-primary-import',
    breaks: 'isolation.primary-import',
    area,
    says: 'Secondary export is taken off primary import.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) =>
      mixedFrontEnd(parts, ({ primary, secondary }) => ({
        primary: { importMw: Math.max(0, primary.importMw - secondary.exportMw) },
      })),
  },
  {
    name: 'export-as-import',
    breaks: 'isolation.secondary-import',
    area,
    says: 'The secondary import register still counts the magnitude: export moves it too, as before DP184.',
    shownBy: ['four-directions', 'summer-solar-day'],
    replace: (parts) => secondaryElement(parts, (measured) => ({ ...measured, importMw: measured.importMw + measured.exportMw })),
  },
];
