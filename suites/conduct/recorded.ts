import { TraceError } from '../../trace/errors';
import { type RecordedTrace, readTrace } from '../../trace/read-trace';
import type { Manifest, PlannedScenario, RunDirectory } from './run-directory';

/** A planned scenario as found in a run directory. */
export interface Recording {
  entry: PlannedScenario;
  outcome: 'played' | 'stopped' | 'failed' | 'killed' | 'not-started' | 'cannot-run';
  trace?: RecordedTrace;
  /** What the reader of a report must know of this recording. */
  note?: string;
}

/** The recordings of a run, one at a time and in the order of its plan. Throws a TraceError for any break but a torn last line of a killed run. */
export function* recordings(run: RunDirectory): Iterable<Recording> {
  const { manifest } = run;
  const planned = new Set(run.plan.scenarios.map(({ name }) => name));
  const unknown = Object.keys(manifest?.traces ?? {}).find((name) => !planned.has(name));
  if (unknown !== undefined)
    throw new TraceError(run.file('manifest.json'), 1, `names the scenario "${unknown}", which the plan does not`);
  let unfinished: PlannedScenario | undefined;
  for (const entry of run.plan.scenarios) {
    const recording = recordingOf(run, entry, manifest);
    if (unfinished && recording.trace)
      throw new TraceError(
        run.file(entry.trace),
        1,
        `was played although ${unfinished.trace}, which comes before it, was not finished`,
      );
    if (recording.outcome === 'killed' || recording.outcome === 'not-started') unfinished ??= entry;
    yield recording;
  }
}

function recordingOf(run: RunDirectory, entry: PlannedScenario, manifest: Manifest | undefined): Recording {
  const closed = manifest?.traces[entry.name];
  const finished = manifest !== undefined;
  const complete = manifest?.outcome === 'finished';
  if (entry.cannotRun !== undefined) return { entry, outcome: 'cannot-run' };
  const path = run.file(entry.trace);
  if (!run.has(entry.trace)) {
    if (closed) throw new TraceError(path, 1, 'is missing; the manifest names it');
    if (complete) throw new TraceError(path, 1, 'is missing, although the manifest says that the run was finished');
    return { entry, outcome: 'not-started' };
  }
  const trace = readTrace(path, run.planHash);
  if (finished && !closed) throw new TraceError(path, 1, 'is not in the manifest: it was put there after the run');
  if (closed) checkAgainst(closed, trace, path);
  run.readPlanned(entry);
  refuseAnothers(entry, trace, path);
  const last = trace.records.at(-1);
  const torn = trace.tornOctets ? `a torn last line of ${trace.tornOctets} octets was dropped` : undefined;
  if (trace.records.length === 0) return { entry, outcome: 'not-started', note: `${entry.trace}: ${torn ?? 'is empty'}` };
  if (last?.kind === 'closed') return { entry, outcome: last.outcome, trace };
  return { entry, outcome: 'killed', trace, note: `${entry.trace}: ends without its closed record${torn ? `; ${torn}` : ''}` };
}

/** A trace names the scenario that it is of; another's in its place would judge that one twice. */
function refuseAnothers({ name, sha256 }: PlannedScenario, { records }: RecordedTrace, path: string) {
  const [opened] = records;
  if (opened?.kind !== 'opened') return;
  if (opened.scenario.name !== name || opened.scenarioHash !== sha256)
    throw new TraceError(path, 1, `is the trace of scenario "${opened.scenario.name}"; the plan puts "${name}" there`);
}

function checkAgainst(closed: { records: number; head: string }, trace: RecordedTrace, path: string) {
  if (trace.tornOctets)
    throw new TraceError(path, trace.records.length + 1, 'ends in a torn line, but the manifest says that the run was closed');
  if (trace.head !== closed.head || trace.records.length !== closed.records)
    throw new TraceError(
      path,
      trace.records.length,
      `ends after ${trace.records.length} records with another hash than the manifest's (${closed.records} records)`,
    );
}
