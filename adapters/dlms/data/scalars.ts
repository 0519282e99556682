import {
  boolean,
  f32,
  f64,
  i8,
  i16,
  i32,
  i64,
  nothing,
  octetString,
  type Shape,
  u8,
  u16,
  u32,
  u64,
  type ValueOf,
} from '../shape';
import { date, dateTime, time } from './date-time';
import { bitString, utf8String, visibleString } from './strings';

/** The simple types of COSEM data: name as the Blue Book spells it, tag, format (Blue Book 4.1.5; Green Book 9.5, Data). */
export const SCALARS = {
  'null-data': [0, nothing],
  boolean: [3, boolean],
  'bit-string': [4, bitString],
  'double-long': [5, i32],
  'double-long-unsigned': [6, u32],
  'octet-string': [9, octetString],
  'visible-string': [10, visibleString],
  'utf8-string': [12, utf8String],
  bcd: [13, i8],
  integer: [15, i8],
  long: [16, i16],
  unsigned: [17, u8],
  'long-unsigned': [18, u16],
  long64: [20, i64],
  'long64-unsigned': [21, u64],
  enum: [22, u8],
  float32: [23, f32],
  float64: [24, f64],
  'date-time': [25, dateTime],
  date: [26, date],
  time: [27, time],
  'delta-integer': [28, i8],
  'delta-long': [29, i16],
  'delta-double-long': [30, i32],
  'delta-unsigned': [31, u8],
  'delta-long-unsigned': [32, u16],
  'delta-double-long-unsigned': [33, u32],
  'dont-care': [255, nothing],
} as const satisfies Record<string, readonly [tag: number, shape: Shape<unknown>]>;

export type ScalarType = keyof typeof SCALARS;
export type Scalar = { [K in ScalarType]: { type: K; value: ValueOf<(typeof SCALARS)[K][1]> } }[ScalarType];

const BY_TAG: ({ type: ScalarType; shape: Shape<unknown> } | undefined)[] = [];
for (const [type, [tag, shape]] of Object.entries(SCALARS))
  BY_TAG[tag] = { type: type as ScalarType, shape: shape as Shape<unknown> };

/** The simple type behind a tag, if there is one. */
export const scalarTagged = (tag: number) => BY_TAG[tag];

/** The format of a simple type. */
export const scalarShape = (type: ScalarType) => SCALARS[type][1] as Shape<unknown>;

export const isScalarType = (type: string): type is ScalarType => Object.hasOwn(SCALARS, type);
