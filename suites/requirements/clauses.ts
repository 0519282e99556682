/**
 * Every clause that bears on what a twin-element meter records, and of those that no requirement cites, why not. Sections and use
 * cases as the GBCS use-case catalogue lists them; the prose of SMETS2 itself was not to be had.
 */

export interface Clause {
  /** As a requirement cites it: `DP184 §2 bullet 1`, `SMETS2 5.7.5.2`, `GBCS ECS17a`. */
  id: string;
  title: string;
  /** Why no requirement of this catalogue tests it. */
  untested?: string;
}

const clause = (id: string, title: string, untested?: string): Clause => ({ id, title, ...(untested && { untested }) });

const PRICES = 'Prices and what they cost are of import alone; what was recorded is judged, not what it is worth.';
const PRIMARY_TARIFF = 'The tariff of the primary element. That secondary export leaves its rates and blocks alone is judged.';
const WIRE = 'A message of the DCC path. What the meter recorded is the same by whichever path it is read.';
const VOLTAGE = 'Voltage is no energy, and DP184 leaves it as it is.';

export const CLAUSES: readonly Clause[] = [
  clause('DP184 §2', 'The four things that the proposal asks for, on existing hardware, beside existing recording'),
  clause('DP184 §2 bullet 1', 'Active Export kWh register on the secondary element'),
  clause('DP184 §2 bullet 2', 'Four time-of-use registers of active export on the secondary element'),
  clause('DP184 §2 bullet 3', 'An additional load profile channel for active export on the secondary element'),
  clause('DP184 §2 bullet 4', 'An Export MPAN for the secondary element'),

  clause('SMETS2 5.5.1', 'Clock'),
  clause('SMETS2 5.6.3.26', 'Reset maximum demand, active export'),
  clause('SMETS2 5.6.3.27', 'Reset maximum demand, active import'),
  clause('SMETS2 5.6.3.28', 'Reset maximum demand, configurable period', 'As 5.7.5.20.'),
  clause('SMETS2 5.6.3.32', 'Set Clock'),
  clause('SMETS2 5.6.3.35', 'Set Tariff'),
  clause('SMETS2 5.7.1.2', 'Manufacturer identifier', 'Identity is declared and printed; it is no recording.'),
  clause('SMETS2 5.7.1.3', 'Model type', 'As 5.7.1.2.'),
  clause('SMETS2 5.7.1.4', 'Meter variant: single element, twin element, polyphase'),
  clause('SMETS2 5.7.4.6', 'Average RMS voltage measurement period', VOLTAGE),
  clause(
    'SMETS2 5.7.4.7',
    'Billing calendar',
    'The suite waits for the 1st of a month, the calendar that every meter has; other calendars move import logs alone.',
  ),
  clause('SMETS2 5.7.4.9', 'Contact details', 'It is no recording.'),
  clause('SMETS2 5.7.4.26', 'Maximum demand configurable time period', 'A period of import demand.'),
  clause('SMETS2 5.7.4.28', 'MPAN, import and export'),
  clause('SMETS2 5.7.4.42', 'Tariff block price matrix', PRICES),
  clause(
    'SMETS2 5.7.4.44',
    'Supply tamper state',
    'Tampering is a matter of certification of the hardware, which DP184 leaves as it is.',
  ),
  clause('SMETS2 5.7.4.47', 'Tariff TOU price matrix', PRICES),
  clause('SMETS2 5.7.4.48', 'Tariff switching table'),
  clause('SMETS2 5.7.4.49', 'Tariff threshold matrix', PRIMARY_TARIFF),
  clause('SMETS2 5.7.4.50', 'Tariff TOU block price matrix', PRICES),
  clause('SMETS2 5.7.5.2', 'Active Export Register'),
  clause('SMETS2 5.7.5.3', 'Active Import Register'),
  clause('SMETS2 5.7.5.4', 'Active power import'),
  clause('SMETS2 5.7.5.5', 'Active tariff price', PRICES),
  clause('SMETS2 5.7.5.7', 'Average RMS over voltage counter', VOLTAGE),
  clause('SMETS2 5.7.5.8', 'Average RMS under voltage counter', VOLTAGE),
  clause('SMETS2 5.7.5.9', 'Average RMS voltage profile data log', VOLTAGE),
  clause('SMETS2 5.7.5.10', 'Billing data log'),
  clause('SMETS2 5.7.5.13', 'Daily read log'),
  clause('SMETS2 5.7.5.14', 'Daily consumption log'),
  clause('SMETS2 5.7.5.16', 'Event log'),
  clause('SMETS2 5.7.5.19', 'Maximum demand, active import'),
  clause(
    'SMETS2 5.7.5.20',
    'Maximum demand, active import, configurable period',
    'Import of a configured period; its unconfigured twin, 5.7.5.19, is judged.',
  ),
  clause('SMETS2 5.7.5.21', 'Maximum demand, active export'),
  clause('SMETS2 5.7.5.25', 'Power event log'),
  clause(
    'SMETS2 5.7.5.26',
    'Prepayment daily read log',
    'Balances at midnight; the balance itself is judged while energy is exported.',
  ),
  clause('SMETS2 5.7.5.27', 'Profile data log'),
  clause('SMETS2 5.7.5.29', 'Reactive export register'),
  clause('SMETS2 5.7.5.30', 'Reactive import register'),
  clause('SMETS2 5.7.5.33', 'Tariff block counter matrix'),
  clause('SMETS2 5.7.5.34', 'Tariff TOU register matrix'),
  clause(
    'SMETS2 5.7.5.35',
    'Tariff TOU block register matrix',
    'Import by rate and block; the rates (5.7.5.34) and the block counters (5.7.5.33) that make it up are judged.',
  ),
  clause('SMETS2 5.13', 'Twin-element meters: registers of each element'),
  clause('SMETS2 5.13.1.1', 'Secondary TOU price matrix', PRICES),
  clause('SMETS2 5.13.1.2', 'Secondary switching table'),
  clause('SMETS2 5.13.2.1', 'Active power import, total'),
  clause('SMETS2 5.13.2.3', 'Billing data log of a twin-element meter'),
  clause('SMETS2 5.13.2.4', 'Daily read log of a twin-element meter'),
  clause('SMETS2 5.13.2.5', 'Active power import, primary element'),
  clause('SMETS2 5.13.2.6', 'Primary active tariff price', PRICES),
  clause('SMETS2 5.13.2.7', 'Profile data log of a twin-element meter'),
  clause('SMETS2 5.13.2.9', 'Secondary active tariff price', PRICES),
  clause('SMETS2 5.13.2.10', 'Secondary TOU register collection'),
  clause('SMETS2 5.13.2.11', 'Secondary active import register'),
  clause('SMETS2 data store', 'The data store is retained at all times, including on loss of power (prose, no number known)'),
  clause('SMETS2 firmware', 'Verification and activation of firmware, and its version (prose, no number known)'),

  clause('GBCS ECS01a', 'Set tariff and price', PRIMARY_TARIFF),
  clause('GBCS ECS01b', 'Set price', PRICES),
  clause('GBCS ECS01c', 'Set tariff and price, secondary element'),
  clause('GBCS ECS01d', 'Set price, secondary element', PRICES),
  clause('GBCS ECS05', 'Reset tariff block counter matrix', PRIMARY_TARIFF),
  clause('GBCS ECS17a', 'Read energy registers, export'),
  clause('GBCS ECS17b', 'Read energy registers, import'),
  clause('GBCS ECS17c', 'Read energy registers, power'),
  clause('GBCS ECS17d', 'Read energy registers, TOU'),
  clause('GBCS ECS17e', 'Read energy registers, TOU with blocks'),
  clause('GBCS ECS18a', 'Read maximum demand registers, export'),
  clause('GBCS ECS18b', 'Read maximum demand registers, import'),
  clause(
    'GBCS ECS20a',
    'Read billing data log, debt payments',
    'Payments are no energy; debt and balance are judged while energy is exported.',
  ),
  clause('GBCS ECS20b', 'Read billing data log, change of mode or tariff'),
  clause('GBCS ECS20c', 'Read billing data log, billing calendar'),
  clause('GBCS ECS20d', 'Read billing data log, prepayment credits', 'As ECS20a.'),
  clause('GBCS ECS21a', 'Read daily read log, import'),
  clause('GBCS ECS21b', 'Read prepayment daily read log', 'As SMETS2 5.7.5.26.'),
  clause('GBCS ECS21c', 'Read daily read log, export'),
  clause('GBCS ECS22a', 'Read half-hour profile data, export'),
  clause('GBCS ECS22b', 'Read half-hour profile data, active import'),
  clause('GBCS ECS22c', 'Read half-hour profile data, reactive import'),
  clause('GBCS ECS23', 'Read voltage operational data', VOLTAGE),
  clause('GBCS ECS24', 'Read tariff data', PRIMARY_TARIFF),
  clause('GBCS ECS24b', 'Read tariff data, second element'),
  clause('GBCS ECS26l', 'Read billing calendar', 'As SMETS2 5.7.4.7.'),
  clause('GBCS ECS26m', 'Read identity, type and supply tamper state'),
  clause('GBCS ECS30a', 'Set billing calendar', 'As SMETS2 5.7.4.7.'),
  clause('GBCS ECS35a', 'Read event log'),
  clause('GBCS ECS35e', 'Read power event log'),
  clause('GBCS ECS37', 'Set maximum demand configurable time period', 'As SMETS2 5.7.4.26.'),
  clause('GBCS ECS39a', 'Set MPAN value'),
  clause('GBCS ECS39b', 'Set Export MPAN value'),
  clause('GBCS ECS40', 'Read MPAN values'),
  clause('GBCS ECS48', 'Configure daily resetting of the block counter matrix', PRIMARY_TARIFF),
  clause('GBCS ECS57', 'Reset maximum demand registers'),
  clause('GBCS ECS66', 'Read daily consumption log'),
  clause('GBCS ECS68', 'Alert: billing data log', WIRE),
  clause('GBCS ECS70', 'Set clock'),
  clause('EN 50470-3', 'Active energy: starting current, maximum current, no load'),
  clause('EN 62056-5-3', 'DLMS/COSEM: application layer, block transfer'),
  clause('EN 62056-6-2', 'DLMS/COSEM: interface classes, profile generic'),
  clause('GBCS 9.1.6', 'Reading date-times: both ends of a range included'),
];

/** Ids of the clauses that a requirement's own words cite: `GBCS 4.3 ECS39b, ECS40 (by analogy)` cites two. */
export function clausesIn(words: string): string[] {
  const [cited = ''] = words.split(/[(:]/);
  if (cited.startsWith('GBCS'))
    return [...cited.matchAll(/\bECS\d+[a-z]?|\b\d+\.\d+\.\d+\b/g)].map(([number]) => `GBCS ${number}`);
  if (cited.startsWith('EN')) return cited.match(/^EN [\d-]+/) ?? [];
  if (cited.startsWith('SMETS2')) {
    const numbers = [...cited.matchAll(/\b\d+(?:\.\d+)+/g)].map(([number]) => `SMETS2 ${number}`);
    return numbers.length ? numbers : CLAUSES.filter(({ id }) => cited.startsWith(id)).map(({ id }) => id);
  }
  const bullets = [...cited.matchAll(/(?<=bullets?.*)\b\d\b/g)].map(([number]) => `DP184 §2 bullet ${number}`);
  return bullets.length ? bullets : CLAUSES.filter(({ id }) => cited.trim() === id).map(({ id }) => id);
}

/** The clauses that none of these requirements cites, each with the reason. */
export function untestedClauses(requirements: readonly { clauses: readonly string[] }[]): Clause[] {
  const cited = new Set(requirements.flatMap(({ clauses }) => clauses.flatMap(clausesIn)));
  return CLAUSES.filter(({ id }) => !cited.has(id));
}
