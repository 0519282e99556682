import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { type Problem, show, type YamlPath } from './yaml-source';

type RawIssue = z.core.$ZodRawIssue;

/** The message of a schema: what is expected, in one phrase, and why where that is not plain. */
export function expected(what: string, why = ''): { error: (issue: RawIssue) => string } {
  return { error: (issue) => `${mismatch(what, issue.input)}${why && `. ${why}`}` };
}

export function mismatch(what: string, got: unknown): string {
  return got === undefined ? `missing; expected ${what}` : `expected ${what}; got ${show(got)}`;
}

/** `; did you mean "quantisation"?` where a known name is near, else nothing. */
export function didYouMean(got: unknown, known: readonly string[]): string {
  if (typeof got !== 'string' || known.length === 0) return '';
  const nearest = closest(got, known);
  return distance(got, nearest) <= Math.max(2, Math.floor(nearest.length / 3)) ? `; did you mean ${show(nearest)}?` : '';
}

/** A whole number from `from` to `to`, both allowed. */
export function wholeNumber(range: { from: number; to: number; unit?: string }, why = '') {
  const error = expected(`a whole number from ${range.from} to ${range.to}${range.unit ? ` ${range.unit}` : ''}`, why);
  return z.int(error).min(range.from, error).max(range.to, error);
}

/** One line of text, not empty. */
export function text(what: string, maxLength = 200) {
  const error = {
    error: ({ input }: RawIssue) =>
      mismatch(`${what} (text, 1 to ${maxLength} characters on one line)`, input) +
      (typeof input === 'number' || typeof input === 'boolean' ? '; write it in quotes' : ''),
  };
  return (
    z
      .string(error)
      .min(1, error)
      .max(maxLength, error)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
      .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, error)
  );
}

/** Checks data against a shape; every problem goes to `problems`, with `at` before its path. Undefined where there were any. */
export function checked<S extends z.ZodType>(
  shape: S,
  value: unknown,
  problems: Problem[],
  at: YamlPath = [],
): z.output<S> | undefined {
  const result = shape.safeParse(value, { error: sayIssue });
  if (result.success) return result.data;
  collect(result.error.issues, at, problems);
  return undefined;
}

/** JSON Schema of what a person writes, for editors, as the text of a committed file. */
export function jsonSchemaText(shape: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(shape, { io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

const TYPE_NAMES: Record<string, string> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
};

const WRONG_TYPE = new Set<string | undefined>(['invalid_type', 'invalid_value']);

function sayIssue(issue: RawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') {
    const shape = (issue.inst?._zod.def as { shape?: object } | undefined)?.shape;
    // Read again by `collect`, which makes one problem of each unknown key.
    return Object.keys(shape ?? {}).join('\n');
  }
  if (issue.code === 'invalid_type')
    return mismatch(TYPE_NAMES[issue.expected] ?? (issue.input === undefined ? 'a value' : issue.expected), issue.input);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return `${mismatch(values.length === 1 ? values.join() : `one of ${values.join(', ')}`, issue.input)}${didYouMean(issue.input, values)}`;
  }
  return undefined;
}

function collect(issues: readonly z.core.$ZodIssue[], at: YamlPath, problems: Problem[]) {
  for (const issue of issues) {
    const path = [...at, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.split('\n');
      for (const key of issue.keys)
        problems.push({
          path: [...path, key],
          atKey: true,
          says: `unknown key${didYouMean(key, known) || `; expected ${known.join(', ')}`}`,
        });
    } else if (issue.code === 'invalid_union') {
      // The alternative that got past the type of the value is the one that was meant.
      const meant = issue.errors.filter((branch) => !branch.some((one) => one.path.length === 0 && WRONG_TYPE.has(one.code)));
      if (meant.length === 1 && meant[0]) collect(meant[0], path, problems);
      else problems.push({ path, says: issue.message });
    } else if (issue.code === 'invalid_key') {
      problems.push({ path, atKey: true, says: issue.issues[0]?.message ?? issue.message });
    } else problems.push({ path, says: issue.message });
  }
}
