import { EXIT } from '../suites/verdict';
import { type Check, examine, type Outcome } from './doctor/check';
import { TOOLCHAIN } from './doctor/toolchain';
import type { Output } from './output';

export interface DoctorOptions {
  json: boolean;
}

const MARKS = { ok: '✓', limited: '!', broken: '✕' } as const;

/** `doctor`: looks at what a run needs, thing by thing, and says what to do next. Exit code 3 where something asked for will not work. */
export async function doctorCommand({ json }: DoctorOptions, output: Output, signal: AbortSignal): Promise<number> {
  const checks: readonly Check[] = TOOLCHAIN;
  const outcomes = await examine(checks, signal, (outcome) => {
    if (!json) output.text(told(outcome));
  });
  if (json) output.line(JSON.stringify({ schema: 'smets2-doctor/1', outcomes }, null, 2));
  else output.line(summary(outcomes));
  return outcomes.some(({ state }) => state === 'broken') ? EXIT.error : EXIT.conformant;
}

function told({ what, state, found, next }: Outcome): string {
  const line = `${MARKS[state]} ${what.padEnd(16)} ${found}\n`;
  return next === undefined ? line : `${line}  ${' '.repeat(16)} → ${next}\n`;
}

function summary(outcomes: readonly Outcome[]): string {
  const count = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  if (count('broken') > 0) return `\n${count('broken')} to mend before a run: the arrows say how.`;
  if (count('limited') > 0) return '\nA run works, but for what is marked !: the arrows say how to have that too.';
  return '\nEverything is there.';
}
