import type { Answer, Value } from '../../trace/vocabulary';

/** DLMS Data-Access-Result codes that this meter answers with (IEC 62056-5-3, Data-Access-Result). */
const CODES = {
  'read-write-denied': 3,
  'object-undefined': 4,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'other-reason': 250,
} as const;
export type RefusalName = keyof typeof CODES;

export function refused(name: RefusalName): Answer {
  return { refused: { code: CODES[name], name } };
}

export function answered(value: Value): Answer {
  return { value };
}

/** The answer to a write or an invocation that was carried out. */
export const DONE: Answer = { value: null };
