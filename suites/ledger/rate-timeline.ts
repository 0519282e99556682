import type { Choices } from '../../declaration/choices';
import type { Ms, Window } from '../../trace/vocabulary';
import type { FlowHistory } from './flow-history';
import type { Interval } from './interval';
import type { ClockBreak, ClockPiece, MeterClock, OffsetBand, Validity } from './meter-clock';
import { firstIndex } from './reversals';
import { isEmpty, rateSteps, rateWithoutTable } from './table-calendar';
import type { TableSpell } from './table-history';

/** Rates of the secondary element. */
export const RATES = [1, 2, 3, 4] as const;

/** The rates that may be in force, as bits: bit 0 none, bits 1 to 4 the rates. */
interface InForce {
  rates: number;
  /** The trace does not tell which table was in force. */
  unknown: boolean;
}

/** A stretch of bench time with the rates that may have been in force. */
type Cell = Window & InForce;

/** A stretch of bench time with the rates, as bits, that count by the clock and those that count without a table. */
interface NamedCell extends Window {
  byTable: number;
  withoutTable: number;
  unknown: boolean;
}

/** Energy of one rate over a span, whole and for each unbroken stretch of that rate. */
export interface RateEnergy {
  total: Interval;
  /** Energy of each stretch that surely was this rate. */
  sure: bigint[];
  /** Energy of each stretch that may have been this rate. */
  possible: bigint[];
}

const ALL_RATES = 0b11111;
const bit = (rate: number | undefined) => 1 << (rate ?? 0);
const NO_RATE = bit(undefined);
const RATE_1: InForce = { rates: bit(1), unknown: false };

/** The parts of the meter's clock that tell rates. */
export type RateClock = Pick<MeterClock, 'pieces' | 'breaks'>;

/** Which rate was in force when, in bench time. */
export class RateTimeline {
  private readonly cells: readonly Cell[];

  constructor(tables: readonly TableSpell[], clock: RateClock, extent: Window | undefined, choices: Choices) {
    this.cells = extent ? cellsOf(tables, clock, extent, choices) : [];
  }

  /** Whether some rate surely counted, whichever, all the time that energy may have flowed between two instants. */
  rated(history: FlowHistory, fromMs: Ms, toMs: Ms): boolean {
    const here = this.cells.filter((cell) => cell.fromMs < toMs && cell.toMs > fromMs);
    const silent = (cell: Cell) => history.most(Math.max(cell.fromMs, fromMs), Math.min(cell.toMs, toMs)) === 0n;
    return here.length > 0 && here.every((cell) => (!cell.unknown && !(cell.rates & NO_RATE)) || silent(cell));
  }

  /** Energy of each rate between two instants known as windows; undefined where energy flowed under a table that is not known. */
  energies(history: FlowHistory, from: Window, to: Window): RateEnergy[] | undefined {
    const energies = RATES.map((): RateEnergy => ({ total: { lo: 0n, hi: 0n }, sure: [], possible: [] }));
    const { cells } = this;
    const open = RATES.map(() => ({ sure: 0n, possible: 0n }));
    let covered = false;
    for (let i = firstIndex(cells, (cell) => cell.toMs > from.fromMs); i < cells.length && cells[i]!.fromMs < to.toMs; i++) {
      const cell = cells[i]!;
      covered = true;
      const most = history.most(Math.max(cell.fromMs, from.fromMs), Math.min(cell.toMs, to.toMs));
      const least = history.least(Math.max(cell.fromMs, from.toMs), Math.min(cell.toMs, to.fromMs));
      if (cell.unknown && most > 0n) return undefined;
      RATES.forEach((rate, index) => {
        const stretch = open[index]!;
        if (cell.rates & bit(rate)) stretch.possible += most;
        else close(stretch, 'possible', energies[index]!);
        if (cell.rates === bit(rate)) stretch.sure += least;
        else close(stretch, 'sure', energies[index]!);
      });
    }
    if (!covered && history.most(from.fromMs, to.toMs) > 0n) return undefined;
    RATES.forEach((_, index) => {
      close(open[index]!, 'possible', energies[index]!);
      close(open[index]!, 'sure', energies[index]!);
    });
    return energies;
  }
}

function close(stretch: { sure: bigint; possible: bigint }, which: 'sure' | 'possible', energy: RateEnergy): void {
  if (stretch[which] === 0n) return;
  energy[which].push(stretch[which]);
  energy.total[which === 'sure' ? 'lo' : 'hi'] += stretch[which];
  stretch[which] = 0n;
}

/**
 * The rates in force over the bench time that the trace covers. Under an empty table `touWithoutTable` alone decides, whether the clock is
 * valid or not: nothing depends on the clock then. Under any other table `touWhileClockInvalid` decides while the clock is invalid; what
 * counted last is then what the table named when the clock was lost, or rate 1 where no rate counted.
 */
function cellsOf(tables: readonly TableSpell[], clock: RateClock, extent: Window, choices: Choices): Cell[] {
  const cells: Cell[] = [];
  let last: InForce = { rates: ALL_RATES, unknown: true };
  for (const piece of clock.pieces) {
    const from = Math.max(piece.fromMs, extent.fromMs);
    const to = Math.min(piece.toMs, extent.toMs);
    if (from >= to) continue;
    const lost = lossIn(piece, clock);
    // The clock may have run on for some time without supply, nobody knows for how long.
    if (lost) last = anyOf(followed([bandBefore(lost)], from, to, tables, choices));
    for (const named of followed(piece.bands, from, to, tables, choices)) {
      const frozen = choices.touWhileClockInvalid === 'rate-1' ? RATE_1 : last;
      const cell = { fromMs: named.fromMs, toMs: named.toMs, ...inForce(named, piece.valid, frozen) };
      if (!lost) last = cell;
      const before = cells.at(-1);
      if (before && before.rates === cell.rates && before.unknown === cell.unknown) before.toMs = cell.toMs;
      else cells.push(cell);
    }
  }
  return cells;
}

/** The break in which a clock that was valid may have become invalid; undefined where the piece is none. */
function lossIn(piece: ClockPiece, { breaks }: RateClock): ClockBreak | undefined {
  if (piece.valid !== 'maybe') return undefined;
  return breaks
    .filter(({ when, validBefore }) => validBefore === 'yes' && when.fromMs <= piece.fromMs && when.toMs >= piece.toMs)
    .at(-1);
}

function bandBefore({ when, before }: ClockBreak): OffsetBand {
  return { loMs: before.fromMs - when.fromMs, hiMs: before.toMs - when.fromMs };
}

function anyOf(cells: readonly NamedCell[]): InForce {
  return {
    rates: cells.reduce((rates, { withoutTable, byTable }) => rates | withoutTable | byTable, 0),
    unknown: cells.some(({ unknown }) => unknown),
  };
}

function inForce({ withoutTable, byTable, unknown }: NamedCell, valid: Validity, frozen: InForce): InForce {
  if (valid === 'yes' || !byTable) return { rates: withoutTable | byTable, unknown };
  const kept = frozen.rates & NO_RATE ? (frozen.rates & ~NO_RATE) | RATE_1.rates : frozen.rates;
  if (valid === 'no') return { rates: withoutTable | kept, unknown: frozen.unknown };
  return { rates: withoutTable | byTable | kept, unknown: unknown || frozen.unknown };
}

/** The rates that the tables in force name within a stretch of bench time, whether the clock is valid or not. */
function followed(
  bands: readonly OffsetBand[],
  fromMs: Ms,
  toMs: Ms,
  tables: readonly TableSpell[],
  choices: Choices,
): NamedCell[] {
  // Between the bounds of a change either table may be in force.
  const spells = tables.map(({ since, table }, i) => ({
    table,
    fromMs: Math.max(fromMs, since.fromMs),
    toMs: Math.min(toMs, tables[i + 1]?.since.toMs ?? Number.POSITIVE_INFINITY),
  }));
  const layers = spells
    .filter((spell) => spell.fromMs < spell.toMs)
    .flatMap((spell) =>
      bands.map((band) => ({
        ...spell,
        band,
        steps: spell.table && rateSteps(spell.table, spell.fromMs + band.loMs, spell.toMs + band.hiMs, choices),
      })),
    );
  const edges = new Set<Ms>([fromMs, toMs]);
  for (const layer of layers) {
    edges.add(layer.fromMs).add(layer.toMs);
    for (const { atMs } of layer.steps ?? []) edges.add(atMs - layer.band.hiMs).add(atMs - layer.band.loMs);
  }
  const sorted = [...edges].filter((edge) => edge >= fromMs && edge <= toMs).sort((a, b) => a - b);
  const cursors = layers.map(() => 0);
  return sorted.slice(1).map((end, index) => {
    const cell: NamedCell = { fromMs: sorted[index]!, toMs: end, withoutTable: 0, byTable: 0, unknown: false };
    layers.forEach(({ band, steps, table, ...spell }, which) => {
      if (spell.fromMs >= cell.toMs || spell.toMs <= cell.fromMs) return;
      if (!table || isEmpty(table)) cell.withoutTable |= bit(rateWithoutTable(choices));
      if (table && isEmpty(table)) return;
      if (!steps) {
        cell.unknown = true;
        cell.byTable = ALL_RATES;
        return;
      }
      // Steps that ended before this cell ended before every later one too.
      while (steps[cursors[which]! + 1] && steps[cursors[which]! + 1]!.atMs - band.loMs <= cell.fromMs) cursors[which]!++;
      cell.byTable |= ratesWithin(steps, cursors[which]!, band, cell);
    });
    return cell;
  });
}

function ratesWithin(steps: { atMs: Ms; rate: number | undefined }[], first: number, band: OffsetBand, cell: Window): number {
  let rates = 0;
  for (let i = first; i < steps.length && (i === first || steps[i]!.atMs - band.hiMs < cell.toMs); i++)
    rates |= bit(steps[i]!.rate);
  return rates;
}
