import { readDeclaration } from '../declaration/read-declaration';
import { leftBehindIn, type RestoreFile } from '../suites/conduct/restore-file';
import { EXIT } from '../suites/verdict';
import { UsageError } from '../trace/errors';
import { isYes } from './ask';
import { type Check, examine, type Outcome } from './doctor/check';
import { meterChecks, type WayToMeter } from './doctor/meter';
import { COLUMNS, told } from './doctor/told';
import { TOOLCHAIN } from './doctor/toolchain';
import { leftWords, restoreCommandOf } from './left-behind';
import { accessOf, besideIts, mapOf, sessionOf } from './on-the-wire';
import type { Output } from './output';
import { restoreCommand } from './restore-command';

export interface DoctorOptions {
  json: boolean;
  /** Folder of run directories; `runs` where it is left out. */
  out?: string;
  /** The declaration of a meter on a wire, to look at the way to it too. */
  meter?: string;
}

/** `doctor`: looks at what a run needs, thing by thing, and says what to do next. Exit code 3 where something asked for will not work. */
export async function doctorCommand(
  { json, out = 'runs', meter }: DoctorOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const way = meter === undefined ? undefined : wayTo(meter);
  const behind = way ? leftBehindIn(out, way.declaration.meter) : [];
  const checks: readonly Check[] = way ? [...TOOLCHAIN, ...meterChecks(way), () => behind.map(leftBehind)] : TOOLCHAIN;
  const outcomes = await examine(checks, signal, (outcome) => {
    if (!json) output.text(told(outcome, meter === undefined ? COLUMNS.tools : COLUMNS.objects));
  });
  if (json) output.line(JSON.stringify({ schema: 'smets2-doctor/1', outcomes }, null, 2));
  else {
    output.line(summary(outcomes));
    await offer(behind, output, signal);
  }
  return outcomes.some(({ state }) => state === 'broken') ? EXIT.error : EXIT.conformant;
}

function wayTo(file: string): WayToMeter {
  const declaration = besideIts(file, readDeclaration(file));
  const access = accessOf(declaration);
  if (!access) throw new UsageError(`${file}: this meter is the model itself, on no wire: there is no way to look at`);
  return { declaration, access, map: mapOf(access), session: sessionOf(access) };
}

const leftBehind = (one: { run: string; file: RestoreFile }): Outcome => ({
  what: 'left changed',
  state: 'limited',
  found: leftWords(one),
  next: restoreCommandOf(one.run),
});

/** Offers to put back what runs have left, to a person who watches. */
async function offer(behind: readonly { run: string }[], output: Output, signal: AbortSignal): Promise<void> {
  for (const { run } of behind)
    if (output.ask && isYes(await output.ask(`Put back what ${run} has left? [y/N] `, signal)))
      await restoreCommand(run, { forget: false }, output, signal);
}

function summary(outcomes: readonly Outcome[]): string {
  const count = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  if (count('broken') > 0) return `\n${count('broken')} to mend before a run: the arrows say how.`;
  if (count('limited') > 0) return '\nA run works, but for what is marked !: the arrows say how to have that too.';
  return '\nEverything is there.';
}
