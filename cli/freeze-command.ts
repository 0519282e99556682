import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { readExtensionFile } from '../extension/extension-file';
import { EXTENSION_YAML, SCENARIOS } from '../extension/read-extension';
import { parseReport } from '../regression/report-reading';
import { oneLine } from '../reports/escape';
import { readScenario } from '../suites/scenarios/scenario-file';
import { writeScenario } from '../suites/scenarios/write-scenario';
import { UsageError } from '../trace/errors';
import type { Output } from './output';

export interface FreezeOptions {
  id: string;
  to: string;
}

/** `freeze`: keeps a failing scenario of a run as a scenario of the maker's own folder; returns the exit code. */
export function freezeCommand(failure: string, { id, to }: FreezeOptions, output: Output): number {
  const { origin: _origin, ...scenario } = readScenario(failure);
  const [, prefix] = /^([a-z][a-z0-9]{1,15})-[a-z0-9]+(?:-[a-z0-9]+)*$/.exec(id) ?? [];
  if (prefix === undefined)
    throw new UsageError(
      `--id ${id}: expected your prefix, a hyphen and a name, such as acme-lost-evening: small letters, digits, hyphens`,
    );
  const file = join(to, SCENARIOS, `${id}.yaml`);
  if (existsSync(file)) throw new UsageError(`${file}: is there already; freeze under another --id`);
  const made = madeExtension(to, prefix);
  mkdirSync(dirname(file), { recursive: true });
  const text = writeScenario({ ...scenario, name: id, title: titled(scenario.title), kind: 'frozen' });
  writeFileSync(file, `${head(failure)}${text}`);
  if (made) output.line(`${made}: made, with the prefix ${prefix}`);
  output.line(`${file}: ${scenario.steps.length} steps`);
  output.line(`play it with: run --extension ${to}`);
  return 0;
}

/** The title of a shrunk scenario says what it is of, not that it is the smallest. */
const titled = (title: string) => title.replace(/^The smallest generated scenario that fails /, 'Once failed ').slice(0, 300);

/** Where the scenario came from, as comments: a person who finds it in two years wants to know. */
function head(failure: string): string {
  const run = runOf(failure);
  const lines = ['Frozen from a failure: what failed once has to pass from now on.'];
  const report =
    run && existsSync(join(run, 'report.json')) ? parseReport(readFileSync(join(run, 'report.json'), 'utf8')) : undefined;
  if (report) {
    const { manufacturer, model, firmware } = report.meter;
    lines.push(`${manufacturer} ${model}, firmware ${firmware}, ${report.times.startedAt.slice(0, 10)}, ${report.tool}`);
  }
  lines.push(`${relative(run ? dirname(run) : '', failure)}`);
  return lines.map((line) => `# ${oneLine(line, 300)}\n`).join('');
}

/** The run directory that a scenario file lies in. */
function runOf(failure: string): string | undefined {
  const folder = dirname(dirname(resolve(failure)));
  return existsSync(join(folder, 'plan.json')) ? folder : undefined;
}

/** Makes the folder an extension where it is none yet; one with another prefix is refused. */
function madeExtension(folder: string, prefix: string): string | undefined {
  const path = join(folder, EXTENSION_YAML);
  if (existsSync(path)) {
    const { file } = readExtensionFile(path);
    if (file.prefix === prefix) return undefined;
    throw new UsageError(`${path}: its prefix is "${file.prefix}", so that --id begins with "${file.prefix}-"`);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `schema: smets2-extension/1\nprefix: ${prefix}\ntitle: Scenarios of ${prefix}\nversion: "1"\n`);
  try {
    readExtensionFile(path);
  } catch (error) {
    rmSync(path);
    throw error;
  }
  return path;
}
