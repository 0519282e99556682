import type { RigMaker } from '../../adapters/ports';
import type { Declaration } from '../../declaration/declaration';
import { readTrace } from '../../trace/read-trace';
import { TraceFile, type TraceSink } from '../../trace/sink';
import { TraceView } from '../../trace/view';
import type { Ms, ObjectName, Scenario, TraceRecord } from '../../trace/vocabulary';
import { breathe } from './breathe';
import { Custody } from './custody';
import type { PlannedRun } from './plan';
import { EVERY_OBJECT, play, presentIn } from './play';
import { type Manifest, type PlannedScenario, RunDirectory } from './run-directory';

/** What is happening, for a progress line. */
export interface Progress {
  started?(scenario: PlannedScenario, number: number, of: number): void;
  /** Every record of the scenario at hand, once it is safe in its file. */
  recorded?(record: TraceRecord): void;
  ended?(scenario: PlannedScenario, outcome: 'played' | 'stopped' | 'failed', records: number): void;
}

export interface RunSettings {
  folder: string;
  meter: Declaration;
  maker: RigMaker;
  signal: AbortSignal;
  progress?: Progress;
  /** Told of the run directory before anything is played. */
  begun?(run: RunDirectory): void;
  /** Told when everything has been played on a meter that is somebody's, before its values are put back. */
  restoring?(): void;
  /** How long putting back may take. */
  restoreWithinMs?: Ms;
  now?: () => Date;
}

/** Plays every scenario of a plan that can run into a new run directory, one trace each, and closes it with a manifest. */
export async function conductRun(planned: PlannedRun, settings: RunSettings): Promise<RunDirectory> {
  const { meter, maker, signal, progress = {}, now = () => new Date() } = settings;
  const startedAt = now();
  const run = RunDirectory.create(settings.folder, meter.meter.id, startedAt, planned.plan, planned.files);
  settings.begun?.(run);
  const traces: Manifest['traces'] = {};
  const toPlay = planned.plan.scenarios
    .map((entry, i) => ({ entry, scenario: planned.scenarios[i]! }))
    .filter(({ entry }) => !entry.cannotRun);
  let present = EVERY_OBJECT;
  const custody = maker.fresh ? undefined : new Custody(run, meter, maker, settings.restoreWithinMs, now);
  const playAll = async () => {
    for (const [i, { entry, scenario }] of toPlay.entries()) {
      await breathe();
      if (signal.aborted) break;
      progress.started?.(entry, i + 1, toPlay.length);
      const stage = { meter, maker: custody?.makerFor(scenario) ?? maker, signal };
      const { outcome, head, records } = await playIntoFile(run, entry, scenario, stage, present, progress);
      traces[entry.name] = { records, head };
      if (scenario.kind === 'discovery') {
        const found = recordedView(run, entry);
        present = presentIn(found);
        custody?.save(
          found,
          toPlay.map((one) => one.scenario),
        );
      }
      progress.ended?.(entry, outcome, records);
      await custody?.after(scenario, outcome);
    }
  };
  try {
    await playAll();
    run.close({
      schema: 'smets2-manifest/1',
      startedAt: startedAt.toISOString(),
      finishedAt: now().toISOString(),
      outcome: signal.aborted ? 'stopped' : 'finished',
      traces,
    });
  } finally {
    if (custody) {
      settings.restoring?.();
      await custody.end();
    }
  }
  return run;
}

async function playIntoFile(
  run: RunDirectory,
  entry: PlannedScenario,
  scenario: Scenario,
  stage: { meter: Declaration; maker: RigMaker; signal: AbortSignal },
  present: ReadonlySet<ObjectName>,
  { recorded }: Progress,
) {
  const file = new TraceFile(run.file(entry.trace), run.planHash);
  try {
    const sink = recorded ? heardBy(recorded, file) : file;
    const outcome = await play(scenario, stage, present, sink, entry.sha256);
    return { outcome, ...file.head };
  } finally {
    file.close();
  }
}

const heardBy = (recorded: (record: TraceRecord) => void, file: TraceFile): TraceSink => ({
  write(atMs, body) {
    const record = file.write(atMs, body);
    recorded(record);
    return record;
  },
});

const recordedView = (run: RunDirectory, entry: PlannedScenario) =>
  new TraceView(readTrace(run.file(entry.trace), run.planHash).records);
