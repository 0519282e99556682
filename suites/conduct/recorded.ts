import { TraceError } from '../../trace/errors';
import { type RecordedTrace, readTrace } from '../../trace/read-trace';
import type { PlannedScenario, RunDirectory } from './run-directory';

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
  for (const entry of run.plan.scenarios) yield recordingOf(run, entry, manifest?.traces[entry.name], manifest !== undefined);
}

function recordingOf(
  run: RunDirectory,
  entry: PlannedScenario,
  closed: { records: number; head: string } | undefined,
  finished: boolean,
): Recording {
  if (entry.cannotRun !== undefined) return { entry, outcome: 'cannot-run' };
  const path = run.file(entry.trace);
  if (!run.has(entry.trace)) {
    if (closed) throw new TraceError(path, 1, 'is missing; the manifest names it');
    return { entry, outcome: 'not-started' };
  }
  const trace = readTrace(path, run.planHash);
  if (finished && !closed) throw new TraceError(path, 1, 'is not in the manifest: it was put there after the run');
  if (closed) checkAgainst(closed, trace, path);
  run.readPlanned(entry);
  const last = trace.records.at(-1);
  const torn = trace.tornOctets ? `a torn last line of ${trace.tornOctets} octets was dropped` : undefined;
  if (trace.records.length === 0) return { entry, outcome: 'not-started', note: `${entry.trace}: ${torn ?? 'is empty'}` };
  if (last?.kind === 'closed') return { entry, outcome: last.outcome, trace };
  return { entry, outcome: 'killed', trace, note: `${entry.trace}: ends without its closed record${torn ? `; ${torn}` : ''}` };
}

function checkAgainst(closed: { records: number; head: string }, trace: RecordedTrace, path: string) {
  if (trace.tornOctets)
    throw new TraceError(path, trace.records.length + 1, 'ends in a torn line, but the manifest says that the run was closed');
  if (trace.head !== closed.head)
    throw new TraceError(
      path,
      trace.records.length,
      `ends after ${trace.records.length} records with another hash than the manifest's (${closed.records} records)`,
    );
}
