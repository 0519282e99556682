import type { z } from 'zod';
import { checked, didYouMean } from '../../declaration/shape';
import { type Problem, type SourceKind, show, type YamlPath, YamlSource } from '../../declaration/yaml-source';
import { lifeMs } from '../../trace/life';
import type { LifeStep, Scenario, Stimulus } from '../../trace/vocabulary';
import { LIFE_SHAPES, repeatShape, STEP_SHAPES, scenarioShape } from './scenario-schema';

/** Bounds of one file: steps are counted after repetitions are written out. */
export const SCENARIO_LIMITS = { maxBytes: 8 * 2 ** 20, steps: 100_000, repeatDepth: 4, daysBefore: 1000 } as const;

const DAY_MS = 86_400_000;

const SCENARIO_FILE: SourceKind = {
  what: 'a scenario',
  schema: 'smets2-scenario/1',
  see: 'docs/reference/scenario-file.md',
  maxBytes: SCENARIO_LIMITS.maxBytes,
};

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
  const steps: Stimulus[] = Array.isArray(list) ? expand(list, STEP_SHAPES, ['steps'], 0, problems) : [];
  const before = source.value.before;
  const life: LifeStep[] = Array.isArray(before) ? expand(before, LIFE_SHAPES, ['before'], 0, problems) : [];
  checkLife(life, problems);
  if (!written || problems.length > 0) throw source.refusal(problems);
  const { name, title, kind, start, preset, firmware, onlyIf, observe, origin } = written;
  return {
    name,
    title,
    kind,
    start,
    ...(preset && { preset }),
    ...(life.length > 0 && { before: life }),
    ...(firmware && { firmware }),
    ...(onlyIf && { onlyIf: onlyIf as Record<string, string | number> }),
    observe,
    steps,
    ...(origin && { origin }),
  };
}

function checkLife(life: readonly LifeStep[], problems: Problem[]) {
  const days = lifeMs(life) / DAY_MS;
  if (days > SCENARIO_LIMITS.daysBefore)
    problems.push({
      path: ['before'],
      says: `lasts ${days} days; a life before the start lasts at most ${SCENARIO_LIMITS.daysBefore}`,
    });
  const last = life.findLast((step) => step.do === 'supply');
  if (last && !last.on)
    problems.push({
      path: ['before'],
      says: 'leaves the meter without supply; end with supply: on, for the scenario begins with it',
    });
}

/** The shape of each step by its key; each gives the stimuli that it stands for. */
type Shapes<S> = Readonly<Record<string, z.ZodType<S[]>>>;

/** The stimuli of a list of steps with every repetition written out. */
function expand<S>(list: readonly unknown[], shapes: Shapes<S>, at: YamlPath, depth: number, problems: Problem[]): S[] {
  const stimuli: S[] = [];
  for (const [index, step] of list.entries()) {
    const path = [...at, index];
    const key = keyOf(step, [...Object.keys(shapes), 'repeat'], path, problems);
    if (key === undefined) continue;
    const found = key === 'repeat' ? repeated(step, shapes, path, depth, problems) : checked(shapes[key]!, step, problems, path);
    if (!found) continue;
    if (stimuli.length + found.length > SCENARIO_LIMITS.steps) {
      problems.push({ path, says: tooMany(stimuli.length + found.length) });
      break;
    }
    for (const stimulus of found) stimuli.push(stimulus);
  }
  return stimuli;
}

function repeated<S>(step: unknown, shapes: Shapes<S>, path: YamlPath, depth: number, problems: Problem[]): S[] | undefined {
  const given = checked(repeatShape, step, problems, path);
  if (!given) return undefined;
  if (depth === SCENARIO_LIMITS.repeatDepth) {
    problems.push({ path, says: `repetitions are nested deeper than ${depth}; write the innermost out` });
    return undefined;
  }
  const once = expand(given.steps, shapes, [...path, 'steps'], depth + 1, problems);
  if (once.length * given.repeat > SCENARIO_LIMITS.steps) {
    problems.push({ path, says: tooMany(once.length * given.repeat) });
    return undefined;
  }
  return Array.from({ length: given.repeat }, () => once).flat();
}

function tooMany(steps: number): string {
  return `${steps} steps with repetitions written out; a scenario has at most ${SCENARIO_LIMITS.steps}, split it`;
}

function keyOf(step: unknown, known: readonly string[], path: YamlPath, problems: Problem[]): string | undefined {
  const one = `expected a step, a mapping with one of ${known.join(', ')}`;
  if (typeof step !== 'object' || step === null || Array.isArray(step)) {
    problems.push({ path, says: `${one}; got ${show(step)}` });
    return undefined;
  }
  const keys = Object.keys(step);
  const does = keys.filter((key) => known.includes(key));
  if (does.length === 1) return does[0];
  if (does.length > 1)
    problems.push({ path, says: `one step does one thing; got ${does.join(' and ')}, make them steps of their own` });
  else problems.push({ path, says: `${one}; got ${show(keys.join(', '))}${didYouMean(keys[0], known)}` });
  return undefined;
}
