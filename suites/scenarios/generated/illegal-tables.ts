import fc from 'fast-check';
import type { Declaration } from '../../../declaration/declaration';
import type { SwitchingTable } from '../../../declaration/switching-table';
import type { Ms, Stimulus } from '../../../trace/vocabulary';
import { writtenValue } from '../../requirements/readings';
import type { Evidence } from '../../requirements/requirement';
import { composed, type Family, hand } from './family';
import { DAY_MS, flow, MINUTE_MS, strongExport } from './flows';
import { DEFECTS, type Defect, legalTable } from './table-grammar';
import { acrossSwitches, activate, lookAtTables, writeTable } from './tables';
import { type Target, tableObjects } from './target';

const START_MS = Date.parse('2026-05-04T09:00:00Z');

/** Each spoilt table has a day of its own, on which the table in force has to go on switching. */
const PART_MS = DAY_MS;

/** Tables with exactly one defect, refused as declared while the table in force goes on. */
export const ILLEGAL_TABLES: Family = {
  name: 'illegal-tables',
  says: 'Tables with exactly one defect are refused, and the table in force goes on switching under export.',
  targets: (meter) => [...DEFECTS.map((defect) => refusedThenExport(meter, defect)), keepsSwitching(meter)],
  scenario: (meter, place) =>
    fc.record({ table: legalTable(START_MS), defects: hand(DEFECTS, place) }).map(({ table, defects }) => {
      const title = 'Tables with one defect each are refused while the element exports';
      const parts = defects.map((defect, i) => refusing(meter, table, defect, START_MS + i * PART_MS));
      return composed('illegal-tables', { title, start: START_MS }, [[writeTable(table), activate('immediate')], ...parts]);
    }),
};

function refusing(meter: Declaration, table: SwitchingTable, { spoil, mistyped }: Defect, fromMs: Ms): Stimulus[] {
  const burst = [flow(strongExport(meter), MINUTE_MS), ...lookAtTables()];
  // Under refusal at activation the spoilt table is accepted as passive, and a good one has to take its place again.
  const atActivation = meter.choices.tableRefusal === 'activation' && !mistyped;
  return [
    ...burst,
    writeTable(spoil(table)),
    ...burst,
    ...(atActivation ? [activate('immediate'), ...burst, writeTable(table)] : []),
    ...acrossSwitches(meter, table, fromMs + 10 * MINUTE_MS, fromMs + PART_MS - 10 * MINUTE_MS, 1),
    { do: 'wait', until: { at: fromMs + PART_MS } },
  ];
}

/** The table with that defect was refused, at its write or at its activation, and export went on being counted and read. */
function refusedThenExport(meter: Declaration, { name, spoil, mistyped }: Defect): Target {
  const { passive, activation } = tableObjects(meter);
  const refusal = meter.choices.tableRefusal === 'activation' && !mistyped ? activation : passive;
  return {
    name: `${name}, refused, then export`,
    reached: (evidence) => {
      const spoilt = evidence.trace.observations(passive).find((record) => {
        const value = writtenValue(evidence, record) as unknown as SwitchingTable | undefined;
        return value !== undefined && value.days.length > 0 && hasDefect(value, spoil);
      });
      const refused =
        spoilt && evidence.trace.observations(refusal).find(({ seq, answer }) => seq >= spoilt.seq && 'refused' in answer);
      return refused !== undefined && exportsAfter(evidence, refused.seq);
    },
  };
}

/** A table has a defect where spoiling it so again changes nothing. */
const hasDefect = (table: SwitchingTable, spoil: Defect['spoil']) => JSON.stringify(spoil(table)) === JSON.stringify(table);

const exportsAfter = ({ trace }: Evidence, after: number) =>
  trace.of('effect').some(({ seq, energy }) => seq > after && energy?.secondary?.export !== undefined);

const keepsSwitching = (meter: Declaration): Target => ({
  name: 'export on both sides of a switch after a refusal',
  reached: ({ trace, ledger }) => {
    const first = trace.observations(tableObjects(meter).passive).find(({ answer }) => 'refused' in answer);
    const { extent } = ledger.events;
    if (!first || !extent) return false;
    const at = (ms: Ms) => ({ fromMs: ms, toMs: ms });
    const rates = ledger.rates('export', at(first.when.toMs), at(extent.toMs)) ?? [];
    return rates.filter(({ lo }) => lo > 0n).length >= 2;
  },
});
