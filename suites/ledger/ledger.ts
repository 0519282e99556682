import type { Choices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { exportTable } from '../../declaration/objects';
import type { TraceView } from '../../trace/view';
import type { Element, Ms, RecordOf, Way, Window } from '../../trace/vocabulary';
import { type ElementFlows, type FlowHistory, flowsOf, type Quantity } from './flow-history';
import { framesOf, type HalfHour, type HalfHourFrame, halfHoursOf, visitsIn } from './half-hours';
import { type Interval, MWH_UJ, WH_UJ, wattHoursText } from './interval';
import { MeterClock } from './meter-clock';
import {
  type Losses,
  rateSlack,
  rateStep,
  residualLostUj,
  rowSlack,
  rowStep,
  stepFromUnknownResidue,
  type WholeWh,
} from './quantisation';
import { type RateClock, type RateEnergy, RateTimeline } from './rate-timeline';
import { reactiveRow, reactiveStep } from './reactive';
import { type RowClaim, rowClaimsOf, unrecorded } from './row-claims';
import { unmeasuredSpans, withoutRegister } from './supply';
import { type HistoryBy, type TableHistory, type TableSpell, tableHistory } from './table-history';
import { eventsOf, type TraceEvents } from './trace-events';

export type { HalfHour } from './half-hours';
export type { Interval } from './interval';
export type { RowClaim } from './row-claims';
export type { TableSpell } from './table-history';

/** One input that widens bounds, with its amount in Wh as decimal text. */
export interface BudgetLine {
  source: string;
  amount: string;
}

/** Whole watt-hours that a register may move by or a row may hold, and what widens the bounds. */
export interface Step extends WholeWh {
  budget: BudgetLine[];
}

/** Nearly every budget is one of two: kept once, as the half hours of a year have a hundred thousand. */
const RESIDUE: BudgetLine = { source: 'residue below 1 Wh', amount: wattHoursText(WH_UJ) };
const ONLY_RESIDUE = Object.freeze([RESIDUE]) as BudgetLine[];
const EXACT = Object.freeze<BudgetLine[]>([]) as BudgetLine[];

/** Names each field: an object spread into another makes V8 keep a shape of its own for it, half a kilobyte beside each step. */
const stepWith = ({ lo, hi }: WholeWh, budget: BudgetLine[]): Step => ({ lo, hi, budget });

/** A way of reading the switching tables: in force when, under which choices, by which clock. */
export interface RateReading {
  tables: readonly TableSpell[];
  choices?: Choices;
  clock?: RateClock;
}

/**
 * Closed-form arithmetic over a trace: what must and what may have been counted, in meter time, from effects and clock records.
 * Everything is worked out when first asked for and kept; the trace may end anywhere.
 */
export class Ledger {
  private readonly choices: Choices;
  private readonly kept = new Map<string, unknown>();
  private readonly keptByHalfHour = new Map<string, unknown>();
  private readonly rowSteps = new Map<HalfHour, Step>();

  constructor(
    private readonly trace: TraceView,
    private readonly meter: Declaration,
  ) {
    this.choices = meter.choices;
  }

  /** Outages, clock sets and firmware activations of the trace as bench windows, and the bench time that it covers. */
  get events(): TraceEvents {
    return this.keep('events', () => eventsOf(this.trace));
  }

  /** Bench time to meter time, piecewise, with a band. */
  get clock(): MeterClock {
    return this.keep('clock', () => new MeterClock(this.trace, this.events, this.choices.activationGapMs));
  }

  /** The bench window in which what a visible register showed was true: back from the answer by the declared refresh time. */
  readingWindow(observation: Pick<RecordOf<'observation'>, 'when'>): Window {
    const { fromMs, toMs } = observation.when;
    return { fromMs: fromMs - this.choices.registerRefreshMs, toMs };
  }

  /** Energy between two bench instants each known as a window: the least that had to be counted, the most that may have been. */
  energy(element: Element, way: Way, from: Window, to: Window): Interval {
    const history = this.history(element, way);
    return { lo: history.least(from.toMs, to.fromMs), hi: history.most(from.fromMs, to.toMs) };
  }

  /**
   * Every half hour of meter time that the trace touches, ascending; none where the trace holds no clock record. Those of secondary
   * export begin with the half hour in which firmware with DP184 is activated.
   */
  halfHours(element: Element, way: Way): readonly HalfHour[] {
    return this.keepByHalfHour(`half hours ${element} ${way}`, () => {
      const frames = element === 'secondary' && way === 'export' ? this.framesWithDp184() : this.frames();
      return halfHoursOf(frames, this.history(element, way), element, way);
    });
  }

  /** Energy of rates 1 to 4 of the secondary element, by the table in force; undefined where the trace does not tell the table. */
  rates(way: Way, from: Window, to: Window): Interval[] | undefined {
    return this.timeline(way)
      .energies(this.history('secondary', way), from, to)
      ?.map(({ total }) => total);
  }

  /** Whether all energy of secondary export between two windows surely counts in some rate. */
  rated(from: Window, to: Window): boolean {
    return this.timeline('export').rated(this.history('secondary', 'export'), from.fromMs, to.toMs);
  }

  /** Whole Wh by which a register may move between two windows, from any residue. */
  registerStep(element: Element, way: Way, from: Window, to: Window): Step {
    const losses = this.losses(element, from.fromMs, to.toMs);
    const energy = this.energy(element, way, from, to);
    return stepWith(stepFromUnknownResidue(energy, losses, this.choices), this.spanBudget(element, way, from, to, losses));
  }

  /** Whole Wh by which the registers of rates 1 to 4 of the secondary element may move; undefined where the table is not known. */
  rateSteps(way: Way, from: Window, to: Window, by: HistoryBy = 'reads'): Step[] | undefined {
    const energies = this.timeline(way, by).energies(this.history('secondary', way), from, to);
    if (!energies) return undefined;
    const losses = this.losses('secondary', from.fromMs, to.toMs);
    const shared = this.spanBudget('secondary', way, from, to, losses);
    return energies.map((energy) => {
      const clockUj = energy.total.hi - energy.total.lo;
      const extra = this.choices.quantisation === 'shared-quantum' ? energy.possible.length - 1 : 0;
      const budget = [...shared];
      if (clockUj > 0n) budget.push({ source: 'moment of switching and of reading', amount: wattHoursText(clockUj) });
      if (extra > 0) budget.push({ source: 'residue carried from rate to rate', amount: `${extra}` });
      return stepWith(rateStep(energy, losses, this.choices), budget);
    });
  }

  /** Whole Wh that the row of one half hour may hold. */
  rowStep(half: HalfHour): Step {
    const kept = this.rowSteps.get(half) ?? this.workOutRowStep(half);
    this.rowSteps.set(half, kept);
    return kept;
  }

  private workOutRowStep(half: HalfHour): Step {
    const { element, way, energy, frame } = half;
    const history = this.history(element, way);
    const losses = { outages: 0, reversals: 0 };
    let [outerUj, innerUj] = [0n, 0n];
    const doubts = new Map<string, bigint>();
    for (const { outer, inner } of frame.stays) {
      const here = this.losses(element, outer.fromMs, outer.toMs);
      losses.outages += here.outages;
      losses.reversals += here.reversals;
      outerUj += history.most(outer.fromMs, outer.toMs);
      innerUj += history.most(inner.fromMs, inner.toMs);
      for (const { why, uj } of history.doubtsBetween(outer.fromMs, outer.toMs)) doubts.set(why, (doubts.get(why) ?? 0n) + uj);
    }
    doubts.set("band of the meter's clock", outerUj - innerUj);
    const visits = visitsIn(frame).length;
    const budget = this.budget([...doubts], losses, this.choices.quantisation === 'per-interval' ? 0n : energy.hi);
    const again = visits > 1 ? [{ source: 'half hour gone through again', amount: `${visits - 1}` }] : [];
    const step = rowStep(energy, losses, visits, this.choices);
    return stepWith(step, again.length > 0 ? [...budget, ...again] : budget);
  }

  /** What the rows of each half hour may hold under the declaration, one claim for each of `halfHours`. */
  rowClaims(element: Element, way: Way): readonly RowClaim[] {
    return this.keepByHalfHour(`row claims ${element} ${way}`, () =>
      rowClaimsOf({
        halves: this.halfHours(element, way),
        clock: this.clock,
        events: this.events,
        choices: this.choices,
        step: (half) => this.rowStep(half),
      }),
    );
  }

  /** The most of a run of neighbouring half hours that by declaration stands in none of their rows, Wh. */
  unrecordedWh(halves: readonly HalfHour[]): bigint {
    return unrecorded(halves, this.choices).reduce((sum, half) => sum + this.rowStep(half).hi, 0n);
  }

  /** Whole varh by which a reactive register may move between two windows. */
  reactiveStep(way: Way, from: Window, to: Window): Step {
    const losses = { outages: this.losses('primary', from.fromMs, to.toMs).outages, reversals: 0 };
    return reactiveStep(this.reactive(way), losses, from, to, this.choices);
  }

  /** Whole varh that the reactive row of one half hour may hold. */
  reactiveRowStep(way: Way, { frame }: HalfHour): Step {
    return reactiveRow(this.reactive(way), this.events.outages, frame, this.choices);
  }

  /** How far the rates' sum may fall short of the register's increment over a span with that many outages, Wh. */
  rateSlack(outages = 0): WholeWh {
    return rateSlack(this.choices, outages);
  }

  /** How far the sum of that many aligned undisturbed rows may fall short of the register's increment, Wh. */
  rowSlack(rows: number): WholeWh {
    return rowSlack(this.choices, rows);
  }

  /** True where no energy flowed that way from the refresh time before the window until its end. */
  quiescent(element: Element, way: Way, at: Window): boolean {
    return this.history(element, way).most(at.fromMs - this.choices.registerRefreshMs, at.toMs) === 0n;
  }

  private history(element: Element, way: Way, quantity: Quantity = 'active'): FlowHistory {
    return this.keep(`flows ${quantity} ${element}`, () => this.flows(element, quantity))[way];
  }

  /** Reactive import is that of both elements together (GBCS ECS22c); no text gives the secondary element a reactive export. */
  private reactive(way: Way): FlowHistory[] {
    const elements: Element[] = way === 'import' ? ['primary', 'secondary'] : ['primary'];
    return elements.map((element) => this.history(element, way, 'reactive'));
  }

  private flows(element: Element, quantity: Quantity): ElementFlows {
    const { startUpMs, activationGapMs } = this.choices;
    const spans = this.keep('spans', () => unmeasuredSpans(this.events, startUpMs, activationGapMs));
    const exported = element === 'secondary' ? withoutRegister(spans, this.events) : spans;
    return flowsOf(this.trace, element, { import: spans, export: exported }, this.meter, quantity);
  }

  private frames(): HalfHourFrame[] {
    const { startUpMs, activationGapMs } = this.choices;
    return this.keep('frames', () => framesOf(this.clock, this.events, startUpMs, activationGapMs));
  }

  private framesWithDp184(): HalfHourFrame[] {
    const fromMs = this.events.dp184?.when.fromMs ?? Number.POSITIVE_INFINITY;
    return this.frames().filter(({ stays }) => stays.some(({ outer }) => outer.toMs > fromMs));
  }

  /** Which switching table ruled that way when, and what was in force whenever it was read. */
  tables(way: Way, by: HistoryBy = 'reads'): TableHistory {
    const active = way === 'export' ? exportTable(this.choices) : 'secondary.import.table.active';
    return this.keep(`table ${active} by ${by}`, () => tableHistory(this.trace, this.clock, this.events, active, by));
  }

  /**
   * Energy of rates 1 to 4 of secondary export as it would be under another reading of the tables, of the choices or of the clock;
   * undefined where the trace does not tell a table. `name` keeps what was worked out.
   */
  ratesReadAs(name: string, reading: () => RateReading, from: Window, to: Window): RateEnergy[] | undefined {
    const timeline = this.keep(`rates read as ${name}`, () => {
      const { tables, choices = this.choices, clock = this.clock } = reading();
      return new RateTimeline(tables, clock, this.events.extent, choices);
    });
    return timeline.energies(this.history('secondary', 'export'), from, to);
  }

  private timeline(way: Way, by: HistoryBy = 'reads'): RateTimeline {
    return this.keep(
      `rates ${way} by ${by}`,
      () => new RateTimeline(this.tables(way, by).spells, this.clock, this.events.extent, this.choices),
    );
  }

  private losses(element: Element, fromMs: Ms, toMs: Ms): Losses {
    const { outages } = this.events;
    return {
      outages: outages.filter(({ off }) => off.fromMs <= toMs && off.toMs >= fromMs).length,
      reversals: this.choices.energyBucketMwh > 0 ? this.reversals(element, fromMs, toMs) : 0,
    };
  }

  /** Reversals whose energy bucket may cost a span: those within it, and the last before while its bucket is not surely filled. */
  private reversals(element: Element, fromMs: Ms, toMs: Ms): number {
    const { reversals } = this.history(element, 'import');
    const last = reversals.lastBefore(fromMs);
    const sinceUj = last && this.history(element, last.way).least(last.fromMs, fromMs);
    const pending = sinceUj !== undefined && sinceUj < BigInt(this.choices.energyBucketMwh) * MWH_UJ;
    return reversals.count(fromMs, toMs) + (pending ? 1 : 0);
  }

  private spanBudget(element: Element, way: Way, from: Window, to: Window, losses: Losses): BudgetLine[] {
    const history = this.history(element, way);
    const most = history.most(from.fromMs, to.toMs);
    const doubts = history.doubtsBetween(from.fromMs, to.toMs).map(({ why, uj }): [string, bigint] => [why, uj]);
    doubts.push(['moments of reading', most - history.most(from.toMs, to.fromMs)]);
    return this.budget(doubts, losses, most);
  }

  private budget(doubts: [source: string, uj: bigint][], losses: Losses, residueOf: bigint): BudgetLine[] {
    const { energyBucketMwh } = this.choices;
    const bucketUj = BigInt(losses.reversals) * BigInt(energyBucketMwh) * MWH_UJ;
    const lines: [string, bigint][] = [
      ...doubts,
      ['residue lost at outages', residualLostUj(losses.outages, this.choices)],
      ['energy bucket at reversals', bucketUj],
    ];
    const wide = lines.filter(([, uj]) => uj > 0n).map(([source, uj]) => ({ source, amount: wattHoursText(uj) }));
    if (wide.length === 0) return residueOf > 0n ? ONLY_RESIDUE : EXACT;
    return residueOf > 0n ? [RESIDUE, ...wide] : wide;
  }

  /** Lets go of what was worked out for each half hour, by far the most of all; it is worked out again when asked for. */
  forgetHalfHours(): void {
    this.keptByHalfHour.clear();
    this.rowSteps.clear();
  }

  private keepByHalfHour<T>(name: string, make: () => T): T {
    return keptIn(this.keptByHalfHour, name, make);
  }

  private keep<T>(name: string, make: () => T): T {
    return keptIn(this.kept, name, make);
  }
}

function keptIn<T>(kept: Map<string, unknown>, name: string, make: () => T): T {
  if (!kept.has(name)) kept.set(name, make());
  return kept.get(name) as T;
}
