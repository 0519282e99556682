import type { RigMaker } from '../../adapters/ports';
import type { Choices } from '../../declaration/choices';
import { type Declaration, elementsOf, mostMva } from '../../declaration/declaration';
import { objectNamed } from '../../declaration/objects';
import { sha256 } from '../../trace/chain';
import { UsageError } from '../../trace/errors';
import {
  type Boundary,
  ELEMENTS,
  type Element,
  type ObjectName,
  type Presets,
  type Scenario,
  type Stimulus,
  type Way,
} from '../../trace/vocabulary';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../requirements';
import { writeScenario } from '../scenarios/write-scenario';
import { askedBy, missing } from './capabilities';
import { lateStepOf, type Pace } from './duration';
import { type Intervention, notAllowed } from './interventions';
import { DISCOVERY } from './play';
import type { Plan, PlannedExtension, PlannedScenario } from './run-directory';
import { TOOL } from './tool';

/** What a run needs before it can be planned. */
export interface RunInputs {
  meter: Declaration;
  /** The declaration and bench as written, kept with the run. */
  meterText: string;
  benchText: string;
  maker: RigMaker;
  /** What may be done to a meter that is not made fresh for each scenario; left out, nothing. */
  allowed?: readonly Intervention[];
  scenarios: Scenario[];
  seed: number;
  cases: number;
  selection: string[];
  faults: string[];
  /** Extensions, and the names of those of the scenarios that are theirs. */
  extensions?: (PlannedExtension & { scenarios: string[] })[];
  loaded?: { file: string; element: Element; fileWh: Record<Way, string>; scenarios: string[] };
}

/** A plan and the files that stand beside it in the run directory. */
export interface PlannedRun {
  plan: Plan;
  files: Record<string, string>;
  /** The scenarios in the order of the plan, discovery first. */
  scenarios: Scenario[];
}

/** Plans a run: what will be played, what cannot and why. Throws a UsageError where two scenarios have one name. */
export function planRun(inputs: RunInputs): PlannedRun {
  refuseUnknownAttestations(inputs.meter);
  const scenarios = [DISCOVERY, ...inputs.scenarios.map((scenario) => adapted(scenario, inputs.meter.choices))];
  refuseDoubles(scenarios);
  const files: Record<string, string> = { 'meter.yaml': inputs.meterText, 'bench.yaml': inputs.benchText };
  const planned = scenarios.map((scenario) => {
    const text = writeScenario(scenario);
    const entry = plannedScenario(scenario, text, inputs);
    files[entry.file] = text;
    return entry;
  });
  const plan: Plan = {
    schema: 'smets2-plan/1',
    tool: TOOL,
    catalogue: { version: CATALOGUE_VERSION, hash: catalogueHash(REQUIREMENTS) },
    seed: inputs.seed,
    cases: inputs.cases,
    selection: inputs.selection,
    meter: { file: 'meter.yaml', sha256: sha256(inputs.meterText) },
    bench: { file: 'bench.yaml', sha256: sha256(inputs.benchText) },
    access: inputs.maker.name,
    ...(!inputs.maker.fresh && { allowed: [...(inputs.allowed ?? [])] }),
    faults: inputs.faults,
    scenarios: planned,
    ...(inputs.extensions?.length && { extensions: inputs.extensions.map(({ scenarios: _, ...extension }) => extension) }),
    ...(inputs.loaded && { loaded: inputs.loaded }),
  };
  return { plan, files, scenarios };
}

function plannedScenario(scenario: Scenario, text: string, { meter, maker, allowed, extensions }: RunInputs): PlannedScenario {
  const { name, title, kind, origin } = scenario;
  const why = cannotRun(scenario, meter, maker) ?? (maker.fresh ? undefined : notAllowed(scenario, new Set(allowed)));
  const family = kind === 'generated' && origin ? { family: origin.family } : {};
  const of = extensions?.find(({ scenarios }) => scenarios.includes(name));
  const entry = {
    name,
    title,
    kind,
    ...family,
    file: `scenarios/${name}.yaml`,
    sha256: sha256(text),
    trace: `traces/${name}.ndjson`,
    ...(of && { extension: of.prefix }),
  };
  return why === undefined ? entry : { ...entry, cannotRun: why };
}

/** Why a scenario cannot run here, or says nothing about a meter with these choices; undefined where it can. */
export function cannotRun(scenario: Scenario, meter: Declaration, maker: RigMaker): string | undefined {
  const { choices } = meter;
  const other = Object.entries(scenario.onlyIf ?? {}).find(([name, value]) => choices[name as keyof Choices] !== value);
  if (other) return `it is for meters that declare ${other[0]}: ${other[1]}`;
  return (
    unlisted(scenario, meter) ??
    lackingElement(scenario, meter) ??
    aboveImax(scenario, meter) ??
    aboveBench(scenario, maker) ??
    missing(askedBy(scenario), maker.meterCapabilities, maker.benchCapabilities) ??
    tooLate(scenario, choices, maker)
  );
}

const ANY_MONDAY_MS = Date.UTC(2026, 2, 2);

/** Where requests take their time, a script that leaves none for them waits for moments that are past. */
function tooLate(scenario: Scenario, choices: Choices, pace: Pace): string | undefined {
  const { requestMs, settingMs = 0 } = pace;
  if (requestMs === 0 && settingMs === 0) return undefined;
  const late = lateStepOf(adapted(scenario, choices), choices, ANY_MONDAY_MS, pace);
  const each = [
    ...(requestMs > 0 ? [`${requestMs / 1000} s for each request`] : []),
    ...(settingMs > 0 ? [`${settingMs / 1000} s for each setting of the bench`] : []),
  ];
  return (
    late && `with ${each.join(' and ')} its step ${late.step + 1} comes ${late.lateMs / 1000} s too late for what it waits for`
  );
}

function unlisted({ steps }: Scenario, { associations }: Declaration): string | undefined {
  const asked = steps.map((step) => ('as' in step ? step.as : undefined));
  const lacking = asked.find((as) => as !== undefined && !associations.includes(as));
  return lacking && `the access path cannot speak by the ${lacking} association`;
}

/** The most that a scenario sends through an element, mVA. */
function mostSent({ steps, before = [] }: Scenario, element: Element): number {
  const sent = [...before, ...steps].map((step) => {
    const { activeMw = 0, reactiveMvar = 0 } = (step.do === 'flow' && step.elements[element]) || {};
    return Math.hypot(activeMw, reactiveMvar);
  });
  return sent.reduce((most, mva) => Math.max(most, mva), 0);
}

/** Boundaries of the switching tables, which only a secondary element has. */
const OF_TABLES: ReadonlySet<string> = new Set<Boundary>(['rateSwitch', 'seasonStart', 'specialDay', 'activation']);

const waitsForTable = ({ steps }: Scenario) =>
  steps.some((step) => 'until' in step && step.until !== undefined && 'next' in step.until && OF_TABLES.has(step.until.next));

function lackingElement(scenario: Scenario, meter: Declaration): string | undefined {
  const has = elementsOf(meter);
  const presets = Object.keys(scenario.preset ?? {}).map((name) => objectNamed(name)?.element);
  const lacks = ELEMENTS.find(
    (one) => !has.includes(one) && (mostSent(scenario, one) > 0 || presets.includes(one) || waitsForTable(scenario)),
  );
  return lacks && `a ${meter.variant === 'single' ? 'single-element' : meter.variant} meter has no ${lacks} element`;
}

/** A power that the meter's element cannot carry is nothing to send through it. */
function aboveImax(scenario: Scenario, meter: Declaration): string | undefined {
  const above = ELEMENTS.find((element) => mostSent(scenario, element) > mostMva(meter, element));
  return above && `it asks for more than the ${meter.elements[above]?.imaxA} A of the ${above} element`;
}

/** What the bench does not give is nothing to ask of it. */
function aboveBench({ steps }: Scenario, { limits }: RigMaker): string | undefined {
  for (const step of limits ? steps : [])
    for (const element of step.do === 'flow' ? ELEMENTS : []) {
      const { activeMw = 0, reactiveMvar = 0 } = (step.do === 'flow' && step.elements[element]) || {};
      const { importMw = 0, exportMw = 0, reactiveMvar: mostMvar = 0 } = limits?.[element] ?? {};
      const most = activeMw > 0 ? importMw : exportMw;
      const says = `through the ${element} element the bench gives at most`;
      if (Math.abs(activeMw) > most)
        return `${says} ${most / 1000} W ${activeMw > 0 ? 'import' : 'export'}, and it asks for more`;
      if (Math.abs(reactiveMvar) > mostMvar) return `${says} ${mostMvar / 1000} var, and it asks for more`;
    }
  return undefined;
}

/** A script says what it means by DP184's names; where the declaration keeps a thing elsewhere, the step goes there. */
export function adapted(scenario: Scenario, choices: Choices): Scenario {
  const elsewhere = (object: ObjectName): ObjectName => {
    if (choices.exportSwitchingTable === 'imports')
      return object.replace(/^secondary\.export\.table\./, 'secondary.import.table.');
    return object;
  };
  const shaped = (object: ObjectName): ObjectName =>
    choices.profileShape === 'extra-member' && object === 'secondary.export.profile'
      ? 'primary.export.profile'
      : elsewhere(object);
  const step = (stimulus: Stimulus): Stimulus =>
    'object' in stimulus ? { ...stimulus, object: shaped(stimulus.object) } : stimulus;
  const { observe, preset } = scenario;
  return {
    ...scenario,
    ...(preset && { preset: countedFromModulus(preset, choices.registerModulusWh) }),
    observe: observe === 'everything' ? observe : [...new Set(observe.map(shaped))],
    steps: scenario.steps.map(step),
  };
}

function countedFromModulus(preset: Presets, modulusWh: number): Presets {
  const counted = (wh: number) => (wh < 0 ? modulusWh + wh : wh);
  return Object.fromEntries(
    Object.entries(preset).map(([name, wh]) => [name, typeof wh === 'number' ? counted(wh) : wh.map(counted)]),
  );
}

/** Evidence for a requirement that does not exist would silently attest nothing. */
function refuseUnknownAttestations({ attested }: Declaration) {
  const unknown = attested.find(({ requirement }) => !REQUIREMENTS.some(({ id }) => id === requirement));
  if (unknown) throw new UsageError(`meter.yaml: attested: there is no requirement "${unknown.requirement}"; "list" lists them.`);
}

function refuseDoubles(scenarios: Scenario[]) {
  const seen = new Set<string>();
  for (const { name } of scenarios) {
    if (seen.has(name))
      throw new UsageError(`two scenarios are called "${name}"; their traces would be one file. Give one of them another name.`);
    seen.add(name);
  }
}
