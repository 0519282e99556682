import { sha256 } from '../../trace/chain';
import { ACCESS_REQUIREMENTS } from './access/access';
import { CLOCK_REQUIREMENTS } from './clock/clock';
import { COINCIDENCE_REQUIREMENTS } from './coincidence/coincidence';
import { COINCIDENCE_EDGES_REQUIREMENTS } from './coincidence/coincidence-edges';
import { ISOLATION_REQUIREMENTS } from './isolation/isolation';
import { ISOLATION_EXPORT_REQUIREMENTS } from './isolation/isolation-export';
import { ISOLATION_LOAD_REQUIREMENTS } from './isolation/isolation-load';
import { ISOLATION_RECORDS_REQUIREMENTS } from './isolation/isolation-records';
import { LIFE_REQUIREMENTS } from './life/life';
import { MPAN_REQUIREMENTS } from './mpan/mpan';
import { OBJECTS_REQUIREMENTS } from './objects/objects';
import { VARIANT_REQUIREMENTS } from './objects/variant';
import { PROFILE_REQUIREMENTS } from './profile/profile';
import { RATES_REQUIREMENTS } from './rates/rates';
import { REGISTER_REQUIREMENTS } from './register/register';
import { REGISTER_COURSE_REQUIREMENTS } from './register/register-course';
import { REGISTER_POWER_REQUIREMENTS } from './register/register-power';
import type { Requirement } from './requirement';
import { SNAPSHOTS_REQUIREMENTS } from './snapshots/snapshots';
import { STORE_REQUIREMENTS } from './store/store';
import { TABLE_ACTIVATION_REQUIREMENTS } from './table/table-activation';
import { TABLE_DAYS_REQUIREMENTS } from './table/table-days';
import { TABLE_REFUSAL_REQUIREMENTS } from './table/table-refusal';
import { UPGRADE_KEEPS } from './upgrade/upgrade';
import { UPGRADE_ADDS } from './upgrade/upgrade-adds';

/** Every requirement of this release, in the order of the report. */
export const REQUIREMENTS: readonly Requirement[] = [
  ...OBJECTS_REQUIREMENTS,
  ...VARIANT_REQUIREMENTS,
  ...REGISTER_REQUIREMENTS,
  ...REGISTER_POWER_REQUIREMENTS,
  ...REGISTER_COURSE_REQUIREMENTS,
  ...RATES_REQUIREMENTS,
  ...TABLE_DAYS_REQUIREMENTS,
  ...TABLE_ACTIVATION_REQUIREMENTS,
  ...TABLE_REFUSAL_REQUIREMENTS,
  ...PROFILE_REQUIREMENTS,
  ...MPAN_REQUIREMENTS,
  ...SNAPSHOTS_REQUIREMENTS,
  ...LIFE_REQUIREMENTS,
  ...ISOLATION_REQUIREMENTS,
  ...ACCESS_REQUIREMENTS,
  ...ISOLATION_LOAD_REQUIREMENTS,
  ...ISOLATION_RECORDS_REQUIREMENTS,
  ...ISOLATION_EXPORT_REQUIREMENTS,
  ...STORE_REQUIREMENTS,
  ...COINCIDENCE_REQUIREMENTS,
  ...COINCIDENCE_EDGES_REQUIREMENTS,
  ...CLOCK_REQUIREMENTS,
  ...UPGRADE_KEEPS,
  ...UPGRADE_ADDS,
];

export const CATALOGUE_VERSION = '2026.2';

/** Names the published text of the catalogue: ids, statements, clauses, and whether each is mandatory. */
export function catalogueHash(requirements: readonly Requirement[] = REQUIREMENTS): string {
  const text = requirements.map(({ id, title, statement, clauses, basis, mandatory }) => ({
    id,
    title,
    statement,
    clauses,
    basis,
    mandatory,
  }));
  return sha256(JSON.stringify(text));
}
