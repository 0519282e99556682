import { exportRows } from '../../../declaration/objects';
import type { ObjectName } from '../../../trace/vocabulary';
import { compare, movement } from '../compare';
import { requirement } from '../define';
import { whereAndWhen } from '../meter-time';
import { holdsItsEnergy } from '../profile/half-hour-rows';
import { REGISTER, registerMoved } from '../register/register-span';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { spans } from '../spans';
import { EXPORTS, restingRows } from './beside-export';

const RATES = 'secondary.export.rates';
const NO_EXPORT: Happening = { still: 'export', element: 'secondary' };

/** The secondary export register counts on over something that concerns import alone. */
function countsOver(
  given: Pick<Requirement, 'id' | 'title' | 'statement' | 'clauses'> & Partial<Requirement>,
  needs: BetweenNeed[],
  over: string,
): Requirement {
  return requirement({
    basis: 'derived',
    needs: () => needs,
    judge: (evidence) =>
      needs.flatMap((need) =>
        spans(evidence, need).map((span) => registerMoved(evidence, REGISTER, span, `the register counted on over ${over}`)),
      ),
    ...given,
  });
}

const over = (...where: Happening[]): BetweenNeed => ({ between: REGISTER, where: [EXPORTS, ...where] });
const reset = (invoked: ObjectName) => over({ invoked });

const RESTING_RATES: BetweenNeed = { between: RATES, where: [NO_EXPORT, { othersWh: 10 }] };

function ratesStand(evidence: Evidence): Finding[] {
  return spans<number[]>(evidence, RESTING_RATES).flatMap(({ from, to }) =>
    to.value.map((wh, i) =>
      compare({
        says: `secondary export rate ${i + 1} stood still while only other energy flowed`,
        observed: movement(from.value[i]!, wh, evidence.meter.choices.registerModulusWh),
        lo: 0n,
        hi: 0n,
        ...whereAndWhen(evidence, { from, to }),
      }),
    ),
  );
}

/** What concerns import, primary export and reactive energy leaves secondary export alone. */
export const ISOLATION_EXPORT_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'isolation.export-rates',
    title: 'Other energy moves none of the secondary export rates',
    statement:
      'While energy is imported through either element or exported through the primary one, and none is exported through the secondary, the four secondary export rates stand still.',
    clauses: ['DP184 §2 bullet 2'],
    basis: 'derived',
    needs: () => [RESTING_RATES],
    judge: ratesStand,
  }),
  requirement({
    id: 'isolation.export-half-hours',
    title: 'Other energy is in no row of secondary export',
    statement:
      'A half hour in which energy was imported through either element or exported through the primary one, and none exported through the secondary, has a row of secondary export of 0 Wh.',
    clauses: ['DP184 §2 bullet 3'],
    basis: 'derived',
    needs: ({ choices }) => [{ channel: exportRows(choices).object, field: exportRows(choices).field, beside: 'others' }],
    judge: (evidence) => restingRows(evidence).map((due) => holdsItsEnergy(evidence, due)),
  }),
  countsOver(
    {
      id: 'isolation.over-load-limit',
      title: 'A load limit exceeded leaves secondary export alone',
      statement:
        'While import exceeds the load limit, and after, the secondary Active Export register counts every watt-hour exported.',
      clauses: ['DP184 §2 bullet 1', 'SMETS2 5.7.5.4'],
    },
    [over({ overload: true })],
    'an import above the load limit',
  ),
  countsOver(
    {
      id: 'isolation.over-prepayment',
      title: 'Prepayment leaves secondary export alone',
      statement:
        'In prepayment mode, also when the balance has run out, the secondary Active Export register counts every watt-hour exported.',
      clauses: ['DP184 §2 bullet 1', 'GBCS 4.3 ECS20b'],
      capabilities: { meter: ['read', 'write.prepayment'], bench: ['flow'] },
    },
    [over({ prepaid: true })],
    'a time in prepayment mode',
  ),
  countsOver(
    {
      id: 'isolation.over-demand-reset',
      title: 'A reset of maximum demand leaves secondary export alone',
      statement: 'Resetting either maximum demand neither adds to the secondary Active Export register nor takes from it.',
      clauses: ['DP184 §2 bullet 1', 'SMETS2 5.6.3.26, 5.6.3.27', 'GBCS 4.3 ECS57'],
      capabilities: { meter: ['read', 'invoke.max-demand'], bench: ['flow'] },
    },
    [reset('export.maxDemand'), reset('import.maxDemand')],
    'a reset of maximum demand',
  ),
];
