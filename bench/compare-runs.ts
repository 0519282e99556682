import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareCommand } from '../cli/compare-command';
import { conductAndReport } from '../cli/compose';
import { RELEASE_CASES, RELEASE_SEED, runInputs } from '../cli/run-command';
import { inMs, leastOf, type Measurement } from './measurement';

const RUNS = 100;
const SILENT = { columns: 100, interactive: false, line: () => undefined, text: () => undefined, complaint: () => undefined };

/** A hundred whole runs, half of them of a faulty meter, beside a base; the baseline is reading the same reports as text. */
export async function compareRuns(folder: string): Promise<Measurement> {
  const played: string[] = [];
  for (const fault of [[], ['netted-across-elements']]) {
    const { says: _, ...inputs } = runInputs({
      ...{ out: folder, only: [], scenario: [], fault, seed: RELEASE_SEED, cases: RELEASE_CASES, dryRun: false, loadOptions: {} },
    });
    played.push((await conductAndReport(inputs, { folder, signal: new AbortController().signal })).run.path);
  }
  const runs = Array.from({ length: RUNS }, (_, i) => join(folder, `run-${i}`));
  for (const [i, run] of runs.entries())
    for (const file of ['plan.json', 'report.json', 'meter.yaml', 'bench.yaml'])
      cpSync(join(played[i % 2]!, file), join(run, file));
  const compareMs = await leastOf(3, () => compareCommand(runs[0]!, runs, {}, SILENT));
  const readMs = await leastOf(3, () => runs.map((run) => readFileSync(join(run, 'report.json'), 'utf8').length));
  return {
    what: `comparing ${RUNS} whole runs with a base`,
    measured: inMs(compareMs),
    aim: '5 s',
    baseline: `${inMs(readMs)} to read their reports as text`,
  };
}
