import { basename } from 'node:path';
import type { Declaration } from '../../../declaration/declaration';
import { UsageError } from '../../../trace/errors';
import type { Element } from '../../../trace/vocabulary';
import { chooseColumns } from './csv-columns';
import { readTable } from './csv-table';
import { HALF_HOUR_MS, type LoadedRow, type LoadedSeries, type LoadOptions } from './load-options';
import { grouped, Offences } from './offences';
import { judgePlayable } from './playable-rows';
import { pulseLimits } from './pulses';
import { rowEnergies } from './row-energies';
import { rowStamps } from './row-stamps';

/**
 * Reads a CSV of half hours, guessing what the options leave open and saying what was guessed. Throws a UsageError that
 * names the first offending lines and counts all of them where a row has no place in time or does not fit the meter.
 */
export function readLoad(path: string, options: LoadOptions, meter: Declaration): LoadedSeries {
  const says: string[] = [];
  const element = chooseElement(options.element, meter, says);
  const offences = new Offences();
  const table = readTable(path);
  if (table.delimiter !== ',') says.push(`delimiter = ${table.delimiter === '\t' ? 'tab' : table.delimiter} (guessed)`);
  if (table.blankRows > 0) says.push(`${grouped(table.blankRows)} blank rows left out`);
  const columns = chooseColumns(path, table, options, says);
  for (const { line, cells } of table.rows) {
    const surplus = cells.slice(table.columns.length).some((cell) => cell.trim() !== '');
    if (surplus || cells.length < table.columns.length) {
      offences.add('columns', line, `${cells.length} columns; the header has ${table.columns.length}`);
    }
  }
  const ends = rowStamps(path, table, columns, options, offences, says);
  const { uj, fileWh } = rowEnergies(table, columns, options.scale, offences, says);
  const limits = pulseLimits(meter, element);
  const energies = uj.map((energy, i) => ({ ...energy, line: table.rows[i]?.line ?? 0 }));
  judgePlayable(energies, limits, options.scale, offences, says);
  if (!offences.none) throw new UsageError(offences.message(path, table.rows.length));
  const rows = energies.map(
    (row, i): LoadedRow => ({
      endMs: ends[i]!,
      importUj: row.import,
      exportUj: row.export,
      line: row.line,
    }),
  );
  says.push(
    `${grouped(rows.length)} half hours from ${iso((rows[0]?.endMs ?? 0) - HALF_HOUR_MS)} to ${iso(rows.at(-1)?.endMs ?? 0)}`,
  );
  return { file: basename(path), element, rows, says, fileWh };
}

function chooseElement(given: Element | undefined, meter: Declaration, says: string[]): Element {
  if (given === undefined) says.push('element = secondary (default; --element primary to change)');
  const element = given ?? 'secondary';
  if (element === 'secondary' && meter.variant !== 'twin') {
    throw new UsageError(
      `--load: meter ${meter.meter.id} is declared ${meter.variant}, without a secondary element; give --element primary`,
    );
  }
  return element;
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(':00.000Z', 'Z');
}
