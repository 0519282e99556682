import type { ClientApdu, ServerApdu } from '../apdu/apdu';
import { actionResponse, getDataResult } from '../apdu/results';
import { data } from '../data/data';
import { sequenceOf } from '../shape';

type Of<A extends { kind: string }, K extends A['kind']> = Extract<A, { kind: K }>;

/** A request that is whole: no block of one. */
export type WholeRequest = Of<
  ClientApdu,
  | 'get-request-normal'
  | 'get-request-with-list'
  | 'set-request-normal'
  | 'set-request-with-list'
  | 'action-request-normal'
  | 'action-request-with-list'
>;

/** The answer to one, whole. */
export type WholeResponse = Of<
  ServerApdu,
  | 'get-response-normal'
  | 'get-response-with-list'
  | 'set-response-normal'
  | 'set-response-with-list'
  | 'action-response-normal'
  | 'action-response-with-list'
>;

/**
 * What the blocks of a long service carry, joined (IEC 62056-5-3 §6.9 to 6.11): of a GET the Data, or the list of results; of a SET or
 * ACTION request the Data, or the list of them; of an ACTION response the result with what it returns, or the list of those.
 */
export const CARRIED = {
  getResult: data,
  getResults: sequenceOf(getDataResult),
  value: data,
  values: sequenceOf(data),
  response: actionResponse,
  responses: sequenceOf(actionResponse),
};
