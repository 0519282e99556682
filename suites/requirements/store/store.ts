import type { ObjectName } from '../../../trace/vocabulary';
import { compare, movement } from '../compare';
import { requirement } from '../define';
import { whereAndWhen } from '../meter-time';
import { registerMoved } from '../register/register-span';
import type { BetweenNeed, Evidence, Finding, Happening, Records, Requirement } from '../requirement';
import { spans } from '../spans';
import { isKept, keptOverOutage } from './kept-over-outage';

const REGISTER = 'secondary.export.total';
const RATES = 'secondary.export.rates';
const HOLDS: Happening = { holdsWh: 10 };
const DATA_STORE = 'SMETS2 data store retained on loss of power';
const DAY_S = 86_400;
const FOREVER_S = Number.MAX_SAFE_INTEGER / 1000;

type Given = Pick<Requirement, 'id' | 'title' | 'statement'> & Partial<Requirement>;

const overOutages = (given: Given): Pick<Requirement, 'clauses' | 'basis' | 'capabilities'> & Given => ({
  clauses: ['DP184 §2 bullet 1', DATA_STORE],
  basis: 'derived',
  capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
  ...given,
});

/** A register moves by its own energy, less at most what is declared, over outages. */
function movesOver(given: Given, need: BetweenNeed, says: string) {
  return requirement({
    ...overOutages(given),
    needs: () => [need],
    judge: (evidence) => spans(evidence, need).map((span) => registerMoved(evidence, need.between, span, says)),
  });
}

const over = (...where: Happening[]): BetweenNeed => ({ between: REGISTER, where });
const outage = (atLeastS: number, atMostS: number, outages = 1): Happening => ({ outages, atLeastS, atMostS });
const MANY = outage(0, 60, 10);
const SOME_EXPORT: Happening = { flow: 'export', element: 'secondary', atLeastWh: 3 };

const afterAnOutage = (id: string, length: string, fromS: number, toS: number) =>
  movesOver(
    {
      id: `store.register-${id}`,
      title: `The register is there again after an outage of ${length}`,
      statement: `After an outage of ${length} the secondary Active Export register goes on from what it held, less at most the declared residue below 1 Wh.`,
    },
    over(outage(fromS, toS), HOLDS),
    `the register went on from what it held before an outage of ${length}`,
  );

/** Another register of which nothing flowed stands still over many outages in which export left residues. */
const noResidueIn = (object: ObjectName, element: 'primary' | 'secondary', way: 'import' | 'export'): BetweenNeed => ({
  between: object,
  where: [MANY, SOME_EXPORT, { still: way, element }],
});
const OTHERS = [
  noResidueIn('secondary.import.total', 'secondary', 'import'),
  noResidueIn('primary.export.total', 'primary', 'export'),
];

const EACH_RATE: BetweenNeed = { between: RATES, where: [{ event: 'outage' }, { rated: true }] };
const TOGETHER: BetweenNeed = { ...EACH_RATE, alongside: REGISTER };

function ratesGoOn(evidence: Evidence): Finding[] {
  const modulus = evidence.meter.choices.registerModulusWh;
  return spans<number[]>(evidence, EACH_RATE).flatMap((span) => {
    const steps = evidence.ledger.rateSteps('export', span.from.window, span.to.window) ?? [];
    return steps.map(({ lo, hi, budget }, i) =>
      compare({
        says: `rate ${i + 1} went on from what it held before the outage`,
        observed: movement(span.from.value[i]!, span.to.value[i]!, modulus),
        lo,
        hi,
        budget,
        ...whereAndWhen(evidence, span),
      }),
    );
  });
}

function savedTogether(evidence: Evidence): Finding[] {
  const { ledger, meter } = evidence;
  const modulus = meter.choices.registerModulusWh;
  return spans<number[]>(evidence, TOGETHER).map((span) => {
    const { from, to } = span.alongside!;
    const register = movement(Number(from.value), Number(to.value), modulus);
    const outages = ledger.events.outages.filter(
      ({ off }) => span.from.window.fromMs <= off.toMs && off.fromMs <= span.to.window.toMs,
    ).length;
    const slack = ledger.rateSlack(outages);
    return compare({
      says: 'register and rates came back from the same moment',
      observed: span.to.value.reduce((sum, wh, i) => sum + movement(span.from.value[i]!, wh, modulus), 0n),
      lo: register - slack.hi,
      hi: register - slack.lo,
      budget: slack.hi > slack.lo ? [{ source: 'quantisation', amount: String(slack.hi - slack.lo) }] : [],
      ...whereAndWhen(evidence, span),
    });
  });
}

const recordsKept = (keptOver: Records, given: Given) =>
  requirement({
    ...overOutages(given),
    needs: () => [{ keptOver }],
    judge: (evidence) => keptOverOutage(evidence, keptOver).map(isKept),
  });

export const STORE_REQUIREMENTS: Requirement[] = [
  afterAnOutage('after-seconds', 'seconds', 0, 60),
  afterAnOutage('after-hours', 'minutes to hours', 60, DAY_S),
  afterAnOutage('after-days', 'days', DAY_S, FOREVER_S),
  movesOver(
    {
      id: 'store.newest-copy',
      title: 'No older copy comes back',
      statement:
        'After a second outage the secondary Active Export register goes on from what it held at that outage, not from what it held at the one before.',
    },
    over({ event: 'outage' }, { outageBefore: true }, HOLDS),
    'the register went on from its newest value',
  ),
  movesOver(
    {
      id: 'store.residue',
      title: 'Many short outages cost no more than the declared residues',
      statement:
        'Over ten and more short outages the secondary Active Export register loses less than 1 Wh an outage where the choice residualAcrossOutage is lost, and nothing where it is kept.',
      basis: 'choice',
    },
    over(MANY, SOME_EXPORT),
    'the register lost no more than the declared residues over many short outages',
  ),
  requirement({
    ...overOutages({
      id: 'store.residue-stays',
      title: 'A residue of export goes to no other register',
      statement:
        'Over ten and more short outages with export, secondary import and primary export stand still where none of their energy flows.',
    }),
    needs: () => OTHERS,
    judge: (evidence) =>
      OTHERS.flatMap((need) =>
        spans(evidence, need).map((span) =>
          compare({
            says: `${need.between} took nothing of what export left over`,
            observed: movement(Number(span.from.value), Number(span.to.value), evidence.meter.choices.registerModulusWh),
            lo: 0n,
            hi: 0n,
            ...whereAndWhen(evidence, span),
          }),
        ),
      ),
  }),
  requirement({
    ...overOutages({
      id: 'store.rates',
      title: 'Each rate is there again after an outage',
      statement:
        'After an outage each of the four secondary export rates goes on from what it held, less at most the declared residue.',
      clauses: ['DP184 §2 bullet 2', DATA_STORE],
    }),
    needs: () => [EACH_RATE, { known: 'exportTable' }],
    judge: ratesGoOn,
  }),
  requirement({
    ...overOutages({
      id: 'store.saved-together',
      title: 'Register and rates are saved together',
      statement:
        'Over an outage the four secondary export rates together move as the register does, within the declared quantisation.',
      clauses: ['DP184 §2 bullets 1 and 2', DATA_STORE],
    }),
    needs: () => [TOGETHER],
    judge: savedTogether,
  }),
  recordsKept('rows', {
    id: 'store.rows',
    title: 'Rows outlive an outage',
    statement: 'Every row of a half-hourly log that was read before an outage is there after it, once and as it was.',
    clauses: ['DP184 §2 bullet 3', DATA_STORE],
  }),
  recordsKept('mpans', {
    id: 'store.mpans',
    title: 'MPANs outlive an outage',
    statement: 'Every MPAN is after an outage what it was before.',
    clauses: ['DP184 §2 bullet 4', DATA_STORE],
  }),
  recordsKept('tables', {
    id: 'store.tables',
    title: 'Switching tables outlive an outage',
    statement: 'Active and passive switching tables, special days among them, are after an outage what they were before.',
    clauses: ['DP184 §2 bullet 2', 'SMETS2 5.13.1.2', DATA_STORE],
  }),
  recordsKept('activation', {
    id: 'store.activation',
    title: 'A pending activation outlives an outage',
    statement: 'An activation still to come is after an outage due at the same time as before.',
    clauses: ['DP184 §2 bullet 2', 'SMETS2 5.13.1.2', DATA_STORE],
  }),
  recordsKept('snapshots', {
    id: 'store.snapshots',
    title: 'Snapshots outlive an outage',
    statement: 'Every row of the daily and billing logs that was read before an outage is there after it, as it was.',
    clauses: ['SMETS2 5.7.5.10, 5.7.5.13', DATA_STORE],
  }),
  recordsKept('events', {
    id: 'store.event-logs',
    title: 'Event logs outlive an outage',
    statement: 'Every row of the event log and the power event log that was read before an outage is there after it, as it was.',
    clauses: ['SMETS2 5.7.5.16, 5.7.5.25', DATA_STORE],
  }),
];
