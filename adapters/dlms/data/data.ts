import { DecodeError, EncodeError } from '../../../trace/errors';
import type { Reader, Writer } from '../cursor';
import { put, Raw, type Shape } from '../shape';
import { compactArrayContent, typeDescription } from './compact-array';
import { isScalarType, SCALARS, type Scalar, scalarShape, scalarTagged } from './scalars';
import { type Data, MAX_NESTING } from './types';

const ARRAY = 1;
const STRUCTURE = 2;
const COMPACT_ARRAY = 19;

/** A-XDR Data: a tag and what it says (IEC 62056-5-3 §8, type Data). */
export const data: Shape<Data> = { read: (reader) => read(reader, MAX_NESTING), write };

function read(reader: Reader, nesting: number): Data {
  const start = reader.offset;
  reader.node();
  const tag = reader.u8('a data tag');
  const scalar = scalarTagged(tag);
  if (scalar !== undefined) return { type: scalar.type, value: scalar.shape.read(reader) } as Scalar;
  if (nesting === 0) throw new DecodeError(start, `at most ${MAX_NESTING} levels`, 'one more');
  if (tag === ARRAY || tag === STRUCTURE)
    return { type: tag === ARRAY ? 'array' : 'structure', value: elements(reader, nesting - 1) };
  if (tag !== COMPACT_ARRAY) throw new DecodeError(start, 'a data tag', String(tag));
  const of = typeDescription.read(reader);
  return { type: 'compact-array', of, value: compactArrayContent(of).read(reader) };
}

function elements(reader: Reader, nesting: number): Data[] {
  const count = reader.count('a count of elements');
  const values: Data[] = [];
  for (let i = 0; i < count; i++) values.push(read(reader, nesting));
  return values;
}

function write(writer: Writer, value: Data): void {
  if (value.type === 'array' || value.type === 'structure') {
    writer.u8(value.type === 'array' ? ARRAY : STRUCTURE);
    if ((value.value as unknown) instanceof Raw) return void writer.put((value.value as unknown as Raw).octets);
    writer.length(value.value.length);
    for (const element of value.value) put(writer, data, element);
  } else if (value.type === 'compact-array') {
    writer.u8(COMPACT_ARRAY);
    put(writer, typeDescription, value.of);
    put(writer, compactArrayContent(value.of), value.value);
  } else if (isScalarType(value.type)) {
    put(writer.u8(SCALARS[value.type][0]), scalarShape(value.type), value.value);
  } else throw new EncodeError('a type of COSEM data', String((value as { type: unknown }).type));
}
