import { z } from 'zod';
import { VERDICTS } from '../suites/verdict-types';
import type { RunDigest } from './run-digest';

const text = z.string();
const count = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** Numbers of scenarios in the list of the file, from 0, as `0-3,7`. */
const ranges = z.string().regex(/^(?:\d{1,6}(?:-\d{1,6})?(?:,\d{1,6}(?:-\d{1,6})?)*)?$/);

const file = z.strictObject({
  schema: z.literal('smets2-baseline/1'),
  run: text,
  startedAt: text,
  meter: z.strictObject({ id: text, manufacturer: text, model: text, serial: text, firmware: text }),
  tool: text,
  catalogue: z.strictObject({ version: text, hash }),
  access: text,
  faults: z.array(text),
  seed: count,
  cases: count,
  selection: z.array(text),
  declaration: z.record(text, text),
  bench: z.record(text, text),
  statement: z.strictObject({ verdict: z.enum(['conformant', 'non-conformant', 'incomplete']), reason: text }),
  scenarios: z.array(
    z.strictObject({ name: text, kind: z.enum(['discovery', 'scripted', 'generated', 'loaded', 'frozen']), sha256: hash }),
  ),
  requirements: z.record(
    text,
    z.strictObject({
      verdict: z.enum(VERDICTS),
      mandatory: z.boolean(),
      exercised: ranges,
      comparisons: count,
      measurement: z
        .strictObject({ says: text, scenario: text, unit: text, observed: z.number(), lo: z.number(), hi: z.number() })
        .optional(),
    }),
  ),
});

/** An accepted run as a small file for a repository: one line for each requirement, so that a diff reads. */
export function writeBaseline(digest: RunDigest): string {
  const places = new Map(digest.scenarios.map(({ sha256 }, place) => [sha256, place]));
  const requirements = Object.entries(digest.requirements).map(([id, { exercised, ...requirement }]) => [
    id,
    { ...requirement, exercised: rangesOf(exercised.flatMap((hash) => places.get(hash) ?? [])) },
  ]);
  const whole = { schema: 'smets2-baseline/1', ...digest, requirements: Object.fromEntries(requirements) };
  const lines = Object.entries(whole).map(([key, value]) => `${JSON.stringify(key)}: ${lined(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** A list or a mapping of mappings has one line for each; anything else is one line. */
function lined(value: unknown): string {
  if (Array.isArray(value) && typeof value[0] === 'object') return `[\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]`;
  const isTree = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 5;
  if (!isTree) return JSON.stringify(value);
  return `{\n${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${JSON.stringify(one)}`)
    .join(',\n')}\n}`;
}

/** The digest that a baseline file holds. Throws a ZodError or a SyntaxError where it holds none. */
export function parseBaseline(text: string): RunDigest {
  const { schema: _schema, ...digest } = file.parse(JSON.parse(text));
  const { scenarios } = digest;
  const requirements = Object.entries(digest.requirements).map(([id, { exercised, measurement, ...requirement }]) => [
    id,
    {
      ...requirement,
      exercised: placesOf(exercised).flatMap((place) => scenarios[place]?.sha256 ?? []),
      ...(measurement && { measurement }),
    },
  ]);
  return { ...digest, requirements: Object.fromEntries(requirements) };
}

function rangesOf(places: readonly number[]): string {
  const sorted = [...new Set(places)].sort((left, right) => left - right);
  const runs: [number, number][] = [];
  for (const place of sorted) {
    const last = runs.at(-1);
    if (last && last[1] === place - 1) last[1] = place;
    else runs.push([place, place]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

function placesOf(ranges: string): number[] {
  return ranges
    .split(',')
    .filter(Boolean)
    .flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number);
      return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
    });
}
