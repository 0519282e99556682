import { ENERGY_OBJECTS, LIFE_CYCLE, objectNamed } from '../../declaration/objects';
import { UsageError } from '../../trace/errors';
import type { ObjectName, Scenario, Stimulus } from '../../trace/vocabulary';

/**
 * What may be done to a meter that stays somebody's: each class in the words of `--allow`, and what of it no restoration takes back.
 */
export const INTERVENTIONS = {
  write: {
    does: 'MPANs, switching tables, load limit and prepayment are written',
    leaves: 'the entries that it makes in event logs',
  },
  activate: {
    does: 'switching tables and firmware are activated',
    leaves: 'firmware that is activated; an activation date that falls due meanwhile',
  },
  supply: { does: 'the supply is cut', leaves: 'outages in logs, and half hours without an entry' },
  clock: {
    does: 'the clock is set',
    leaves: 'rows stamped, rows missing and snapshots taken by a clock that was set; the clock is put right to a second or two',
  },
  switch: { does: 'contacts are opened and closed', leaves: 'entries in event logs; what hangs on the meter is off meanwhile' },
  reset: {
    does: 'maximum demand is reset; setting, resetting and capturing records, which a meter must refuse, is tried',
    leaves: 'maximum demand before the reset; recorded energy, if the meter lets it be overwritten',
  },
  'life-cycle': {
    does: 'supplier, tenancy and credentials are changed',
    leaves: 'snapshots of the billing log at each change; credentials that cannot be read',
  },
} as const;

/** A class of interventions. */
export type Intervention = keyof typeof INTERVENTIONS;
export const INTERVENTION_NAMES = Object.keys(INTERVENTIONS) as Intervention[];

/** Classes from a text with commas between them; `all` is all of them. Throws a UsageError. */
export function interventionsNamed(text: string): Intervention[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name !== 'all' && !Object.hasOwn(INTERVENTIONS, name));
  if (wrong !== undefined)
    throw new UsageError(
      `--allow ${text}: there is no "${wrong}"; expected ${INTERVENTION_NAMES.join(', ')}, with commas, or all`,
    );
  return names.includes('all') ? INTERVENTION_NAMES : (names as Intervention[]);
}

/** What energy leaves that flows through a meter, whatever is allowed. */
export const FLOW_LEAVES =
  'energy that flows: it stays in registers, rates, half hours, daily and billing logs and maximum demand';

const RECORDS = new Set(ENERGY_OBJECTS);

/** The class of a step; undefined for one that changes nothing by itself. An attempt that must be refused is of the class of what it tries. */
export function interventionOf(step: Stimulus): Intervention | undefined {
  switch (step.do) {
    case 'supply':
      return step.on ? undefined : 'supply';
    case 'setClock':
      return 'clock';
    case 'write':
      return ofWriting(step.object);
    case 'invoke':
      return ofInvoking(step.object);
    default:
      return undefined;
  }
}

function ofWriting(name: ObjectName): Intervention {
  if (RECORDS.has(name) || name.endsWith('.maxDemand') || objectNamed(name)?.kind === 'log') return 'reset';
  if (name in LIFE_CYCLE) return 'life-cycle';
  return objectNamed(name)?.kind === 'activation' || name.startsWith('firmware') ? 'activate' : 'write';
}

function ofInvoking(name: ObjectName): Intervention {
  if (name === 'load.switch') return 'switch';
  if (name in LIFE_CYCLE) return 'life-cycle';
  return name.startsWith('firmware') ? 'activate' : 'reset';
}

/** How often a scenario does what, in the order of the classes. */
export function interventionsIn({ steps }: Pick<Scenario, 'steps'>): Map<Intervention, number> {
  const found = steps.map(interventionOf);
  const counts = INTERVENTION_NAMES.map((name) => [name, found.filter((one) => one === name).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}

/** Why a scenario is not played on a meter with which only that may be done; undefined where it may be. */
export function notAllowed(scenario: Scenario, allowed: ReadonlySet<Intervention>): string | undefined {
  const lacking = [...interventionsIn(scenario)].filter(([name]) => !allowed.has(name));
  if (lacking.length === 0) return undefined;
  const does = lacking.map(([name, count]) => `${name} (${count})`).join(', ');
  return `it does to the meter what was not allowed: ${does}; --allow ${lacking.map(([name]) => name).join(',')} plays it`;
}

const PARTS_OF_TABLES = ['active', 'passive', 'activation'];

/** The objects whose values a step may change and a restoration can put back. */
export function touchedBy(step: Stimulus): ObjectName[] {
  if (step.do === 'setClock') return ['clock'];
  if (step.do === 'invoke') return step.object === 'load.switch' || step.object in LIFE_CYCLE ? [step.object] : [];
  if (step.do !== 'write') return [];
  const { object } = step;
  const kind = objectNamed(object)?.kind;
  if (kind === 'table' || kind === 'activation') {
    const table = object.slice(0, object.lastIndexOf('.'));
    // A passive table written while an activation is pending becomes the active one.
    return PARTS_OF_TABLES.map((part) => `${table}.${part}`);
  }
  return kind === 'mpan' || object === 'load.limit' || object.startsWith('prepayment.') || object in LIFE_CYCLE ? [object] : [];
}

/** Objects that a step writes and that nothing is known of to put back: an extension's, or those that a meter must refuse. */
export const beyondRestoring = (step: Stimulus): ObjectName[] =>
  step.do === 'write' && interventionOf(step) === 'write' && touchedBy(step).length === 0 ? [step.object] : [];
