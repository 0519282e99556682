import type { Choices } from '../../declaration/choices';
import type { Ms, Window } from '../../trace/vocabulary';
import type { FlowHistory } from './flow-history';
import type { Interval } from './interval';
import type { ClockPiece, MeterClock, OffsetBand } from './meter-clock';
import { firstIndex } from './reversals';
import { rateSteps } from './table-calendar';
import type { TableSpell } from './table-history';

/** Rates of the secondary element. */
export const RATES = [1, 2, 3, 4] as const;

/** A stretch of bench time with the rates that may have been in force, as bits: bit 0 none, bits 1 to 4 the rates. */
interface Cell extends Window {
  rates: number;
  /** The trace does not tell which table was in force. */
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

/** Which rate was in force when, in bench time. */
export class RateTimeline {
  private readonly cells: readonly Cell[];

  constructor(tables: readonly TableSpell[], clock: MeterClock, extent: Window | undefined, choices: Choices) {
    this.cells = extent ? cellsOf(tables, clock, extent, choices) : [];
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

function cellsOf(tables: readonly TableSpell[], clock: MeterClock, extent: Window, choices: Choices): Cell[] {
  const cells: Cell[] = [];
  let last = { rates: ALL_RATES, unknown: true };
  for (const piece of clock.pieces) {
    const from = Math.max(piece.fromMs, extent.fromMs);
    const to = Math.min(piece.toMs, extent.toMs);
    if (from >= to) continue;
    for (const cell of followed(piece, from, to, tables, choices)) {
      const frozen = choices.touWhileClockInvalid === 'rate-1' ? { rates: bit(1), unknown: false } : last;
      if (piece.valid === 'yes') last = { rates: cell.rates, unknown: cell.unknown };
      else if (piece.valid === 'no') Object.assign(cell, frozen);
      else Object.assign(cell, { rates: cell.rates | frozen.rates, unknown: cell.unknown || frozen.unknown });
      const before = cells.at(-1);
      if (before && before.rates === cell.rates && before.unknown === cell.unknown) before.toMs = cell.toMs;
      else cells.push(cell);
    }
  }
  return cells;
}

/** The rates that the tables in force give within one piece of the clock. */
function followed(piece: ClockPiece, fromMs: Ms, toMs: Ms, tables: readonly TableSpell[], choices: Choices): Cell[] {
  // Between the bounds of a change either table may be in force.
  const inForce = tables.map(({ since, table }, i) => ({
    table,
    fromMs: Math.max(fromMs, since.fromMs),
    toMs: Math.min(toMs, tables[i + 1]?.since.toMs ?? Number.POSITIVE_INFINITY),
  }));
  const layers = inForce
    .filter((spell) => spell.fromMs < spell.toMs)
    .flatMap((spell) =>
      piece.bands.map((band) => ({
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
    const cell: Cell = { fromMs: sorted[index]!, toMs: end, rates: 0, unknown: false };
    layers.forEach(({ band, steps, ...spell }, which) => {
      if (spell.fromMs >= cell.toMs || spell.toMs <= cell.fromMs) return;
      if (!steps) {
        cell.unknown = true;
        cell.rates = ALL_RATES;
        return;
      }
      // Steps that ended before this cell ended before every later one too.
      while (steps[cursors[which]! + 1] && steps[cursors[which]! + 1]!.atMs - band.loMs <= cell.fromMs) cursors[which]!++;
      cell.rates |= ratesWithin(steps, cursors[which]!, band, cell);
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
