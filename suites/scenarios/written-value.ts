import { z } from 'zod';
import { mismatch } from '../../declaration/shape';
import { show } from '../../declaration/yaml-source';
import type { Value } from '../../trace/vocabulary';

const MAX_DEPTH = 64;
const HEX = /^([0-9a-fA-F]{2})*$/;

/**
 * The value that a scenario file writes: `{ text: … }` stands for the octets of the text in UTF-8, `{ literal: … }` for its
 * content as it stands, everything else for itself. Adds an issue where it does not survive JSON or octets are not hex.
 */
export function readValue(written: unknown, context: z.RefinementCtx): Value {
  const refuse = (path: PropertyKey[], message: string) => {
    context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  };
  const read = (node: unknown, path: PropertyKey[], literal: boolean): Value => {
    if (path.length > MAX_DEPTH) return refuse(path, `nested deeper than ${MAX_DEPTH}`);
    if (node === null || typeof node === 'boolean' || typeof node === 'string') return node;
    if (typeof node === 'number') return Number.isFinite(node) ? node + 0 : refuse(path, `expected a finite number; got ${node}`);
    if (Array.isArray(node)) return node.map((item, index) => read(item, [...path, index], literal));
    if (typeof node !== 'object' || node instanceof Date) return refuse(path, mismatch('a value as in JSON', node));
    const fields = Object.entries(node);
    if (!literal && fields.length === 1) {
      const [key, content] = fields[0] as [string, unknown];
      if (key === 'literal') return read(content, [...path, key], true);
      if (key === 'text') {
        if (typeof content !== 'string') return refuse([...path, key], `expected text; got ${show(content)}; write it in quotes`);
        return { octets: Buffer.from(content, 'utf8').toString('hex') };
      }
      if (key === 'octets' && !(typeof content === 'string' && HEX.test(content)))
        return refuse([...path, key], `expected hex octets in quotes, two digits each; got ${show(content)}`);
    }
    return Object.fromEntries(fields.map(([key, content]) => [key, read(content, [...path, key], literal)]));
  };
  return read(written, [], false);
}

/** The same value as YAML in flow style, so that `readValue` gives it back; octets that are one line of text as `{ text: … }`. */
export function writeValue(value: Value): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  const fields = Object.entries(value);
  if (fields.length === 1) {
    const [key, content] = fields[0] as [string, Value];
    if (key === 'literal' || key === 'text') return `{ literal: ${JSON.stringify(value)} }`;
    if (key === 'octets') {
      const text = typeof content === 'string' ? textOf(content) : undefined;
      if (text !== undefined) return `{ text: ${JSON.stringify(text)} }`;
      if (!(typeof content === 'string' && HEX.test(content))) return `{ literal: ${JSON.stringify(value)} }`;
    }
  }
  return fields.length === 0
    ? '{}'
    : `{ ${fields.map(([key, content]) => `${writeKey(key)}: ${writeValue(content)}`).join(', ')} }`;
}

/** A mapping key, in quotes only where it needs them. */
export function writeKey(key: string): string {
  // Words that YAML would read as something else stay in quotes.
  return /^[a-z][\w.-]*$/i.test(key) && !/^(true|false|null)$/i.test(key) ? key : JSON.stringify(key);
}

/** The printable text whose UTF-8 octets these are, or undefined where writing it would not give the same hex back. */
function textOf(hex: string): string | undefined {
  const text = Buffer.from(hex, 'hex').toString('utf8');
  return Buffer.from(text, 'utf8').toString('hex') === hex && /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(text) ? text : undefined;
}
