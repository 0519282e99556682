import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { declared, faultsNamed, rigMaker } from '../cli/rig';
import { packageRoot } from '../declaration/package-root';
import { documentOf, renderHtml, renderJson, renderPdf } from '../reports';
import { conductRun } from '../suites/conduct/conduct-run';
import { judgeRun } from '../suites/conduct/judge-run';
import { planRun } from '../suites/conduct/plan';
import type { RunDirectory } from '../suites/conduct/run-directory';
import { generatedScenarios } from '../suites/scenarios/generated';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import type { Scenario } from '../trace/vocabulary';
import { inMs, leastOf, type Measurement } from './measurement';
import { HALF_HOURS, year } from './meter-year';

async function played(scenarios: Scenario[], folder: string, faults: string[] = []): Promise<RunDirectory> {
  const files = declared({});
  const maker = rigMaker(files, faultsNamed(faults));
  const { signal } = new AbortController();
  const planned = planRun({ ...files, maker, scenarios, seed: 184, cases: 0, selection: [], faults });
  return conductRun(planned, { folder, meter: files.meter, maker, signal });
}

/** HTML and PDF of what `npm start` plays; the baseline writes the same model as JSON. */
export async function reportsOfNpmStart(folder: string): Promise<Measurement> {
  const { meter } = declared({});
  const result = judgeRun(await played([...scriptedScenarios(), ...generatedScenarios(meter, 184, 48)], folder));
  const document = documentOf(result);
  const htmlMs = await leastOf(3, () => renderHtml(result));
  const pdfMs = await leastOf(3, () => renderPdf(result, document));
  const jsonMs = await leastOf(3, () => renderJson(result));
  const octets = (await renderPdf(result, document)).length;
  const kilo = (count: number) => `${Math.round(count / 1000)} kB`;
  return {
    what: `reports of npm start: HTML of ${kilo(renderHtml(result).length)}, PDF of ${kilo(octets)}`,
    measured: `${inMs(htmlMs)} HTML, ${inMs(pdfMs)} PDF`,
    aim: '2 s each, HTML below 10 MB',
    baseline: `${inMs(jsonMs)} to write the model as JSON`,
  };
}

/** Runs of 10,000, 100,000 and a million records in traces of up to a year each, and one of a meter that fails them by the thousand. */
const LONG_RUNS: { halfHours: number; traces: number; fault?: string }[] = [
  { halfHours: 5000, traces: 1 },
  { halfHours: HALF_HOURS, traces: 3 },
  { halfHours: HALF_HOURS, traces: 28 },
  { halfHours: HALF_HOURS, traces: 3, fault: 'netted-across-elements' },
];

/** Judges and reports long runs, each in a process of its own: memory stays as it is while runs grow. */
export async function longRuns(folder: string): Promise<Measurement> {
  const measured: string[] = [];
  for (const { halfHours, traces, fault } of LONG_RUNS) {
    const scenarios = Array.from({ length: traces }, (_, index) => ({ ...year(halfHours), name: `year-${index + 1}` }));
    const run = await played(scenarios, folder, fault === undefined ? [] : [fault]);
    const { records, rssMb, ms } = judged(run.path);
    measured.push(`${records} records${fault === undefined ? '' : ` of ${fault}`} ${rssMb} MB in ${inMs(ms)}`);
    rmSync(run.path, { recursive: true });
  }
  return {
    what: 'judging and reporting long runs',
    measured: measured.join('; '),
    aim: '300 MB however long',
    baseline: `${judgedNothing()} MB for the program that does nothing`,
  };
}

/** The most memory of a `judge` of the run, in MB, and how long it took. */
function judged(path: string): { records: number; rssMb: number; ms: number } {
  const from = performance.now();
  const rssMb = rssOf('judge', path);
  const records = Object.values(
    JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')).traces as Record<string, { records: number }>,
  ).reduce((sum, each) => sum + each.records, 0);
  return { records, rssMb, ms: performance.now() - from };
}

const judgedNothing = () => rssOf('--version');

function rssOf(...words: string[]): number {
  const main = join(packageRoot(), 'dist', 'cli', 'main.js');
  const atExit = `data:text/javascript,process.on('exit', () => process.stderr.write('\\nrss ' + process.resourceUsage().maxRSS))`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', atExit, main, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === null || status > 3) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return Math.round(Number(/rss (\d+)/.exec(stderr)?.[1]) / 1024);
}
