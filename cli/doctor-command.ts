import { readDeclaration } from '../declaration/read-declaration';
import { EXIT } from '../suites/verdict';
import { UsageError } from '../trace/errors';
import { type Check, examine, type Outcome } from './doctor/check';
import { meterChecks, type WayToMeter } from './doctor/meter';
import { TOOLCHAIN } from './doctor/toolchain';
import { accessOf, besideIts, mapOf, sessionOf } from './on-the-wire';
import type { Output } from './output';

export interface DoctorOptions {
  json: boolean;
  /** The declaration of a meter on a wire, to look at the way to it too. */
  meter?: string;
}

const MARKS = { ok: '✓', limited: '!', broken: '✕' } as const;

/** `doctor`: looks at what a run needs, thing by thing, and says what to do next. Exit code 3 where something asked for will not work. */
export async function doctorCommand({ json, meter }: DoctorOptions, output: Output, signal: AbortSignal): Promise<number> {
  const checks: readonly Check[] = meter === undefined ? TOOLCHAIN : [...TOOLCHAIN, ...meterChecks(wayTo(meter))];
  const outcomes = await examine(checks, signal, (outcome) => {
    if (!json) output.text(told(outcome));
  });
  if (json) output.line(JSON.stringify({ schema: 'smets2-doctor/1', outcomes }, null, 2));
  else output.line(summary(outcomes));
  return outcomes.some(({ state }) => state === 'broken') ? EXIT.error : EXIT.conformant;
}

function wayTo(file: string): WayToMeter {
  const declaration = besideIts(file, readDeclaration(file));
  const access = accessOf(declaration);
  if (!access) throw new UsageError(`${file}: this meter is the model itself, on no wire: there is no way to look at`);
  return { declaration, access, map: mapOf(access), session: sessionOf(access) };
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
