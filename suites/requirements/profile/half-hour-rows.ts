import { exportRows } from '../../../declaration/objects';
import type { Element, ObjectName, Way } from '../../../trace/vocabulary';
import type { HalfHour } from '../../ledger/ledger';
import { compare } from '../compare';
import { oncePerTrace } from '../once-per-trace';
import type { Evidence, Finding } from '../requirement';
import { type Row, type Rows, rowsOf } from './log-reads';

export const HALF_HOUR_MS = 1_800_000;

/** Where the half hours of one element and direction are recorded. */
export interface Channel {
  element: Element;
  way: Way;
  object: ObjectName;
  field: string;
}

/** The channel of secondary export under the declared shape. */
export const exportChannel = ({ meter }: Pick<Evidence, 'meter'>): Channel => ({
  element: 'secondary',
  way: 'export',
  ...exportRows(meter.choices),
});

/** A whole half hour, and the rows that stand for it. */
export interface Due {
  half: HalfHour;
  rows: readonly Row[];
  /** The observation that should hold its row. */
  seq: number;
}

const keptRows = oncePerTrace(() => new Map<string, Rows>());
const keptDue = oncePerTrace(() => new Map<string, Due[]>());

/** The rows of a channel in every read of its log. */
export function channelRows(evidence: Evidence, { object, field }: Channel): Rows {
  const kept = keptRows(evidence);
  const rows = kept.get(`${object} ${field}`) ?? rowsOf(evidence, object, field);
  kept.set(`${object} ${field}`, rows);
  return rows;
}

/** Whole, undisturbed half hours whose row was asked for after it was due. */
export function dueHalfHours(evidence: Evidence, channel: Channel): Due[] {
  const kept = keptDue(evidence);
  const key = `${channel.object} ${channel.field}`;
  const due = kept.get(key) ?? findDue(evidence, channel);
  kept.set(key, due);
  return due;
}

function findDue(evidence: Evidence, channel: Channel): Due[] {
  const rows = channelRows(evidence, channel);
  return evidence.ledger.rowClaims(channel.element, channel.way).flatMap(({ half, lot }) => {
    const seq = rows.covering(half.endMs);
    return lot === 'whole' && seq !== undefined ? [{ half, rows: rows.at(half.endMs), seq }] : [];
  });
}

/** One row, with the energy of its half hour in it; `effectWh` is what a meter that breaks the rule would be off by. */
export function holdsItsEnergy(evidence: Evidence, { half, rows, seq }: Due, effectWh?: bigint): Finding {
  const { lo, hi, budget } = evidence.ledger.rowStep(half);
  const at = { fromMs: half.endMs - HALF_HOUR_MS, toMs: half.endMs };
  const [row] = rows;
  if (row && rows.length === 1) {
    const says = 'the row holds the energy of its half hour';
    return compare({ says, observed: BigInt(row.wh), lo, hi, budget, ...(effectWh && { effectWh }), records: [row.seq], at });
  }
  return {
    says: row ? 'one half hour has one row' : 'an undisturbed half hour has a row',
    unit: 'Wh',
    observed: row ? rows.map(({ wh }) => wh) : null,
    expected: { lo: String(lo), hi: String(hi) },
    budget,
    outcome: 'beyond',
    records: [seq],
    at,
  };
}
