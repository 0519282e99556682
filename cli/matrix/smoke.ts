/**
 * One scenario of every area, short and rich: what every faulty meter plays besides those that show it, so that the matrix tells
 * what else a defect breaks.
 */
export const SMOKE: Readonly<Record<string, string>> = {
  register: 'four-directions',
  rates: 'battery-evening',
  table: 'table-and-mpan-writes',
  profile: 'battery-evening',
  mpan: 'table-and-mpan-writes',
  isolation: 'four-directions',
  objects: 'reversals',
  variant: 'reversals',
  snapshots: 'daily-snapshots',
  life: 'life-cycle',
  access: 'refused-attempts',
  store: 'outage-across-boundary',
  coincidence: 'coincidence-midnight',
  upgrade: 'upgrade-empty',
  clock: 'clock-set',
};

export const SMOKE_SCENARIOS: readonly string[] = [...new Set(Object.values(SMOKE))];
