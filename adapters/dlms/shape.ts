import { DecodeError, EncodeError } from '../../trace/errors';
import { Reader, Writer } from './cursor';

/** One declaration of a format: how its octets are read and how its values are written. `ValueOf` gives the type of the values. */
export interface Shape<T> {
  /** Throws `DecodeError`, and nothing else, whatever the octets are. */
  read(reader: Reader): T;
  /** Throws `EncodeError` for a value that the format has no octets for. */
  write(writer: Writer, value: T): void;
}

export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** Octets that stand in place of any value, or of any part of one, and are sent as they are, however wrong. */
export class Raw {
  constructor(readonly octets: Uint8Array) {}
}

/** A value in which any part may be `Raw`: what an encoder takes, so that a suite can send what a polite encoder would not. */
export type Loose<T> =
  | Raw
  | (T extends Uint8Array | Date
      ? T
      : T extends readonly (infer E)[]
        ? readonly Loose<E>[]
        : T extends object
          ? { readonly [K in keyof T]: Loose<T[K]> }
          : T);

export const raw = (octets: Uint8Array) => new Raw(octets);

/** The octets of a value, after what the writer already has. */
export function encode<T>(shape: Shape<T>, value: Loose<T>, writer = new Writer()): Uint8Array {
  put(writer, shape, value as T);
  return writer.octets();
}

/** The value of octets that hold exactly one, from an offset on; an octet left over is a `DecodeError` too. */
export function decode<T>(shape: Shape<T>, octets: Uint8Array, offset = 0): T {
  const reader = new Reader(octets, offset);
  const value = shape.read(reader);
  reader.finish();
  return value;
}

/** Writes a value, or the raw octets that stand in its place. Every shape writes its parts through this. */
export function put<T>(writer: Writer, shape: Shape<T>, value: T): void {
  if (value instanceof Raw) writer.put(value.octets);
  else shape.write(writer, value);
}

const simple = <T>(read: (reader: Reader) => T, write: (writer: Writer, value: T) => void): Shape<T> => ({ read, write });

export const u8 = simple<number>(
  (r) => r.u8(),
  (w, v) => void w.u8(v),
);
export const u16 = simple<number>(
  (r) => r.u16(),
  (w, v) => void w.u16(v),
);
export const u32 = simple<number>(
  (r) => r.u32(),
  (w, v) => void w.u32(v),
);
export const u64 = simple<bigint>(
  (r) => r.u64(),
  (w, v) => void w.u64(v),
);
export const i8 = simple<number>(
  (r) => r.i8(),
  (w, v) => void w.i8(v),
);
export const i16 = simple<number>(
  (r) => r.i16(),
  (w, v) => void w.i16(v),
);
export const i32 = simple<number>(
  (r) => r.i32(),
  (w, v) => void w.i32(v),
);
export const i64 = simple<bigint>(
  (r) => r.i64(),
  (w, v) => void w.i64(v),
);
export const f32 = simple<number>(
  (r) => r.f32(),
  (w, v) => void w.f32(v),
);
export const f64 = simple<number>(
  (r) => r.f64(),
  (w, v) => void w.f64(v),
);

/** Nothing on the wire. */
export const nothing = simple<null>(
  () => null,
  () => {},
);

/** One octet; any but 0 is true, and true is written as 1. */
export const boolean = simple<boolean>(
  (r) => r.u8('a boolean') !== 0,
  (w, v) => void w.u8(v ? 1 : 0),
);

/** Octets after their length. */
export const octetString = simple<Uint8Array>(
  (r) => r.take(r.length(), 'as many octets as the length says'),
  (w, v) => void w.length(v.length).put(v),
);

/** Exactly `count` octets, without a length. */
export const octets = (count: number): Shape<Uint8Array> =>
  simple(
    (r) => r.take(count),
    (w, v) => {
      if (v.length !== count) throw new EncodeError(`${count} octets`, `${v.length}`);
      w.put(v);
    },
  );

/** Octets that are always the same and carry no value. */
export const constant = (expected: readonly number[], what: string): Shape<null> =>
  simple(
    (r) => {
      const start = r.offset;
      const got = r.take(expected.length, what);
      if (got.some((octet, i) => octet !== expected[i])) throw new DecodeError(start, what, hex(got));
      return null;
    },
    (w) => void w.put(Uint8Array.from(expected)),
  );

/** A-XDR OPTIONAL: 00, or 01 and the value. */
export const optional = <T>(shape: Shape<T>): Shape<T | undefined> =>
  simple(
    (r) => {
      const start = r.offset;
      const present = r.u8('00 (absent) or 01 (present)');
      if (present > 1) throw new DecodeError(start, '00 (absent) or 01 (present)', hex([present]));
      return present === 1 ? shape.read(r) : undefined;
    },
    (w, v) => {
      w.u8(v === undefined ? 0 : 1);
      if (v !== undefined) put(w, shape, v);
    },
  );

/** SEQUENCE OF: a count and as many values. Each takes at least one octet, so that a count is checked before anything is made. */
export const sequenceOf = <T>(shape: Shape<T>): Shape<T[]> =>
  simple(
    (r) => {
      const count = r.count();
      const values: T[] = [];
      for (let i = 0; i < count; i++) {
        r.node();
        values.push(shape.read(r));
      }
      return values;
    },
    (w, v) => {
      w.length(v.length);
      for (const element of v) put(w, shape, element);
    },
  );

type Fields = { readonly [name: string]: Shape<unknown> };
type OptionalNames<F extends Fields> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];
/** Fields whose shape may be absent may be left out. */
export type RecordOf<F extends Fields> = { [K in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[K]> } & {
  [K in OptionalNames<F>]?: ValueOf<F[K]>;
};

/** SEQUENCE: named fields, one after the other. */
export function sequence<const F extends Fields>(fields: F): Shape<RecordOf<F>> {
  const entries = Object.entries(fields);
  return {
    read(reader) {
      const value: Record<string, unknown> = {};
      for (const [name, shape] of entries) {
        reader.field = name;
        const field = shape.read(reader);
        if (field !== undefined) value[name] = field;
      }
      return value as RecordOf<F>;
    },
    write(writer, value) {
      for (const [name, shape] of entries) put(writer, shape, (value as Record<string, unknown>)[name]);
    },
  };
}

/** A choice whose values carry the name of the alternative in `kind`, beside the fields of that alternative. */
export interface Choice<T> extends Shape<T> {
  readonly kinds: readonly string[];
}

type Alternatives = { readonly [kind: string]: readonly [tag: number, record: Shape<object>] };
type ChoiceOf<A extends Alternatives> = { [K in keyof A & string]: { kind: K } & ValueOf<A[K][1]> }[keyof A & string];

/** CHOICE of records, each behind a tag of one octet. */
export function choice<const A extends Alternatives>(what: string, alternatives: A): Choice<ChoiceOf<A>> {
  const kinds = Object.keys(alternatives);
  const byTag = new Map(kinds.map((kind) => [alternatives[kind]![0], kind]));
  return {
    kinds,
    read(reader) {
      const start = reader.offset;
      const tag = reader.u8(what);
      const kind = byTag.get(tag);
      if (kind === undefined) throw new DecodeError(start, `${what} (${[...byTag.keys()].join(', ')})`, String(tag));
      return { kind, ...alternatives[kind]![1].read(reader) } as ChoiceOf<A>;
    },
    write(writer, value) {
      const alternative = Object.hasOwn(alternatives, value.kind) ? alternatives[value.kind] : undefined;
      if (alternative === undefined) throw new EncodeError(what, String(value.kind));
      writer.u8(alternative[0]);
      put(writer, alternative[1], value);
    },
  };
}

/** Choices behind tags, as one choice: the kind of a value says which of them it belongs to. */
export function oneOf<const C extends readonly (readonly [tag: number, choice: Choice<unknown>])[]>(
  what: string,
  choices: C,
): Choice<ValueOf<C[number][1]>> {
  const byTag = new Map<number, Choice<unknown>>(choices);
  const byKind = new Map(choices.flatMap(([tag, { kinds }]) => kinds.map((kind) => [kind, tag] as const)));
  return {
    kinds: [...byKind.keys()],
    read(reader) {
      const start = reader.offset;
      const tag = reader.u8(what);
      const shape = byTag.get(tag);
      if (shape === undefined) throw new DecodeError(start, what, `0x${hex([tag])}`);
      return shape.read(reader) as ValueOf<C[number][1]>;
    },
    write(writer, value) {
      const tag = byKind.get((value as { kind: string }).kind);
      if (tag === undefined) throw new EncodeError(what, String((value as { kind: string }).kind));
      put(writer.u8(tag), byTag.get(tag)!, value);
    },
  };
}

/** An alternative of `oneOf` that has only one kind, behind its tag. */
export const only = <const K extends string, T extends object>(kind: K, record: Shape<T>): Choice<{ kind: K } & T> => ({
  kinds: [kind],
  read: (reader) => ({ kind, ...record.read(reader) }),
  write: (writer, value) => put(writer, record, value),
});

/** An octet with a name; a code that the standard does not name stays a number, so that nothing that a meter says is lost. */
export function enumeration<const N extends { readonly [name: string]: number }>(
  what: string,
  names: N,
): Shape<(keyof N & string) | number> {
  const byCode = new Map(Object.entries(names).map(([name, code]) => [code, name]));
  return simple(
    (r) => {
      const code = r.u8(what);
      return byCode.get(code) ?? code;
    },
    (w, v) => {
      const code = typeof v === 'number' ? v : Object.hasOwn(names, v) ? names[v] : undefined;
      if (code === undefined) throw new EncodeError(what, String(v));
      w.u8(code);
    },
  );
}

/** Octets that hold one value and are counted before it. */
export const counted = <T>(shape: Shape<T>, what = 'as many octets as the length says'): Shape<T> =>
  simple(
    (r) => {
      const part = r.part(r.length(), what);
      const value = shape.read(part);
      part.finish();
      return value;
    },
    (w, v) => {
      const inner = new Writer();
      put(inner, shape, v);
      const content = inner.octets();
      w.length(content.length).put(content);
    },
  );

/** The values of a shape under another representation. `from` may throw `DecodeError`, `to` `EncodeError`. */
export const mapped = <T, U>(shape: Shape<T>, from: (value: T, offset: number) => U, to: (value: U) => Loose<T>): Shape<U> =>
  simple(
    (r) => {
      const start = r.offset;
      return from(shape.read(r), start);
    },
    (w, v) => put(w, shape, to(v) as T),
  );

export const hex = (octets: ArrayLike<number>) => Buffer.from(Array.from(octets)).toString('hex');
