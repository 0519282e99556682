import { ELEMENTS, type EnergyBounds } from '../../trace/vocabulary';
import type { BenchInterval } from '../ports';

/** An interval after others, joined with the last of them where the same power went on flowing; those of no width vanish. */
export function appended(intervals: readonly BenchInterval[], next: BenchInterval): BenchInterval[] {
  const last = intervals.at(-1);
  if (width(next) === 0n && next.supply === undefined) return [...intervals];
  if (!last || last.supply !== undefined || next.supply !== undefined || !samePower(last, next)) return [...intervals, next];
  const energy = Object.fromEntries(
    ELEMENTS.flatMap((element) => (last.energy?.[element] ? [[element, sum(last.energy[element], next.energy![element]!)]] : [])),
  );
  return [...intervals.slice(0, -1), { ...last, when: { fromMs: last.when.fromMs, toMs: next.when.toMs }, energy }];
}

const width = ({ when }: BenchInterval) => BigInt(when.toMs - when.fromMs);

type Amounts = Record<string, bigint>;

/** Every amount of an interval by its name; the reference bench's two bounds are equal. */
function amounts({ energy = {} }: BenchInterval): Amounts {
  const found: Amounts = {};
  for (const element of ELEMENTS) {
    const { import: imported, export: exported, reactive = {} } = energy[element] ?? {};
    for (const [name, bounds] of Object.entries({ imported, exported, ...reactive }))
      if (bounds) found[`${element} ${name}`] = BigInt(bounds[0]);
  }
  return found;
}

function samePower(one: BenchInterval, other: BenchInterval): boolean {
  const [a, b] = [amounts(one), amounts(other)];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every(
    (name) => a[name] !== undefined && b[name] !== undefined && a[name] * width(other) === b[name] * width(one),
  );
}

function sum(a: EnergyBounds, b: EnergyBounds): EnergyBounds {
  const add = (x: [string, string], y: [string, string]): [string, string] => [
    String(BigInt(x[0]) + BigInt(y[0])),
    String(BigInt(x[1]) + BigInt(y[1])),
  ];
  const joined: EnergyBounds = {};
  if (a.import && b.import) joined.import = add(a.import, b.import);
  if (a.export && b.export) joined.export = add(a.export, b.export);
  if (a.reactive && b.reactive)
    joined.reactive = Object.fromEntries(
      Object.entries(a.reactive).map(([quadrant, bounds]) => [quadrant, add(bounds, b.reactive![quadrant as 'Q1']!)]),
    );
  return joined;
}
