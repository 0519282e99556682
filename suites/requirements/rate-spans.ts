import type { HistoryBy } from '../ledger/table-history';
import { compare, movement } from './compare';
import { whereAndWhen } from './meter-time';
import type { Evidence, Finding } from './requirement';
import type { Span } from './spans';

export const RATES = 'secondary.export.rates';
export const RATE_COUNT = 4;

/** How far each of the four rates moved, modulo the declared modulus. */
export function movements({ meter }: Evidence, { from, to }: Span<number[]>): bigint[] {
  const modulus = meter.choices.registerModulusWh;
  return Array.from({ length: RATE_COUNT }, (_, i) => movement(from.value[i]!, to.value[i]!, modulus));
}

interface Judged {
  /** What is said of a rate. */
  says(rate: number): string;
  by?: HistoryBy;
  /** What a rate would be off by, in Wh, on a meter that breaks the rule. */
  effectWh?(rate: number): bigint | undefined;
}

/** The four rates over a span, each against what flowed while it was active; nothing where the table is not known. */
export function eachRate(evidence: Evidence, span: Span<number[]>, { says, by, effectWh }: Judged): Finding[] {
  const steps = evidence.ledger.rateSteps('export', span.from.window, span.to.window, by);
  if (!steps) return [];
  return movements(evidence, span).map((observed, i) => {
    const { lo, hi, budget } = steps[i]!;
    const effect = effectWh?.(i + 1);
    return compare({
      says: says(i + 1),
      observed,
      lo,
      hi,
      budget,
      ...(effect !== undefined && { effectWh: effect }),
      ...whereAndWhen(evidence, span),
    });
  });
}

/** How each of the four rates moved over a span, against the energy that the table in force gives it. */
export function eachInItsTime(evidence: Evidence, span: Span<number[]>): Finding[] {
  return eachRate(evidence, span, { says: (rate) => `rate ${rate} moved by what flowed while it was active` });
}
