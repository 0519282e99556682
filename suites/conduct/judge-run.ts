import { listedChoices } from '../../declaration/choices';
import type { Declaration } from '../../declaration/declaration';
import { parseBench } from '../../declaration/read-bench';
import { parseDeclaration } from '../../declaration/read-declaration';
import { TraceView } from '../../trace/view';
import { evidenceOf } from '../judge';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../requirements';
import type { Requirement } from '../requirements/requirement';
import type { RunResult, ScenarioResult } from '../run-result';
import { DECISION_RULE } from '../verdict';
import { type Added, Apart } from './apart';
import { FailureCards } from './failure-cards';
import { Fold } from './fold';
import { keepHeapTight, LONG_TRACE } from './long-trace';
import { Reached } from './reached';
import { type Recording, recordings } from './recorded';
import type { Manifest, RunDirectory } from './run-directory';
import { TOOL } from './tool';
import { LoadTotals } from './totals';
import { parseWaivers, standingOf, WAIVERS_IN_RUN } from './waivers';
import { withWhatItWouldTake } from './would-take';

/** Judges a recorded run: reads one trace at a time, never a meter. Same run, same verdicts. `added` is judged apart. */
export function judgeRun(run: RunDirectory, added: readonly Added[] = []): RunResult {
  const { plan, manifest } = run;
  const meter = parseDeclaration(run.readPlanned(plan.meter), plan.meter.file);
  const bench = parseBench(run.readPlanned(plan.bench), plan.bench.file);
  const catalogue = REQUIREMENTS.filter((requirement) => isSelected(requirement, plan.selection));
  const fold = new Fold(meter, catalogue);
  const apart = (plan.extensions ?? []).map((extension) => {
    const loaded = added.find(({ prefix }) => prefix === extension.prefix);
    return new Apart(extension, loaded && narrowed(loaded, plan.selection), meter, REQUIREMENTS);
  });
  const cards = new FailureCards(run);
  const totals = plan.loaded && new LoadTotals(plan.loaded);
  const reached = new Reached(meter);
  const scenarios: ScenarioResult[] = [];
  const notes = notesOn(manifest);

  // A function of its own, so that nothing of one trace is held while the next is read.
  const judgeOne = (recording: Recording) => {
    scenarios.push(scenarioResult(recording));
    reached.planned(recording.entry);
    if (recording.note) notes.push(recording.note);
    if (!recording.trace) return;
    const evidence = evidenceOf(new TraceView(recording.trace.records), meter);
    const { extension } = recording.entry;
    for (const each of apart) each.add(evidence, extension);
    // A maker's scenario shows what it shows apart from the statement.
    if (extension === undefined) {
      cards.consider(fold.add(evidence), evidence, recording);
      totals?.add(evidence);
      reached.add(recording.entry, evidence);
    }
    delete recording.trace;
  };
  for (const recording of recordings(run)) {
    if ((recording.trace?.records.length ?? 0) >= LONG_TRACE) keepHeapTight();
    judgeOne(recording);
  }

  const partial = plan.selection.length > 0;
  const choseRequirements = namedRequirements(plan.selection).length > 0;
  const { statement, requirements: judged } = fold.conclude({
    partial,
    choseRequirements,
    unplayed: scenarios
      .filter((scenario) => isNamed(scenario, plan.selection) && ['cannot-run', 'not-started'].includes(scenario.outcome))
      .map(({ name }) => name),
    interrupted: manifest?.outcome !== 'finished',
  });
  const startedAt = manifest?.startedAt ?? run.startedAt().toISOString();
  const requirements = judged.map((result) => withWhatItWouldTake(result, meter, bench, scenarios));
  return {
    schema: 'smets2-report/2',
    tool: TOOL,
    run: { plan: run.planHash, ...(manifest && { manifest: run.hashOf('manifest.json') }) },
    statement,
    decisionRule: DECISION_RULE,
    partial,
    selection: plan.selection,
    seed: plan.seed,
    times: { startedAt, finishedAt: manifest?.finishedAt ?? '' },
    meter: {
      ...meter.meter,
      ...declared(meter),
      access: plan.access,
      bench: bench.name,
      declarationHash: plan.meter.sha256,
    },
    ...(bench.laboratory && { laboratory: bench.laboratory }),
    choices: listedChoices(meter.choices),
    catalogue: { version: CATALOGUE_VERSION, hash: catalogueHash() },
    requirements,
    scenarios,
    generated: reached.results,
    failures: cards.failures(requirements, scenarios),
    waivers: run.has(WAIVERS_IN_RUN)
      ? standingOf(parseWaivers(run.textOf(WAIVERS_IN_RUN), run.file(WAIVERS_IN_RUN)), requirements, startedAt)
      : [],
    ...(apart.length > 0 && { extensions: apart.map((each) => each.result()) }),
    ...(totals && { totals: totals.totals }),
    notes: [...notes, ...apart.flatMap((each) => each.note() ?? [])],
  };
}

function notesOn(manifest: Manifest | undefined): string[] {
  if (!manifest) return ['The run was killed before its end: it has no closing manifest.'];
  return manifest.outcome === 'stopped' ? ['The run was stopped before its end.'] : [];
}

const declared = ({ variant, image }: Declaration) => ({ variant, image });

/** The requirements and areas that a selection names, besides scenarios. */
const namedRequirements = (selection: string[]) =>
  selection.filter((name) => REQUIREMENTS.some(({ id, area }) => id === name || area === name));

/** Of what a maker added, the requirements that a selection names; all where it names none of them. */
function narrowed(added: Added, selection: readonly string[]): Added {
  const named = added.requirements.filter(({ id }) => selection.includes(id));
  return named.length > 0 ? { ...added, requirements: named } : added;
}

/** Whether a scenario was selected by name, with its extension, or by its file. */
const isNamed = ({ name, kind, extension = name }: ScenarioResult, selection: string[]) =>
  selection.includes(name) ||
  selection.includes(extension) ||
  (kind !== 'discovery' && selection.some((word) => word.startsWith('--scenario ')));

/** A selection that names only scenarios judges everything. */
function isSelected(requirement: Requirement, selection: string[]): boolean {
  const named = namedRequirements(selection);
  return named.length === 0 || named.some((name) => requirement.id === name || requirement.area === name);
}

function scenarioResult({ entry, outcome, trace, note }: Recording): ScenarioResult {
  const { name, title, kind, file, sha256 } = entry;
  const records = trace?.records ?? [];
  const because = entry.cannotRun ?? note;
  return {
    name,
    title,
    kind,
    trace: entry.trace,
    file,
    sha256,
    outcome,
    ...(because !== undefined && { because }),
    ...(entry.extension !== undefined && { extension: entry.extension }),
    records: records.length,
    meterTimeMs: records.length ? records.at(-1)!.atMs - records[0]!.atMs : 0,
  };
}
