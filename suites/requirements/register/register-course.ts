import { onlyTwinWhere } from '../define';
import type { Happening, Requirement } from '../requirement';
import { exporting, movesRight } from './register-span';

const PASSES: Happening = { passes: 'modulus' };
const PRESET = {
  basis: 'choice',
  testability: 'needs-preset',
  capabilities: { meter: ['read'], bench: ['flow', 'preset'] },
} satisfies Partial<Requirement>;

/** What the calendar and the register's own edges must not do to it. */
export const REGISTER_COURSE_REQUIREMENTS: Requirement[] = [
  movesRight(
    {
      id: 'register.counts-over-midnight',
      title: 'No watt-hour is lost or gained at midnight',
      statement: 'Export through the secondary element that lasts over midnight UTC is counted in full.',
      basis: 'derived',
    },
    [{ exportedOver: 'midnight' }, exporting(10)],
    'the register moved by what was exported over midnight',
  ),
  movesRight(
    {
      id: 'register.counts-over-month-end',
      title: 'No watt-hour is lost or gained at the end of a month',
      statement:
        'Export through the secondary element that lasts over the end of a month is counted in full, whatever is recorded then.',
      basis: 'derived',
    },
    [{ exportedOver: 'monthEnd' }, exporting(10)],
    'the register moved by what was exported over the end of the month',
  ),
  movesRight(
    {
      id: 'register.has-no-binary-edge',
      title: 'The register goes on past 16, 24 and 31 bits',
      statement: 'Past 2^16, 2^24 and 2^31 Wh, where they are not its declared modulus, the register goes on.',
      ...PRESET,
    },
    [{ passes: 'binary edge' }],
    'the register went on past an edge of fewer bits',
  ),
  movesRight(
    {
      id: 'register.display-rolls-alone',
      title: 'The register does not roll over with the display',
      statement:
        'Past 99,999 and 999,999 kWh, where a display begins anew, the register goes on, unless that is its declared modulus.',
      ...PRESET,
      applies: onlyTwinWhere(
        ({ choices }) => choices.registerModulusWh > 10 ** 8 || 'the declared modulus is that of the shortest display',
      ),
    },
    [{ passes: 'display edge' }],
    'the register went on where a display begins anew',
  ),
  movesRight(
    {
      id: 'register.wraps-over-half-hour',
      title: 'The register wraps in a half hour as at any other time',
      statement: 'Export over the end of a half hour during which the register passes its modulus is counted in full.',
      ...PRESET,
    },
    [PASSES, { exportedOver: 'halfHour' }],
    'the register moved on over its modulus and the end of a half hour',
  ),
  movesRight(
    {
      id: 'register.wraps-over-midnight',
      title: 'A register that has wrapped is left alone at midnight',
      statement: 'Export over midnight UTC on a day on which the register passes its modulus is counted in full.',
      ...PRESET,
    },
    [PASSES, { exportedOver: 'midnight' }],
    'the register moved on over its modulus and midnight',
  ),
  movesRight(
    {
      id: 'register.wraps-over-outage',
      title: 'A register that has wrapped survives loss of supply',
      statement:
        'Over a loss of supply after the register passed its modulus it keeps what it counted since, less what the declaration lets it lose.',
      ...PRESET,
      capabilities: { meter: ['read'], bench: ['flow', 'preset', 'supply'] },
    },
    [PASSES, { event: 'outage' }],
    'the register kept what it counted since its modulus over the outage',
  ),
];
