import { data } from '../data/data';
import { choice, enumeration, optional, sequence, type ValueOf } from '../shape';

/** What reading and writing on the one hand, and methods on the other, may end in alike. */
const OF_EITHER = {
  success: 0,
  'hardware-fault': 1,
  'temporary-failure': 2,
  'read-write-denied': 3,
  'object-undefined': 4,
  'object-class-inconsistent': 9,
  'object-unavailable': 11,
  'type-unmatched': 12,
  'scope-of-access-violated': 13,
  'data-block-unavailable': 14,
  'other-reason': 250,
} as const;

/** Data-Access-Result (IEC 62056-5-3 §8). */
export const dataAccessResult = enumeration('a data-access-result', {
  ...OF_EITHER,
  'long-get-aborted': 15,
  'no-long-get-in-progress': 16,
  'long-set-aborted': 17,
  'no-long-set-in-progress': 18,
  'data-block-number-invalid': 19,
});
export type DataAccessResult = ValueOf<typeof dataAccessResult>;

/** Action-Result (IEC 62056-5-3 §8). */
export const actionResult = enumeration('an action-result', {
  ...OF_EITHER,
  'long-action-aborted': 15,
  'no-long-action-in-progress': 16,
});
export type ActionResult = ValueOf<typeof actionResult>;

/** Get-Data-Result. */
export const getDataResult = choice('data [0] or a data-access-result [1]', {
  data: [0, sequence({ data })],
  'data-access-result': [1, sequence({ result: dataAccessResult })],
});
export type GetDataResult = ValueOf<typeof getDataResult>;

/** Action-Response-With-Optional-Data. */
export const actionResponse = sequence({ result: actionResult, returnParameters: optional(getDataResult) });
