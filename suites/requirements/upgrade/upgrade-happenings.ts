import { objectNamed } from '../../../declaration/objects';
import type { EnergyBounds, ObjectName, Value, Window } from '../../../trace/vocabulary';
import { type Activation, CORRUPT } from '../../ledger/trace-events';
import type { Reading } from '../readings';
import type { BetweenNeed, Evidence, Happening } from '../requirement';

export type ActivatedKind = Extract<Happening, { activated: unknown }>['activated'];

/** Activations of a kind that the meter accepted; that of a corrupt image is no upgrade, whatever the meter says. */
export function upgrades({ ledger }: Pick<Evidence, 'ledger'>, kind: Exclude<ActivatedKind, 'refused'>): readonly Activation[] {
  const { activations, dp184 } = ledger.events;
  const accepted = activations.filter(({ image }) => image !== CORRUPT);
  if (kind === 'any') return accepted;
  return accepted.filter(({ seq }) => (kind === 'dp184' ? seq === dp184?.seq : dp184 !== undefined && seq > dp184.seq));
}

/** Whether firmware was activated, or an activation refused, between two readings. */
export function activated(evidence: Evidence, kind: ActivatedKind, from: Reading, to: Reading): boolean {
  const seqs = kind === 'refused' ? refusals(evidence) : upgrades(evidence, kind).map(({ seq }) => seq);
  return seqs.some((seq) => from.record.seq < seq && seq < to.record.seq);
}

function refusals({ trace }: Evidence): number[] {
  return trace
    .observations('firmware')
    .filter(({ of, answer }) => 'refused' in answer && trace.stimulus(of)?.stimulus.do === 'invoke')
    .map(({ seq }) => seq);
}

/** Whether no energy at all, active or reactive, flowed from the first window to the end of the last. */
export function nothingFlowed({ trace }: Pick<Evidence, 'trace'>, from: Window, to: Window): boolean {
  return trace
    .of('effect')
    .every(({ when, energy }) => when.toMs <= from.fromMs || when.fromMs >= to.toMs || Object.values(energy ?? {}).every(isNone));
}

function isNone({ import: imported, export: exported, reactive = {} }: EnergyBounds): boolean {
  return [imported, exported, ...Object.values(reactive)].every((bounds) => bounds === undefined || Number(bounds[1]) === 0);
}

/** Whether there was something to lose, and for a register more than the declaration leaves open between the two readings. */
export function holdsSomething({ ledger }: Evidence, { value, window, record }: Reading, to: Reading): boolean {
  const { kind, element, way } = objectNamed(record.object) ?? {};
  if (kind !== 'register' || !element || !way) return isSomething(value);
  const { lo, hi } = ledger.registerStep(element, way, window, to.window);
  return hi - lo < BigInt(value as number);
}

/** Neither zero nor empty, nor made up of nothing else. */
function isSomething(value: Value): boolean {
  if (value === null || value === 0 || value === '') return false;
  return typeof value !== 'object' || Object.values(value).some(isSomething);
}

/** Two readings of an object that held something, on both sides of an activation. */
export const across = (between: ObjectName, activated: ActivatedKind, ...more: Happening[]): BetweenNeed => ({
  between,
  where: [{ activated }, { nonEmpty: true }, ...more],
});
