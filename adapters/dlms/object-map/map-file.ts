import { z } from 'zod';
import { OBJECTS } from '../../../declaration/objects';
import { didYouMean, expected, text, wholeNumber } from '../../../declaration/shape';
import { logicalNameOctets } from '../data/logical-name';
import { INTEGER_NAMES } from './shapes/scalars';

const classId = wholeNumber({ from: 1, to: 0xffff });
const attributeId = wholeNumber({ from: 1, to: 127 });
const member = wholeNumber({ from: 0, to: 255 });
const codes = z
  .record(z.string(), wholeNumber({ from: 0, to: 0xffff }))
  .refine((one) => new Set(Object.values(one)).size === Object.keys(one).length, 'two names have one code; keep one');

const NAME = expected('a logical name like 1-20:2.8.0.255');
const logicalName = z.string(NAME).refine((name) => {
  try {
    return logicalNameOctets(name).length === 6;
  } catch {
    return false;
  }
}, NAME);

/** How a value, or a part of one, stands in an attribute: the named value shapes. */
export const VALUE_SHAPES = [
  ...INTEGER_NAMES,
  'list',
  'unit',
  'text',
  'octets',
  'boolean',
  'code',
  'clock',
  'date-time',
  'seconds-2000',
  'activation',
  'rows',
  'view',
  'seasons',
  'weeks',
  'days',
  'special-days',
] as const;
const as = z.enum(VALUE_SHAPES);
const captures = z.strictObject({
  class: classId,
  name: logicalName,
  attribute: attributeId.default(2),
  index: member.default(0),
});

const column = z
  .strictObject({
    field: text('a field of the rows'),
    as: z.enum([...INTEGER_NAMES, 'list', 'text', 'boolean', 'code', 'date-time', 'seconds-2000']),
    captures,
    scaler: wholeNumber({ from: -9, to: 9 }).optional(),
    type: z.enum(['u8', 'u16', 'enum', 'boolean']).optional(),
    codes: codes.optional(),
    optional: z.boolean().optional(),
    rest: z.boolean().optional(),
  })
  .refine((one) => one.as !== 'code' || one.codes !== undefined, { path: ['codes'], message: 'missing; a code needs codes' });

function eachOnce(columns: readonly z.output<typeof column>[], { addIssue }: z.RefinementCtx) {
  for (const [i, { field }] of columns.entries())
    if (columns.findIndex((one) => one.field === field) < i)
      addIssue({ code: 'custom', path: [i, 'field'], message: `a column before is ${field} already` });
}

const place = {
  class: classId.optional(),
  name: logicalName.optional(),
  attribute: attributeId.optional(),
  /** The member of the structure that the attribute is; the attribute itself where left out. */
  at: member.optional(),
  as: as.optional(),
  scaler: wholeNumber({ from: -9, to: 9 }).optional(),
  unit: wholeNumber({ from: 1, to: 255 }).optional(),
  /** The member of the collection where scaler and unit stand. */
  unitAt: member.optional(),
  optional: z.boolean().optional(),
  type: z.enum(['u8', 'u16', 'enum', 'boolean']).optional(),
  codes: codes.optional(),
  script: logicalName.optional(),
  firstSelector: wholeNumber({ from: 1, to: 0xffff }).optional(),
  columns: z.array(column).min(2).superRefine(eachOnce).optional(),
  /** What a range restricts, where it is not the first column. */
  restricting: captures.extend({ as: z.enum(['date-time', 'seconds-2000']) }).optional(),
  select: z.enum(['range', 'columns', 'none']).optional(),
  /** A meter gives the rows as a compact-array. */
  compact: z.boolean().optional(),
};
const method = z.union([
  wholeNumber({ from: 1, to: 127 }),
  z.strictObject({ set: attributeId, as: z.enum(['text', 'octets', 'u32']) }),
]);

const mapped = z
  .strictObject({
    ...place,
    fields: z.record(z.string(), z.strictObject(place)).optional(),
    list: z.array(z.strictObject(place)).min(1).optional(),
    methods: z.record(z.string(), method).optional(),
  })
  .refine(
    (one) => [one.fields, one.list, one.as].filter((part) => part !== undefined).length <= 1,
    'expected one of as, fields and list',
  );

/** What a map may name: what the suite observes, and what it can only change. */
const NAMES: readonly string[] = [...OBJECTS.map(({ name }) => name), 'firmware.image', 'firmware'];
const objectName = z.string().refine((name) => NAMES.includes(name), {
  error: ({ input }) => `expected the name of an object${didYouMean(input, NAMES)}`,
});

/** `object-map.yaml` as a person writes it. */
export const mapShape = z.strictObject({
  schema: z.literal('smets2-object-map/1'),
  title: text('what the map is for'),
  /** The shipped map that holds for whatever this one leaves out. */
  base: z.enum(['default', 'gbcs']).optional(),
  objects: z.record(objectName, mapped),
});
export type MapFile = z.output<typeof mapShape>;
export type PlaceFile = z.output<z.ZodObject<typeof place>>;
export type MappedFile = MapFile['objects'][string];
