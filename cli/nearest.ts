import { closest } from 'fastest-levenshtein';

/** The known name that is spelled most like what was given. */
export function nearest(given: string, known: readonly string[]): string {
  return closest(given, [...known]);
}
