import fc from 'fast-check';
import { anyOctets } from '../laws.fixture';
import { CLOCK_STATUS_BITS, type CosemDate, type CosemDateTime, type CosemTime } from './date-time';
import type { Scalar, ScalarType } from './scalars';
import type { Data, TypeDescription } from './types';

const signed = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
const unsigned = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const octet = orNull(fc.nat(0xfc));

const date: fc.Arbitrary<CosemDate> = fc.record({
  year: orNull(fc.nat(0xfffe)),
  month: fc.oneof(octet, fc.constantFrom('daylight-savings-begin', 'daylight-savings-end')),
  dayOfMonth: fc.oneof(octet, fc.constantFrom('last', 'second-last')),
  dayOfWeek: octet,
});
const time: fc.Arbitrary<CosemTime> = fc.record({ hour: octet, minute: octet, second: octet, hundredths: octet });
export const dateTimes: fc.Arbitrary<CosemDateTime> = fc
  .tuple(
    date,
    time,
    orNull(fc.integer({ min: -0x7fff, max: 0x7fff })),
    orNull(fc.subarray([...CLOCK_STATUS_BITS], { maxLength: 7 })),
  )
  .map(([day, at, deviationMin, clockStatus]) => ({ ...day, ...at, deviationMin, clockStatus }));

const VALUES: { [K in ScalarType]: fc.Arbitrary<Extract<Scalar, { type: K }>['value']> } = {
  'null-data': fc.constant(null),
  boolean: fc.boolean(),
  'bit-string': fc.array(fc.constantFrom('0', '1'), { maxLength: 40 }).map((bits) => bits.join('')),
  'double-long': signed(32),
  'double-long-unsigned': unsigned(32),
  'octet-string': anyOctets(),
  'visible-string': fc.array(fc.nat(255), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
  'utf8-string': fc.string({ unit: 'grapheme', maxLength: 20 }),
  bcd: signed(8),
  integer: signed(8),
  long: signed(16),
  unsigned: unsigned(8),
  'long-unsigned': unsigned(16),
  long64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  'long64-unsigned': fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  enum: unsigned(8),
  float32: fc.float(),
  float64: fc.double(),
  'date-time': dateTimes,
  date,
  time,
  'delta-integer': signed(8),
  'delta-long': signed(16),
  'delta-double-long': signed(32),
  'delta-unsigned': unsigned(8),
  'delta-long-unsigned': unsigned(16),
  'delta-double-long-unsigned': unsigned(32),
  'dont-care': fc.constant(null),
};

const scalarTypes = Object.keys(VALUES) as ScalarType[];
const scalarOf = (type: ScalarType) => (VALUES[type] as fc.Arbitrary<unknown>).map((value) => ({ type, value }) as Scalar);
const scalar = fc.constantFrom(...scalarTypes).chain(scalarOf);

const { description } = fc.letrec<{ description: TypeDescription }>((tie) => ({
  description: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(...scalarTypes).map((type) => ({ type })),
    fc.record({ type: fc.constant('array' as const), count: fc.nat(3), of: tie('description') }),
    fc.record({ type: fc.constant('structure' as const), of: fc.array(tie('description'), { maxLength: 4 }) }),
  ),
}));

function described(of: TypeDescription): fc.Arbitrary<Data> {
  if (of.type === 'array')
    return fc.array(described(of.of), { minLength: of.count, maxLength: of.count }).map((value) => ({ type: 'array', value }));
  if (of.type === 'structure') return fc.tuple(...of.of.map(described)).map((value) => ({ type: 'structure', value }));
  return scalarOf(of.type);
}

const takesNoOctets = (of: TypeDescription): boolean =>
  of.type === 'array'
    ? of.count === 0 || takesNoOctets(of.of)
    : of.type === 'structure'
      ? of.of.every(takesNoOctets)
      : /null|dont/.test(of.type);

const compactArray: fc.Arbitrary<Data> = description
  .filter((of) => !takesNoOctets(of))
  .chain((of) => fc.array(described(of), { maxLength: 5 }).map((value) => ({ type: 'compact-array', of, value })));

/** COSEM data of every type, nested a few levels. */
export const { data: anyData } = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 3 },
    scalar,
    compactArray,
    fc.record({ type: fc.constantFrom('array', 'structure'), value: fc.array(tie('data'), { maxLength: 4 }) }),
  ),
}));
