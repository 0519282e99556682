import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Requirement } from '../suites/requirements/requirement';
import { UsageError } from '../trace/errors';
import { SUITE } from './suite';

const text = z.string().min(1);
const code = z.custom<(...given: never[]) => unknown>((value) => typeof value === 'function', 'expected a function');

const shape = z.strictObject({
  id: text,
  area: text,
  title: text,
  statement: text,
  clauses: z.array(text),
  basis: z.enum(['published', 'proposed', 'derived', 'choice']),
  confidence: z.enum(['quoted', 'verified', 'inferred']),
  mandatory: z.boolean(),
  testability: z.enum(['black-box', 'needs-preset', 'needs-clock-set', 'design-review']),
  capabilities: z.strictObject({ meter: z.array(text), bench: z.array(text) }),
  applies: code,
  needs: code,
  judge: code,
});

/**
 * Runs a maker's `requirements.js`, which gives a function from the suite to a list of requirements; none where there is no such file. Throws
 * a UsageError that names file, requirement and field.
 */
export function requirementsIn(file: string, prefix: string): Requirement[] {
  if (!existsSync(file)) return [];
  const made = run(file);
  if (!Array.isArray(made)) throw new UsageError(`${file}: its function gave ${typeof made}; expected a list of requirements`);
  const requirements = made.map((one, index) => checked(one, `${file}: requirement ${index + 1}`, prefix));
  const twice = requirements.find(({ id }, index) => requirements.findIndex((other) => other.id === id) < index);
  if (twice) throw new UsageError(`${file}: ${twice.id} stands twice; each requirement has an id of its own`);
  return requirements;
}

function run(file: string): unknown {
  try {
    const module = require(file) as unknown;
    if (typeof module !== 'function')
      throw new UsageError(`${file}: exports ${typeof module}; expected "module.exports = (suite) => [ … ]"`);
    return module(SUITE);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${file}: cannot be run: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`, {
      cause,
    });
  }
}

function checked(one: unknown, where: string, prefix: string): Requirement {
  const result = shape.safeParse(one);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UsageError(
      `${where}: ${issue?.path.join('.') || 'it'}: ${issue?.message}; "suite.requirement({ … })" fills in what is usual`,
    );
  }
  const { id } = result.data;
  if (!id.startsWith(`${prefix}.`) || !/^[a-z0-9.-]{1,80}$/.test(id))
    throw new UsageError(
      `${where}: id: expected one that begins with "${prefix}.", small letters, digits, dots and hyphens; got ${JSON.stringify(id)}`,
    );
  return { ...(result.data as unknown as Requirement), area: prefix };
}
