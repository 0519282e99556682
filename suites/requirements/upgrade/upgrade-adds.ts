import type { Declaration } from '../../../declaration/declaration';
import { exportMpan, exportRows, exportTable, OBJECTS } from '../../../declaration/objects';
import type { ObjectName, Value } from '../../../trace/vocabulary';
import { CORRUPT } from '../../ledger/trace-events';
import { compare, same } from '../compare';
import { requirement } from '../define';
import { exportChannel } from '../profile/half-hour-rows';
import type { Evidence, Finding, Need, Requirement } from '../requirement';
import { spans } from '../spans';
import { registerKept, unchanged } from './upgrade';
import { corruptActivations, firstReadings, readsOfBefore, tableSpans } from './upgrade-cases';
import { firesAsPending, halfHoursAsDeclared } from './upgrade-findings';
import { across, upgrades } from './upgrade-happenings';
import { keepsRows, logSpans } from './upgrade-logs';

const REGISTER = 'secondary.export.total';
const EXPORT_RATES = 'secondary.export.rates';
const VERSION = 'firmware.version';
const FIRMWARE: Requirement['capabilities'] = { meter: ['read', 'firmware.activate'], bench: ['flow', 'image'] };
const NEXT: Pick<Requirement, 'basis' | 'clauses' | 'capabilities'> = {
  basis: 'derived',
  clauses: ['DP184 §2', 'SMETS2 firmware (its activation keeps data)'],
  capabilities: { meter: ['read', 'firmware.activate'], bench: ['flow'] },
};

const waitingFor = (meter: Declaration): ObjectName => exportTable(meter.choices).replace(/active$/, 'activation');

/** How the first firmware with DP184 begins. */
const BEGINS: Requirement[] = [
  requirement({
    id: 'upgrade.new-register-starts',
    title: 'The new register starts as declared',
    statement:
      'After the upgrade the secondary Active Export register holds what was exported since the activation, from zero or from a count kept before, as newRegistersStart says.',
    clauses: ['DP184 §2 bullet 1'],
    basis: 'choice',
    capabilities: FIRMWARE,
    needs: () => [{ upgrade: 'first reading', of: REGISTER }],
    judge: newRegisterStarts,
  }),
  requirement({
    id: 'upgrade.new-rates-start',
    title: 'The new rates start at zero',
    statement: 'After the upgrade no rate of secondary export holds more than what was exported since the activation.',
    clauses: ['DP184 §2 bullet 2'],
    basis: 'derived',
    capabilities: FIRMWARE,
    needs: () => [{ upgrade: 'first reading', of: EXPORT_RATES }],
    judge: newRatesStart,
  }),
  requirement({
    id: 'upgrade.not-back-filled',
    title: 'The new half-hourly channel is not back-filled',
    statement: 'No half hour that ended before the activation has a row of secondary export, not even one of zero.',
    clauses: ['DP184 §2 bullet 3'],
    basis: 'derived',
    capabilities: FIRMWARE,
    needs: ({ choices }) => [{ upgrade: 'rows before', of: exportRows(choices).object }],
    judge: notBackFilled,
  }),
  requirement({
    id: 'upgrade.first-half-hour',
    title: 'The half hour of an upgrade is the first of the new channel, as declared',
    statement: 'Secondary export since the activation is in the first row, in the next, or in none, as partialPeriod says.',
    clauses: ['DP184 §2 bullet 3', 'GBCS 4.3 ECS22a (by analogy)'],
    basis: 'choice',
    capabilities: FIRMWARE,
    needs: ({ choices }) => [{ upgrade: 'first half hour', of: exportRows(choices).object }],
    judge: (evidence) => halfHoursAsDeclared(evidence, exportChannel(evidence)),
  }),
  requirement({
    id: 'upgrade.version-tells',
    title: 'The firmware version tells which image is active',
    statement: 'The firmware version changes with the activation of another image.',
    clauses: ['SMETS2 firmware (version)'],
    basis: 'derived',
    capabilities: FIRMWARE,
    needs: () => [across(VERSION, 'dp184')],
    judge: (evidence) =>
      (['dp184', 'next'] as const).flatMap((kind) =>
        spans(evidence, across(VERSION, kind)).flatMap((span) => {
          const between = upgrades(evidence, kind).filter(({ seq }) => span.from.record.seq < seq && seq < span.to.record.seq);
          // The image that runs may be activated once more.
          if (kind === 'next' && !between.some(({ image }) => image === 'dp184-next')) return [];
          const told = JSON.stringify(span.to.value) !== JSON.stringify(span.from.value) ? 'another' : 'the same';
          return [
            same('the version is another after the activation', told, 'another', [span.from.record.seq, span.to.record.seq]),
          ];
        }),
      ),
  }),
];

/** What an image that fails its verification leaves as it was. */
const REFUSES: Requirement[] = [
  requirement({
    id: 'upgrade.bad-image-refused',
    title: 'A bad image is not activated',
    statement: 'The activation of an image that fails its verification is refused.',
    clauses: ['SMETS2 firmware (verified before it is activated)'],
    basis: 'derived',
    capabilities: { meter: ['read', 'firmware.activate'], bench: [] },
    needs: () => [{ upgrade: 'corrupt', of: VERSION }],
    judge: (evidence) =>
      corruptActivations(evidence).map(({ answer, seq }) =>
        same(`an image that is ${CORRUPT} is refused`, 'refused' in answer ? 'refused' : 'accepted', 'refused', [seq]),
      ),
  }),
  requirement({
    id: 'upgrade.bad-image-changes-nothing',
    title: 'A refused activation changes nothing',
    statement:
      'After a refused activation version, registers, rates, MPANs, tables, settings and the rows of logs are as before.',
    clauses: ['SMETS2 firmware (verified before it is activated)'],
    basis: 'derived',
    capabilities: { meter: ['read', 'firmware.activate'], bench: [] },
    needs: () => [across(VERSION, 'refused', { atRest: true }, { unwritten: VERSION })],
    judge: (evidence) => [
      ...STILL.flatMap((object) => unchanged(evidence, object, 'refused')),
      ...TABLES.flatMap((table) =>
        tableSpans(evidence, table, 'refused').map(({ from, to }) =>
          same(`${table} is as it was before`, to.value, from.value, [from.record.seq, to.record.seq]),
        ),
      ),
      ...LOGS.flatMap((log) => logSpans(evidence, log, 'refused').map((span) => keepsRows(evidence, log, span))),
    ],
  }),
];

const named = (...kinds: string[]) => OBJECTS.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
const SETTINGS = ['load.switch', 'import.maxDemand', 'export.maxDemand'];
const STILL: ObjectName[] = [
  ...named('register', 'rates', 'mpan'),
  ...OBJECTS.filter(({ kind, still }) => kind === 'state' && still).map(({ name }) => name),
  ...SETTINGS,
];
const TABLES = named('table');
const LOGS = named('profile', 'log');

/** What the next version keeps of what this one has recorded. */
const NEXT_KEEPS: Requirement[] = [
  requirement({
    ...NEXT,
    id: 'upgrade.next-keeps-register',
    title: 'The next upgrade keeps the secondary export register',
    statement:
      'Over the activation of a later version the register moves by the energy exported, less at most that of the declared gap.',
    needs: () => [across(REGISTER, 'next')],
    judge: (evidence) => registerKept(evidence, REGISTER, 'next'),
  }),
  requirement({
    ...NEXT,
    id: 'upgrade.next-keeps-rates',
    title: 'The next upgrade keeps the secondary export rates',
    statement: 'Over the activation of a later version, with nothing flowing, each of the four rates holds what it held.',
    needs: () => [across(EXPORT_RATES, 'next', { atRest: true }, { unwritten: EXPORT_RATES })],
    judge: (evidence) => unchanged(evidence, EXPORT_RATES, 'next'),
  }),
  requirement({
    ...NEXT,
    id: 'upgrade.next-keeps-half-hours',
    title: 'The next upgrade keeps the rows of secondary export',
    statement:
      'A whole read after the activation of a later version holds every row of a whole read before it, in the same order.',
    needs: ({ choices }) => [{ upgrade: 'next log', of: exportRows(choices).object }],
    judge: (evidence) => {
      const { object } = exportRows(evidence.meter.choices);
      return logSpans(evidence, object, 'next').map((span) => keepsRows(evidence, object, span));
    },
  }),
  requirement({
    ...NEXT,
    id: 'upgrade.next-keeps-mpan',
    title: 'The next upgrade keeps the secondary Export MPAN',
    statement: 'The secondary Export MPAN reads after the activation of a later version as before it.',
    needs: ({ choices }) => [
      across(exportMpan(choices).object, 'next', { atRest: true }, { unwritten: exportMpan(choices).object }),
    ],
    judge: (evidence) => unchanged(evidence, exportMpan(evidence.meter.choices).object, 'next'),
  }),
  requirement({
    ...NEXT,
    id: 'upgrade.next-keeps-table',
    title: 'The next upgrade keeps the table of secondary export',
    statement: 'The table that rules the secondary export rates, special days and all, reads as before.',
    needs: ({ choices }) => [{ upgrade: 'next table', of: exportTable(choices) }],
    judge: (evidence) =>
      tableSpans(evidence, exportTable(evidence.meter.choices), 'next').map(({ from, to }) =>
        same('the table is as it was before', to.value, from.value, [from.record.seq, to.record.seq]),
      ),
  }),
  requirement({
    ...NEXT,
    id: 'upgrade.next-keeps-pending-activation',
    title: 'A table of secondary export that waits for its date takes effect after the next upgrade',
    statement:
      'A future-dated activation of a secondary export table stands over the activation of a later version and takes effect at its time.',
    needs: (meter): Need[] => [{ upgrade: 'next pending', of: waitingFor(meter) }],
    judge: (evidence) => firesAsPending(evidence, waitingFor(evidence.meter), 'next'),
  }),
];

/** What an upgrade adds, what a bad one leaves, and what the next one keeps of it. */
export const UPGRADE_ADDS: Requirement[] = [...BEGINS, ...REFUSES, ...NEXT_KEEPS];

function newRegisterStarts(evidence: Evidence): Finding[] {
  const { newRegistersStart, registerModulusWh } = evidence.meter.choices;
  return firstReadings<number>(evidence, REGISTER).map(({ activation, reading }) => {
    const step = evidence.ledger.registerStep('secondary', 'export', activation.when, reading.window);
    const counted = newRegistersStart === 'counted-before';
    return compare({
      says: 'the new register holds what was exported since the activation',
      observed: BigInt(reading.value),
      lo: counted ? 0n : step.lo,
      hi: counted ? BigInt(registerModulusWh - 1) : step.hi,
      budget: step.budget,
      records: [activation.seq, reading.record.seq],
    });
  });
}

function newRatesStart(evidence: Evidence): Finding[] {
  return firstReadings<number[]>(evidence, EXPORT_RATES).map(({ activation, reading }) => {
    const { hi, budget } = evidence.ledger.registerStep('secondary', 'export', activation.when, reading.window);
    return compare({
      says: 'no new rate holds more than what was exported since the activation',
      observed: BigInt(Math.max(...reading.value)),
      lo: 0n,
      hi,
      budget,
      records: [activation.seq, reading.record.seq],
    });
  });
}

function notBackFilled(evidence: Evidence): Finding[] {
  const { object, field } = exportRows(evidence.meter.choices);
  const filled = (row: { [field: string]: Value }, beganMs: number) => row[field] !== undefined && Number(row.end) <= beganMs;
  return readsOfBefore(evidence, object).map(({ beganMs, reading }) =>
    compare({
      says: 'no row of secondary export ends before the activation',
      observed: BigInt(reading.value.filter((row) => filled(row, beganMs)).length),
      lo: 0n,
      hi: 0n,
      unit: 'rows',
      records: [reading.record.seq],
    }),
  );
}
