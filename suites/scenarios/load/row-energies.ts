import { UsageError } from '../../../trace/errors';
import type { Way } from '../../../trace/vocabulary';
import type { CsvColumns, ValueColumn } from './csv-columns';
import type { CsvTable } from './csv-table';
import { decimalText, type ExactDecimal, exactDecimal, halfHourWh, nearestUj, plus, times } from './exact-decimal';
import { grouped, type Offences, quoted } from './offences';

/** Energy of each row in µJ and of the whole file in exact decimal Wh, both after scale. */
export interface RowEnergies {
  uj: Record<Way, bigint>[];
  fileWh: Record<Way, string>;
}

const ONE: ExactDecimal = { digits: 1n, places: 0 };
const ZERO: ExactDecimal = { digits: 0n, places: 0 };

/** Reads the value columns. A row that offends counts as zero here; the caller refuses the file. */
export function rowEnergies(
  table: CsvTable,
  columns: CsvColumns,
  scale: string | undefined,
  offences: Offences,
  says: string[],
): RowEnergies {
  const reader = new EnergyReader(factorOf(scale), offences);
  const uj = table.rows.map(({ line, cells }) => {
    const { values } = columns;
    if (values.sign === 'split') {
      const { ways } = values;
      return {
        import: reader.split(line, cells, ways.import, 'import'),
        export: reader.split(line, cells, ways.export, 'export'),
      };
    }
    return reader.signed(line, cells, values.net, values.sign === 'export-negative' ? 'export' : 'import');
  });
  if (reader.rounded > 0) says.push(`${grouped(reader.rounded)} values are no whole microjoule: each is rounded to the nearest`);
  return { uj, fileWh: { import: decimalText(reader.sums.import), export: decimalText(reader.sums.export) } };
}

function factorOf(scale: string | undefined): ExactDecimal {
  if (scale === undefined) return ONE;
  const factor = exactDecimal(scale.trim());
  if (!factor || factor.digits <= 0n) {
    throw new UsageError(`--scale ${scale}: expected a decimal above zero, such as 0.02; --sign turns directions round`);
  }
  return factor;
}

class EnergyReader {
  readonly sums = { import: ZERO, export: ZERO };
  rounded = 0;

  constructor(
    private readonly factor: ExactDecimal,
    private readonly offences: Offences,
  ) {}

  split(line: number, cells: string[], column: ValueColumn | undefined, way: Way): bigint {
    const value = column ? this.number(line, cells, column) : ZERO;
    if (column && value.digits < 0n) {
      this.offences.add('negative', line, `${column.name} is ${quoted(cells[column.index] ?? '')}, below zero`);
      return 0n;
    }
    return column ? this.energy(value, column, way) : 0n;
  }

  signed(line: number, cells: string[], column: ValueColumn, negativeWay: Way): Record<Way, bigint> {
    const value = this.number(line, cells, column);
    const positiveWay = negativeWay === 'export' ? 'import' : 'export';
    const way = value.digits < 0n ? negativeWay : positiveWay;
    const size = value.digits < 0n ? { ...value, digits: -value.digits } : value;
    return { import: 0n, export: 0n, [way]: this.energy(size, column, way) };
  }

  private number(line: number, cells: string[], column: ValueColumn): ExactDecimal {
    const text = (cells[column.index] ?? '').trim();
    const value = exactDecimal(text);
    if (!value) this.offences.add('number', line, `${column.name} is ${text === '' ? 'empty' : quoted(text)}, not a number`);
    return value ?? ZERO;
  }

  private energy(value: ExactDecimal, column: ValueColumn, way: Way): bigint {
    if (value.digits === 0n) return 0n;
    const wh = times(halfHourWh(value, column.unit), this.factor);
    const { uj, exact } = nearestUj(wh);
    if (!exact) this.rounded++;
    this.sums[way] = plus(this.sums[way], wh);
    return uj;
  }
}
