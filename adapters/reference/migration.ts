import type { Choices } from '../../declaration/choices';
import type { MeterRecords } from './meter-records';
import type { LogRow } from './stamped-log';

/** When an image has to make sure of what was recorded: it took over; supply failed before it measured; it was no good. */
export type Takeover = 'activated' | 'supply-lost' | 'refused';

/** Where the register, the rates and the half hours of secondary export begin in the first image that has them. */
export interface Beginning {
  wh: number;
  ratesWh: number[];
  rows: LogRow[];
}

/** What one image of the firmware takes over from the one before it: everything, as it stood and in the order in which it stood. */
export class Migration {
  constructor(private readonly newRegistersStart: Choices['newRegistersStart']) {}

  takeOver(records: MeterRecords, _at: Takeover): MeterRecords {
    return records;
  }

  /** `countedWh`: secondary export that the metrology has counted before there was a register for it. */
  begin(_records: MeterRecords, countedWh: number): Beginning {
    return { wh: this.newRegistersStart === 'zero' ? 0 : countedWh, ratesWh: [0, 0, 0, 0], rows: [] };
  }
}
