import type { Element, Ms, Way } from '../../../trace/vocabulary';

/** Units that a value column may be in; power is the mean over its half hour. */
export const LOAD_UNITS = ['Wh', 'kWh', 'MWh', 'W', 'kW', 'MW'] as const;
export type LoadUnit = (typeof LOAD_UNITS)[number];

export const STAMPS = ['start', 'end'] as const;
export type Stamp = (typeof STAMPS)[number];

/** `split`: a column for each direction, none negative. Else one signed column, and which sign is export. */
export const SIGNS = ['split', 'export-negative', 'export-positive'] as const;
export type Sign = (typeof SIGNS)[number];

/** How a CSV of half hours is to be read. What is left out is guessed, and the guess is said. */
export interface LoadOptions {
  /** Column names; an empty name leaves that direction out. `time` names the column of labels. */
  columns?: Partial<Record<Way | 'time', string>>;
  /** Default secondary. */
  element?: Element;
  /** IANA name or UTC (default): the zone of labels that carry none. */
  tz?: string;
  units?: LoadUnit;
  /** Whether a label is the start or the end of its half hour. */
  stamp?: Stamp;
  sign?: Sign;
  /** Exact decimal by which every value is multiplied. */
  scale?: string;
  /** ISO time at which the first half hour starts: labels are ignored and rows taken in order. */
  consecutive?: string;
}

/** One half hour of the file: exact microjoules, its end in UTC, and the line it stands on. */
export interface LoadedRow {
  endMs: Ms;
  importUj: bigint;
  exportUj: bigint;
  line: number;
}

/** Half hours that follow each other without gap, each of which fits the meter. */
export interface LoadedSeries {
  /** Name of the file, without folders. */
  file: string;
  element: Element;
  rows: LoadedRow[];
  /** What was guessed, assumed or changed, as lines to print. */
  says: string[];
  /** Exact decimal Wh of the whole file, after `scale`. */
  fileWh: Record<Way, string>;
}

export const HALF_HOUR_MS = 1_800_000;
