import { dirname } from 'node:path';
import { parseBench } from '../declaration/read-bench';
import { parseDeclaration } from '../declaration/read-declaration';
import { left, lost, RESTORE_FILE, readRestoreFile } from '../suites/conduct/restore-file';
import { jsonText, RunDirectory } from '../suites/conduct/run-directory';
import { EXIT } from '../suites/verdict';
import { UsageError } from '../trace/errors';
import { type MeterOfRun, outcomeLines, putBack } from './left-behind';
import type { Output } from './output';
import { rigMaker } from './rig';

export interface RestoreOptions {
  /** Leave the meter as it is, and say no more about it. */
  forget: boolean;
}

/** A recorded run, what makes rigs of the meter and bench that it was declared with, and whether a person has to set that bench. */
export function meterOfRun(path: string): MeterOfRun {
  const run = RunDirectory.open(path);
  const [meterText, benchText] = [run.readPlanned(run.plan.meter), run.readPlanned(run.plan.bench)];
  const meter = parseDeclaration(meterText, run.file(run.plan.meter.file));
  const bench = parseBench(benchText, run.file(run.plan.bench.file));
  return { run, maker: rigMaker({ meter, meterText, bench, benchText }), byHand: bench.kind === 'manual' };
}

/**
 * `restore`: puts back what a run has left on its meter, or forgets it. Exit code 0 where the meter is as it was, 2 where it did not
 * take something back, 3 where it could not be asked.
 */
export async function restoreCommand(
  path: string,
  { forget }: RestoreOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  const of = meterOfRun(path);
  const { run } = of;
  const file = readRestoreFile(path);
  if (!file)
    throw new UsageError(
      `${path}: this run has changed nothing that is to be put back; runs in ${dirname(path)} that have hold a ${RESTORE_FILE}`,
    );
  if (forget) {
    run.write(RESTORE_FILE, jsonText({ ...file, forgotten: true }));
    output.line(`${left(file).length} values stay as the meter holds them; ${run.file(RESTORE_FILE)} still says what they were`);
    return EXIT.conformant;
  }
  const tried = await putBack(of, file, output, signal);
  for (const line of outcomeLines(path, tried)) output.line(line);
  if (left(tried).length > 0) return EXIT.error;
  return lost(tried).length > 0 ? EXIT.open : EXIT.conformant;
}
