import type { Ms, ObjectName, Way } from '../../trace/vocabulary';
import type { LoadSwitch } from './load-switch';
import type { MaxDemand } from './max-demand';
import type { MpanStore } from './mpan-store';
import type { Prepayment } from './prepayment';
import type { LogContents } from './stamped-log';
import type { SwitchingTables } from './switching-tables';

/** All that a meter has recorded and has been told, as one image of its firmware hands it to another. */
export interface MeterRecords {
  registers: Record<ObjectName, number>;
  rates: Record<ObjectName, number[]>;
  blocks: number[];
  demand: Record<Way, MaxDemand['value']>;
  logs: Record<ObjectName, LogContents>;
  /** Import of both elements from which the daily consumption counts. */
  consumptionFromWh: number;
  /** Whether what the running half hour has gathered goes on. */
  halfHourGoesOn: boolean;
  mpans: Record<'import' | 'primaryExport' | 'secondaryExport', MpanStore['contents']>;
  tables: Record<Way, Pick<SwitchingTables, 'active' | 'passive' | 'activation'>>;
  balance: Prepayment['balance'];
  debt: Prepayment['debt'];
  contacts: LoadSwitch['value'];
  /** How far the clock is moved by the upgrade. */
  clockStepMs: Ms;
}
