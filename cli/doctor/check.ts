/** `limited`: everything else works without it. `broken`: what was asked for will not work. */
export type State = 'ok' | 'limited' | 'broken';

/** One thing looked at: what was found, and what to do next where that is not all that is wanted. */
export interface Outcome {
  what: string;
  state: State;
  found: string;
  next?: string;
}

/** Looks at something and says what it found, in the order a person should read it. Throws nothing but what the signal says. */
export type Check = (signal: AbortSignal) => Promise<Outcome[]> | Outcome[];

/** One check after the other, each told as soon as it is made: a later one may need what an earlier one lets go of. */
export async function examine(
  checks: readonly Check[],
  signal: AbortSignal,
  tell: (outcome: Outcome) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    signal.throwIfAborted();
    const found = await check(signal);
    found.forEach(tell);
    outcomes.push(...found);
  }
  return outcomes;
}
