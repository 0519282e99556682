import { type Data, dateTimeOctets, dateTimeOf, type TypeDescription } from '../../adapters/dlms';

const START = Date.UTC(2026, 0, 1);
const HALF_HOUR_MS = 1_800_000;

const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
const stamped = (i: number): Data => ({ type: 'octet-string', value: dateTimeOctets(dateTimeOf(START + i * HALF_HOUR_MS)) });
const rows = (count: number, stamp: (i: number) => Data): Data[] =>
  Array.from({ length: count }, (_, i) => ({ type: 'structure', value: [stamp(i), u32((i * 7) % 1500)] }));

const U32_PAIR: TypeDescription = {
  type: 'structure',
  of: [{ type: 'double-long-unsigned' }, { type: 'double-long-unsigned' }],
};

/** A half-hour profile's attribute 2, in the shapes in which meters keep it. The rows of the first are 21 octets long. */
export const BUFFERS = {
  dateTimes: { what: '4,416 rows {date-time, u32}', buffer: { type: 'array', value: rows(4416, stamped) } },
  seconds: { what: '4,464 rows {u32, u32}', buffer: { type: 'array', value: rows(4464, u32) } },
  compact: {
    what: '4,464 rows {u32, u32} as a compact-array',
    buffer: { type: 'compact-array', of: U32_PAIR, value: rows(4464, u32) },
  },
} as const satisfies Record<string, { what: string; buffer: Data }>;
export type BufferName = keyof typeof BUFFERS;
