import { compare, movement, same } from '../compare';
import { requirement } from '../define';
import { whereAndWhen } from '../meter-time';
import { eachInItsTime, movements, RATE_COUNT, RATES } from '../rate-spans';
import { isRead } from '../readings';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { type Span, spans } from '../spans';
import { decidesRate } from '../table/table-days';
import { secondsTold } from './rate-switches';
import { RATES_KEPT_REQUIREMENTS } from './rates-kept';

const REGISTER = 'secondary.export.total';
const WH_UJ = 3_600_000_000n;
const exporting = (atLeastWh: number): Happening => ({ flow: 'export', element: 'secondary', atLeastWh });

/** Rates are compared over every span, for nothing else may move them either; but only a trace with export exercises them. */
const SUM: BetweenNeed = { between: RATES, where: [{ rated: true }], alongside: REGISTER };
const SUM_EXERCISED: BetweenNeed = { ...SUM, where: [exporting(1), ...SUM.where] };
const EACH: BetweenNeed = { between: RATES, where: [] };
const EACH_EXERCISED: BetweenNeed = { between: RATES, where: [exporting(1)] };
const ONE: BetweenNeed = { between: RATES, where: [exporting(2), { oneRate: true }] };

const STILL: Happening = { still: 'export', element: 'secondary' };
const BESIDE_IMPORT: BetweenNeed[] = (['primary', 'secondary'] as const).map((element) => ({
  between: RATES,
  where: [{ flow: 'import', element, atLeastWh: 10 }, STILL],
}));

export const RATES_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'rates.four',
    title: 'There are exactly four rates',
    statement:
      'The secondary Active Export register has four time-of-use rates, each a whole number of Wh below the declared modulus.',
    clauses: ['DP184 §2 bullet 2'],
    capabilities: { meter: ['read'], bench: [] },
    needs: () => [{ answered: RATES }],
    judge: (evidence) => evidence.trace.observations(RATES).flatMap((record) => fourWholeNumbers(evidence, record)),
  }),
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
    id: 'rates.one-at-a-time',
    title: 'One rate counts at a time',
    statement: 'While one rate is active, no other rate moves.',
    clauses: ['DP184 §2 bullet 2'],
    basis: 'derived',
    needs: () => [ONE],
    judge: (evidence) => spans<number[]>(evidence, ONE).map((span) => othersStood(evidence, span)),
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
  requirement({
    id: 'rates.to-the-second',
    title: 'Rates switch at the second',
    statement: 'A rate becomes active at the second of meter time that its action names, neither earlier nor later.',
    clauses: ['DP184 §2 bullet 2', 'GBCS 4.3 ECS24b (by analogy)'],
    needs: () => [{ rateSwitch: 'to the second' }],
    judge: (evidence) =>
      secondsTold(evidence).map(({ span, rate, effectWh }) => {
        const { lo, hi, budget } = evidence.ledger.rateSteps('export', span.from.window, span.to.window)![rate - 1]!;
        const observed = movements(evidence, span)[rate - 1]!;
        const says = `rate ${rate} took nothing of what flowed on the other side of the switch`;
        return compare({ says, observed, lo, hi, budget, effectWh, ...whereAndWhen(evidence, span) });
      }),
  }),
  requirement({
    id: 'rates.ignore-import',
    title: 'Import moves no export rate',
    statement:
      "Energy imported through either element leaves the four export rates as they are, whichever of the primary's 48 rates or of secondary import's four counts it.",
    clauses: ['DP184 §2 bullet 2'],
    basis: 'derived',
    needs: () => BESIDE_IMPORT,
    judge: (evidence) => BESIDE_IMPORT.flatMap((need) => spans<number[]>(evidence, need)).map((span) => allStood(evidence, span)),
  }),
  decidesRate(
    'declaredTable',
    {
      id: 'rates.declared-table',
      title: 'Secondary export is ruled by the declared table',
      statement:
        "Secondary export has a switching table of its own, so that no other moves its rates, or is ruled by secondary import's, as declared.",
      basis: 'choice',
    },
    'the declared table decides',
  ),
  decidesRate(
    'firstAction',
    {
      id: 'rates.before-first-action',
      title: 'Before the first action of a day the declared rate counts',
      statement: 'Where the first action of a day is not at 00:00, the rate before or rate 1 counts until then, as declared.',
      basis: 'choice',
    },
    'the declared rate counts before the first action of the day',
  ),
  decidesRate(
    'noTable',
    {
      id: 'rates.without-table',
      title: 'Without a switching table the declared rate counts',
      statement: 'While there is no switching table, rate 1 or none counts, as declared.',
      basis: 'choice',
      capabilities: { meter: ['read'], bench: ['flow'] },
    },
    'the declared rate counts without a table',
  ),
  decidesRate(
    'invalidClock',
    {
      id: 'rates.while-clock-invalid',
      title: 'While the clock is invalid the declared rate counts',
      statement: 'While the clock is invalid the rate that counted last or rate 1 counts, as declared, whatever the clock shows.',
      basis: 'choice',
      capabilities: { meter: ['read', 'write.table'], bench: ['flow', 'supply'] },
    },
    'the declared rate counts while the clock is invalid',
  ),
  ...RATES_KEPT_REQUIREMENTS,
];

function fourWholeNumbers(evidence: Evidence, record: Parameters<typeof isRead>[1]): Finding[] {
  if (!('value' in record.answer) || !isRead(evidence, record)) return [];
  const { value } = record.answer;
  const good = (wh: unknown) =>
    Number.isSafeInteger(wh) && (wh as number) >= 0 && (wh as number) < evidence.meter.choices.registerModulusWh;
  const rates = Array.isArray(value) && value.every(good) ? `${value.length} rates` : JSON.stringify(value);
  return [same('the meter answers four rates of whole watt-hours', rates, `${RATE_COUNT} rates`, [record.seq])];
}

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
    observed: total(movements(evidence, span)),
    lo: registerWh - slack.hi,
    hi: registerWh - slack.lo,
    budget: slack.hi === slack.lo ? [] : [{ source: 'quantisation', amount: String(slack.hi - slack.lo) }],
    ...whereAndWhen(evidence, span),
  });
}

function othersStood(evidence: Evidence, span: Span<number[]>): Finding {
  const { ledger } = evidence;
  const active = ledger.rates('export', span.from.window, span.to.window)!.findIndex(({ hi }) => hi > 0n);
  const others = movements(evidence, span).filter((_, i) => i !== active);
  return compare({
    says: active < 0 ? 'no rate counts, and none moved' : `rate ${active + 1} counts alone, and no other moved`,
    observed: furthest(others),
    lo: 0n,
    hi: 0n,
    effectWh: ledger.energy('secondary', 'export', span.from.window, span.to.window).lo / WH_UJ,
    ...whereAndWhen(evidence, span),
  });
}

function allStood(evidence: Evidence, span: Span<number[]>): Finding {
  const observed = furthest(movements(evidence, span));
  return compare({ says: 'the four rates stood still beside import', observed, lo: 0n, hi: 0n, ...whereAndWhen(evidence, span) });
}

const total = (wh: bigint[]) => wh.reduce((sum, one) => sum + one, 0n);
const magnitude = (wh: bigint) => (wh < 0n ? -wh : wh);
const furthest = (wh: bigint[]) => wh.reduce((most, one) => (magnitude(one) > magnitude(most) ? one : most), 0n);
