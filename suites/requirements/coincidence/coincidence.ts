import { exportTable } from '../../../declaration/objects';
import type { Ms, ObjectName, Value, Window } from '../../../trace/vocabulary';
import { nextSeasonStart, nextSpecialDay, rateAt } from '../../ledger/table-calendar';
import { compare, movement } from '../compare';
import { requirement } from '../define';
import { at } from '../happenings';
import { oncePerTrace } from '../once-per-trace';
import { dueHalfHours, exportChannel, HALF_HOUR_MS, holdsItsEnergy } from '../profile/half-hour-rows';
import { acceptedWrites, type Reading, readings, writtenValue } from '../readings';
import type { Coinciding, Evidence, Finding, Requirement } from '../requirement';

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const DAY_MS = 86_400_000;
/** A second more than what is asked for, for a bench that knows its energy only within an error. */
const NEAR_MS = 6000;
/** 7.2 kW for 5 s: so much that a second on the wrong side shows. */
const TELLING_UJ = 36_000_000_000n;
/** How long after midnight a daily row may be stamped. */
const STAMPED_WITHIN_MS = 60_000;

/** A half hour's end at which more falls due, under a power that tells a second. */
interface Instant {
  meterMs: Ms;
  bench: Window;
  events: ReadonlySet<Coinciding>;
}

/** Ends of undisturbed half hours under a telling power, with all that fell due there by the tables and activations of the trace. */
const instants = oncePerTrace((evidence: Evidence): Instant[] => {
  const { ledger, meter } = evidence;
  const table = exportTable(meter.choices);
  const { spells } = ledger.tables('export');
  const activated = new Set(
    acceptedWrites(evidence, table.replace(/active$/, 'activation')).map((record) => writtenValue(evidence, record)),
  );
  const halves = ledger.halfHours('secondary', 'export');
  return halves.flatMap((half, i) => {
    const next = halves[i + 1];
    if (half.disturbed.size > 0 || !next || next.endMs !== half.endMs + HALF_HOUR_MS || next.disturbed.size > 0) return [];
    const meterMs = half.endMs;
    const bench = ledger.clock.firstAt(meterMs, half.frame.stays[0]!.outer.fromMs);
    if (!bench || !tells(evidence, bench)) return [];
    const before = spells.findLast(({ since }) => since.toMs < bench.fromMs)?.table;
    const after = spells.findLast(({ since }) => since.fromMs <= bench.toMs)?.table;
    const events = new Set<Coinciding>(['halfHour']);
    if (before && after && rateAt(before, meterMs - 1, meter.choices) !== rateAt(after, meterMs, meter.choices))
      events.add('rateSwitch');
    if (activated.has(meterMs)) events.add('activation');
    if (meterMs % DAY_MS === 0) events.add('dailySnapshot');
    if (events.has('dailySnapshot') && new Date(meterMs).getUTCDate() === 1) events.add('billingSnapshot');
    if (after && nextSeasonStart(after, meterMs - 1) === meterMs) events.add('season');
    if (after && nextSpecialDay(after, meterMs - 1) === meterMs) events.add('specialDay');
    if (isUnderRead(evidence, bench)) events.add('longRead');
    return [{ meterMs, bench, events }];
  });
});

const tells = ({ ledger }: Evidence, { fromMs, toMs }: Window): boolean =>
  ledger.energy('secondary', 'export', at(fromMs - NEAR_MS), at(fromMs)).lo >= TELLING_UJ ||
  ledger.energy('secondary', 'export', at(toMs), at(toMs + NEAR_MS)).lo >= TELLING_UJ;

/** Whether a read by block transfer that was answered had begun before the instant and ended after it. */
const isUnderRead = ({ trace }: Evidence, { fromMs, toMs }: Window): boolean =>
  trace
    .of('stimulus')
    .filter(({ stimulus, untilMs }) => stimulus.do === 'read' && untilMs !== undefined)
    .some(({ seq }) =>
      trace
        .of('observation')
        .some(({ of, answer, when }) => of === seq && 'value' in answer && when.fromMs < fromMs && toMs < when.toMs),
    );

/** What is to say of every instant at which all of these fell due. */
export function coincidences(evidence: Evidence, events: readonly Coinciding[]): Finding[] {
  return instants(evidence)
    .filter((instant) => events.every((event) => instant.events.has(event)))
    .flatMap((instant) => [
      ...rowsAt(evidence, instant),
      ...registerAcross(evidence, instant),
      ...ratesAcross(evidence, instant),
      ...(instant.events.has('dailySnapshot') ? snapshotsAt(evidence, instant) : []),
    ]);
}

const around = ({ meterMs }: Instant) => ({ fromMs: meterMs - HALF_HOUR_MS, toMs: meterMs + HALF_HOUR_MS });

function rowsAt(evidence: Evidence, { meterMs }: Instant): Finding[] {
  return dueHalfHours(evidence, exportChannel(evidence))
    .filter(({ half }) => half.endMs === meterMs || half.endMs === meterMs + HALF_HOUR_MS)
    .map((due) => holdsItsEnergy(evidence, due));
}

/** The last reading before the instant and the first after it. */
function readAcross<V extends Value>(
  evidence: Evidence,
  object: ObjectName,
  { bench }: Instant,
): [Reading<V>, Reading<V>] | undefined {
  const all = readings<V>(evidence, object);
  const from = all.findLast(({ window }) => window.toMs < bench.fromMs);
  const to = all.find(({ window }) => window.fromMs > bench.toMs);
  return from && to && [from, to];
}

function registerAcross(evidence: Evidence, instant: Instant): Finding[] {
  const across = readAcross<number>(evidence, REGISTER, instant);
  if (!across) return [];
  const [from, to] = across;
  return [
    compare({
      says: 'the register counted on over the instant',
      observed: movement(from.value, to.value, evidence.meter.choices.registerModulusWh),
      ...evidence.ledger.registerStep('secondary', 'export', from.window, to.window),
      records: [from.record.seq, to.record.seq],
      at: around(instant),
    }),
  ];
}

function ratesAcross(evidence: Evidence, instant: Instant): Finding[] {
  const across = readAcross<number[]>(evidence, RATES, instant);
  if (!across) return [];
  const [from, to] = across;
  const steps = evidence.ledger.rateSteps('export', from.window, to.window) ?? [];
  return steps.map(({ lo, hi, budget }, i) =>
    compare({
      says: `rate ${i + 1} has what flowed on its own side of the instant`,
      observed: movement(from.value[i]!, to.value[i]!, evidence.meter.choices.registerModulusWh),
      lo,
      hi,
      budget,
      records: [from.record.seq, to.record.seq],
      at: around(instant),
    }),
  );
}

/** Members of snapshots, and the registers whose values they hold. */
const SNAPSHOTS = [
  { log: 'daily.export', member: 'wh', register: 'primary.export.total', element: 'primary', way: 'export' },
  { log: 'daily.import', member: 'primaryWh', register: 'primary.import.total', element: 'primary', way: 'import' },
  { log: 'billing.import', member: 'primaryWh', register: 'primary.import.total', element: 'primary', way: 'import' },
  { log: 'daily.secondary-export', member: 'wh', register: REGISTER, element: 'secondary', way: 'export' },
  { log: 'billing.secondary-export', member: 'wh', register: REGISTER, element: 'secondary', way: 'export' },
] as const;

/** One row of that midnight in each log that was read after it, with the values of that instant. */
function snapshotsAt(evidence: Evidence, instant: Instant): Finding[] {
  const { ledger, meter } = evidence;
  return SNAPSHOTS.flatMap(({ log, member, register, element, way }) => {
    if (log.startsWith('billing') && !instant.events.has('billingSnapshot')) return [];
    const read = readings<{ [field: string]: Value }[]>(evidence, log).find(
      ({ window, record }) =>
        window.fromMs > instant.bench.toMs + STAMPED_WITHIN_MS / 2 &&
        (evidence.trace.stimulus(record.of)?.range?.fromMs ?? 0) <= instant.meterMs,
    );
    const before = readings<number>(evidence, register).findLast(({ window }) => window.toMs < instant.bench.fromMs);
    if (!read || !before) return [];
    const rows = read.value.filter(
      ({ at: stamp }) => Number(stamp) - instant.meterMs >= 0 && Number(stamp) - instant.meterMs <= STAMPED_WITHIN_MS,
    );
    const records = [before.record.seq, read.record.seq];
    const one = compare({
      says: `${log} has one row of that midnight`,
      observed: BigInt(rows.length),
      lo: 1n,
      hi: 1n,
      unit: 'rows',
      records,
      at: around(instant),
    });
    const wh = rows[0]?.[member];
    if (rows.length !== 1 || typeof wh !== 'number') return [one];
    const says = `${log} holds the register at that midnight`;
    const observed = movement(before.value, wh, meter.choices.registerModulusWh);
    const step = ledger.registerStep(element, way, before.window, instant.bench);
    return [one, compare({ says, observed, ...step, records, at: around(instant) })];
  });
}

const together = (id: string, events: Coinciding[], title: string, what: string) =>
  requirement({
    id: `coincidence.${id}`,
    title,
    statement: `Where ${what} fall on one instant, the secondary export register, its rates, the half hours on both sides and the snapshots taken hold what they would hold alone.`,
    clauses: ['DP184 §2 bullets 1, 2 and 3'],
    basis: 'derived',
    needs: () => [{ coincidence: events }],
    judge: (evidence) => coincidences(evidence, events),
  });

/** Several things at one instant. */
export const COINCIDENCE_REQUIREMENTS: Requirement[] = [
  together(
    'half-hour-and-switch',
    ['halfHour', 'rateSwitch'],
    'A half hour ends as the rate switches',
    'the end of a half hour and a rate switch',
  ),
  together(
    'half-hour-and-activation',
    ['halfHour', 'activation'],
    'A half hour ends as a table is activated',
    'the end of a half hour and the activation of a table',
  ),
  together(
    'half-hour-and-snapshot',
    ['halfHour', 'dailySnapshot'],
    'A half hour ends as the daily snapshot is taken',
    'the end of a half hour and the daily snapshot',
  ),
  together(
    'switch-and-snapshot',
    ['rateSwitch', 'dailySnapshot'],
    'The rate switches as the daily snapshot is taken',
    'a rate switch and the daily snapshot',
  ),
  together(
    'switch-and-activation',
    ['rateSwitch', 'activation'],
    'The rate switches as a table is activated',
    'a rate switch and the activation of a table',
  ),
  together(
    'snapshot-and-activation',
    ['dailySnapshot', 'activation'],
    'The daily snapshot is taken as a table is activated',
    'the daily snapshot and the activation of a table',
  ),
  together(
    'billing-and-switch',
    ['billingSnapshot', 'rateSwitch'],
    'The billing snapshot is taken as the rate switches',
    'the billing snapshot and a rate switch',
  ),
  together(
    'season-and-snapshot',
    ['season', 'dailySnapshot'],
    'A season begins as the daily snapshot is taken',
    'the start of a season and the daily snapshot',
  ),
  together(
    'special-day-and-switch',
    ['specialDay', 'rateSwitch'],
    'A special day begins as the rate switches',
    'the start of a special day and a rate switch',
  ),
  together(
    'half-hour-and-read',
    ['halfHour', 'longRead'],
    'A half hour ends while the log is read block by block',
    'the end of a half hour and a read by block transfer that has begun and not ended',
  ),
  together(
    'switch-and-read',
    ['rateSwitch', 'longRead'],
    'The rate switches while the log is read block by block',
    'a rate switch and a read by block transfer that has begun and not ended',
  ),
  together(
    'everything',
    ['halfHour', 'rateSwitch', 'dailySnapshot', 'billingSnapshot', 'activation', 'season', 'specialDay'],
    'Everything that can fall on one midnight does',
    'the end of a half hour, a rate switch, the daily and the billing snapshot, the activation of a table, the start of a season and a special day',
  ),
];
