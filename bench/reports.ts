import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declared, rigMaker } from '../cli/rig';
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
import { year } from './meter-year';

async function played(scenarios: Scenario[], folder: string): Promise<RunDirectory> {
  const files = declared({});
  const maker = rigMaker(files, []);
  const { signal } = new AbortController();
  const planned = planRun({ ...files, maker, scenarios, seed: 184, cases: 0, selection: [], faults: [] });
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

/** Judges and reports long runs, each in a process of its own: memory stays as it is while runs grow. */
export async function longRuns(folder: string): Promise<Measurement> {
  const measured: string[] = [];
  let last = 0;
  for (const traces of [1, 4, 16]) {
    const run = await played(
      Array.from({ length: traces }, (_, index) => ({ ...year(), name: `year-${index + 1}` })),
      folder,
    );
    const { records, rssMb, ms } = judged(run.path);
    measured.push(`${records} records ${rssMb} MB in ${inMs(ms)}`);
    last = records;
  }
  return {
    what: `judging and reporting runs of up to ${last} records`,
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
