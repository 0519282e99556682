import type { Element, Ms, ObjectName, RecordOf, Value, Way, Window } from '../../../trace/vocabulary';
import type { HalfHour } from '../../ledger/ledger';
import { compare, same } from '../compare';
import { requirement } from '../define';
import { at, fieldOf, powerMw } from '../happenings';
import { spanInMeterTime, whereAndWhen } from '../meter-time';
import { isRead, readings } from '../readings';
import type { Evidence, Finding, Requirement } from '../requirement';
import { type Span, spans } from '../spans';
import { besideExport } from './beside-export';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
const HOURS_UJ = 1_800_000_000n;
/** A demand worked out from whole Wh of a half hour is up to 1 Wh, 2 W, off. */
const DEMAND_SLACK_W = 2n;
/** A limit is a decision over some time; what has held for less decides nothing. */
const HELD_MS = 60_000;
/** How long after midnight a daily row may be stamped. */
const STAMPED_WITHIN_MS = 60_000;

/** The least time that a power is of. */
const POWER_OF_MS = 1000;

/** A read while a flow went on unchanged, and how much was imported then, mW. */
interface ReadUnderExport {
  record: RecordOf<'observation'> & { answer: { value: Value } };
  importMw: { lo: bigint; hi: bigint };
}

/** Reads of an object in the course of a flow in which the secondary element surely exported, that had lasted for a time. */
export function readsUnderExport(evidence: Evidence, object: ObjectName, heldMs = 0): ReadUnderExport[] {
  const { trace, meter } = evidence;
  const elements: Element[] = object === 'power.import.primary' ? ['primary'] : ['primary', 'secondary'];
  return trace.observations(object).flatMap((record) => {
    if (!('value' in record.answer) || !isRead(evidence, record)) return [];
    const lagMs = Math.max(heldMs, meter.choices.registerRefreshMs, POWER_OF_MS);
    const window = { fromMs: record.when.fromMs - lagMs, toMs: record.when.toMs };
    if (!isConstant(evidence, window, record)) return [];
    const exported = evidence.ledger.energy('secondary', 'export', at(window.fromMs), at(window.toMs));
    if (exported.lo === 0n) return [];
    return [{ record: record as ReadUnderExport['record'], importMw: powerMw(evidence, 'import', window, elements) }];
  });
}

/** Whether what the bench was asked for last before a read had begun before the window, and it told of all of the window. */
function isConstant({ trace }: Evidence, window: Window, read: RecordOf<'observation'>): boolean {
  const asked = trace
    .of('stimulus')
    .findLast(({ seq, stimulus: { do: what } }) => seq < read.seq && (what === 'flow' || what === 'supply'));
  const effects = trace.of('effect');
  const began = asked && effects.find(({ of }) => of === asked.seq);
  // A bench tells of the time of a request only when it is next asked something.
  return !!began && began.when.fromMs <= window.fromMs && effects.some(({ when }) => when.toMs >= window.toMs);
}

function showsItsOwn(evidence: Evidence, object: ObjectName): Finding[] {
  return readsUnderExport(evidence, object).map(({ record, importMw }) =>
    compare({
      says: 'active power import is what is imported, with nothing of secondary export added or taken off',
      observed: BigInt(Math.round(Number(record.answer.value))),
      lo: importMw.lo / 1000n,
      hi: (importMw.hi + 999n) / 1000n,
      unit: 'W',
      records: [record.seq],
      at: spanInMeterTime(evidence, record.when, record.when),
    }),
  );
}

interface Decision {
  record: ReadUnderExport['record'];
  exceeded: boolean;
}

/** Reads of the load limit under export whose decision is sure, with what it has to be. */
export function limitDecisions(evidence: Evidence): Decision[] {
  return readsUnderExport(evidence, 'load.limit', HELD_MS).flatMap(({ record, importMw }): Decision[] => {
    const thresholdW = fieldOf(record.answer.value, 'thresholdW');
    if (typeof thresholdW !== 'number') return [];
    const limitMw = BigInt(Math.round(thresholdW)) * 1000n;
    if (importMw.lo > limitMw) return [{ record, exceeded: true }];
    return importMw.hi <= limitMw ? [{ record, exceeded: false }] : [];
  });
}

/** What a maximum demand of a direction takes, by declaration. */
const takes = ({ meter }: Evidence, way: Way): Element[] =>
  way === 'import' || meter.choices.secondaryExportMaxDemand === 'counted' ? ['primary', 'secondary'] : ['primary'];

/** Two readings of a maximum demand beside secondary export, no reset between them, where all that the half hour that ran at the first held is known. */
export function demandSpans(evidence: Evidence, way: Way): Span[] {
  const object = `${way}.maxDemand`;
  const began = evidence.ledger.events.extent?.fromMs ?? Number.POSITIVE_INFINITY;
  return spans(evidence, besideExport(object, { uninvoked: object })).filter(
    ({ from, to }) =>
      from.window.fromMs - HALF_HOUR_MS >= began && [from, to].every(({ value }) => typeof fieldOf(value, 'w') === 'number'),
  );
}

function demandsItsOwn(evidence: Evidence, way: Way): Finding[] {
  const elements = takes(evidence, way);
  return demandSpans(evidence, way).map((span) => {
    const { from, to } = span;
    const held = BigInt(Number(fieldOf(from.value, 'w')));
    const most = highestW(evidence, way, elements, from.window.fromMs - HALF_HOUR_MS, to.window.toMs);
    const least = meanW(evidence, way, elements, span);
    return compare({
      says: `the maximum demand of ${way} is the highest mean power of a half hour, of ${elements.join(' and ')}`,
      observed: BigInt(Number(fieldOf(to.value, 'w'))),
      lo: least > held ? least : held,
      hi: most > held ? most : held,
      unit: 'W',
      budget: [
        { source: 'from the highest mean of a half hour to the highest power', amount: String(most > least ? most - least : 0n) },
      ],
      ...whereAndWhen(evidence, { from, to }),
    });
  });
}

/** No mean power of a half hour is higher than the highest power, W. */
function highestW(evidence: Evidence, way: Way, elements: Element[], fromMs: Ms, toMs: Ms): bigint {
  let most = 0n;
  for (const { when } of evidence.trace.of('effect')) {
    if (when.toMs < fromMs || when.fromMs > toMs || when.toMs === when.fromMs) continue;
    const { hi } = powerMw(evidence, way, when, elements);
    if (hi > most) most = hi;
  }
  return most === 0n ? 0n : most / 1000n + DEMAND_SLACK_W;
}

/** The highest mean power of an undisturbed half hour within the span, W. */
function meanW(evidence: Evidence, way: Way, elements: Element[], { from, to }: Span): bigint {
  const { ledger } = evidence;
  const inside = ({ disturbed, frame }: HalfHour) =>
    disturbed.size === 0 && frame.stays.every(({ outer }) => outer.fromMs >= from.window.toMs && outer.toMs <= to.window.fromMs);
  const all = elements.map((element) => ledger.halfHours(element, way));
  return all[0]!.reduce((most, half, i) => {
    if (!inside(half)) return most;
    const mean = all.reduce((sum, halves) => sum + halves[i]!.energy.lo, 0n) / HOURS_UJ - DEMAND_SLACK_W;
    return mean > most ? mean : most;
  }, 0n);
}

/** A day of meter time with secondary export, whole and undisturbed, and the row that was taken of it. */
interface ConsumedDay {
  endMs: Ms;
  imported: { lo: bigint; hi: bigint };
  wh: number;
  seq: number;
}

const WH_UJ = 3_600_000_000n;

/** The midnight that a daily row stands for, if it was taken at one. */
function midnightOf({ at: stampMs }: { [field: string]: Value }): Ms | undefined {
  if (typeof stampMs !== 'number' || stampMs % DAY_MS > STAMPED_WITHIN_MS) return undefined;
  return stampMs - (stampMs % DAY_MS);
}

/** Days whose 48 half hours are all known and whose row in the daily consumption log was read, as was that of the day before. */
export function consumedDays(evidence: Evidence): ConsumedDay[] {
  const { ledger } = evidence;
  const imports = [ledger.halfHours('primary', 'import'), ledger.halfHours('secondary', 'import')];
  const exports = ledger.halfHours('secondary', 'export');
  return readings<{ [field: string]: Value }[]>(evidence, 'daily.consumption').flatMap(({ value, record: { seq } }) => {
    const midnights = new Set(value.map(midnightOf));
    return value.flatMap((row) => {
      const endMs = midnightOf(row);
      // Without the row before, this one may hold what was imported since an earlier midnight.
      if (endMs === undefined || typeof row.wh !== 'number' || !midnights.has(endMs - DAY_MS)) return [];
      const within = ({ endMs: end, disturbed }: HalfHour) => end > endMs - DAY_MS && end <= endMs && disturbed.size === 0;
      const exported = exports.filter(within);
      if (exported.length < DAY_MS / HALF_HOUR_MS || !exported.some(({ energy }) => energy.lo > WH_UJ)) return [];
      const sums = imports.map((halves) =>
        halves
          .filter(within)
          .reduce((sum, { energy }) => ({ lo: sum.lo + energy.lo, hi: sum.hi + energy.hi }), { lo: 0n, hi: 0n }),
      );
      // The two registers each form their own whole Wh.
      const lo = sums.reduce((total, sum) => total + sum.lo / WH_UJ, 0n);
      const hi = sums.reduce((total, sum) => total + up(sum.hi), 0n);
      return [{ endMs, imported: { lo, hi }, wh: row.wh, seq }];
    });
  });
}

const up = (uj: bigint) => (uj + WH_UJ - 1n) / WH_UJ;

const UNCHANGED = 'DP184 §2 (existing recording unchanged)';

const power = (object: ObjectName, id: string, whose: string, clause: string) =>
  requirement({
    id,
    title: `Secondary export is not taken off active power import, ${whose}`,
    statement: `Read while the secondary element exports, active power import, ${whose}, is the power imported and nothing is added or taken off.`,
    clauses: [UNCHANGED, clause, 'GBCS 4.3 ECS17c'],
    basis: 'derived',
    needs: () => [{ underExport: object }],
    judge: (evidence) => showsItsOwn(evidence, object),
  });

const demand = (way: Way, statement: string, clause: string, use: string) =>
  requirement({
    id: `isolation.max-demand-${way}`,
    title: `Maximum demand of ${way} takes what it took before`,
    statement,
    clauses: [UNCHANGED, clause, use],
    basis: way === 'import' ? 'derived' : 'choice',
    needs: () => [{ demand: way }],
    judge: (evidence) => demandsItsOwn(evidence, way),
  });

/** Secondary export leaves demand, power, load limit and consumption of import alone. */
export const ISOLATION_LOAD_REQUIREMENTS: Requirement[] = [
  demand(
    'import',
    'While energy is exported through the secondary element, the maximum demand of import is the highest mean import of both elements in a half hour, with nothing of export added or taken off.',
    'SMETS2 5.7.5.19',
    'GBCS 4.3 ECS18b',
  ),
  demand(
    'export',
    'The maximum demand of export takes the primary element alone, or both elements, as the choice secondaryExportMaxDemand says.',
    'SMETS2 5.7.5.21',
    'GBCS 4.3 ECS18a',
  ),
  power('power.import.total', 'isolation.active-power-total', 'of both elements', 'SMETS2 5.13.2.1'),
  power('power.import.primary', 'isolation.active-power-primary', 'of the primary element', 'SMETS2 5.13.2.5'),
  requirement({
    id: 'isolation.daily-consumption',
    title: 'Secondary export is not taken off daily consumption',
    statement:
      'On a day on which energy was exported through the secondary element, the daily consumption is the energy imported through both elements on that day and nothing else.',
    clauses: [UNCHANGED, 'SMETS2 5.7.5.14', 'GBCS 4.3 ECS66'],
    basis: 'derived',
    needs: () => [{ consumption: 'of a day with export' }],
    judge: (evidence) =>
      consumedDays(evidence).map(({ endMs, imported, wh, seq }) =>
        compare({
          says: 'the daily consumption is the energy imported through both elements on that day',
          observed: BigInt(Math.round(wh)),
          ...imported,
          budget: [{ source: 'residue below 1 Wh a register', amount: String(imported.hi - imported.lo) }],
          records: [seq],
          at: { fromMs: endMs - DAY_MS, toMs: endMs },
        }),
      ),
  }),
  requirement({
    id: 'isolation.load-limit',
    title: 'Secondary export neither trips the load limit nor delays it',
    statement:
      'While energy is exported through the secondary element, the load limit is exceeded where the import of both elements is above its threshold, and only there.',
    clauses: [UNCHANGED, 'SMETS2 5.7.5.4', 'GBCS 4.3 ECS17c'],
    basis: 'derived',
    needs: () => [{ limitUnderExport: 'sure' }],
    judge: (evidence) =>
      limitDecisions(evidence).map(({ record, exceeded }) =>
        same('the load limit is decided by import alone', fieldOf(record.answer.value, 'exceeded') ?? null, exceeded, [
          record.seq,
        ]),
      ),
  }),
];
