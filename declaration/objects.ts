import type { Element, ObjectName, Way } from '../trace/vocabulary';
import type { Choices } from './choices';
import type { Declaration } from './declaration';

/** What kind of thing an object holds, and so the shape of its value. */
export type ObjectKind =
  /** whole Wh or varh, a number */
  | 'register'
  /** `{ scaler, unit }` with the DLMS unit code (30 = Wh) */
  | 'unit'
  /** whole Wh of each rate, number[] */
  | 'rates'
  /** rows `{ end, …Wh }`, oldest first, `end` in meter time */
  | 'profile'
  /** rows `{ at, … }`, oldest first */
  | 'log'
  /** `{ octets }` */
  | 'mpan'
  /** a SwitchingTable */
  | 'table'
  /** `immediate`, `never` or a meter time */
  | 'activation'
  /** `{ meterMs, status }` */
  | 'clock'
  /** names of objects, string[] */
  | 'view'
  /** anything else that must stay as it is: its shape is its own */
  | 'state';

export interface MeterObject {
  name: ObjectName;
  kind: ObjectKind;
  title: string;
  unit?: string;
  element?: Element;
  way?: Way;
  /** Proposed by DP184: absent from a meter of today and from every meter that is not twin-element. */
  proposed?: true;
  /** How many rates it holds. */
  size?: number;
  /** Does not change by itself or by secondary export; compared before and after as a whole. */
  still?: true;
}

const object = (name: ObjectName, kind: ObjectKind, title: string, more: Partial<MeterObject> = {}): MeterObject => ({
  name,
  kind,
  title,
  ...more,
});
const DP184 = { element: 'secondary', way: 'export', proposed: true } as const;
const PRIMARY_IMPORT = { element: 'primary', way: 'import' } as const;
const PRIMARY_EXPORT = { element: 'primary', way: 'export' } as const;
const SECONDARY_IMPORT = { element: 'secondary', way: 'import' } as const;

/** Every object that the suite can name, in the order in which discovery reads them. */
export const OBJECTS: readonly MeterObject[] = [
  object('clock', 'clock', 'Clock'),
  object('variant', 'state', 'Meter variant (A single, B twin element, C polyphase)', { still: true }),
  object('firmware.version', 'state', 'Active firmware version', { still: true }),
  object('association.view', 'view', 'Objects that the association lists', { still: true }),

  object('primary.import.total', 'register', 'Primary active import register', { ...PRIMARY_IMPORT, unit: 'Wh' }),
  object('secondary.import.total', 'register', 'Secondary active import register', { ...SECONDARY_IMPORT, unit: 'Wh' }),
  object('primary.export.total', 'register', 'Primary active export register', { ...PRIMARY_EXPORT, unit: 'Wh' }),
  object('secondary.export.total', 'register', 'Secondary active export register', { ...DP184, unit: 'Wh' }),
  object('secondary.export.total.unit', 'unit', 'Scaler and unit of the secondary active export register', { ...DP184 }),
  object('reactive.import.total', 'register', 'Reactive import register, both elements', { unit: 'varh' }),
  object('reactive.export.total', 'register', 'Reactive export register', { unit: 'varh' }),

  object('primary.import.rates', 'rates', 'Primary import rates 1 to 48', { ...PRIMARY_IMPORT, unit: 'Wh', size: 48 }),
  object('secondary.import.rates', 'rates', 'Secondary import rates 1 to 4', { ...SECONDARY_IMPORT, unit: 'Wh', size: 4 }),
  object('secondary.export.rates', 'rates', 'Secondary export rates 1 to 4', { ...DP184, unit: 'Wh', size: 4 }),
  object('primary.import.blocks', 'rates', 'Tariff block counters 1 to 4', { ...PRIMARY_IMPORT, unit: 'Wh', size: 4 }),

  object('import.profile', 'profile', 'Half-hourly import of both elements', { unit: 'Wh' }),
  object('primary.export.profile', 'profile', 'Half-hourly primary export, active and reactive', {
    ...PRIMARY_EXPORT,
    unit: 'Wh',
  }),
  object('reactive.import.profile', 'profile', 'Half-hourly reactive import', { unit: 'varh' }),
  object('secondary.export.profile', 'profile', 'Half-hourly secondary export', { ...DP184, unit: 'Wh' }),

  object('daily.import', 'log', 'Daily read log, import'),
  object('daily.export', 'log', 'Daily read log, primary export'),
  object('daily.secondary-export', 'log', 'Daily read log, secondary export', { ...DP184 }),
  object('billing.import', 'log', 'Billing data log, import'),
  object('billing.changes', 'log', 'Billing data log, on a change of payment mode, import tariff or supplier'),
  object('billing.secondary-export', 'log', 'Billing data log, secondary export', { ...DP184 }),
  object('daily.consumption', 'log', 'Daily consumption log'),
  object('power.events', 'log', 'Power event log'),
  object('events', 'log', 'Event log'),

  object('import.maxDemand', 'state', 'Maximum demand, import', { unit: 'W' }),
  object('export.maxDemand', 'state', 'Maximum demand, export', { unit: 'W' }),
  object('power.import.total', 'state', 'Active power import, both elements', { unit: 'W' }),
  object('power.import.primary', 'state', 'Active power import, primary element', { unit: 'W' }),
  object('load.limit', 'state', 'Load limit: threshold and whether it is exceeded'),
  object('load.switch', 'state', 'Load switch: the contacts of both elements'),
  object('prepayment.balance', 'state', 'Prepayment meter balance', { still: true }),
  object('prepayment.debt', 'state', 'Prepayment debt', { still: true }),

  object('import.supplier', 'state', 'Import supplier', { still: true }),
  object('tenancy', 'state', 'Tenancy', { still: true }),
  object('credentials', 'state', 'Credentials of the import supplier', { still: true }),

  object('import.mpan', 'mpan', 'Import MPANs, 13 or 26 octets', { still: true }),
  object('primary.export.mpan', 'mpan', 'Primary Export MPAN', { ...PRIMARY_EXPORT, still: true }),
  object('secondary.export.mpan', 'mpan', 'Secondary Export MPAN', { ...DP184, still: true }),

  object('secondary.import.table.active', 'table', 'Secondary import switching table', { ...SECONDARY_IMPORT }),
  object('secondary.import.table.passive', 'table', 'Secondary import switching table, passive', { ...SECONDARY_IMPORT }),
  object('secondary.import.table.activation', 'activation', 'Activation of the secondary import table', { ...SECONDARY_IMPORT }),
  object('secondary.export.table.active', 'table', 'Secondary export switching table', { ...DP184 }),
  object('secondary.export.table.passive', 'table', 'Secondary export switching table, passive', { ...DP184 }),
  object('secondary.export.table.activation', 'activation', 'Activation of the secondary export table', { ...DP184 }),
];

/**
 * Objects of recorded energy. No GBCS use case sets, resets or captures one; block counters, which a supplier may reset (ECS05), are
 * not among them.
 */
export const ENERGY_OBJECTS: readonly ObjectName[] = OBJECTS.filter(
  ({ kind, name }) =>
    kind === 'register' || kind === 'profile' || /^(daily|billing)\./.test(name) || (kind === 'rates' && name.endsWith('.rates')),
).map(({ name }) => name);

const byName = new Map(OBJECTS.map((o) => [o.name, o]));

/** The object of that name, or undefined where the suite knows none. */
export function objectNamed(name: ObjectName): MeterObject | undefined {
  return byName.get(name);
}

/** What can be changed in the life of a meter, each by a method that takes what it becomes. */
export const LIFE_CYCLE: Readonly<Record<ObjectName, string>> = {
  'import.supplier': 'change',
  tenancy: 'change',
  credentials: 'replace',
};

/** Where the half hours of secondary export are kept under the declared shape. */
export function exportRows(choices: Choices): { object: ObjectName; field: string } {
  return choices.profileShape === 'own-object'
    ? { object: 'secondary.export.profile', field: 'wh' }
    : { object: 'primary.export.profile', field: 'secondaryWh' };
}

/** How many rows a half-hourly log keeps at least, by declaration. */
export function rowsKept({ choices, depths }: Pick<Declaration, 'choices' | 'depths'>, log: ObjectName): number {
  if (log === 'import.profile') return depths.importProfile;
  if (log === 'reactive.import.profile') return depths.reactiveImportProfile;
  if (log === 'secondary.export.profile') return choices.exportProfileDepth;
  // Under that shape one log holds both, and is as deep as the deeper of the two has to be.
  return choices.profileShape === 'extra-member'
    ? Math.max(depths.primaryExportProfile, choices.exportProfileDepth)
    : depths.primaryExportProfile;
}

/** The switching table that rules the secondary export rates under the declared choice. */
export function exportTable(choices: Choices): ObjectName {
  return choices.exportSwitchingTable === 'own' ? 'secondary.export.table.active' : 'secondary.import.table.active';
}

/** The object that holds the secondary Export MPAN, and where in its octets. */
export function exportMpan(choices: Choices): { object: ObjectName; from: number; to: number } {
  return choices.exportMpanLayout === 'own-object'
    ? { object: 'secondary.export.mpan', from: 0, to: 13 }
    : { object: 'primary.export.mpan', from: 13, to: 26 };
}

/** What DP184 asks for, where the declaration keeps it. */
export const askedFor = ({ choices }: Pick<Declaration, 'choices'>): ObjectName[] => [
  'secondary.export.total',
  'secondary.export.rates',
  exportRows(choices).object,
  exportMpan(choices).object,
  exportTable(choices),
  ...(choices.exportSnapshots === 'none' ? [] : ['daily.secondary-export']),
  ...(choices.exportSnapshots === 'daily-and-billing' ? ['billing.secondary-export'] : []),
];

/** By which choice an object of DP184 that not every meter has is claimed. */
function claimOf(name: ObjectName): { by: string; made(choices: Choices): boolean } | undefined {
  if (name === 'secondary.export.profile')
    return { by: 'profileShape: own-object', made: ({ profileShape }) => profileShape === 'own-object' };
  if (name === 'secondary.export.mpan')
    return { by: 'exportMpanLayout: own-object', made: ({ exportMpanLayout }) => exportMpanLayout === 'own-object' };
  if (name.startsWith('secondary.export.table.'))
    return { by: 'exportSwitchingTable: own', made: ({ exportSwitchingTable }) => exportSwitchingTable === 'own' };
  if (name === 'daily.secondary-export')
    return { by: 'exportSnapshots: daily', made: ({ exportSnapshots }) => exportSnapshots !== 'none' };
  if (name === 'billing.secondary-export')
    return {
      by: 'exportSnapshots: daily-and-billing',
      made: ({ exportSnapshots }) => exportSnapshots === 'daily-and-billing',
    };
  return undefined;
}

/** Of the objects that a twin-element meter has, those of DP184 that it does not declare, and the choice that would. */
export function undeclared(
  { choices, variant }: Pick<Declaration, 'choices' | 'variant'>,
  names: readonly ObjectName[],
): { name: ObjectName; by: string }[] {
  // What has no secondary element must have none of them: that is a requirement.
  if (variant !== 'twin') return [];
  return names.flatMap((name) => {
    const claim = claimOf(name);
    return claim && !claim.made(choices) ? [{ name, by: claim.by }] : [];
  });
}
