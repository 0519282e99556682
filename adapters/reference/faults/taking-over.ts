import type { ObjectName, Way } from '../../../trace/vocabulary';
import type { Fault } from '../fault';
import type { MeterRecords } from '../meter-records';
import { type Beginning, Migration, type Takeover } from '../migration';
import type { PartMakers } from '../parts';
import type { LogContents, LogRow } from '../stamped-log';

export const IMPORT = 'import.profile';
export const EXPORT = 'primary.export.profile';
export const NEW_REGISTER = 'secondary.export.total';
export const NEW_RATES = 'secondary.export.rates';
export const NEW_LOG = 'secondary.export.profile';

type Change = (records: MeterRecords) => MeterRecords;

/** Whether the records are those of firmware that has DP184 already, so that the upgrade is one to the next version. */
const isNext = ({ registers }: MeterRecords) => NEW_REGISTER in registers;

class Changed extends Migration {
  constructor(
    start: ConstructorParameters<typeof Migration>[0],
    private readonly at: Takeover,
    private readonly change: Change,
  ) {
    super(start);
  }

  override takeOver(records: MeterRecords, at: Takeover): MeterRecords {
    return at === this.at ? this.change(records) : records;
  }
}

class BegunOtherwise extends Migration {
  constructor(
    start: ConstructorParameters<typeof Migration>[0],
    private readonly otherwise: (records: MeterRecords) => Partial<Beginning>,
  ) {
    super(start);
  }

  override begin(records: MeterRecords, countedWh: number): Beginning {
    return { ...super.begin(records, countedWh), ...this.otherwise(records) };
  }
}

/** What takes over changes the records. */
export const changed =
  (change: Change, at: Takeover = 'activated') =>
  (parts: PartMakers): PartMakers => ({
    ...parts,
    migration: ({ choices }) => new Changed(choices.newRegistersStart, at, change),
  });

/** The first upgrade changes them, and no later one. */
export const first = (change: Change) => changed((records) => (isNext(records) ? records : change(records)));

/** Only an upgrade to the next version changes them. */
export const next = (change: Change) => changed((records) => (isNext(records) ? change(records) : records));

/** The new register, rates or rows begin otherwise. */
export const begun =
  (otherwise: (records: MeterRecords) => Partial<Beginning>) =>
  (parts: PartMakers): PartMakers => ({
    ...parts,
    migration: ({ choices }) => new BegunOtherwise(choices.newRegistersStart, otherwise),
  });

/** One log is laid out otherwise. */
export const log =
  (name: ObjectName, change: (contents: LogContents) => LogContents): Change =>
  (records) => {
    const contents = records.logs[name];
    return contents ? { ...records, logs: { ...records.logs, [name]: change(contents) } } : records;
  };

/** The rows of a log, oldest first. */
export const inOrder = ({ rows, first }: LogContents): LogRow[] => [...rows.slice(first), ...rows.slice(0, first)];

/** Its rows otherwise, in the order in which they then stand. */
export const rowsOf =
  (change: (rows: LogRow[]) => LogRow[]) =>
  (contents: LogContents): LogContents => ({ ...contents, rows: change(inOrder(contents)), first: 0 });

export const emptied = rowsOf(() => []);

/** Some registers hold something else. */
export const registers =
  (change: (registers: MeterRecords['registers']) => MeterRecords['registers']): Change =>
  (records) => ({ ...records, registers: { ...records.registers, ...change(records.registers) } });

/** The active tables lose their special days. */
export const withoutSpecialDays: Change = (records) => {
  const strip = (tables: MeterRecords['tables'][Way]) => ({ ...tables, active: { ...tables.active, specialDays: [] } });
  return { ...records, tables: { import: strip(records.tables.import), export: strip(records.tables.export) } };
};

/** No table of that direction waits for its date any more. */
export const withoutPending =
  (way: Way): Change =>
  (records) => ({ ...records, tables: { ...records.tables, [way]: { ...records.tables[way], activation: 'never' } } });

/** The table of that direction that waits for its date is active at once. */
export const fired =
  (way: Way): Change =>
  (records) => {
    const { passive } = records.tables[way];
    return { ...records, tables: { ...records.tables, [way]: { active: passive, passive, activation: 'never' } } };
  };

const area = 'upgrade';
export const MID = ['upgrade-mid-half-hour'];
export const NEXT = ['upgrade-next'];

/** A fault of this area, shown by the upgrade in the middle of a half hour unless told otherwise. */
export const fault = (
  name: string,
  breaks: string,
  says: string,
  replace: Fault['replace'],
  more: Partial<Fault> = {},
): Fault => ({
  name,
  breaks: `upgrade.${breaks}`,
  area,
  says,
  shownBy: MID,
  replace,
  ...more,
});
