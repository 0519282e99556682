import type { Circumstance } from './change';
import type { RunDigest } from './run-digest';

/** Everything that two runs were made under and that differs. */
export function circumstancesOf(base: RunDigest, now: RunDigest): Circumstance[] {
  const differs = (kind: Circumstance['kind'], what: string, was: string, is: string): Circumstance[] =>
    was === is ? [] : [{ kind, says: `${what}: ${was} → ${is}` }];
  const catalogue = ({ catalogue: { version, hash } }: RunDigest) => `${version} (${hash.slice(0, 12)})`;
  const { firmware: _was, ...meter } = base.meter;
  return [
    ...differs('tool', 'tool', base.tool, now.tool),
    ...differs('catalogue', 'catalogue', catalogue(base), catalogue(now)),
    ...Object.keys(meter).flatMap((field) =>
      differs('meter', field, base.meter[field as keyof typeof meter], now.meter[field as keyof typeof meter]),
    ),
    ...differs('meter', 'access', base.access, now.access),
    ...differs('meter', 'faulty parts', listed(base.faults), listed(now.faults)),
    ...inDeclaration(base, now),
    ...tree('bench', base.bench, now.bench),
    ...differs('selection', 'selection', listed(base.selection), listed(now.selection)),
    ...differs(
      now.cases < base.cases ? 'smaller budget' : 'larger budget',
      'generated scenarios',
      `${base.cases}`,
      `${now.cases}`,
    ),
    ...sample(base, now),
  ];
}

const listed = (names: readonly string[]) => (names.length ? names.join(', ') : 'none');

function inDeclaration(base: RunDigest, now: RunDigest): Circumstance[] {
  const kinds = { choices: 'choice', depths: 'depth' } as const;
  return tree('declaration', base.declaration, now.declaration).map((one) => ({
    ...one,
    kind: kinds[one.says.split('.', 1)[0] as keyof typeof kinds] ?? 'declaration',
  }));
}

function tree(kind: Circumstance['kind'], was: Record<string, string>, now: Record<string, string>): Circumstance[] {
  return [...new Set([...Object.keys(was), ...Object.keys(now)])]
    .filter((path) => was[path] !== now[path])
    .map((path) => ({ kind, says: `${path}: ${was[path] ?? 'not declared'} → ${now[path] ?? 'not declared'}` }));
}

/** Scenarios that only one of the runs played: another sample of the same kind is no drop; fewer of them may be one. */
function sample(base: RunDigest, now: RunDigest): Circumstance[] {
  const [before, after] = [hashes(base), hashes(now)];
  const only = (run: RunDigest, other: ReadonlySet<string>) => run.scenarios.filter(({ sha256 }) => !other.has(sha256)).length;
  const [gone, come] = [only(base, after), only(now, before)];
  if (gone === 0 && come === 0) return [];
  const seeds = base.seed === now.seed ? '' : `; seed ${base.seed} → ${now.seed}`;
  return [
    {
      kind: 'different sample',
      says: `${gone} of ${before.size} scenarios of the base were not played, and ${come} others were${seeds}`,
    },
  ];
}

const hashes = ({ scenarios }: RunDigest): ReadonlySet<string> => new Set(scenarios.map(({ sha256 }) => sha256));
