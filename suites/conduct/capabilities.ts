import { LIFE_CYCLE, objectNamed } from '../../declaration/objects';
import type { ObjectName, Scenario, Stimulus } from '../../trace/vocabulary';

/** What a scenario asks of the access path and of the bench; data, so that a plan can say what cannot run and why. */
export interface Asked {
  meter: Set<string>;
  bench: Set<string>;
}

/** The capabilities that a scenario needs. */
export function askedBy(scenario: Scenario): Asked {
  const asked: Asked = { meter: new Set(['read']), bench: new Set() };
  if (scenario.start !== 'any') asked.bench.add('date');
  if (scenario.preset) asked.bench.add('preset');
  if (scenario.before) asked.bench.add('history');
  if (scenario.firmware) asked.bench.add('image');
  for (const step of scenario.steps) ask(step, asked);
  return asked;
}

function ask(step: Stimulus, asked: Asked) {
  if (step.do === 'flow') asked.bench.add('flow');
  if (step.do === 'supply') asked.bench.add('supply');
  if (step.do === 'setClock') asked.meter.add('clock.set');
  if (step.do !== 'write' && step.do !== 'invoke') return;
  asked.meter.add(step.as === 'public' ? 'read' : capabilityToChange(step.object));
  if (step.as !== 'public' && maySwitch(step.object)) asked.bench.add('contacts');
}

/** What may make the meter open or close a contact. */
const maySwitch = (name: ObjectName) => name === 'load.switch' || name === 'load.limit' || name.startsWith('prepayment');

/** An attempt on anything else has to be refused, as any by the public association, and asks for no more than the access path. */
export function capabilityToChange(name: ObjectName): string {
  const kind = objectNamed(name)?.kind;
  if (kind === 'mpan') return 'write.mpan';
  if (kind === 'table' || kind === 'activation') return 'write.table';
  if (name in LIFE_CYCLE) return 'invoke.life-cycle';
  if (name.startsWith('prepayment')) return 'write.prepayment';
  if (name.startsWith('firmware')) return 'firmware.activate';
  if (name === 'load.limit') return 'write.load-limit';
  if (name.endsWith('.maxDemand')) return 'invoke.max-demand';
  return name === 'load.switch' ? 'invoke.switch' : 'read';
}

/** What of it is missing, in words, or undefined where nothing is. */
export function missing(asked: Asked, meter: ReadonlySet<string>, bench: ReadonlySet<string>): string | undefined {
  const lacks = [
    ...[...asked.meter].filter((name) => !meter.has(name)).map((name) => `the access path cannot ${name}`),
    ...[...asked.bench].filter((name) => !bench.has(name)).map((name) => `the bench cannot ${name}`),
  ];
  return lacks.length ? lacks.join('; ') : undefined;
}
