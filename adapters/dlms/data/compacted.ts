import { isScalarType } from './scalars';
import type { Data, TypeDescription } from './types';

/** What every value of that form is; undefined for what no type description says: a compact-array, an array of unlike elements. */
function typeOf(data: Data): TypeDescription | undefined {
  if (isScalarType(data.type)) return { type: data.type };
  if (data.type === 'structure') {
    const of = data.value.map(typeOf);
    return of.every((one) => one !== undefined) ? { type: 'structure', of } : undefined;
  }
  if (data.type !== 'array') return undefined;
  const [of, ...others] = data.value.map(typeOf);
  const alike = others.every((other) => of && other && sameType(of, other));
  return of && alike ? { type: 'array', count: data.value.length, of } : undefined;
}

function sameType(one: TypeDescription, other: TypeDescription): boolean {
  if (one.type === 'structure' && other.type === 'structure')
    return one.of.length === other.of.length && one.of.every((member, i) => sameType(member, other.of[i]!));
  if (one.type === 'array' && other.type === 'array') return one.count === other.count && sameType(one.of, other.of);
  return one.type === other.type;
}

/** Elements as a compact-array; where they are none, or not all of one type, as an array. null-data takes no octets in one. */
export function compacted(value: Data[]): Data {
  const [of, ...others] = value.map(typeOf);
  const alike = of && hasOctets(of) && others.every((other) => other && sameType(of, other));
  return alike ? { type: 'compact-array', of, value } : { type: 'array', value };
}

const hasOctets = (type: TypeDescription): boolean =>
  type.type === 'structure'
    ? type.of.some(hasOctets)
    : type.type === 'array'
      ? type.count > 0 && hasOctets(type.of)
      : type.type !== 'null-data' && type.type !== 'dont-care';
