import { distance } from 'fastest-levenshtein';
import { UsageError } from '../../../trace/errors';
import { WAYS, type Way } from '../../../trace/vocabulary';
import type { CsvTable } from './csv-table';
import { LABELS_READ, readLabel } from './half-hour-labels';
import { namesNet, namesStamp, namesUnit, namesWay } from './header-words';
import type { LoadOptions, LoadUnit, Sign } from './load-options';

export interface ValueColumn {
  index: number;
  name: string;
  unit: LoadUnit;
}

/** Which columns hold what. A signed file has one value column. */
export interface CsvColumns {
  /** Column of the labels, or those of date and time; empty where labels are ignored. */
  time: number[];
  values: { sign: 'split'; ways: Partial<Record<Way, ValueColumn>> } | { sign: Exclude<Sign, 'split'>; net: ValueColumn };
}

const SAMPLE_ROWS = 20;

/** Finds the columns by the options, else by header words and values. Throws a UsageError where that is not possible. */
export function chooseColumns(path: string, table: CsvTable, options: LoadOptions, says: string[]): CsvColumns {
  const headless = table.columns.find((name) => isLabel(name));
  if (headless !== undefined) {
    throw new UsageError(
      `${path}: line 1 holds values (${headless}), not column names; add a header line such as time,import_wh,export_wh`,
    );
  }
  const chooser = new Chooser(path, table, options, says);
  const time = options.consecutive === undefined ? chooser.time() : [];
  const sign = options.sign ?? 'split';
  if (sign === 'split') return { time, values: { sign, ways: chooser.ways(time) } };
  return { time, values: { sign, net: chooser.net(time) } };
}

class Chooser {
  constructor(
    private readonly path: string,
    private readonly table: CsvTable,
    private readonly options: LoadOptions,
    private readonly says: string[],
  ) {}

  time(): number[] {
    const given = this.given('time');
    if (given !== undefined) return [given];
    const found = this.indices((i) => this.most(i, isLabel));
    if (found.length === 0) return this.dateAndTime();
    const best = found.find((i) => namesStamp(this.name(i)) === 'start') ?? found[0]!;
    this.says.push(`column time = ${this.name(best)} (guessed from its values)`);
    return [best];
  }

  ways(time: number[]): Partial<Record<Way, ValueColumn>> {
    const ways: Partial<Record<Way, ValueColumn>> = {};
    const taken = new Set([...time, ...WAYS.flatMap((way) => this.given(way) ?? [])]);
    for (const way of WAYS) {
      if (this.options.columns?.[way] === '') continue;
      const given = this.given(way);
      const index = given ?? this.guessWay(way, taken);
      if (index === undefined) continue;
      if (given === undefined) this.says.push(`column ${way} = ${this.name(index)} (guessed from the header)`);
      ways[way] = this.value(index);
    }
    if (ways.import && ways.import.index === ways.export?.index) {
      this.refuse(`column ${ways.import.name} is given for import and for export; --sign reads one column of both directions`);
    }
    if (!ways.import && !ways.export) {
      this.refuse(
        'no header says import or export: give --column import=NAME or --column export=NAME, or --sign for one of both',
      );
    }
    return ways;
  }

  net(time: number[]): ValueColumn {
    const given = WAYS.flatMap((way) => this.given(way) ?? []);
    if (new Set(given).size > 1) this.refuse(`--sign ${this.options.sign} reads one signed column, but two columns are given`);
    if (given[0] !== undefined) return this.value(given[0]);
    const numbers = this.indices((i) => !time.includes(i) && this.name(i) !== '' && this.most(i, isNumber));
    const candidates = [
      numbers.filter((i) => namesNet(this.name(i))),
      numbers.filter((i) => namesUnit(this.name(i)) !== undefined),
      numbers,
    ];
    const only = candidates.find((list) => list.length === 1)?.[0];
    if (only === undefined)
      return this.refuse(`--sign ${this.options.sign}: more than one column may be meant; give it as --column import=NAME`);
    this.says.push(`signed column = ${this.name(only)} (guessed from the header)`);
    return this.value(only);
  }

  private guessWay(way: Way, taken: ReadonlySet<number>): number | undefined {
    for (const strength of [2, 1]) {
      const found = this.indices((i) => !taken.has(i) && namesWay(this.name(i), way) === strength);
      const names = found.map((i) => this.name(i)).join(', ');
      if (found.length > 1)
        this.refuse(`more than one column may be ${way} (${names}): give --column ${way}=NAME, or ${way}= for none`);
      if (found.length === 1) return found[0];
    }
    return undefined;
  }

  private dateAndTime(): number[] {
    const date = this.indices((i) => this.most(i, (cell) => isLabel(`${cell} 00:00`)))[0];
    const time = this.indices((i) => this.most(i, (cell) => isLabel(`2000-01-01 ${cell}`)))[0];
    if (date === undefined || time === undefined) {
      return this.refuse(
        `no column holds times such as ${LABELS_READ}: give --column time=NAME, or --consecutive START to go without`,
      );
    }
    this.says.push(`columns time = ${this.name(date)} and ${this.name(time)} (guessed from their values)`);
    return [date, time];
  }

  private value(index: number): ValueColumn {
    const name = this.name(index);
    const guess = namesUnit(name);
    if (this.options.units === undefined && guess !== undefined) {
      this.says.push(`units of ${name} = ${guess} (guessed from the header)`);
    }
    const unit = this.options.units ?? guess;
    if (unit === undefined)
      return this.refuse(`the header of column ${name} names no unit: give --units Wh, kWh, MWh, W, kW or MW`);
    return { index, name, unit };
  }

  /** Index of the column that an option names; undefined where none does. */
  private given(what: Way | 'time'): number | undefined {
    const wanted = this.options.columns?.[what]?.trim();
    if (wanted === undefined || (wanted === '' && what !== 'time')) return undefined;
    const exact = this.indices((i) => this.name(i) === wanted);
    const found = exact.length > 0 ? exact : this.indices((i) => this.name(i).toLowerCase() === wanted.toLowerCase());
    if (found.length > 1) this.refuse(`--column ${what}=${wanted}: ${found.length} columns have that name; make them differ`);
    if (found[0] !== undefined) return found[0];
    const nearest = this.table.columns.toSorted((a, b) => distance(a, wanted) - distance(b, wanted))[0];
    return this.refuse(`--column ${what}=${wanted}: no such column; did you mean ${nearest}?`);
  }

  private name(index: number): string {
    return this.table.columns[index] ?? '';
  }

  private indices(wanted: (index: number) => boolean): number[] {
    return this.table.columns.flatMap((_, i) => (wanted(i) ? [i] : []));
  }

  /** Whether half or more of the first filled cells of a column are like that. */
  private most(index: number, like: (cell: string) => boolean): boolean {
    const cells = this.table.rows.slice(0, SAMPLE_ROWS).map(({ cells }) => (cells[index] ?? '').trim());
    const filled = cells.filter((cell) => cell !== '');
    return filled.length > 0 && filled.filter(like).length * 2 >= filled.length;
  }

  private refuse(problem: string): never {
    throw new UsageError(`${this.path}: ${problem}\n  its columns: ${this.table.columns.join(', ')}`);
  }
}

function isLabel(cell: string): boolean {
  return (readLabel(cell, 'day-month') ?? readLabel(cell, 'month-day')) !== undefined;
}

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}
