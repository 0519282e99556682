import type { Fault } from '../fault';
import { ISOLATION_FAULTS } from './isolation-faults';
import { LIFE_FAULTS } from './life-faults';
import { MPAN_FAULTS } from './mpan-faults';
import { MPAN_WRITE_FAULTS } from './mpan-write-faults';
import { OBJECTS_FAULTS } from './objects-faults';
import { PROFILE_FAULTS } from './profile-faults';
import { RATES_FAULTS } from './rates-faults';
import { REGISTER_FAULTS } from './register-faults';
import { SNAPSHOTS_FAULTS } from './snapshots-faults';

/** Every faulty meter, by area. */
export const FAULTS: readonly Fault[] = [
  ...REGISTER_FAULTS,
  ...RATES_FAULTS,
  ...PROFILE_FAULTS,
  ...MPAN_FAULTS,
  ...MPAN_WRITE_FAULTS,
  ...SNAPSHOTS_FAULTS,
  ...LIFE_FAULTS,
  ...ISOLATION_FAULTS,
  ...OBJECTS_FAULTS,
];

/** The fault of that name, or undefined. */
export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((fault) => fault.name === name);
}
