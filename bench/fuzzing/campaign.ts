import { isDeepStrictEqual } from 'node:util';
import { randomFrom } from '../../cli/matrix/random';
import { DecodeError } from '../../trace/errors';
import { hostileOctets } from './mutate';

/**
 * A decoder under attack: what it makes of octets, messages that it takes, and how its values are written again, if they can be. Or a
 * machine, or a whole client, that is given them, and may end with errors of its own kind, also on a message that another moment takes.
 */
export interface Target {
  name: string;
  decode(octets: Uint8Array): unknown;
  /** Whether it may end so; left out, only with a DecodeError that says where. */
  refuses?(error: unknown): boolean;
  encode?(value: never): Uint8Array;
  valid: readonly Uint8Array[];
  /** Makes lengths and check sequences right again, so that half of the cases reach what they protect. */
  mend?(octets: Uint8Array): Uint8Array;
}

/** What came of a decoder: how many cases it took and refused, the slowest, and the first that broke it. */
export interface Outcome {
  taken: number;
  refused: number;
  slowestMs: number;
  broken?: { number: number; octets: Uint8Array; why: string };
}

/** A decoder that takes so long for a message of a few hundred octets does not end in any useful time. */
const HANG_MS = 5_000;

/** Plays cases from a seed; every decoder has its own sequence, so that one alone plays the same. */
export async function fuzz(target: Target, seed: number, cases: number): Promise<Outcome> {
  const { name, valid, mend } = target;
  for (const octets of valid) {
    const verdict = await tried(target, octets);
    if (verdict !== 'taken' && !(verdict === 'refused' && target.refuses))
      throw new Error(`${name} does not take ${Buffer.from(octets).toString('hex')}: ${verdict}`);
  }
  const random = randomFrom(seed ^ [...name].reduce((sum, character) => Math.imul(sum, 31) + character.codePointAt(0)!, 7));
  const outcome: Outcome = { taken: 0, refused: 0, slowestMs: 0 };
  for (let number = 0; number < cases; number++) {
    const hostile = hostileOctets(valid, random);
    const octets = mend !== undefined && random() < 0.5 ? mend(hostile) : hostile;
    const from = performance.now();
    const verdict = await tried(target, octets);
    const tookMs = performance.now() - from;
    outcome.slowestMs = Math.max(outcome.slowestMs, tookMs);
    if (verdict === 'taken' || verdict === 'refused') outcome[verdict]++;
    const why = verdict.startsWith('broken') ? verdict : tookMs > HANG_MS ? `took ${Math.round(tookMs)} ms` : undefined;
    if (why !== undefined) return { ...outcome, broken: { number, octets, why } };
  }
  return outcome;
}

async function tried(
  { decode, encode, refuses }: Target,
  octets: Uint8Array,
): Promise<'taken' | 'refused' | `broken: ${string}`> {
  let value: unknown;
  try {
    value = decode(octets);
    if (value instanceof Promise) value = await value;
  } catch (error) {
    if (refuses?.(error)) return 'refused';
    if (!(error instanceof DecodeError))
      return `broken: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    const within = Number.isInteger(error.offset) && error.offset >= 0 && error.offset <= octets.length;
    return within ? 'refused' : `broken: a DecodeError at octet ${error.offset} of ${octets.length}`;
  }
  if (encode === undefined) return 'taken';
  try {
    const again = decode(encode(value as never));
    return isDeepStrictEqual(again, value) ? 'taken' : 'broken: what was decoded is another value when encoded and decoded again';
  } catch (error) {
    return `broken: what was decoded cannot be encoded and decoded again: ${error instanceof Error ? error.stack : error}`;
  }
}
