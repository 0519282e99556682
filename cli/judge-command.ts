import { readExtensions } from '../extension/read-extension';
import { renderGithub, renderSummary } from '../reports';
import { RunDirectory } from '../suites/conduct/run-directory';
import { WAIVERS_IN_RUN } from '../suites/conduct/waivers';
import { exitCodeOf, judgeAgain, reportPath } from './compose';
import type { Output } from './output';
import { waiversText } from './waivers';

export interface JudgeOptions {
  waivers?: string;
  github?: boolean;
  extension?: string[];
}

/** `judge`: judges a recorded run again and writes its reports anew; returns the exit code. */
export async function judgeCommand(
  folder: string,
  { waivers, github, extension = [] }: JudgeOptions,
  output: Output,
): Promise<number> {
  if (waivers !== undefined) RunDirectory.open(folder).write(WAIVERS_IN_RUN, waiversText(waivers));
  const { run, result } = await judgeAgain(folder, undefined, readExtensions(extension));
  for (const note of result.notes) output.line(`note: ${note}`);
  output.text(renderSummary(result, { reportPath: reportPath(run), columns: output.columns }));
  if (github) output.text(renderGithub(result));
  return exitCodeOf(result);
}
