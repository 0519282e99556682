import { compare, movement } from './compare';
import { requirement } from './define';
import { spanInMeterTime } from './meter-time';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from './requirement';
import { type Span, spans } from './spans';

const RATES = 'secondary.export.rates';
const REGISTER = 'secondary.export.total';
const RATE_COUNT = 4;
const EXPORTS: Happening = { flow: 'export', element: 'secondary', atLeastWh: 1 };

/** Rates are compared over every span, for nothing else may move them either; but only a trace with export exercises them. */
const SUM: BetweenNeed = { between: RATES, where: [{ rated: true }], alongside: REGISTER };
const SUM_EXERCISED: BetweenNeed = { ...SUM, where: [EXPORTS, ...SUM.where] };
const EACH: BetweenNeed = { between: RATES, where: [] };
const EACH_EXERCISED: BetweenNeed = { between: RATES, where: [EXPORTS] };

const whereAndWhen = (evidence: Evidence, { from, to }: Span) => ({
  records: [from.record.seq, to.record.seq],
  at: spanInMeterTime(evidence, from.record.when, to.record.when),
});

/** How far each of the four rates moved, modulo the declared modulus. */
function movements(evidence: Evidence, { from, to }: Span<number[]>): bigint[] {
  const modulus = evidence.meter.choices.registerModulusWh;
  return Array.from({ length: RATE_COUNT }, (_, i) => movement(from.value[i]!, to.value[i]!, modulus));
}

export const RATES_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'rates.sum',
    title: 'The four rates add up to the register',
    statement:
      'Between two readings the four secondary export rates together move as the secondary Active Export register does, within the declared quantisation.',
    clauses: ['DP184 §2 bullet 2'],
    basis: 'derived',
    needs: () => [SUM_EXERCISED],
    judge: (evidence) =>
      spans(evidence, SUM_EXERCISED).length ? spans<number[]>(evidence, SUM).map((span) => sumsUp(evidence, span)) : [],
  }),
  requirement({
    id: 'rates.active',
    title: 'Energy is counted in the rate that the switching table names',
    statement:
      'Each secondary export rate moves by the energy exported while the active switching table names it, in meter time, and by nothing else.',
    clauses: ['DP184 §2 bullet 2', 'GBCS 4.3 ECS24b (by analogy)'],
    needs: () => [EACH_EXERCISED, { known: 'exportTable' }],
    judge: (evidence) =>
      spans(evidence, EACH_EXERCISED).length
        ? spans<number[]>(evidence, EACH).flatMap((span) => eachInItsTime(evidence, span))
        : [],
  }),
];

function sumsUp(evidence: Evidence, span: Span<number[]>): Finding {
  const { ledger, meter } = evidence;
  const register = span.alongside!;
  const registerWh = movement(Number(register.from.value), Number(register.to.value), meter.choices.registerModulusWh);
  const outages = ledger.events.outages.filter(
    ({ off }) => span.from.window.fromMs <= off.toMs && off.fromMs <= span.to.window.toMs,
  ).length;
  const slack = ledger.rateSlack(outages);
  return compare({
    says: 'the four rates together moved as the register did',
    observed: movements(evidence, span).reduce((sum, wh) => sum + wh, 0n),
    lo: registerWh - slack.hi,
    hi: registerWh - slack.lo,
    budget: slack.hi === slack.lo ? [] : [{ source: 'quantisation', amount: String(slack.hi - slack.lo) }],
    ...whereAndWhen(evidence, span),
  });
}

/** How each of the four rates moved over a span, against the energy that the table in force gives it. */
export function eachInItsTime(evidence: Evidence, span: Span<number[]>): Finding[] {
  const steps = evidence.ledger.rateSteps('export', span.from.window, span.to.window);
  if (!steps) return [];
  return movements(evidence, span).map((observed, i) => {
    const { lo, hi, budget } = steps[i]!;
    return compare({
      says: `rate ${i + 1} moved by what flowed while it was active`,
      observed,
      lo,
      hi,
      budget,
      ...whereAndWhen(evidence, span),
    });
  });
}
