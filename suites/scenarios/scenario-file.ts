import { checked, didYouMean } from '../../declaration/shape';
import { type Problem, type SourceKind, show, type YamlPath, YamlSource } from '../../declaration/yaml-source';
import type { Scenario, Stimulus } from '../../trace/vocabulary';
import { repeatShape, STEP_SHAPES, type StepKey, scenarioShape } from './scenario-schema';

/** Bounds of one file: steps are counted after repetitions are written out. */
export const SCENARIO_LIMITS = { maxBytes: 8 * 2 ** 20, steps: 100_000, repeatDepth: 4 } as const;

const SCENARIO_FILE: SourceKind = {
  what: 'a scenario',
  schema: 'smets2-scenario/1',
  see: 'docs/reference/scenario-file.md',
  maxBytes: SCENARIO_LIMITS.maxBytes,
};
const STEP_KEYS = [...Object.keys(STEP_SHAPES), 'repeat'];

/** Reads a scenario file. Throws one UsageError with every problem as `file:line:col: path: what was expected`. */
export function readScenario(path: string): Scenario {
  return scenarioOf(YamlSource.read(path, SCENARIO_FILE));
}

/** A scenario from text; `file` is only named in messages. Throws as `readScenario`. */
export function parseScenario(text: string, file: string): Scenario {
  return scenarioOf(new YamlSource(file, text, SCENARIO_FILE));
}

function scenarioOf(source: YamlSource): Scenario {
  const problems: Problem[] = [];
  const written = checked(scenarioShape, source.value, problems);
  const list = source.value.steps;
  const steps = Array.isArray(list) ? expand(list, ['steps'], 0, problems) : [];
  if (!written || problems.length > 0) throw source.refusal(problems);
  const { name, title, kind, start, preset, onlyIf, observe, origin } = written;
  return {
    name,
    title,
    kind,
    start,
    ...(preset && { preset }),
    ...(onlyIf && { onlyIf: onlyIf as Record<string, string | number> }),
    observe,
    steps,
    ...(origin && { origin }),
  };
}

/** The stimuli of a list of steps with every repetition written out. */
function expand(list: readonly unknown[], at: YamlPath, depth: number, problems: Problem[]): Stimulus[] {
  const stimuli: Stimulus[] = [];
  for (const [index, step] of list.entries()) {
    const path = [...at, index];
    const key = keyOf(step, path, problems);
    if (key === undefined) continue;
    const found = key === 'repeat' ? repeated(step, path, depth, problems) : checked(STEP_SHAPES[key], step, problems, path);
    if (!found) continue;
    if (stimuli.length + found.length > SCENARIO_LIMITS.steps) {
      problems.push({ path, says: tooMany(stimuli.length + found.length) });
      break;
    }
    for (const stimulus of found) stimuli.push(stimulus);
  }
  return stimuli;
}

function repeated(step: unknown, path: YamlPath, depth: number, problems: Problem[]): Stimulus[] | undefined {
  const given = checked(repeatShape, step, problems, path);
  if (!given) return undefined;
  if (depth === SCENARIO_LIMITS.repeatDepth) {
    problems.push({ path, says: `repetitions are nested deeper than ${depth}; write the innermost out` });
    return undefined;
  }
  const once = expand(given.steps, [...path, 'steps'], depth + 1, problems);
  if (once.length * given.repeat > SCENARIO_LIMITS.steps) {
    problems.push({ path, says: tooMany(once.length * given.repeat) });
    return undefined;
  }
  return Array.from({ length: given.repeat }, () => once).flat();
}

function tooMany(steps: number): string {
  return `${steps} steps with repetitions written out; a scenario has at most ${SCENARIO_LIMITS.steps}, split it`;
}

function keyOf(step: unknown, path: YamlPath, problems: Problem[]): StepKey | 'repeat' | undefined {
  const one = `expected a step, a mapping with one of ${STEP_KEYS.join(', ')}`;
  if (typeof step !== 'object' || step === null || Array.isArray(step)) {
    problems.push({ path, says: `${one}; got ${show(step)}` });
    return undefined;
  }
  const keys = Object.keys(step);
  const does = keys.filter((key) => STEP_KEYS.includes(key));
  if (does.length === 1) return does[0] as StepKey | 'repeat';
  if (does.length > 1)
    problems.push({ path, says: `one step does one thing; got ${does.join(' and ')}, make them steps of their own` });
  else problems.push({ path, says: `${one}; got ${show(keys.join(', '))}${didYouMean(keys[0], STEP_KEYS)}` });
  return undefined;
}
