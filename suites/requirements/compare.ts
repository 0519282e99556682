import type { Value } from '../../trace/vocabulary';
import type { Finding } from './requirement';

/** What a comparison of watt-hours needs; the outcome follows from it. */
export interface Comparison {
  says: string;
  observed: bigint;
  lo: bigint;
  hi: bigint;
  budget?: { source: string; amount: string }[];
  /** The effect that must be seen, in Wh: bounds as wide as this decide nothing. */
  effectWh?: bigint;
  unit?: string;
  records: number[];
  at?: { fromMs: number; toMs: number };
}

/** Judges a number against its bounds: beyond outside them, undecided inside bounds too wide to see the effect, else within. */
export function compare({ says, observed, lo, hi, budget = [], effectWh, unit = 'Wh', records, at }: Comparison): Finding {
  const inside = lo <= observed && observed <= hi;
  const tooWide = effectWh !== undefined && hi - lo >= effectWh;
  const margin = observed - lo < hi - observed ? observed - lo : hi - observed;
  return {
    says,
    unit,
    observed: String(observed),
    expected: { lo: String(lo), hi: String(hi) },
    budget,
    outcome: !inside ? 'beyond' : tooWide ? 'undecided' : 'within',
    margin: String(margin),
    records,
    ...(at && { at }),
  };
}

/** Judges a value that must be exactly another one. */
export function same(says: string, observed: Value, expected: Value, records: number[], unit = ''): Finding {
  const equal = JSON.stringify(observed) === JSON.stringify(expected);
  return { says, unit, observed, expected: { equals: expected }, budget: [], outcome: equal ? 'within' : 'beyond', records };
}

/** A register's movement modulo its declared modulus, as the smallest signed number, so that a step back shows as one. */
export function movement(from: number, to: number, modulusWh: number): bigint {
  const modulus = BigInt(modulusWh);
  const step = (((BigInt(to) - BigInt(from)) % modulus) + modulus) % modulus;
  return step > modulus / 2n ? step - modulus : step;
}
