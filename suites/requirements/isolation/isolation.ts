import { objectNamed } from '../../../declaration/objects';
import type { Element, ObjectName, Way } from '../../../trace/vocabulary';
import { compare, movement } from '../compare';
import { requirement } from '../define';
import { whereAndWhen } from '../meter-time';
import type { BetweenNeed, Evidence, Finding, Requirement } from '../requirement';
import { type Span, spans } from '../spans';
import { besideExport, besideRows, type RowsBeside } from './beside-export';

/** What a meter may show of a movement: whole units between two bounds. */
interface Bounds {
  lo: bigint;
  hi: bigint;
  budget: { source: string; amount: string }[];
}

/** Every Wh of a list of registers, or of one, between two readings of it. */
function sumOfMovements({ meter }: Evidence, { from, to }: Span): bigint {
  const list = (value: unknown): number[] => (Array.isArray(value) ? value : [Number(value)]);
  const before = list(from.value);
  return list(to.value).reduce((sum, wh, i) => sum + movement(before[i] ?? 0, wh, meter.choices.registerModulusWh), 0n);
}

/** An object of one direction holds its own energy alone while the secondary element exports. */
function countsItsOwn(
  given: Pick<Requirement, 'id' | 'title' | 'statement' | 'clauses'> & Partial<Requirement>,
  object: ObjectName,
  bounds: (evidence: Evidence, span: Span) => Bounds,
  unit = 'Wh',
): Requirement {
  const need = besideExport(object);
  return requirement({
    basis: 'derived',
    needs: () => [need],
    judge: (evidence) =>
      spans(evidence, need).map((span) =>
        compare({
          says: `${objectNamed(object)!.title}: it moved by its own energy alone`,
          observed: sumOfMovements(evidence, span),
          ...bounds(evidence, span),
          unit,
          ...whereAndWhen(evidence, span),
        }),
      ),
    ...given,
  });
}

const registerOf =
  (element: Element, way: Way) =>
  (evidence: Evidence, { from, to }: Span) =>
    evidence.ledger.registerStep(element, way, from.window, to.window);

const reactiveOf =
  (way: Way) =>
  (evidence: Evidence, { from, to }: Span) =>
    evidence.ledger.reactiveStep(way, from.window, to.window);

/** Where each of several registers forms its own whole Wh, each may have a residue of its own, and lose it at each outage. */
const severalOf = (count: number, element: Element, way: Way) => (evidence: Evidence, span: Span) => {
  const { lo, hi, budget } = registerOf(element, way)(evidence, span);
  const { quantisation } = evidence.meter.choices;
  if (quantisation === 'shared-quantum' || hi === 0n) return { lo, hi, budget };
  const outages = evidence.ledger.events.outages.filter(
    ({ off }) => off.toMs >= span.from.window.fromMs && off.fromMs <= span.to.window.toMs,
  ).length;
  const slack = BigInt(count * (1 + outages));
  return {
    lo: lo > slack ? lo - slack : 0n,
    hi: hi + slack,
    budget: [...budget, { source: `quantisation of ${count} registers`, amount: String(2n * slack) }],
  };
};

/** The rows of a log in half hours in which the secondary element surely exported. */
function rowsItsOwn(
  given: Pick<Requirement, 'id' | 'title' | 'statement' | 'clauses'> & Partial<Requirement>,
  channels: RowsBeside[],
): Requirement {
  return requirement({
    basis: 'derived',
    needs: () => channels.map(({ object, field }) => ({ channel: object, field, beside: 'export' })),
    judge: (evidence) => channels.flatMap((channel) => besideRows(evidence, channel.object, channel.field)),
    ...given,
  });
}

const RATES: BetweenNeed = besideExport('secondary.import.rates');

function secondaryRatesAlone(evidence: Evidence): Finding[] {
  return spans<number[]>(evidence, RATES).flatMap((span) => {
    const steps = evidence.ledger.rateSteps('import', span.from.window, span.to.window);
    if (!steps) return [movedTogether(evidence, span)];
    return steps.map(({ lo, hi, budget }, i) =>
      compare({
        says: `secondary import rate ${i + 1} moved by its own energy alone`,
        observed: movement(span.from.value[i]!, span.to.value[i]!, evidence.meter.choices.registerModulusWh),
        lo,
        hi,
        budget,
        ...whereAndWhen(evidence, span),
      }),
    );
  });
}

/** Where the trace does not tell which table was in force, only the sum is known. */
function movedTogether(evidence: Evidence, span: Span): Finding {
  return compare({
    says: 'the secondary import rates together moved by its own energy alone',
    observed: sumOfMovements(evidence, span),
    ...severalOf(4, 'secondary', 'import')(evidence, span),
    ...whereAndWhen(evidence, span),
  });
}

const UNCHANGED = 'DP184 §2 (existing recording unchanged)';

export const ISOLATION_REQUIREMENTS: Requirement[] = [
  countsItsOwn(
    {
      id: 'isolation.primary-import',
      title: 'Secondary export leaves the primary import register alone',
      statement:
        'While energy is exported through the secondary element, the primary import register moves by the energy imported through the primary element and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.3', 'GBCS 4.3 ECS17b'],
    },
    'primary.import.total',
    registerOf('primary', 'import'),
  ),
  countsItsOwn(
    {
      id: 'isolation.primary-import-rates',
      title: 'Secondary export leaves the 48 primary import rates alone',
      statement:
        'While energy is exported through the secondary element, the 48 primary import rates together move by the energy imported through the primary element and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.34', 'GBCS 4.3 ECS17d'],
    },
    'primary.import.rates',
    severalOf(48, 'primary', 'import'),
  ),
  countsItsOwn(
    {
      id: 'isolation.block-counters',
      title: 'Secondary export leaves the tariff block counters alone',
      statement:
        'While energy is exported through the secondary element, the tariff block counters together move by the energy imported through the primary element and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.33', 'GBCS 4.3 ECS17e'],
    },
    'primary.import.blocks',
    severalOf(4, 'primary', 'import'),
  ),
  countsItsOwn(
    {
      id: 'isolation.secondary-import',
      title: 'Secondary export leaves the secondary import register alone',
      statement:
        'While energy is exported through the secondary element, its import register moves by the energy imported through it and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.13.2.11', 'GBCS 4.3 ECS17b'],
    },
    'secondary.import.total',
    registerOf('secondary', 'import'),
  ),
  requirement({
    id: 'isolation.secondary-import-rates',
    title: 'Secondary export leaves the four secondary import rates alone',
    statement:
      'While energy is exported through the secondary element, each of its four import rates moves by the energy imported while its own table names it and nothing else.',
    clauses: [UNCHANGED, 'SMETS2 5.13.2.10', 'GBCS 4.3 ECS17d'],
    basis: 'derived',
    needs: () => [RATES],
    judge: secondaryRatesAlone,
  }),
  countsItsOwn(
    {
      id: 'isolation.primary-export',
      title: 'Secondary export leaves the primary export register alone',
      statement:
        'While energy is exported through the secondary element, the primary export register moves by the energy exported through the primary element and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.2', 'GBCS 4.3 ECS17a'],
    },
    'primary.export.total',
    registerOf('primary', 'export'),
  ),
  countsItsOwn(
    {
      id: 'isolation.reactive-import',
      title: 'The reactive import register counts the reactive import of both elements, whatever the active direction',
      statement:
        'While active energy is exported through the secondary element, the reactive import register moves by the +Q energy of both elements, quadrants I and II, and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.30', 'GBCS 4.3 ECS17b, ECS22c'],
    },
    'reactive.import.total',
    reactiveOf('import'),
    'varh',
  ),
  countsItsOwn(
    {
      id: 'isolation.reactive-export',
      title: 'Secondary export leaves the reactive export register to the primary element',
      statement:
        'While active energy is exported through the secondary element, the reactive export register moves by the −Q energy of the primary element and nothing else: no text adds the secondary element to it.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.29', 'GBCS 4.3 ECS17a'],
    },
    'reactive.export.total',
    reactiveOf('export'),
    'varh',
  ),
  rowsItsOwn(
    {
      id: 'isolation.import-half-hours',
      title: 'Secondary export leaves the half hours of import alone',
      statement:
        'In a half hour in which energy was exported through the secondary element, the import log holds the energy imported through each element in that half hour and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.13.2.7', 'GBCS 4.3 ECS22b'],
    },
    [
      { object: 'import.profile', field: 'primaryWh' },
      { object: 'import.profile', field: 'secondaryWh' },
    ],
  ),
  rowsItsOwn(
    {
      id: 'isolation.primary-export-half-hours',
      title: 'Secondary export leaves the half hours of primary export alone',
      statement:
        'In a half hour in which energy was exported through the secondary element, the export log holds the energy exported through the primary element in that half hour and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.27', 'GBCS 4.3 ECS22a'],
    },
    [{ object: 'primary.export.profile', field: 'activeWh' }],
  ),
  rowsItsOwn(
    {
      id: 'isolation.reactive-half-hours',
      title: 'Secondary export leaves the half hours of reactive energy alone',
      statement:
        'In a half hour in which active energy was exported through the secondary element, the reactive rows hold the +Q energy of both elements and the −Q energy of the primary element, and nothing else.',
      clauses: [UNCHANGED, 'SMETS2 5.7.5.27', 'GBCS 4.3 ECS22a, ECS22c'],
    },
    [
      { object: 'reactive.import.profile', field: 'varh' },
      { object: 'primary.export.profile', field: 'reactiveVarh' },
    ],
  ),
];
