import type { Ms, Value } from '../../../trace/vocabulary';
import type { Outage } from '../../ledger/trace-events';
import { compare } from '../compare';
import { requirement } from '../define';
import { channelRows, exportChannel, HALF_HOUR_MS } from '../profile/half-hour-rows';
import { readings } from '../readings';
import { REGISTER, registerMoved } from '../register/register-span';
import type { BetweenNeed, Evidence, Finding, Requirement } from '../requirement';
import { covers } from '../snapshots/snapshot-moments';
import { type Span, spans } from '../spans';

const DAY_MS = 86_400_000;
const NEAR_MS = 2500;

/** A supply lost so close to a boundary of meter time. */
interface LossAtBoundary {
  boundaryMs: Ms;
  outage: Outage;
}

/** Losses of supply within two seconds of a half hour, or of midnight. */
export function lossesAt(evidence: Evidence, everyMs: Ms): LossAtBoundary[] {
  const { clock, events } = evidence.ledger;
  const began = events.extent && clock.meterAt(events.extent.fromMs);
  return events.outages.flatMap((outage) => {
    const lost = clock.meterAt(outage.off.fromMs);
    if (!lost || !began || !outage.on) return [];
    const boundaryMs = Math.round(lost.fromMs / everyMs) * everyMs;
    // A boundary at which the trace begins is none that it tells of.
    return boundaryMs > began.toMs && Math.abs(lost.fromMs - boundaryMs) <= NEAR_MS ? [{ boundaryMs, outage }] : [];
  });
}

/** What is to say of register, rows and midnight rows around such losses. */
export function judgedLosses(evidence: Evidence, everyMs: Ms): Finding[] {
  return lossesAt(evidence, everyMs).flatMap((loss) => [...registerOver(evidence, loss), ...rowsAround(evidence, loss)]);
}

function registerOver(evidence: Evidence, { outage }: LossAtBoundary): Finding[] {
  const all = readings<number>(evidence, REGISTER);
  const from = all.findLast(({ record }) => record.seq < outage.seq && record.when.toMs <= outage.off.fromMs);
  const to = all.find(({ record }) => outage.on !== undefined && record.when.fromMs >= outage.on.toMs);
  return from && to
    ? [registerMoved(evidence, REGISTER, { from, to }, 'the register went on from what it held at the boundary')]
    : [];
}

/** The half hours on both sides of the boundary have as many rows, and with so much in them, as is declared. */
function rowsAround(evidence: Evidence, { boundaryMs }: LossAtBoundary): Finding[] {
  const rows = channelRows(evidence, exportChannel(evidence));
  return evidence.ledger
    .rowClaims('secondary', 'export')
    .filter(({ half }) => half.endMs === boundaryMs || half.endMs === boundaryMs + HALF_HOUR_MS)
    .flatMap((claim) => {
      const { endMs } = claim.half;
      const seq = rows.covering(endMs);
      if (seq === undefined || claim.lot === 'open' || claim.rows === undefined) return [];
      const found = rows.at(endMs);
      const at = { fromMs: endMs - HALF_HOUR_MS, toMs: endMs };
      const count = BigInt(claim.rows);
      const counted = compare({
        says: 'a half hour at the boundary has as many rows as is declared',
        observed: BigInt(found.length),
        lo: count,
        hi: count,
        unit: 'rows',
        records: [seq],
        at,
      });
      if (count === 0n) return [counted];
      const observed = found.reduce((sum, { wh }) => sum + BigInt(wh), 0n);
      const { lo, hi, budget } = claim;
      const says = 'the row of a half hour at the boundary holds its own energy';
      return [counted, compare({ says, observed, lo, hi, budget, records: [seq], at })];
    });
}

/** No midnight has two rows, and one that passed with supply has one. */
function midnightRows(evidence: Evidence): Finding[] {
  return lossesAt(evidence, DAY_MS).flatMap(({ boundaryMs, outage }) => {
    // A midnight that a clock set lets come again has a row each time.
    if (evidence.ledger.clock.breaks.some((one) => one.cause === 'clockSet' && covers(one, boundaryMs))) return [];
    const read = readings<{ [field: string]: Value }[]>(evidence, 'daily.export').find(
      ({ record }) =>
        record.seq > outage.seq &&
        record.when.fromMs > outage.off.toMs &&
        (evidence.trace.stimulus(record.of)?.range?.fromMs ?? 0) <= boundaryMs,
    );
    if (!read) return [];
    const passed = (evidence.ledger.clock.meterAt(outage.off.fromMs)?.fromMs ?? 0) > boundaryMs;
    return [
      compare({
        says: 'a midnight beside a loss of supply has no more rows than one, and one where it passed with supply',
        observed: BigInt(read.value.filter(({ at }) => at === boundaryMs).length),
        lo: passed ? 1n : 0n,
        hi: 1n,
        unit: 'rows',
        records: [read.record.seq],
        at: { fromMs: boundaryMs, toMs: boundaryMs },
      }),
    ];
  });
}

const ONTO: BetweenNeed = {
  between: REGISTER,
  where: [{ flow: 'export', element: 'secondary', atLeastWh: 10 }, { clockOnto: 'halfHour' }],
};

/** Supply lost, or the clock set, just at a boundary. */
export const COINCIDENCE_EDGES_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'coincidence.outage-at-half-hour',
    title: 'The supply is lost as a half hour ends',
    statement:
      'Where the supply is lost within two seconds of the end of a half hour, register and rows lose nothing, and neither half hour has a row too many or too few.',
    clauses: ['DP184 §2 bullets 1 and 3', 'SMETS2 data store retained on loss of power'],
    basis: 'derived',
    capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
    needs: () => [{ lossAt: 'halfHour' }],
    judge: (evidence) => judgedLosses(evidence, HALF_HOUR_MS),
  }),
  requirement({
    id: 'coincidence.outage-at-midnight',
    title: 'The supply is lost at midnight',
    statement:
      'Where the supply is lost within two seconds of midnight UTC, register and rows lose nothing, and that midnight has no second row in the daily read log.',
    clauses: ['DP184 §2 bullets 1 and 3', 'SMETS2 5.7.5.13', 'SMETS2 data store retained on loss of power'],
    basis: 'derived',
    capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
    needs: () => [{ lossAt: 'midnight' }],
    judge: (evidence) => [...judgedLosses(evidence, DAY_MS), ...midnightRows(evidence)],
  }),
  requirement({
    id: 'coincidence.clock-set-onto-half-hour',
    title: 'The clock is set onto the end of a half hour',
    statement:
      'Where a clock set lands on the end of a half hour, forward or back, the register counts every watt-hour exported, once.',
    clauses: ['DP184 §2 bullet 1', 'SMETS2 5.6.3.32'],
    basis: 'derived',
    testability: 'needs-clock-set',
    capabilities: { meter: ['read', 'clock.set'], bench: ['flow'] },
    needs: () => [ONTO],
    judge: (evidence) =>
      spans(evidence, ONTO).map((span: Span) =>
        registerMoved(evidence, REGISTER, span, 'the register counted on over a clock set onto a half hour'),
      ),
  }),
];
