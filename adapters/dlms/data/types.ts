import type { Scalar, ScalarType } from './scalars';

/** COSEM data with its types, as it stands on the wire: `{ type: 'double-long-unsigned', value: 12345678 }`. */
export type Data =
  | Scalar
  | { type: 'array' | 'structure'; value: Data[] }
  | { type: 'compact-array'; of: TypeDescription; value: Data[] };

/** What every element of a compact-array is. Elements carry no tags of their own. */
export type TypeDescription =
  | { type: 'array'; count: number; of: TypeDescription }
  | { type: 'structure'; of: TypeDescription[] }
  | { type: ScalarType };

/** How deep structures may stand in each other: COSEM needs six; a decoder that recurses needs a limit. */
export const MAX_NESTING = 32;
