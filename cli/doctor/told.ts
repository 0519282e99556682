import type { Outcome } from './check';

const MARKS = { ok: '✓', limited: '!', broken: '✕' } as const;
/** Columns that what is looked at takes: tools, or objects of a meter. */
export const COLUMNS = { tools: 16, objects: 36 } as const;

/** An outcome in one line, and in a second what to do next. */
export function told({ what, state, found, next }: Outcome, columns: number = COLUMNS.tools): string {
  const line = `${MARKS[state]} ${what.padEnd(columns)} ${found}\n`;
  return next === undefined ? line : `${line}  ${' '.repeat(columns)} → ${next}\n`;
}
