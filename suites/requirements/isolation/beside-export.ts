import type { Element, Ms, ObjectName, Way } from '../../../trace/vocabulary';
import type { HalfHour } from '../../ledger/ledger';
import { compare } from '../compare';
import { type Due, dueHalfHours, exportChannel, HALF_HOUR_MS, holdsItsEnergy } from '../profile/half-hour-rows';
import type { BetweenNeed, Evidence, Finding, Happening } from '../requirement';

/** At least so much that one that counts it wrongly is off by more than a residue. */
export const EXPORTS: Happening = { flow: 'export', element: 'secondary', atLeastWh: 10 };

/** Two readings of an object between which the secondary element surely exported. */
export const besideExport = (object: ObjectName, ...where: Happening[]): BetweenNeed => ({
  between: object,
  where: [EXPORTS, ...where],
});

/** A member of the rows of a log. */
export interface RowsBeside {
  object: ObjectName;
  field: string;
}

const OWN: Record<string, { element: Element; way: Way } | { reactive: Way }> = {
  'import.profile primaryWh': { element: 'primary', way: 'import' },
  'import.profile secondaryWh': { element: 'secondary', way: 'import' },
  'primary.export.profile activeWh': { element: 'primary', way: 'export' },
  'primary.export.profile reactiveVarh': { reactive: 'export' },
  'reactive.import.profile varh': { reactive: 'import' },
};

/** Half hours in which the secondary element surely exported and whose row in another log was asked for: what is to say of each. */
export function besideRows(evidence: Evidence, object: ObjectName, field: string): Finding[] {
  const { ledger } = evidence;
  const own = OWN[`${object} ${field}`]!;
  const channel = { object, field, ...('element' in own ? own : { element: 'primary' as const, way: 'import' as const }) };
  const exported = exportingHalfHours(evidence);
  return dueHalfHours(evidence, channel)
    .filter(({ half }) => exported.has(half.endMs))
    .map((due) => {
      const finding =
        'element' in own ? holdsItsEnergy(evidence, due) : holdsVarh(due, ledger.reactiveRowStep(own.reactive, due.half));
      return { ...finding, says: `${object}: ${finding.says}` };
    });
}

function exportingHalfHours({ ledger }: Evidence): Set<Ms> {
  return new Set(
    ledger
      .halfHours('secondary', 'export')
      .filter((half) => half.energy.lo > 0n)
      .map(({ endMs }) => endMs),
  );
}

function holdsVarh(
  { half, rows: [row], seq }: Due,
  { lo, hi, budget }: ReturnType<Evidence['ledger']['reactiveRowStep']>,
): Finding {
  const at = { fromMs: half.endMs - HALF_HOUR_MS, toMs: half.endMs };
  const says = 'the row holds the reactive energy of its half hour';
  if (row) return compare({ says, observed: BigInt(row.wh), lo, hi, budget, unit: 'varh', records: [row.seq], at });
  const expected = { lo: String(lo), hi: String(hi) };
  return { says, unit: 'varh', observed: null, expected, budget, outcome: 'beyond', records: [seq], at };
}

/** Half hours without secondary export in which other energy flowed, and whose row of secondary export was asked for. */
export function restingRows(evidence: Evidence): Due[] {
  const { ledger } = evidence;
  const others = [
    ledger.halfHours('primary', 'import'),
    ledger.halfHours('primary', 'export'),
    ledger.halfHours('secondary', 'import'),
  ];
  const flowed = (all: readonly HalfHour[], endMs: Ms) => all.some((half) => half.endMs === endMs && half.energy.lo > 0n);
  return dueHalfHours(evidence, exportChannel(evidence)).filter(
    ({ half }) => half.energy.hi === 0n && others.some((all) => flowed(all, half.endMs)),
  );
}
