import type { Choices } from '../../declaration/choices';
import type { SwitchingTable } from '../../declaration/switching-table';
import type { Ms, ObjectName, Stimulus } from '../../trace/vocabulary';

/** One sum worked by hand, for the ledger's bounds and for the reference meter alike; residues are zero at the start. */
export interface WorkedExample {
  title: string;
  /** The sum as an auditor would write it. 3.6 kW is 1 Wh a second. */
  arithmetic: string;
  startMs: Ms;
  choices?: Partial<Choices>;
  /** Written to secondary.export.table.passive and activated immediately before the first step. */
  table?: SwitchingTable;
  /** Only flow (with `until.after`), wait, supply, setClock and read. */
  steps: Stimulus[];
  expect: {
    /** Increments in Wh from start to end. */
    registers?: Record<ObjectName, number>;
    /** Increments of the secondary export rates in Wh. */
    rates?: [number, number, number, number];
    /** Secondary export rows by ISO end stamp, Wh. */
    rows?: Record<string, number>;
    /** Exact energy of a register's element and direction, µJ, where it is not whole watt-hours. */
    energyUj?: Record<ObjectName, bigint>;
  };
}
