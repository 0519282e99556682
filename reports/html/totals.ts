import type { RunResult } from '../../suites/run-result';
import { type Html, html } from '../escape';
import { decimal, withUnit } from '../format';
import { section, table } from './parts';

/** Energies of a loaded file over the whole run: the file, the registers, the half-hour rows; undefined where no file was loaded. */
export function totalsPart({ totals }: RunResult): Html | undefined {
  if (!totals) return undefined;
  const rows = Object.entries(totals).flatMap(([element, ways]) =>
    Object.entries(ways).map(([way, { fileWh, registerWh, rowsWh }]) => {
      const equal = fileWh === registerWh && fileWh === rowsWh;
      return html`<tr><th scope="row">${element} ${way}</th>${[fileWh, registerWh, rowsWh].map(
        (wh) => html`<td class="num">${withUnit(decimal(wh), 'Wh')}</td>`,
      )}<td>${equal ? '= equal' : '≠ differ'}</td></tr>\n`;
    }),
  );
  return section(
    'totals',
    'Totals of the loaded file',
    table(
      'Totals of the loaded file',
      [
        { title: 'Element and way' },
        { title: 'File', numeric: true },
        { title: 'Registers', numeric: true },
        { title: 'Half-hour rows', numeric: true },
        { title: 'Compared' },
      ],
      html`<tbody>
${rows}</tbody>`,
    ),
  );
}
