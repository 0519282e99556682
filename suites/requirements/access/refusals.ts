/** Data-access results that say an object is not there, or not for this association (IEC 62056-53, Data-Access-Result). */
const NOT_THERE = new Set([
  'object-undefined',
  'object-unavailable',
  'object-class-inconsistent',
  'read-write-denied',
  'scope-of-access-violated',
]);

/** Whether a refusal is of the object as such; a log that refuses an empty range is there all the same. */
export function saysAbsent(answer: object): boolean {
  return 'refused' in answer && NOT_THERE.has((answer.refused as { name: string }).name);
}
