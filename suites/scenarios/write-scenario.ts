import {
  type Association,
  ELEMENTS,
  type Flow,
  type Flows,
  type Scenario,
  type Stimulus,
  type When,
} from '../../trace/vocabulary';
import { formatActivePower, formatDuration, formatInstant, formatReactivePower } from './units';
import { writeKey, writeValue } from './written-value';

/**
 * A scenario as a YAML file that a person can read and edit; `parseScenario` gives the same scenario back.
 * Lines are built as text: the YAML library takes seconds for the 50,000 steps of a loaded year.
 */
export function writeScenario(scenario: Scenario): string {
  const { name, title, kind, start, preset, before, firmware, onlyIf, observe, steps, origin } = scenario;
  const lines = ['schema: smets2-scenario/1', `name: ${writeKey(name)}`, `title: ${JSON.stringify(title)}`];
  if (kind !== 'scripted') lines.push(`kind: ${kind}`);
  if (origin)
    lines.push(
      `origin: { family: ${JSON.stringify(origin.family)}, seed: ${origin.seed}, path: ${JSON.stringify(origin.path)}, sizeBefore: ${origin.sizeBefore} }`,
    );
  lines.push(`start: ${start === 'any' ? 'any' : formatInstant(start)}`);
  if (preset) lines.push(`preset: ${writeValue(preset)}`);
  if (firmware) lines.push(`firmware: ${firmware}`);
  if (before) lines.push('before:', ...before.map(writeStep));
  if (onlyIf) lines.push(`onlyIf: ${writeValue(onlyIf)}`);
  lines.push(`observe: ${observe === 'everything' ? observe : `[${observe.join(', ')}]`}`);
  lines.push(steps.length === 0 ? 'steps: []' : 'steps:');
  for (const step of steps) lines.push(writeStep(step));
  return `${lines.join('\n')}\n`;
}

function writeStep(step: Stimulus): string {
  switch (step.do) {
    case 'flow': {
      const held = step.until;
      const until = !held ? '' : 'after' in held ? `\n    for: ${formatDuration(held.after)}` : `\n    until: ${writeWhen(held)}`;
      return `  - flow: ${writeFlows(step.elements)}${until}`;
    }
    case 'supply':
      return `  - supply: ${step.on ? 'on' : 'off'}`;
    case 'wait':
      return `  - wait: ${writeWhen(step.until)}`;
    case 'setClock':
      // A bare duration would read like a length of time, not like a shift of the clock.
      return `  - setClock: ${'after' in step.to ? `{ after: ${formatDuration(step.to.after)} }` : writeWhen(step.to)}`;
    case 'read': {
      const { object, range, until } = step;
      const bounds = [
        ...(range?.fromMs === undefined ? [] : [`from: ${formatInstant(range.fromMs)}`]),
        ...(range?.toMs === undefined ? [] : [`to: ${formatInstant(range.toMs)}`]),
      ];
      const rows = range ? `\n    range: ${braces(bounds)}` : '';
      return `  - read: ${object}${rows}${until ? `\n    until: ${writeWhen(until)}` : ''}${by(step)}`;
    }
    case 'write': {
      const raw = step.raw === undefined ? '' : `\n    raw: ${JSON.stringify(step.raw)}`;
      return `  - write: ${step.object}\n    value: ${writeValue(step.value)}${raw}${by(step)}`;
    }
    case 'invoke': {
      const argument = step.argument === undefined ? '' : `\n    argument: ${writeValue(step.argument)}`;
      return `  - invoke: ${step.object}\n    method: ${writeKey(step.method)}${argument}${by(step)}`;
    }
  }
}

const by = ({ as }: { as?: Association }) => (as === undefined ? '' : `\n    as: ${as}`);

function writeFlows(flows: Flows): string {
  return braces(
    ELEMENTS.flatMap((element) => {
      const flow = flows[element];
      return flow ? [`${element}: ${writeFlow(flow)}`] : [];
    }),
  );
}

function writeFlow({ activeMw, reactiveMvar }: Flow): string {
  if (reactiveMvar === undefined) return formatActivePower(activeMw);
  return `{ active: ${formatActivePower(activeMw)}, reactive: ${formatReactivePower(reactiveMvar)} }`;
}

function writeWhen(when: When): string {
  if ('at' in when) return formatInstant(when.at);
  if ('after' in when) return formatDuration(when.after);
  return `{ next: ${when.next}${when.plus === undefined ? '' : `, plus: ${formatDuration(when.plus)}`} }`;
}

function braces(fields: readonly string[]): string {
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
