import { DecodeError, EncodeError } from '../../../trace/errors';
import type { Reader, Writer } from '../cursor';
import { counted, put, type Shape } from '../shape';
import { isScalarType, SCALARS, scalarShape, scalarTagged } from './scalars';
import { type Data, MAX_NESTING, type TypeDescription } from './types';

const ARRAY = 1;
const STRUCTURE = 2;

export const typeDescription: Shape<TypeDescription> = { read: (reader) => readType(reader, MAX_NESTING), write: writeType };

function readType(reader: Reader, nesting: number): TypeDescription {
  const start = reader.offset;
  reader.node();
  const tag = reader.u8('a type');
  const scalar = scalarTagged(tag);
  if (scalar !== undefined) return { type: scalar.type };
  if (nesting === 0) throw new DecodeError(start, `at most ${MAX_NESTING} levels`, 'one more');
  if (tag === ARRAY) return { type: 'array', count: reader.u16('a count of elements'), of: readType(reader, nesting - 1) };
  if (tag !== STRUCTURE) throw new DecodeError(start, 'a type', String(tag));
  const count = reader.count('a count of members');
  const of: TypeDescription[] = [];
  for (let i = 0; i < count; i++) of.push(readType(reader, nesting - 1));
  return { type: 'structure', of };
}

function writeType(writer: Writer, value: TypeDescription): void {
  if (value.type === 'array') {
    put(writer.u8(ARRAY).u16(value.count), typeDescription, value.of);
  } else if (value.type === 'structure') {
    writer.u8(STRUCTURE).length(value.of.length);
    for (const member of value.of) put(writer, typeDescription, member);
  } else if (isScalarType(value.type)) writer.u8(SCALARS[value.type][0]);
  else throw new EncodeError('a type of COSEM data', String((value as { type: unknown }).type));
}

/** The elements of a compact-array: one octet string, filled to its end by elements of one type. */
export const compactArrayContent = (of: TypeDescription): Shape<Data[]> => {
  const element = elementShape(of);
  return counted({
    read(reader) {
      const values: Data[] = [];
      while (reader.remaining > 0) {
        const start = reader.offset;
        values.push(element.read(reader));
        if (reader.offset === start) throw new DecodeError(start, 'elements that take an octet', 'elements of none');
      }
      return values;
    },
    write(writer, values) {
      for (const value of values) {
        const before = writer.size;
        put(writer, element, value);
        // Elements of no octets could not be counted by whoever reads them.
        if (writer.size === before) throw new EncodeError('elements that take an octet', of.type);
      }
    },
  });
};

function elementShape(of: TypeDescription): Shape<Data> {
  if (of.type === 'array') {
    const element = elementShape(of.of);
    return membersShape('array', of.count, () => element);
  }
  if (of.type === 'structure') {
    const members = of.of.map(elementShape);
    return membersShape('structure', members.length, (i) => members[i]!);
  }
  const shape = scalarShape(of.type);
  return {
    read(reader) {
      reader.node();
      return { type: of.type, value: shape.read(reader) } as Data;
    },
    write(writer, value) {
      if (value.type !== of.type) throw new EncodeError(`an element of type ${of.type}`, value.type);
      put(writer, shape, value.value);
    },
  };
}

function membersShape(type: 'array' | 'structure', count: number, member: (i: number) => Shape<Data>): Shape<Data> {
  return {
    read(reader) {
      reader.node();
      const value: Data[] = [];
      for (let i = 0; i < count; i++) value.push(member(i).read(reader));
      return { type, value };
    },
    write(writer, value) {
      if (value.type !== type || value.value.length !== count)
        throw new EncodeError(`${type === 'array' ? 'an array' : 'a structure'} of ${count}`, value.type);
      value.value.forEach((element, i) => {
        put(writer, member(i), element);
      });
    },
  };
}
