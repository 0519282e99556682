import { exportTable } from '../../../declaration/objects';
import type { ObjectName, RecordOf, Value } from '../../../trace/vocabulary';
import { type TableFault, tableFaults } from '../../ledger/table-faults';
import { oncePerTrace } from '../once-per-trace';
import { writtenValue } from '../readings';
import type { Evidence } from '../requirement';

/** The objects of the table that rules secondary export. */
export function tableObjects({ meter }: Pick<Evidence, 'meter'>): Record<'active' | 'passive' | 'activation', ObjectName> {
  const active = exportTable(meter.choices);
  const stem = active.slice(0, -'active'.length);
  return { active, passive: `${stem}passive`, activation: `${stem}activation` };
}

/** A write of an object and how it was answered. */
export interface Write {
  record: RecordOf<'observation'>;
  value: Value;
  accepted: boolean;
}

/** Every answered write of an object, in the order of the trace. */
export function writesOf(evidence: Evidence, object: ObjectName): Write[] {
  return evidence.trace.observations(object).flatMap((record) => {
    const value = writtenValue(evidence, record);
    return value === undefined ? [] : [{ record, value, accepted: 'value' in record.answer }];
  });
}

/** A write of the passive table, what is wrong with it, and the first activation that was written of it, if any. */
export interface TableWrite extends Write {
  faults: TableFault[];
  activation: Write | undefined;
}

/** Every write of the passive table of secondary export. */
export const tableWrites = oncePerTrace((evidence): TableWrite[] => {
  const { passive, activation } = tableObjects(evidence);
  const writes = writesOf(evidence, passive);
  const activations = writesOf(evidence, activation).filter(({ value }) => value !== 'never');
  return writes.map((write, i) => {
    const end = writes[i + 1]?.record.seq ?? Number.POSITIVE_INFINITY;
    const mine = activations.find(({ record }) => write.record.seq < record.seq && record.seq < end);
    return { ...write, faults: tableFaults(write.value), activation: mine };
  });
});
