import type { Choices } from '../../../declaration/choices';
import { exportMpan, exportTable } from '../../../declaration/objects';
import type { RecordOf, Value } from '../../../trace/vocabulary';
import { same } from '../compare';
import { requirement } from '../define';
import { askedReads, readings } from '../readings';
import type { BetweenNeed, Evidence, Finding, Happening, Requirement } from '../requirement';
import { leavesOpen, type Span, spans } from '../spans';
import { ALL_STILL, exporting, HOLDS, importing, moved, movesRight, REGISTER, still } from './register-span';

const UNIT = 'secondary.export.total.unit';

/**
 * A register that wraps one too early or too late is a watt-hour off: bounds of two do not tell it from one that wraps rightly. Where the
 * declaration itself leaves more open, only what flowed is looked for.
 */
function oneEarlyWh(evidence: Evidence, { from, to }: Span): bigint | undefined {
  const step = evidence.ledger.registerStep('secondary', 'export', from.window, to.window);
  return leavesOpen(evidence, step, from.window, to.window) ? undefined : 2n;
}

/** DLMS unit 30 is Wh; GBCS fixes scaler 0 for every remote energy register. */
const WATT_HOURS = { scaler: 0, unit: 30 };

const NO_LOAD: Happening[] = [...ALL_STILL, { lastsMinutes: 30 }];

const tableActivated = (choices: Choices): Happening => ({ written: exportTable(choices).replace(/active$/, 'activation') });
const mpanWritten = (choices: Choices): Happening => ({ written: exportMpan(choices).object });

const answered = ({ answer }: RecordOf<'observation'>): Value =>
  'value' in answer ? answer.value : `refused: ${answer.refused.name}`;

function holdsWholeWh(record: RecordOf<'observation'>, modulusWh: number): Finding {
  const value = answered(record);
  const good = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < modulusWh;
  return {
    says: 'the register answers a whole number of watt-hours below its modulus',
    unit: typeof value === 'number' ? 'Wh' : '',
    observed: value,
    expected: { lo: '0', hi: String(modulusWh - 1) },
    budget: [],
    outcome: good ? 'within' : 'beyond',
    records: [record.seq],
  };
}

const OVER_THE_EDGE: BetweenNeed = { between: REGISTER, where: [{ passes: 'modulus or 2^31' }] };

/** A register that did not take the preset says nothing of its modulus, and nobody knows whether meter or bench is at fault. */
function beganAsPreset(evidence: Evidence): Finding {
  const first = readings(evidence, REGISTER)[0]!;
  const finding = same(
    'the register began at the preset',
    first.value,
    evidence.trace.scenario.preset?.[REGISTER] ?? null,
    [first.record.seq],
    'Wh',
  );
  return finding.outcome === 'within' ? finding : { ...finding, outcome: 'undecided' };
}

export const REGISTER_REQUIREMENTS: Requirement[] = [
  requirement({
    id: 'register.exists',
    title: 'The register exists and counts in watt-hours',
    statement:
      'A twin-element meter has an Active Export register on the secondary element that answers a whole number of Wh, scaler 0, unit 30.',
    clauses: ['DP184 §2 bullet 1', 'GBCS 4.3 ECS17a (by analogy)'],
    capabilities: { meter: ['read'], bench: [] },
    needs: () => [{ asked: REGISTER }, { asked: UNIT }],
    judge: (evidence) => [
      ...askedReads(evidence, REGISTER).map((record) => holdsWholeWh(record, evidence.meter.choices.registerModulusWh)),
      ...askedReads(evidence, UNIT).map((record) =>
        same('scaler and unit are those of watt-hours', answered(record), WATT_HOURS, [record.seq]),
      ),
    ],
  }),
  movesRight(
    {
      id: 'register.counts-export',
      title: 'Every watt-hour exported through the secondary element is counted, once',
      statement: 'The secondary Active Export register moves by exactly the energy exported through the secondary element.',
    },
    [exporting(10)],
    'the register moved by the energy exported through the secondary element',
  ),
  movesRight(
    {
      id: 'register.ignores-secondary-import',
      title: 'Secondary import does not move the register',
      statement: 'Energy imported through the secondary element leaves its Active Export register as it was.',
    },
    [importing('secondary', 10), still('secondary', 'export'), still('primary', 'export'), still('primary', 'import')],
    'the register stood still while only the secondary element imported',
  ),
  movesRight(
    {
      id: 'register.ignores-primary-import',
      title: 'Primary import does not move the register',
      statement: "Energy imported through the primary element leaves the secondary element's Active Export register as it was.",
    },
    [importing('primary', 10), still('secondary', 'export'), still('secondary', 'import'), still('primary', 'export')],
    'the register stood still while only the primary element imported',
  ),
  movesRight(
    {
      id: 'register.ignores-primary-export',
      title: 'Primary export does not move the register',
      statement: "Energy exported through the primary element leaves the secondary element's Active Export register as it was.",
    },
    [
      { flow: 'export', element: 'primary', atLeastWh: 10 },
      still('secondary', 'export'),
      still('secondary', 'import'),
      still('primary', 'import'),
    ],
    'the register stood still while only the primary element exported',
  ),
  movesRight(
    {
      id: 'register.ignores-no-load',
      title: 'No load does not move the register',
      statement: 'With no current in either element the secondary Active Export register stands still.',
      basis: 'derived',
    },
    NO_LOAD,
    'the register stood still without any load',
  ),
  movesRight(
    {
      id: 'register.gross-across-elements',
      title: 'Opposite flows on the two elements are not netted',
      statement: 'The secondary export is counted in full while the primary element carries energy the other way.',
      clauses: ['DP184 §2 bullet 1', 'SMETS2 5.13 (per-element registers)'],
    },
    [{ opposed: true }, exporting(10)],
    'the register moved in full while the elements carried opposite flows',
  ),
  movesRight(
    {
      id: 'register.gross-across-reversals',
      title: 'Reversals within a half hour are not netted',
      statement:
        'Export that takes turns with import of the same element, slower than the declared direction interval, is counted in full.',
    },
    [{ reversals: 'secondary', atLeast: 4 }, exporting(10)],
    'the register moved in full over reversals within a half hour',
  ),
  movesRight(
    {
      id: 'register.survives-outage',
      title: 'The register survives loss of supply',
      statement: 'Over a loss of supply the register keeps what it counted, less at most the declared residue below 1 Wh.',
      clauses: ['DP184 §2 bullet 1', 'SMETS2 data store retained on loss of power'],
      capabilities: { meter: ['read'], bench: ['flow', 'supply'] },
    },
    [{ event: 'outage' }, HOLDS],
    'the register kept what it counted over the outage',
  ),
  movesRight(
    {
      id: 'register.survives-clock-set',
      title: 'The register survives a clock set',
      statement: 'Setting the clock, forward or back, neither adds to the register nor takes from it.',
      clauses: ['DP184 §2 bullet 1', 'SMETS2 5.6.3.32'],
      testability: 'needs-clock-set',
      capabilities: { meter: ['read', 'clock.set'], bench: ['flow'] },
    },
    [{ event: 'clockSet' }, HOLDS],
    'the register counted on over the clock set',
  ),
  requirement({
    id: 'register.survives-table-write',
    title: 'The register survives a new switching table',
    statement: 'Writing and activating a switching table neither adds to the register nor takes from it.',
    clauses: ['DP184 §2 bullets 1 and 2'],
    capabilities: { meter: ['read', 'write.table'], bench: ['flow'] },
    needs: ({ choices }) => [{ between: REGISTER, where: [tableActivated(choices), HOLDS] }],
    judge: (evidence) =>
      spans(evidence, { between: REGISTER, where: [tableActivated(evidence.meter.choices), HOLDS] }).map((span) =>
        moved(evidence, span, 'the register counted on over the activation of a table', BigInt(Number(span.from.value))),
      ),
  }),
  requirement({
    id: 'register.survives-mpan-write',
    title: 'The register survives a new Export MPAN',
    statement: 'Writing an Export MPAN neither adds to the register nor takes from it.',
    clauses: ['DP184 §2 bullets 1 and 4'],
    capabilities: { meter: ['read', 'write.mpan'], bench: ['flow'] },
    needs: (meter) => [{ between: REGISTER, where: [mpanWritten(meter.choices), HOLDS] }],
    judge: (evidence) =>
      spans(evidence, { between: REGISTER, where: [mpanWritten(evidence.meter.choices), HOLDS] }).map((span) =>
        moved(evidence, span, 'the register counted on over the write of an Export MPAN', BigInt(Number(span.from.value))),
      ),
  }),
  requirement({
    id: 'register.wraps-at-modulus',
    title: 'The register wraps at its declared modulus and nowhere else',
    statement:
      'Past the declared modulus the register goes on from zero, past 2^31 Wh it goes on, and its difference modulo the modulus is the energy exported.',
    clauses: ['DP184 §2 bullet 1'],
    basis: 'choice',
    testability: 'needs-preset',
    capabilities: { meter: ['read'], bench: ['flow', 'preset'] },
    needs: () => [OVER_THE_EDGE],
    judge: (evidence) =>
      spans(evidence, OVER_THE_EDGE).flatMap((span) => [
        beganAsPreset(evidence),
        moved(evidence, span, 'the register moved on over its modulus', oneEarlyWh(evidence, span)),
      ]),
  }),
];
