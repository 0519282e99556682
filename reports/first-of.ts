/** The first so many that satisfy, read no further than needed: findings of a long run lie on disk. */
export function firstOf<T>(many: Iterable<T>, most: number, satisfies: (one: T) => boolean = () => true): T[] {
  const found: T[] = [];
  for (const one of many) {
    if (found.length === most) break;
    if (satisfies(one)) found.push(one);
  }
  return found;
}
