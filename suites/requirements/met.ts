import { exportMpan, exportTable, objectNamed } from '../../declaration/objects';
import type { Value } from '../../trace/vocabulary';
import { attempts, publicReads } from './access/attempts';
import { clockAsFound } from './clock/clock';
import { coincidences } from './coincidence/coincidence';
import { judgedLosses } from './coincidence/coincidence-edges';
import { heldThrough, holdsSomething } from './held-through';
import { besideRows, restingRows } from './isolation/beside-export';
import { consumedDays, demandSpans, limitDecisions, readsUnderExport } from './isolation/isolation-load';
import { logSpans } from './isolation/isolation-records';
import { checkDigits, cutWrites, nonDigits, readBacks, unsetReading, wrongLengths } from './mpan-writes';
import { views } from './objects/variant';
import { dueHalfHours, exportChannel } from './profile/half-hour-rows';
import { alignedSpans, distinctHalfHours } from './profile/profile';
import { ROW_CASES } from './profile/row-cases';
import { secondsTold } from './rates/rate-switches';
import { passingSpans } from './rates/rates-kept';
import { askedReads, isRead, readings } from './readings';
import type { Evidence, MpanCase, Need } from './requirement';
import { isShown } from './snapshots/snapshots';
import { spans } from './spans';
import { keptOverOutage } from './store/kept-over-outage';
import { passiveAfterActivation, pastOrders } from './table/table-activation';
import { fullTables, refusals } from './table/table-refusal';
import { ruledSpans } from './table/table-rules';
import { seenAs } from './table/table-sights';
import { UPGRADE_CASES } from './upgrade/upgrade-cases';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

type Answer<K> = (need: Extract<Need, Record<K & string, unknown>>, evidence: Evidence) => boolean;

const MPAN_CASES: Record<MpanCase, (evidence: Evidence) => boolean> = {
  'wrong-length': (evidence) => wrongLengths(evidence, exportMpan(evidence.meter.choices).object).length > 0,
  'check-digit': (evidence) => checkDigits(evidence).length > 0,
  'non-digit': (evidence) => nonDigits(evidence).length > 0,
  unset: (evidence) => unsetReading(evidence) !== undefined,
  cut: (evidence) => cutWrites(evidence).length > 0,
};

/** One question for each kind of need, by the first of its keys that stands here. */
const MET: {
  [K in
    | 'between'
    | 'rowsBetween'
    | 'rowCase'
    | 'rows'
    | 'asked'
    | 'answered'
    | 'readBack'
    | 'mpan'
    | 'snapshot'
    | 'upgrade'
    | 'known'
    | 'ruledBy'
    | 'rateSwitch'
    | 'ratesPass'
    | 'tableRead'
    | 'tableOrdered'
    | 'wrongTable'
    | 'fullTable'
    | 'clockAsFound'
    | 'attempted'
    | 'askedBy'
    | 'heldThrough'
    | 'viewed'
    | 'underExport'
    | 'limitUnderExport'
    | 'channel'
    | 'demand'
    | 'consumption'
    | 'logOver'
    | 'keptOver'
    | 'coincidence'
    | 'lossAt'
    | 'someRows']: Answer<K>;
} = {
  between: (need, evidence) => spans(evidence, need).length > 0,
  rowsBetween: (_, evidence) => alignedSpans(evidence).length > 0,
  rowCase: ({ rowCase }, evidence) => ROW_CASES[rowCase](evidence).length > 0,
  rows: (need, evidence) =>
    ('distinct' in need ? distinctHalfHours(evidence) : dueHalfHours(evidence, exportChannel(evidence))).length > 0,
  asked: ({ asked }, evidence) => askedReads(evidence, asked).length > 0,
  answered: ({ answered }, evidence) =>
    evidence.trace.observations(answered).some((record) => 'value' in record.answer && isRead(evidence, record)),
  readBack: (_, evidence) => readBacks(evidence).length > 0,
  mpan: ({ mpan }, evidence) => MPAN_CASES[mpan](evidence),
  snapshot: (need, evidence) => isShown(evidence, need),
  upgrade: ({ upgrade, of }, evidence) => UPGRADE_CASES[upgrade](evidence, of).length > 0,
  known: (_, evidence) => readings(evidence, exportTable(evidence.meter.choices)).length > 0,
  underExport: ({ underExport }, evidence) => readsUnderExport(evidence, underExport).length > 0,
  limitUnderExport: (_, evidence) => limitDecisions(evidence).length > 0,
  channel: (need, evidence) =>
    (need.beside === 'export' ? besideRows(evidence, need.channel, need.field) : restingRows(evidence)).length > 0,
  demand: ({ demand }, evidence) => demandSpans(evidence, demand).length > 0,
  consumption: (_, evidence) => consumedDays(evidence).length > 0,
  logOver: ({ logOver, reversals }, evidence) => logSpans(evidence, logOver, reversals).length > 0,
  coincidence: ({ coincidence }, evidence) => coincidences(evidence, coincidence).length > 0,
  lossAt: ({ lossAt }, evidence) => judgedLosses(evidence, lossAt === 'halfHour' ? HALF_HOUR_MS : DAY_MS).length > 0,
  keptOver: ({ keptOver }, evidence) => keptOverOutage(evidence, keptOver).length > 0,
  someRows: ({ someRows }, evidence) => readings<Value[]>(evidence, someRows).some(({ value }) => value.length > 0),
  ruledBy: ({ ruledBy }, evidence) => ruledSpans(evidence, ruledBy).length > 0,
  rateSwitch: (_, evidence) => secondsTold(evidence).length > 0,
  ratesPass: (_, evidence) => passingSpans(evidence).length > 0,
  tableRead: ({ tableRead }, evidence) =>
    (tableRead === 'passive after activation' ? passiveAfterActivation(evidence) : seenAs(evidence, tableRead)).length > 0,
  tableOrdered: (_, evidence) => pastOrders(evidence).length > 0,
  wrongTable: ({ wrongTable }, evidence) => refusals(evidence, wrongTable).length > 0,
  fullTable: ({ fullTable }, evidence) => fullTables(evidence, fullTable).length > 0,
  clockAsFound: (_, evidence) => clockAsFound(evidence).length > 0,
  attempted: ({ attempted, by }, evidence) =>
    attempts(evidence).some((attempt) => attempt.trial === attempted && attempt.by === by),
  askedBy: (_, evidence) => publicReads(evidence).length > 0,
  heldThrough: ({ heldThrough: object }, evidence) =>
    heldThrough(evidence, [objectNamed(object)!.kind]).some((held) => held.object === object && holdsSomething(held)),
  viewed: (_, evidence) => views(evidence).length > 0,
};
const KINDS = Object.keys(MET) as (keyof typeof MET)[];

/** Whether a trace holds what a need asks for: one answer for the planner, the coverage page and the law that binds judges. */
export function met(need: Need, evidence: Evidence): boolean {
  const kind = KINDS.find((key) => key in need)!;
  return (MET[kind] as (need: Need, evidence: Evidence) => boolean)(need, evidence);
}
