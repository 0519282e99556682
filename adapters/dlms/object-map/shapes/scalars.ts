import type { Value } from '../../../../trace/vocabulary';
import type { Data } from '../../data/types';
import { elementsOf, fieldsOf, listOf, octetsIn, unexpected, unsayable, type ValueShape, wholeNumberIn } from './value-shape';

/** Integer types as an object map spells them, with their bounds; what fits none of its own goes as one that is wide enough. */
const INTEGERS = {
  u8: ['unsigned', 0, 0xff],
  u16: ['long-unsigned', 0, 0xffff],
  u32: ['double-long-unsigned', 0, 0xffff_ffff],
  i8: ['integer', -0x80, 0x7f],
  i16: ['long', -0x8000, 0x7fff],
  i32: ['double-long', -0x8000_0000, 0x7fff_ffff],
} as const;
export type IntegerName = keyof typeof INTEGERS;
export const INTEGER_NAMES = Object.keys(INTEGERS) as IntegerName[];

/**
 * A number; on the wire times 10 to the minus `scaler`. Any type of numbers is read; written is the one that is declared, or a wider
 * one: a faulty meter's number must reach who judges it, not stop here.
 */
export function integer(name: IntegerName, scaler = 0): ValueShape {
  const [type, from, to] = INTEGERS[name];
  return {
    toValue: (data) => scaled(numberIn(data), scaler),
    toData(value) {
      const raw = typeof value === 'number' ? scaled(value, -scaler) : Number.NaN;
      if (!Number.isFinite(raw)) throw unsayable(`a number for ${type}`, value);
      if (!Number.isSafeInteger(raw)) return { type: 'float64', value: raw };
      if (raw < from || raw > to) return { type: 'long64', value: BigInt(raw) };
      return { type, value: raw };
    },
  };
}

function numberIn(data: Data): number {
  const { type, value } = data;
  return (type === 'float32' || type === 'float64') && Number.isFinite(value) ? value : wholeNumberIn(data, 'a number');
}

/** Divides by an exact power of ten rather than multiplying by one that binary fractions cannot say. */
const scaled = (value: number, scaler: number) => (scaler < 0 ? value / 10 ** -scaler : value * 10 ** scaler);

/** An array of whole numbers. */
export function integers(name: IntegerName, scaler = 0): ValueShape {
  const one = integer(name, scaler);
  return {
    toValue: (data) => elementsOf(data, 'an array of whole numbers').map((element) => one.toValue(element)),
    toData: (value) => ({ type: 'array', value: listOf(value, 'a list of whole numbers').map((element) => one.toData(element)) }),
  };
}

/** `{ scaler, unit }` as the structure scal_unit_type (Blue Book 4.3.2). */
export const unit: ValueShape = {
  toValue(data) {
    const [scaler, code] = elementsOf(data, 'a scaler and a unit');
    if (scaler === undefined || code === undefined) throw unexpected('a scaler and a unit', data);
    return { scaler: wholeNumberIn(scaler), unit: wholeNumberIn(code) };
  },
  toData(value) {
    const { scaler, unit: code } = fieldsOf(value, 'a scaler and a unit');
    if (typeof scaler !== 'number' || typeof code !== 'number') throw unsayable('a scaler and a unit', value);
    return {
      type: 'structure',
      value: [
        { type: 'integer', value: scaler },
        { type: 'enum', value: code },
      ],
    };
  },
};

/** Text as an octet-string in UTF-8. */
export const text: ValueShape = {
  toValue: (data) => Buffer.from(octetsIn(data, 'text')).toString('utf8'),
  toData(value) {
    if (typeof value !== 'string') throw unsayable('text', value);
    return { type: 'octet-string', value: Uint8Array.from(Buffer.from(value, 'utf8')) };
  },
};

/** `{ octets }`, hex, as an octet-string. */
export const octets: ValueShape = {
  toValue: (data) => ({ octets: Buffer.from(octetsIn(data)).toString('hex') }),
  toData(value) {
    const { octets: hex } = fieldsOf(value, 'octets');
    if (typeof hex !== 'string' || !/^([0-9a-f]{2})*$/i.test(hex)) throw unsayable('octets in hex', value);
    return { type: 'octet-string', value: Uint8Array.from(Buffer.from(hex, 'hex')) };
  },
};

export const truth: ValueShape = {
  toValue(data) {
    if (data.type === 'boolean') return data.value;
    return wholeNumberIn(data, 'a boolean') !== 0;
  },
  toData(value) {
    if (typeof value !== 'boolean') throw unsayable('true or false', value);
    return { type: 'boolean', value };
  },
};

/** One of a few names, by the code that the map gives each; a code without a name stays a number. */
export function coded(type: 'u8' | 'u16' | 'enum' | 'boolean', codes: Readonly<Record<string, number>>): ValueShape {
  const names = new Map(Object.entries(codes).map(([name, code]) => [code, name]));
  const written = (code: number): Data => {
    if (type === 'boolean') return { type, value: code !== 0 };
    return { type: type === 'enum' ? 'enum' : INTEGERS[type][0], value: code };
  };
  return {
    toValue(data): Value {
      const code = data.type === 'boolean' ? Number(data.value) : wholeNumberIn(data, 'a code');
      return names.get(code) ?? code;
    },
    toData(value) {
      const code = typeof value === 'string' ? codes[value] : value;
      if (typeof code !== 'number') throw unsayable(`one of ${Object.keys(codes).join(', ')}`, value);
      return written(code);
    },
  };
}
