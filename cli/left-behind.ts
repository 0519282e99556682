import type { RigMaker } from '../adapters/ports';
import type { Identity } from '../declaration/declaration';
import { RESTORE_WITHIN_MS, restoredOn } from '../suites/conduct/custody';
import {
  left,
  leftBehindIn,
  lost,
  RESTORE_FILE,
  type RestoreFile,
  readRestoreFile,
  type SavedValue,
} from '../suites/conduct/restore-file';
import { jsonText, type RunDirectory } from '../suites/conduct/run-directory';
import { shellWord } from '../suites/conduct/shell-word';
import { UsageError } from '../trace/errors';
import { isYes } from './ask';
import type { Output } from './output';

/** The command that puts back what a run has left. */
export const restoreCommandOf = (run: string) => `smets2-conformance restore ${shellWord(run)}`;

/** A run, the meter that it was played on, and whether a person sets the bench. */
export interface MeterOfRun {
  run: RunDirectory;
  maker: RigMaker;
  byHand: boolean;
}

/** Puts back what stands in the restore file of a run, all of it, and keeps in the file what became of it. */
export async function putBack(
  { run, maker, byHand }: MeterOfRun,
  file: RestoreFile,
  output: Output,
  signal: AbortSignal,
): Promise<RestoreFile> {
  if (byHand) output.line('See that the meter has its supply, and that nothing flows.');
  const values = await restoredOn(maker, file.values, { atRest: byHand, withinMs: RESTORE_WITHIN_MS, signal });
  const { forgotten: _, ...rest } = file;
  const tried = { ...rest, values, triedAt: new Date().toISOString() };
  run.write(RESTORE_FILE, jsonText(tried));
  return tried;
}

/** What became of saved values, line by line; of what the meter did not take back, what it held and holds. */
export function outcomeLines(run: string, file: RestoreFile): string[] {
  const { values } = file;
  const count = (state: SavedValue['state']) => values.filter((value) => value.state === state).length;
  const counts = (['restored', 'unchanged', 'overtaken'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`);
  const open = left(file);
  return [
    ...(counts.length > 0 ? [`values of the meter: ${counts.join(', ')}`] : []),
    ...lost(file).map(
      ({ object, value, holds, because = 'the meter took it' }) =>
        `✕ ${object}: ${because}; it held ${JSON.stringify(value)}${holds === undefined ? '' : ` and holds ${JSON.stringify(holds)}`}`,
    ),
    ...(open.length > 0
      ? [
          `✕ not put back: ${open.map(({ object }) => object).join(', ')}: ${open[0]!.because ?? 'nobody has tried'}`,
          `  when the meter is there again: ${restoreCommandOf(run)}`,
        ]
      : []),
  ];
}

/** Says how to put back later, whenever this process ends before it is done. Gives what takes that back. */
export function sayAtExit(run: string, output: Output): () => void {
  const farewell = () => {
    const file = readRestoreFile(run);
    if (file && left(file).length > 0)
      output.complaint(`The meter is not as it was: ${left(file).length} values are to be put back.\n  ${restoreCommandOf(run)}`);
  };
  process.once('exit', farewell);
  return () => void process.removeListener('exit', farewell);
}

/** What was left on this meter, in words. */
export function leftWords({ run, file }: { run: string; file: RestoreFile }): string {
  const names = left(file).map(({ object }) => object);
  return `${run} has left ${names.length} value${names.length === 1 ? '' : 's'} to be put back: ${names.join(', ')}`;
}

/**
 * Before a run: what an earlier one left on the meter is put back where somebody says so, the oldest last, for it found what stood
 * there first. Throws a UsageError where it stays: this run would take what was left for what is to be kept.
 */
export async function settle(
  open: (run: string) => MeterOfRun,
  { folder, meter, yes }: { folder: string; meter: Identity; yes: boolean },
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const behind = leftBehindIn(folder, meter);
  for (const one of behind) output.line(leftWords(one));
  if (behind.length === 0) return;
  const agreed = yes || (output.ask !== undefined && isYes(await output.ask('Put them back now? [y/N] ', signal)));
  const unsettled = (what: string) =>
    new UsageError(
      `${what} Put them back with\n${behind.map(({ run }) => `  ${restoreCommandOf(run)}`).join('\n')}\nor say --yes; with --forget the meter is left as it is.`,
    );
  if (!agreed)
    throw unsettled('Nothing is played on a meter that was left changed: what it holds now would be taken for its own.');
  for (const { run: path, file } of behind) {
    const tried = await putBack(open(path), file, output, signal);
    for (const line of outcomeLines(path, tried)) output.line(line);
    if (left(tried).length > 0) throw unsettled('Nothing is played: the meter was left changed and could not be put back.');
  }
}
