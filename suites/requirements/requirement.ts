import type { Declaration, MeterCapability } from '../../declaration/declaration';
import type { TraceView } from '../../trace/view';
import type { Association, Element, ObjectName, Value, Way } from '../../trace/vocabulary';
import type { Ledger } from '../ledger/ledger';
import type { FaultKind } from '../ledger/table-faults';
import type { TableLimit, TableRule, TableSightOf } from './table/table-words';

/** One comparison between what the ledger expects and what the meter showed. */
export interface Finding {
  says: string;
  unit: string;
  observed: Value;
  /** Exact decimals from the ledger, an interval where time or resolution leaves one; or one value. */
  expected: { lo: string; hi: string } | { equals: Value };
  /** What widens the interval, each with its amount in the finding's unit. */
  budget: { source: string; amount: string }[];
  outcome: 'within' | 'beyond' | 'undecided';
  /** Distance to the nearest bound in the finding's unit; negative where beyond. */
  margin?: string;
  /** Numbers of the trace records that decide it. */
  records: number[];
  /** Meter time that it speaks of, where it speaks of one. */
  at?: { fromMs: number; toMs: number };
}

/** What may be tried with an object: SET of its value, its class's `reset` and `capture`, or anything else that changes it. */
export type Trial = 'set' | 'reset' | 'capture' | 'change';

/** Something that happened between two readings of an object. */
export type Happening =
  /** at least that much energy surely flowed that way */
  | { flow: Way; element: Element; atLeastWh: number }
  /** surely no energy flowed that way */
  | { still: Way; element: Element }
  /** one element imported while the other exported */
  | { opposed: true }
  /** import and export of the element took turns that often within one half hour */
  | { reversals: Element; atLeast: number }
  /** at least that much energy surely flowed other than as secondary export */
  | { othersWh: number }
  | { event: 'outage' | 'clockSet' }
  /** supplier, tenancy, credentials or payment mode, whatever the object holds, was changed */
  | { changed: ObjectName }
  /** the firmware with DP184 ran already at the first reading */
  | { running: 'dp184' }
  /** the contact of the element was open all the time, and export through it was asked of the bench */
  | { barred: Element }
  /** the contact of the element was closed again */
  | { reclosed: Element }
  /** the supply was lost and came back, so often, and was away so long each time */
  | { outages: number; atLeastS: number; atMostS: number }
  /** the clock was set onto the end of a half hour */
  | { clockOnto: 'halfHour' }
  /** the supply was lost and came back before the first reading as well */
  | { outageBefore: true }
  /** both elements together imported more than the load limit that the meter showed last */
  | { overload: true }
  /** the newest balance written puts the meter into prepayment mode; or there is none, or it does not */
  | { prepaid: true }
  | { postpaid: true }
  /** nobody tried to write any of the objects, and none of them is an activation with a date that may come in between */
  | { untouched: ObjectName[] }
  /** the meter accepted an invocation of the object, or nobody tried one */
  | { invoked: ObjectName }
  | { uninvoked: ObjectName }
  /** of all that flowed exported, one rate alone may have counted, by the table in force */
  | { oneRate: true }
  /** midnight of meter time */
  | { midnight: true }
  /** a rate held at least that much at the first reading, and the declaration leaves open less than that */
  | { rateHoldsWh: number }
  /** the meter accepted a write of the object */
  | { written: ObjectName }
  /** nobody tried to write the object */
  | { unwritten: ObjectName }
  /** the object held at least that much at the first reading, so that there was something to lose */
  | { holdsWh: number }
  /** that much time passed between the readings */
  | { lastsMinutes: number }
  /** all that flowed that way did so at a power between the two, both allowed, and that much may have flowed */
  | { powers: Way; element: Element; fromMw: number; toMw: number; atLeastWh: number }
  /** that much reactive energy of one sign, and none of the other, surely flowed through the element */
  | { reactive: Element; sign: '+' | '-'; atLeastVarh: number }
  /** the secondary element exported over such a boundary of meter time without a pause */
  | { exportedOver: 'halfHour' | 'midnight' | 'monthEnd' }
  /** the element turned round so often for less than that time */
  | { bursts: Element; atLeast: number; shorterMs: number }
  /** the secondary element exported so often less than a watt-hour at a time, and never more */
  | { crumbs: number }
  /** the energy takes the object from what the bench preset past such an edge: its declared modulus, or where it must go on */
  | { passes: 'modulus or 2^31' | 'modulus' | 'binary edge' | 'display edge' }
  /** firmware was activated: the first with DP184, a later version, either of them; or an activation was refused */
  | { activated: 'dp184' | 'next' | 'any' | 'refused' }
  /** nothing at all flowed, active or reactive, through either element */
  | { atRest: true }
  /** the object held something at the first reading, and more than what the declaration leaves open between the two */
  | { nonEmpty: true }
  /** every watt-hour that flowed was of some rate, by the table in force */
  | { rated: true };

export type MpanCase =
  /** written with a number of octets that is none of the declared layout's */
  | 'wrong-length'
  /** written with a check digit that is wrong, or right only by the rule for remainder 10 */
  | 'check-digit'
  /** written with another character than a digit */
  | 'non-digit'
  /** read before it was ever written */
  | 'unset'
  /** a loss of supply followed a write at once */
  | 'cut';

export type SnapshotCase =
  /** a midnight that nothing disturbed, between readings of the registers */
  | 'midnight'
  /** such a midnight that begins a month */
  | 'month'
  /** a midnight without supply */
  | 'missed'
  /** a change of payment mode, import tariff or supplier, between readings of the registers */
  | 'change'
  /** rows that an earlier read held */
  | 'kept'
  /** at least as many snapshots as the log has to keep, in a life without a loss of supply */
  | 'depth';

/** What a trace may tell of an upgrade beside plain readings on both of its sides. */
export type UpgradeCase =
  /** the log was read whole on both sides */
  | 'log'
  /** the log was full, and was read whole after an upgrade when it had grown */
  | 'depth'
  /** the table was read on both sides, nobody wrote it, and none was due to replace it meanwhile */
  | 'table'
  /** an activation of that object was pending, and the active table was read once it was due */
  | 'pending'
  /** the same of an upgrade from one version with DP184 to the next */
  | 'next log'
  | 'next table'
  | 'next pending'
  /** the row of the half hour of the activation was asked for after it was due: in a log of today, or in the new channel */
  | 'half hour'
  | 'first half hour'
  /** rows of secondary export from before the upgrade were asked for */
  | 'rows before'
  /** the object, which the upgrade added, was read */
  | 'first reading'
  /** the day of the upgrade has its row, and so has the midnight on either side */
  | 'day'
  /** the clock was read on both sides */
  | 'clock'
  /** a corrupt image was to be activated */
  | 'corrupt';

/** What can fall due at the end of a half hour, or be under way there: a long read. */
export type Coinciding =
  | 'halfHour'
  | 'rateSwitch'
  | 'activation'
  | 'dailySnapshot'
  | 'billingSnapshot'
  | 'season'
  | 'specialDay'
  | 'longRead';

/** What a meter keeps in records beside its registers and rates. */
export type Records = 'rows' | 'mpans' | 'tables' | 'activation' | 'snapshots' | 'events';

/** What a trace must hold so that a requirement is exercised; `met` evaluates it and a judge finds its spans by it. */
export type Need =
  /** two readings of the object, one after the other, everything in `where` between them, and `alongside` read at rest at both ends */
  | { between: ObjectName; where: Happening[]; alongside?: ObjectName }
  /** two readings of the register that stand for half-hour boundaries, and the rows of the time between read later */
  | { rowsBetween: ObjectName; rows: ObjectName }
  /** a row was read of a whole, undisturbed half hour; with `distinct` one whose energy differs from the next half hour's */
  | { rows: ObjectName; distinct?: true }
  /** rows of secondary export, or reads of them, of that case */
  | { rowCase: RowCase; of: ObjectName }
  /** the object was read, whatever the answer */
  | { asked: ObjectName }
  /** a read of the object was answered with a value */
  | { answered: ObjectName }
  /** the object was written with a well-formed value and read afterwards */
  | { readBack: ObjectName }
  /** the secondary Export MPAN was read or written in that way, and what is to be compared was read */
  | { mpan: MpanCase }
  /** the log was read so that it shows that */
  | { snapshot: ObjectName; shows: SnapshotCase }
  /** an answered attempt to change something that the association has no right to change */
  | { attempted: Trial; by: Association }
  /** the public association asked for recorded energy */
  | { askedBy: 'public' }
  /** the association view was answered */
  | { viewed: 'association' }
  /** the object held something, and was read on both sides of an attempt in a time in which nothing else could move it */
  | { heldThrough: ObjectName }
  /** what the trace tells of an upgrade, or of one refused, for this object */
  | { upgrade: UpgradeCase; of: ObjectName }
  /** the switching table in force is known from the trace */
  | { known: 'exportTable' }
  /** the object was read while the secondary element surely exported and nothing changed */
  | { underExport: ObjectName }
  /** a row was read of a whole half hour in which the secondary element surely exported; with `beside: 'others'` of one in which it
   * surely did not, while other energy flowed */
  | { channel: ObjectName; field: string; beside: 'export' | 'others' }
  /** the load limit was read while the secondary element exported and import was surely above or surely not above its threshold */
  | { limitUnderExport: 'sure' }
  /** a maximum demand was read, and again when a half hour later than the trace began all that it may hold is known */
  | { demand: Way }
  /** a whole day of meter time with secondary export, and its row in the daily consumption log */
  | { consumption: 'of a day with export' }
  /** the log was read before and after reversals of more than anything else that may have been logged */
  | { logOver: ObjectName; reversals: Element }
  /** records of that kind were read before and after an outage and had something to lose */
  | { keptOver: Records }
  /** all of these fell on one instant under a power that tells a second, and something that it may have moved was read */
  | { coincidence: Coinciding[] }
  /** the supply was lost within two seconds of such a boundary, and something that this may have moved was read */
  | { lossAt: 'halfHour' | 'midnight' }
  /** a read of the log gave rows */
  | { someRows: ObjectName }
  /** energy flowed in a span of the rates in which that rule of the switching table decides which of them counts */
  | { ruledBy: TableRule }
  /** a rate switched with power on one side of it only, so that a second too early or too late shows */
  | { rateSwitch: 'to the second' }
  /** energy takes a rate from what the bench preset past its declared modulus, or past 2^31 Wh where it must go on */
  | { ratesPass: 'modulus or 2^31' }
  /** the active table was read in that situation, or the passive one */
  | { tableRead: TableSightOf | 'passive after activation' }
  /** an activation date was written that had passed */
  | { tableOrdered: 'past date' }
  /** a table was offered whose faults are of that kind */
  | { wrongTable: Exclude<FaultKind, 'shape'> }
  /** a whole table was offered that is at that limit */
  | { fullTable: TableLimit }
  /** the meter's clock was read before anything set it */
  | { clockAsFound: true };

/** What a trace may hold of the rows of secondary export and of the reads of them; a finder of each stands in row-cases.ts. */
export type RowCase =
  /** a read was answered with rows */
  | 'some'
  /** a row was read of a whole half hour; of one without export; just before and after a boundary where a second tells */
  | 'whole'
  | 'idle'
  | 'second at a boundary'
  /** every row was read of a day on which local clocks change */
  | 'clock-change day'
  /** a row was read of the half hour in which the register passed its modulus */
  | 'over the modulus'
  /** a range was read that begins or ends on a row; one with an end; with an open end; from after to; between two rows */
  | 'range'
  | 'bounded range'
  | 'open range'
  | 'reversed range'
  | 'empty range'
  /** two rows or more were read before the clock ever went back */
  | 'order'
  /** everything was read of a log that must be full; once more after rows were added; block by block while one was added */
  | 'depth'
  | 'wrap'
  | 'long read'
  /** rows were read twice that nothing may have changed meanwhile */
  | 'read again'
  /** a half hour was read that was without supply, cut by an outage or an activation, or had ended before an outage */
  | 'unsupplied'
  | 'cut by an outage'
  | 'cut by an activation'
  | 'before an outage'
  /** everything was read from the first energisation on */
  | 'first energisation'
  /** a half hour was read that a clock set forward, back, or within it disturbed; whole ones that a forward set skipped */
  | 'set forward'
  | 'set back'
  | 'set within'
  | 'skipped'
  /** two aligned readings of the register enclose whatever disturbed the rows between; a backward set among it */
  | 'enclosed'
  | 'enclosed set back'
  /** everything was read before the clock lost its time in an outage, and after */
  | 'clock lost'
  /** a read of the primary export log was answered with rows */
  | 'primary log';

export type BetweenNeed = Extract<Need, { between: ObjectName }>;

export interface Evidence {
  readonly trace: TraceView;
  readonly ledger: Ledger;
  readonly meter: Declaration;
}

/** What a conformant meter must do: one clause made checkable. Its id never changes. */
export interface Requirement {
  id: string;
  area: string;
  title: string;
  statement: string;
  clauses: string[];
  basis: 'published' | 'proposed' | 'derived' | 'choice';
  confidence: 'quoted' | 'verified' | 'inferred';
  mandatory: boolean;
  testability: 'black-box' | 'needs-preset' | 'needs-clock-set' | 'design-review';
  /** Capabilities without which the access path or the bench cannot exercise it. */
  capabilities: { meter: MeterCapability[]; bench: string[] };
  /** True, or why not. */
  applies(meter: Declaration): true | string;
  needs(meter: Declaration): Need[];
  /** Pure. `[]` means "not exercised here"; never a verdict. Where all needs are met it returns findings. */
  judge(evidence: Evidence): Finding[];
}
