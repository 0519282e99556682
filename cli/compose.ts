import { join } from 'node:path';
import { csvLines, documentOf, jsonParts, renderHtml, renderJunit, renderPdf } from '../reports';
import type { Added } from '../suites/conduct/apart';
import { conductRun, type Progress, type RunSettings } from '../suites/conduct/conduct-run';
import { judgeRun } from '../suites/conduct/judge-run';
import { type PlannedRun, planRun, type RunInputs } from '../suites/conduct/plan';
import { RunDirectory } from '../suites/conduct/run-directory';
import { keepSmallest } from '../suites/conduct/shrink';
import { WAIVERS_IN_RUN } from '../suites/conduct/waivers';
import type { RunResult } from '../suites/run-result';
import { EXIT } from '../suites/verdict';

/** What both faces of the suite, command line and Jest, do with a run. */
export interface Composed {
  run: RunDirectory;
  result: RunResult;
}

export interface ComposeSettings {
  folder: string;
  signal: AbortSignal;
  /** Text of a file of waivers, which is kept in the run directory. */
  waivers?: string;
  /** What makers' extensions bring to judging. */
  added?: readonly Added[];
  progress?: Progress;
  /** Told of the run directory before anything is played. */
  begun?(run: RunDirectory): void;
  /** Told before the values of a meter that is somebody's are put back. */
  restoring?(): void;
  /** Told when the last scenario has been played. */
  played?(): void;
  /** Told before failures are shrunk, which may take a while. */
  shrinking?(): void;
}

/** Plans, plays, judges, shrinks and reports. */
export async function conductAndReport(inputs: RunInputs, settings: ComposeSettings): Promise<Composed> {
  const run = await play(planRun(inputs), inputs, settings);
  settings.played?.();
  return judgeAndReport(run, inputs, settings);
}

/** Plays a plan into a new run directory. */
export function play(
  planned: PlannedRun,
  { meter, maker }: RunInputs,
  { folder, signal, progress, begun, restoring }: ComposeSettings,
): Promise<RunDirectory> {
  const told = { ...(progress && { progress }), ...(begun && { begun }), ...(restoring && { restoring }) };
  const settings: RunSettings = { folder, meter, maker, signal, ...told };
  return conductRun(planned, settings);
}

async function judgeAndReport(
  run: RunDirectory,
  { meter, maker }: RunInputs,
  { signal, shrinking, waivers, added }: ComposeSettings,
): Promise<Composed> {
  if (waivers !== undefined) run.write(WAIVERS_IN_RUN, waivers);
  let result = judgeRun(run, added);
  if (result.failures.length > 0 && !signal.aborted) {
    shrinking?.();
    if ((await keepSmallest(run, result, { maker, meter, signal })) > 0) result = judgeRun(run, added);
  }
  await writeReports(run, result);
  return { run, result };
}

/** Judges a recorded run again and writes its reports anew; `calledAs` is what they call the run. */
export async function judgeAgain(folder: string, calledAs?: string, added?: readonly Added[]): Promise<Composed> {
  const run = RunDirectory.open(folder, calledAs);
  const result = judgeRun(run, added);
  await writeReports(run, result);
  return { run, result };
}

/** Writes every report format of a judged run into its directory. */
export async function writeReports(run: RunDirectory, result: RunResult): Promise<void> {
  const document = documentOf(result);
  run.write('report.json', jsonParts(result));
  run.write('junit.xml', renderJunit(result));
  run.write('findings.csv', csvLines(result));
  run.write('report.html', renderHtml(result, document));
  run.write('report.pdf', await renderPdf(result, document));
}

/** How a command ends: as the statement says, but never well where something that a maker added failed. */
export function exitCodeOf({ statement, extensions = [] }: RunResult): number {
  const failed = extensions.some(({ requirements, catalogue }) =>
    [...requirements, ...catalogue].some(({ verdict }) => verdict === 'fail'),
  );
  return statement.exitCode === EXIT.conformant && failed ? EXIT.nonConformant : statement.exitCode;
}

export const reportPath = (run: RunDirectory) => join(run.path, 'report.html');
