import { ENERGY_OBJECTS, type ObjectKind, objectNamed } from '../../declaration/objects';
import type { EnergyBounds, Ms, ObjectName, Value } from '../../trace/vocabulary';
import { attempts } from './access/attempts';
import { meterTime } from './meter-time';
import { HALF_HOUR_MS } from './profile/half-hour-rows';
import { type Reading, readings } from './readings';
import type { Evidence } from './requirement';

/** An object read before and after an attempt, in a time in which nothing else could have moved it. */
export interface Held {
  object: ObjectName;
  from: Reading;
  to: Reading;
}

/** Rows on a change of supplier, tariff or payment mode come at any time. */
const COMES_AT_ANY_TIME = 'billing.changes';

/** Objects of recorded energy that had to stay as they were over an attempt with any of them. */
export function heldThrough(evidence: Evidence, kinds: readonly ObjectKind[]): Held[] {
  if (attempts(evidence).length === 0) return [];
  const objects = ENERGY_OBJECTS.filter((name) => name !== COMES_AT_ANY_TIME && kinds.includes(objectNamed(name)!.kind));
  return objects.flatMap((object) => {
    const read = readings(evidence, object);
    const spans = read.slice(1).map((to, i) => ({ object, from: read[i]!, to }));
    return spans.filter((held) => tried(evidence, held) && nothingFlowed(evidence, held) && isUndisturbed(evidence, held));
  });
}

/** Whether the object held anything that an attempt could have taken. */
export const holdsSomething = ({ from }: Held): boolean => {
  const { value } = from;
  return Array.isArray(value) ? value.some((one) => typeof one !== 'number' || one > 0) : Number(value) > 0;
};

const tried = (evidence: Evidence, { from, to }: Held) =>
  attempts(evidence).some(({ record }) => from.record.seq < record.seq && record.seq < to.record.seq);

/** Registers lag: what flowed just before the first reading may come up in the second. */
const nothingFlowed = ({ trace }: Evidence, { from, to }: Held) =>
  trace
    .of('effect')
    .filter(({ when }) => when.toMs > from.window.fromMs && when.fromMs < to.window.toMs)
    .every(({ energy = {} }) => Object.values(energy).every(isNothing));

const isNothing = ({ import: imported, export: exported, reactive = {} }: EnergyBounds) =>
  [imported, exported, ...Object.values(reactive)].every((bounds) => bounds === undefined || bounds[1] === '0');

/** One half hour, without an event that adds rows: no row can have come or gone. */
function isUndisturbed(evidence: Evidence, { from, to }: Held): boolean {
  const { outages, clockSets, activations } = evidence.ledger.events;
  const events = [...outages.map(({ off }) => off), ...clockSets.map(({ when }) => when), ...activations.map(({ when }) => when)];
  if (events.some(({ fromMs, toMs }) => toMs >= from.window.fromMs && fromMs <= to.window.toMs)) return false;
  const halfHour = (ms: Ms) => Math.floor(ms / HALF_HOUR_MS);
  return halfHour(meterTime(evidence, from.window).fromMs) === halfHour(meterTime(evidence, to.window).toMs);
}

/** Rows that one reading has and the other has not. */
export function differingRows({ from, to }: Held): number {
  const texts = ({ value }: Reading) => (value as Value[]).map((row) => JSON.stringify(row));
  const [before, after] = [texts(from), texts(to)];
  const missing = (some: string[], of: string[]) => of.filter((row) => !some.includes(row)).length;
  return missing(before, after) + missing(after, before) + Math.abs(before.length - after.length);
}
