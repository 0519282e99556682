import { randomInt } from 'node:crypto';
import { relative } from 'node:path';
import { Desk } from '../adapters/bench/desk';
import type { Fault } from '../adapters/reference/fault';
import type { Extension } from '../extension/extension';
import { readExtensions } from '../extension/read-extension';
import { renderGithub, renderSummary } from '../reports';
import type { Intervention } from '../suites/conduct/interventions';
import { planRun, type RunInputs } from '../suites/conduct/plan';
import { readRestoreFile } from '../suites/conduct/restore-file';
import { FAMILIES, generatedScenarios, HANDS } from '../suites/scenarios/generated';
import { type LoadedSeries, type LoadOptions, playLoad, readLoad } from '../suites/scenarios/load';
import { readScenario } from '../suites/scenarios/scenario-file';
import { scriptedScenarios } from '../suites/scenarios/scripted';
import { EXIT } from '../suites/verdict';
import { UsageError } from '../trace/errors';
import type { Scenario } from '../trace/vocabulary';
import { atTerminal, hasPerson, leftAtBench, mustHavePerson, type PersonAtBench } from './at-the-bench';
import { conductAndReport, exitCodeOf, reportPath } from './compose';
import { asLines, consented, type Undertaking, undertaking } from './consent';
import { describePlan } from './dry-run';
import { plannedOf } from './extension-inputs';
import { outcomeLines, sayAtExit, settle } from './left-behind';
import { serveLive } from './live';
import { lookFirst } from './look-first';
import type { Output } from './output';
import { both, failedScenarios, lines, progressOn } from './progress';
import { meterOfRun } from './restore-command';
import { declared, declaredUnder, faultsNamed, mustExist, rigMaker } from './rig';
import { requireRequirements, selected } from './selection';
import { waiversText } from './waivers';

/** Fixed for a release, so that two runs of one firmware play the same. */
export const RELEASE_SEED = 184;
/** As many as every family needs to deal all that it means to reach. */
export const RELEASE_CASES = FAMILIES.length * HANDS;

export interface RunOptions {
  meter?: string;
  bench?: string;
  out: string;
  only: string[];
  scenario: string[];
  fault: string[];
  seed: number | 'random';
  cases: number;
  /** What may be done to a meter that is not made fresh for each scenario. */
  allow?: Intervention[];
  /** Agrees to whatever would be asked. */
  yes?: boolean;
  dryRun: boolean;
  waivers?: string;
  extension?: string[];
  /** Port of a live page; 0 for a free one. */
  serve?: number;
  github?: boolean;
  load?: string;
  loadOptions: LoadOptions;
}

/** Everything that a run is made of, from the command line's options. Throws a UsageError for what cannot be. */
export function runInputs(
  options: RunOptions,
): RunInputs & { says: string[]; added: readonly Extension[]; person?: PersonAtBench } {
  const added = readExtensions(options.extension ?? []);
  const faults = faultsNamed(options.fault);
  const { says, ...files } = declaredWith(options, faults);
  const { kind, laboratory } = files.bench;
  const person = kind === 'manual' ? { desk: new Desk(), name: laboratory?.operator } : undefined;
  const seed = options.seed === 'random' ? randomInt(2 ** 31) : options.seed;
  if (options.scenario.length > 0 && options.load !== undefined)
    throw new UsageError('--scenario plays only the files it names, and --load adds to the standard scenarios: give one of them');
  for (const path of options.scenario) mustExist(path, '--scenario');
  if (options.scenario.length > 0) requireRequirements(options.only);
  const series = options.load === undefined ? undefined : readLoad(options.load, options.loadOptions, files.meter);
  const loaded = series ? playLoad(series, files.meter) : [];
  const scenarios =
    options.scenario.length > 0
      ? options.scenario.map((path) => readScenario(path))
      : selected(
          [
            ...scriptedScenarios(),
            ...generatedScenarios(files.meter, seed, options.cases),
            ...loaded,
            ...added.flatMap(({ scenarios }) => scenarios),
          ],
          options.only,
          added,
        );
  return {
    ...files,
    maker: rigMaker(files, faults, person?.desk),
    ...(person && { person }),
    ...(options.allow && { allowed: options.allow }),
    scenarios,
    seed,
    cases: options.cases,
    selection: [...options.only, ...options.scenario.map((path) => `--scenario ${relative('', path)}`)],
    faults: options.fault,
    ...(added.length > 0 && { extensions: plannedOf(added) }),
    added,
    ...(series && { loaded: loadedPlan(series, loaded) }),
    says: [...says, ...(series?.says ?? []).map((line) => `load: ${line}`)],
  };
}

/** Whoever names a declaration means it; else the reference meter is declared so that its faults show. */
function declaredWith(options: Pick<RunOptions, 'meter' | 'bench'>, faults: readonly Fault[]) {
  const files = declared(options);
  return options.meter === undefined ? declaredUnder(files, faults) : { ...files, says: [] };
}

const loadedPlan = ({ file, element, fileWh }: LoadedSeries, scenarios: Scenario[]) => ({
  file,
  element,
  fileWh,
  scenarios: scenarios.map(({ name }) => name),
});

/** Whether a run may begin on a meter that is somebody's. Throws a UsageError where somebody would have to be asked, and nobody is there. */
export async function agreed(
  undertaken: Undertaking,
  { meter }: Pick<RunInputs, 'meter'>,
  { out, yes = false }: Pick<RunOptions, 'out' | 'yes'>,
  output: Output,
  signal: AbortSignal,
): Promise<boolean> {
  await settle(meterOfRun, { folder: out, meter: meter.meter, yes }, output, signal);
  for (const line of asLines(undertaken)) output.line(line);
  return consented(undertaken, yes, output, signal);
}

/** `run`: plays, judges and reports; returns the exit code. */
export async function runCommand(options: RunOptions, output: Output, signal: AbortSignal): Promise<number> {
  const { says, added, person, ...inputs } = runInputs(options);
  const waivers = options.waivers === undefined ? {} : { waivers: waiversText(options.waivers) };
  for (const line of says) output.line(line);
  const planned = planRun(inputs);
  const undertaken = undertaking(planned, inputs);
  if (options.dryRun) {
    output.text(describePlan(planned, inputs));
    if (undertaken) output.text(`\n${asLines(undertaken).join('\n')}\n`);
    return 0;
  }
  if (person) mustHavePerson(output, options.serve);
  if (!(await lookFirst({ ...inputs, file: options.meter ?? 'METER' }, output, signal))) return EXIT.error;
  if (undertaken && !(await agreed(undertaken, inputs, options, output, signal))) {
    output.line('Nothing was played.');
    return EXIT.open;
  }
  output.line(
    `seed ${inputs.seed}, ${inputs.scenarios.length} scenario${inputs.scenarios.length === 1 ? '' : 's'} and discovery against the ${inputs.maker.name}`,
  );
  const bar = person ? { progress: lines(output), done: () => undefined } : progressOn(output);
  const live = options.serve === undefined ? undefined : await serveLive(inputs, options.serve, person?.desk);
  if (live) output.line(`live at ${live.address}`);
  const terminal = person && hasPerson(output) ? atTerminal(person) : undefined;
  const failures = failedScenarios(inputs.meter.connection.adapter === 'optical' ? options.meter : undefined);
  const told = both(bar.progress, failures.progress);
  let leaveQuietly = () => {};
  try {
    const { run, result } = await conductAndReport(inputs, {
      folder: options.out,
      signal,
      ...waivers,
      added,
      progress: live ? both(told, live.progress) : told,
      begun: ({ path }) => {
        if (undertaken) leaveQuietly = sayAtExit(path, output);
      },
      restoring: () => {
        bar.done();
        output.line('putting back what stood in the meter');
      },
      shrinking: () => output.line('looking for the smallest scenario of each failure'),
      played: bar.done,
    });
    for (const line of failures.says()) output.line(line);
    await live?.end(result, reportPath(run));
    output.line('');
    output.text(renderSummary(result, { reportPath: reportPath(run), columns: output.columns }));
    const restored = readRestoreFile(run.path);
    if (restored) for (const line of outcomeLines(run.path, restored)) output.line(line);
    leaveQuietly();
    if (options.github) output.text(renderGithub(result));
    return exitCodeOf(result);
  } catch (error) {
    bar.done();
    await live?.close();
    throw error;
  } finally {
    terminal?.close();
    if (person) output.text(leftAtBench(person.desk));
  }
}
