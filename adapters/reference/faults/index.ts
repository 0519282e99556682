import type { Fault } from '../fault';
import { ACCESS_FAULTS } from './access-faults';
import { CALENDAR_FAULTS } from './calendar-faults';
import { COINCIDENCE_FAULTS } from './coincidence-faults';
import { ISOLATION_FAULTS } from './isolation-faults';
import { ISOLATION_LOAD_FAULTS } from './isolation-load-faults';
import { ISOLATION_RECORDS_FAULTS } from './isolation-records-faults';
import { LIFE_FAULTS } from './life-faults';
import { MPAN_FAULTS } from './mpan-faults';
import { MPAN_WRITE_FAULTS } from './mpan-write-faults';
import { NEXT_UPGRADE_FAULTS } from './next-upgrade-faults';
import { OBJECTS_FAULTS } from './objects-faults';
import { PROFILE_FAULTS } from './profile-faults';
import { RATES_FAULTS } from './rates-faults';
import { REGISTER_EDGE_FAULTS } from './register-edge-faults';
import { REGISTER_FAULTS } from './register-faults';
import { REGISTER_POWER_FAULTS } from './register-power-faults';
import { SNAPSHOTS_FAULTS } from './snapshots-faults';
import { STORE_FAULTS } from './store-faults';
import { TABLE_FAULTS } from './table-faults';
import { UPGRADE_FAULTS } from './upgrade-faults';
import { UPGRADE_LOG_FAULTS } from './upgrade-log-faults';
import { VARIANT_FAULTS } from './variant-faults';

/** Every faulty meter, by area. */
export const FAULTS: readonly Fault[] = [
  ...VARIANT_FAULTS,
  ...REGISTER_FAULTS,
  ...REGISTER_POWER_FAULTS,
  ...REGISTER_EDGE_FAULTS,
  ...RATES_FAULTS,
  ...CALENDAR_FAULTS,
  ...TABLE_FAULTS,
  ...PROFILE_FAULTS,
  ...MPAN_FAULTS,
  ...MPAN_WRITE_FAULTS,
  ...SNAPSHOTS_FAULTS,
  ...LIFE_FAULTS,
  ...ISOLATION_FAULTS,
  ...ISOLATION_LOAD_FAULTS,
  ...ISOLATION_RECORDS_FAULTS,
  ...STORE_FAULTS,
  ...COINCIDENCE_FAULTS,
  ...OBJECTS_FAULTS,
  ...ACCESS_FAULTS,
  ...UPGRADE_LOG_FAULTS,
  ...UPGRADE_FAULTS,
  ...NEXT_UPGRADE_FAULTS,
];

/** The fault of that name, or undefined. */
export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((fault) => fault.name === name);
}
