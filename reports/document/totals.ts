import type { RunResult } from '../../suites/run-result';
import { decimal, withUnit } from '../format';
import type { Section } from './blocks';

/** Energies of a loaded file over the whole run: the file, the registers, the half-hour rows; undefined where no file was loaded. */
export function totalsSection({ totals }: RunResult): Section | undefined {
  if (!totals) return undefined;
  const rows = Object.entries(totals).flatMap(([element, ways]) =>
    Object.entries(ways).map(([way, { fileWh, registerWh, rowsWh }]) => {
      const equal = fileWh === registerWh && fileWh === rowsWh;
      const energies = [fileWh, registerWh, rowsWh].map((wh) => withUnit(decimal(wh), 'Wh'));
      return [`${element} ${way}`, ...energies, equal ? '= equal' : '≠ differ'];
    }),
  );
  return {
    id: 'totals',
    title: 'Totals of the loaded file',
    blocks: [
      {
        block: 'table',
        caption: 'Totals of the loaded file',
        columns: [
          { title: 'Element and way', width: 1.4 },
          { title: 'File', numeric: true },
          { title: 'Registers', numeric: true },
          { title: 'Half-hour rows', numeric: true },
          { title: 'Compared' },
        ],
        groups: [{ rows }],
      },
    ],
  };
}
