import type { Fault } from '../fault';
import {
  begun,
  changed,
  EXPORT,
  emptied,
  fault,
  fired,
  first,
  IMPORT,
  log,
  registers,
  withoutPending,
  withoutSpecialDays,
} from './taking-over';

/** Faults of what else comes over an upgrade, or begins with it. */
export const UPGRADE_FAULTS: Fault[] = [
  fault(
    'new-register-begins-at-primary-export',
    'new-register-starts',
    'The new register begins at the value of primary export.',
    begun(({ registers }) => ({ wh: registers['primary.export.total'] ?? 0 })),
  ),
  fault(
    'new-register-begins-at-secondary-import',
    'new-register-starts',
    "The new register begins at the value of the secondary element's import.",
    begun(({ registers }) => ({ wh: registers['secondary.import.total'] ?? 0 })),
  ),
  fault(
    'new-rates-begin-as-import-rates',
    'new-rates-start',
    'The new rates begin as copies of the secondary import rates.',
    begun(({ rates }) => ({ ratesWh: rates['secondary.import.rates'] ?? [] })),
  ),
  fault(
    'import-cleared-by-upgrade',
    'keeps-registers',
    'The primary import register begins again at zero.',
    first(registers(() => ({ 'primary.import.total': 0 }))),
  ),
  fault(
    'registers-swapped-by-upgrade',
    'keeps-registers',
    'The image has its registers in another order: secondary import and primary export change places.',
    first(
      registers((old) => ({
        'secondary.import.total': old['primary.export.total'] ?? 0,
        'primary.export.total': old['secondary.import.total'] ?? 0,
      })),
    ),
  ),
  fault(
    'reactive-cleared-by-upgrade',
    'keeps-registers',
    'The reactive import register begins again at zero.',
    first(registers(() => ({ 'reactive.import.total': 0 }))),
  ),
  fault(
    'import-rates-shifted-by-upgrade',
    'keeps-rates',
    'The secondary import rates move up by one: what rate 1 has counted stands in rate 2.',
    first((records) => {
      const { 'secondary.import.rates': rates = [], ...others } = records.rates;
      return { ...records, rates: { ...others, 'secondary.import.rates': [0, ...rates.slice(0, -1)] } };
    }),
  ),
  fault(
    'blocks-reset-by-upgrade',
    'keeps-rates',
    'The tariff block counters begin again at zero.',
    first((records) => ({ ...records, blocks: records.blocks.map(() => 0) })),
  ),
  fault(
    'mpans-cleared-by-upgrade',
    'keeps-mpans',
    'The primary Export MPAN is unset after the upgrade.',
    first((records) => ({ ...records, mpans: { ...records.mpans, primaryExport: [undefined] } })),
  ),
  fault(
    'table-reset-by-upgrade',
    'keeps-table',
    'The secondary import table is empty again, as delivered.',
    first((records) => {
      const empty = { seasons: [], weeks: [], days: [], specialDays: [] };
      return { ...records, tables: { ...records.tables, import: { ...records.tables.import, active: empty } } };
    }),
  ),
  fault(
    'special-days-lost-by-upgrade',
    'keeps-table',
    'The active table keeps its seasons, weeks and days, and loses its special days.',
    first(withoutSpecialDays),
  ),
  fault(
    'pending-table-lost-by-upgrade',
    'keeps-pending-activation',
    'A table that waits for its date never takes effect after the upgrade.',
    first(withoutPending('import')),
  ),
  fault(
    'pending-table-fired-by-upgrade',
    'keeps-pending-activation',
    'A table that waits for its date takes effect with the upgrade.',
    first(fired('import')),
  ),
  fault(
    'balance-reset-by-upgrade',
    'keeps-balance',
    'Payment mode and balance are as delivered after the upgrade.',
    first((records) => ({ ...records, balance: { mode: 'credit' as const, milliPence: 0 } })),
  ),
  fault(
    'max-demand-reset-by-upgrade',
    'keeps-max-demand',
    'The maximum demands are forgotten.',
    first((records) => ({ ...records, demand: { import: { w: 0, at: null }, export: { w: 0, at: null } } })),
  ),
  fault(
    'contact-closed-by-upgrade',
    'keeps-contacts',
    'An open contact is closed when the new image takes over.',
    first((records) => ({ ...records, contacts: { primary: 'closed' as const, secondary: 'closed' as const } })),
  ),
  fault(
    'clock-set-back-by-upgrade',
    'keeps-clock',
    'The clock falls back by 10 min, the time of the last copy.',
    changed((records) => ({ ...records, clockStepMs: -600_000 })),
  ),
  fault(
    'registers-of-midnight-after-supply-loss',
    'survives-supply-loss',
    'Where supply is lost while the new image takes over, import falls back to its last daily snapshot.',
    changed((records) => {
      const { primaryWh = 0, secondaryWh = 0 } = records.logs['daily.import']?.rows.at(-1) ?? {};
      const registers = { 'primary.import.total': Number(primaryWh), 'secondary.import.total': Number(secondaryWh) };
      return { ...records, registers: { ...records.registers, ...registers } };
    }, 'supply-lost'),
    { shownBy: ['upgrade-supply-lost'] },
  ),
  fault(
    'rows-lost-with-supply-in-upgrade',
    'survives-supply-loss',
    'Where supply is lost while the new image takes over, the half-hourly logs are empty.',
    changed((records) => log(EXPORT, emptied)(log(IMPORT, emptied)(records)), 'supply-lost'),
    { shownBy: ['upgrade-supply-lost'] },
  ),
];
