/**
 * A time-of-use switching table as data (GBCS ECS24b: class 20 calendar and class 11 special days), all in UTC.
 * The reference meter and the ledger each evaluate it with code of their own.
 */
export interface SwitchingTable {
  /** At most 4. A season holds from its start to the next start, around the year; `start` is a DatePattern. */
  seasons: { name: string; start: DatePattern; week: string }[];
  /** At most 4. Day identifiers from Monday to Sunday. */
  weeks: { name: string; days: number[] }[];
  /** At most 16, each with at most 48 actions in ascending order of `at` (`HH:MM:SS`). */
  days: { id: number; actions: { at: string; rate: number }[] }[];
  /** At most 50; a special day goes before the week's day. */
  specialDays: { date: DatePattern; day: number }[];
}

/** `YYYY-MM-DD`, or `*-MM-DD` for every year. */
export type DatePattern = string;

/** GBCS limits of a switching table (DUIS V5.4, GBCS ECS01c). */
export const TABLE_LIMITS = { days: 16, actionsPerDay: 48, weeks: 4, seasons: 4, specialDays: 50, rates: 4 } as const;

export const EMPTY_TABLE: SwitchingTable = { seasons: [], weeks: [], days: [], specialDays: [] };
