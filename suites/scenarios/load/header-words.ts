import type { Way } from '../../../trace/vocabulary';
import type { LoadUnit, Stamp } from './load-options';

/** The way that a header says outright, and words that only suggest one. */
const OUTRIGHT: Record<Way, string[]> = {
  import: ['import', 'imported', 'imports'],
  export: ['export', 'exported', 'exports'],
};
const SUGGESTED: Record<Way, string[]> = {
  import: ['load', 'consumption', 'consumed', 'demand', 'usage', 'used'],
  export: ['generation', 'generated', 'generator', 'pv', 'solar'],
};
/** Columns that are no real energy, whatever else their header says. */
const NOT_ENERGY = ['cost', 'price', 'tariff', 'charge', 'reactive', 'kvarh', 'varh', 'kvar', 'mpan', 'id'];
const STAMP_WORDS: Record<Stamp, string[]> = {
  start: ['start', 'starts', 'starting', 'begin', 'beginning', 'from'],
  end: ['end', 'ends', 'ending', 'to', 'until'],
};
const NET_WORDS = ['net', 'signed', 'power', 'energy', 'grid'];
const UNIT = /(?:^|[^a-z])(wh|kwh|mwh|w|kw|mw)(?:$|[^a-z])/i;
const UNITS: Record<string, LoadUnit> = { wh: 'Wh', kwh: 'kWh', mwh: 'MWh', w: 'W', kw: 'kW', mw: 'MW' };

/** Lower-case words of a header: `interval_endLocal` gives interval, end, local. */
function wordsOf(header: string): string[] {
  return header
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** How strongly a header names that direction: 2 outright, 1 by a word that suggests it, 0 not, or as much the other. */
export function namesWay(header: string, way: Way): 0 | 1 | 2 {
  const words = wordsOf(header);
  const has = (list: string[]) => words.some((word) => list.includes(word));
  if (has(NOT_ENERGY)) return 0;
  const other = way === 'import' ? 'export' : 'import';
  if (has(OUTRIGHT[way]) || has(OUTRIGHT[other])) return has(OUTRIGHT[way]) && !has(OUTRIGHT[other]) ? 2 : 0;
  return has(SUGGESTED[way]) && !has(SUGGESTED[other]) ? 1 : 0;
}

/** Whether the header may be a column that holds both directions. */
export function namesNet(header: string): boolean {
  const words = wordsOf(header);
  return words.some((word) => NET_WORDS.includes(word)) && !words.some((word) => NOT_ENERGY.includes(word));
}

/** The unit that stands in a header as a word of its own, in any case. */
export function namesUnit(header: string): LoadUnit | undefined {
  return UNITS[UNIT.exec(header)?.[1]?.toLowerCase() ?? ''];
}

/** Whether the header of a time column says start or end. */
export function namesStamp(header: string): Stamp | undefined {
  const words = wordsOf(header);
  const says = (stamp: Stamp) => words.some((word) => STAMP_WORDS[stamp].includes(word));
  if (says('start')) return says('end') ? undefined : 'start';
  return says('end') ? 'end' : undefined;
}
