import type { Choices } from '../../../declaration/choices';
import { exportTable } from '../../../declaration/objects';
import { same } from '../compare';
import { requirement } from '../define';
import { eachRate, RATE_COUNT, RATES } from '../rate-spans';
import { readings } from '../readings';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { heldRates, type Span, spans } from '../spans';

const WH_UJ = 3_600_000_000n;
const TWO_TO_31 = 2n ** 31n;
const HOLDS: Happening = { rateHoldsWh: 10 };

type Given = Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>;

/** A requirement on the rates wherever something happens between two readings of them that might take what they hold. */
function keepsRates(given: Given, happens: (choices: Choices) => Happening, says: string): Requirement {
  const need = ({ choices }: { choices: Choices }): BetweenNeed => ({ between: RATES, where: [happens(choices), HOLDS] });
  return requirement({
    clauses: ['DP184 §2 bullet 2'],
    needs: (meter) => [need(meter)],
    judge: (evidence) => spans<number[]>(evidence, need(evidence.meter)).flatMap((span) => kept(evidence, span, says)),
    ...given,
  });
}

function kept(evidence: Evidence, span: Span<number[]>, says: string): Finding[] {
  const held = heldRates(evidence, span, 10);
  return eachRate(evidence, span, {
    says: (rate) => `${says}: rate ${rate}`,
    effectWh: (rate) => (held.includes(rate) ? BigInt(span.from.value[rate - 1]!) : undefined),
  });
}

/** Spans in which energy takes a rate past the modulus, or past 2^31 Wh on its way to it. */
export function passingSpans(evidence: Evidence): Span<number[]>[] {
  const preset = evidence.trace.scenario.preset?.[RATES];
  const [first] = readings<number[]>(evidence, RATES);
  if (!Array.isArray(preset) || preset.length !== RATE_COUNT || !first) return [];
  const edges = [BigInt(evidence.meter.choices.registerModulusWh), TWO_TO_31].map((edge) => edge * WH_UJ);
  return spans<number[]>(evidence, { between: RATES, where: [] }).filter(({ from, to }) => {
    const before = evidence.ledger.rates('export', first.window, from.window);
    const after = evidence.ledger.rates('export', first.window, to.window);
    if (!before || !after) return false;
    return preset.some((wh, i) =>
      edges.some((edge) => BigInt(wh) * WH_UJ + before[i]!.hi < edge && edge <= BigInt(wh) * WH_UJ + after[i]!.lo),
    );
  });
}

/** Rates that did not take the preset say nothing of their modulus, and nobody knows whether meter or bench is at fault. */
function beganAsPreset(evidence: Evidence): Finding {
  const first = readings(evidence, RATES)[0]!;
  const finding = same('the rates began at the preset', first.value, evidence.trace.scenario.preset?.[RATES] ?? null, [
    first.record.seq,
  ]);
  return finding.outcome === 'within' ? finding : { ...finding, outcome: 'undecided' };
}

/** What the rates keep, and how they roll over. */
export const RATES_KEPT_REQUIREMENTS: Requirement[] = [
  keepsRates(
    {
      id: 'rates.survive-outage',
      title: 'The rates survive loss of supply',
      statement: 'Over a loss of supply each rate keeps what it counted, less at most the declared residue below 1 Wh.',
      capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
    },
    () => ({ event: 'outage' }),
    'each rate kept what it counted over the outage',
  ),
  keepsRates(
    {
      id: 'rates.survive-midnight',
      title: 'The rates survive midnight',
      statement: 'The rates are cumulative: no day, week, month or year begins at zero.',
    },
    () => ({ midnight: true }),
    'each rate counted on over midnight',
  ),
  keepsRates(
    {
      id: 'rates.survive-activation',
      title: 'The rates survive a new switching table',
      statement: 'Activating a switching table changes which rate counts, and nothing of what the rates hold.',
      capabilities: { meter: ['read', 'write.table'], bench: ['flow'] },
    },
    (choices) => ({ written: exportTable(choices).replace(/active$/, 'activation') }),
    'each rate counted on over the activation of a table',
  ),
  keepsRates(
    {
      id: 'rates.survive-clock-set',
      title: 'The rates survive a clock set',
      statement: 'Setting the clock, forward or back, neither adds to a rate nor takes from it.',
      testability: 'needs-clock-set',
      capabilities: { meter: ['read', 'clock.set'], bench: ['flow'] },
    },
    () => ({ event: 'clockSet' }),
    'each rate counted on over the clock set',
  ),
  requirement({
    id: 'rates.wrap-at-modulus',
    title: 'Each rate wraps at the declared modulus, on its own',
    statement:
      'Past the declared modulus a rate goes on from zero, past 2^31 Wh it goes on, and neither the register nor another rate is moved by it.',
    clauses: ['DP184 §2 bullet 2'],
    basis: 'choice',
    testability: 'needs-preset',
    capabilities: { meter: ['read'], bench: ['flow', 'preset'] },
    needs: () => [{ ratesPass: 'modulus or 2^31' }],
    judge: (evidence) =>
      passingSpans(evidence).flatMap((span) => [
        beganAsPreset(evidence),
        ...eachRate(evidence, span, { says: (rate) => `rate ${rate} moved on as a rate passed its modulus` }),
      ]),
  }),
];
