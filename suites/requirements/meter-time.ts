import type { Ms, Window } from '../../trace/vocabulary';
import type { Reading } from './readings';
import type { Evidence } from './requirement';

/** A bench window in meter time; the bench's own where the meter's clock was never read. */
export function meterTime({ ledger }: Pick<Evidence, 'ledger'>, { fromMs, toMs }: Window): Window {
  return { fromMs: ledger.clock.meterAt(fromMs)?.fromMs ?? fromMs, toMs: ledger.clock.meterAt(toMs)?.toMs ?? toMs };
}

/** The time between two windows of the bench, in meter time: what a finding speaks of. */
export function spanInMeterTime(evidence: Pick<Evidence, 'ledger'>, from: Window, to: Window): { fromMs: Ms; toMs: Ms } {
  return { fromMs: meterTime(evidence, from).fromMs, toMs: meterTime(evidence, to).toMs };
}

/** Where a finding of two readings stands: their records, and the time from one to the other. */
export const whereAndWhen = (evidence: Pick<Evidence, 'ledger'>, { from, to }: { from: Reading; to: Reading }) => ({
  records: [from.record.seq, to.record.seq],
  at: spanInMeterTime(evidence, from.record.when, to.record.when),
});

/** Bench time of a moment of meter time close to a window, where the clock ran on between the two; else undefined. */
export function benchTimeNear({ ledger }: Pick<Evidence, 'ledger'>, meterMs: Ms, { fromMs, toMs }: Window): Window | undefined {
  const piece = ledger.clock.pieceAt(toMs);
  const meter = ledger.clock.meterAt(toMs);
  if (!piece || !meter || ledger.clock.pieceAt(fromMs) !== piece) return undefined;
  const bench = { fromMs: meterMs - (meter.toMs - toMs), toMs: meterMs - (meter.fromMs - toMs) };
  return piece.fromMs <= bench.fromMs && bench.toMs <= piece.toMs ? bench : undefined;
}
