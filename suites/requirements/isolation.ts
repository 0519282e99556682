import { objectNamed } from '../../declaration/objects';
import type { Element, ObjectName, Way } from '../../trace/vocabulary';
import { compare, movement } from './compare';
import { requirement } from './define';
import { type Channel, dueHalfHours, exportChannel, holdsItsEnergy } from './half-hour-rows';
import { spanInMeterTime } from './meter-time';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from './requirement';
import { type Span, spans } from './spans';

const EXPORTS: Happening = { flow: 'export', element: 'secondary', atLeastWh: 10 };

/** A register of one direction counts its own energy alone while the secondary element exports; its parts stand still with it. */
function unmoved(id: string, channel: Channel, register: ObjectName, parts: ObjectName[] = []): Requirement {
  const { element, way } = channel;
  const total: BetweenNeed = { between: register, where: [EXPORTS] };
  const part = (object: ObjectName): BetweenNeed => ({ between: object, where: [EXPORTS, { still: way, element }] });
  return requirement({
    id,
    title: `Secondary export leaves ${element} ${way} alone`,
    statement: `While energy is exported through the secondary element, the register and the half hours of ${element} ${way} hold the energy ${way}ed through the ${element} element and nothing else.`,
    clauses: ['DP184 §2 (existing recording unchanged)', way === 'import' ? 'GBCS 4.3 ECS17b, ECS17d' : 'GBCS 4.3 ECS17a'],
    basis: 'derived',
    needs: () => [total],
    judge: (evidence) => [
      ...spans(evidence, total).map((span) => countsItsOwn(evidence, element, way, span)),
      ...parts.flatMap((object) => spans(evidence, part(object)).map((span) => stoodStill(evidence, object, span))),
      ...rowsBesideExport(evidence, channel),
    ],
  });
}

/** The rows of a channel in half hours in which the secondary element surely exported. */
function rowsBesideExport(evidence: Evidence, channel: Channel): Finding[] {
  const { ledger } = evidence;
  const exported = new Set(
    dueHalfHours(evidence, exportChannel(evidence))
      .filter(({ half }) => ledger.rowStep(half).lo > 0n)
      .map(({ half }) => half.endMs),
  );
  return dueHalfHours(evidence, channel)
    .filter(({ half }) => exported.has(half.endMs))
    .map((due) => holdsItsEnergy(evidence, due))
    .map((finding) => ({ ...finding, says: `${channel.object}: ${finding.says}` }));
}

function countsItsOwn(evidence: Evidence, element: Element, way: Way, { from, to }: Span): Finding {
  const { lo, hi, budget } = evidence.ledger.registerStep(element, way, from.window, to.window);
  return compare({
    says: `the register of ${element} ${way} counted its own energy alone`,
    observed: movement(Number(from.value), Number(to.value), evidence.meter.choices.registerModulusWh),
    lo,
    hi,
    budget,
    records: [from.record.seq, to.record.seq],
    at: spanInMeterTime(evidence, from.record.when, to.record.when),
  });
}

const IMPORT_LOG = 'import.profile';

export const ISOLATION_REQUIREMENTS: Requirement[] = [
  unmoved(
    'isolation.primary-import',
    { element: 'primary', way: 'import', object: IMPORT_LOG, field: 'primaryWh' },
    'primary.import.total',
    ['primary.import.rates', 'primary.import.blocks'],
  ),
  unmoved(
    'isolation.primary-export',
    { element: 'primary', way: 'export', object: 'primary.export.profile', field: 'activeWh' },
    'primary.export.total',
  ),
  unmoved(
    'isolation.secondary-import',
    { element: 'secondary', way: 'import', object: IMPORT_LOG, field: 'secondaryWh' },
    'secondary.import.total',
    ['secondary.import.rates'],
  ),
];

/** The sum of all that the object counted must be nothing at all: no energy of its own flowed. */
function stoodStill(evidence: Evidence, object: ObjectName, { from, to }: Span): Finding {
  const modulus = evidence.meter.choices.registerModulusWh;
  const list = (value: unknown): number[] => (Array.isArray(value) ? value : [Number(value)]);
  const moved = list(from.value).map((wh, i) => movement(wh, list(to.value)[i] ?? 0, modulus));
  const furthest = moved.reduce((most, wh) => (abs(wh) > abs(most) ? wh : most), 0n);
  return compare({
    says: `${objectNamed(object)?.title ?? object} stood still`,
    observed: furthest,
    lo: 0n,
    hi: 0n,
    records: [from.record.seq, to.record.seq],
    at: spanInMeterTime(evidence, from.record.when, to.record.when),
  });
}

const abs = (wh: bigint) => (wh < 0n ? -wh : wh);
