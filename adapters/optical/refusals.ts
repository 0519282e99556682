import type { Answer } from '../../trace/vocabulary';
import { type ActionResult, actionResult, type DataAccessResult, dataAccessResult, encode } from '../dlms';
import type { Answered } from './session';

export type Refused = Extract<Answer, { refused: unknown }>['refused'];

/** An octet that no result of the standard has. */
const NO_CODE = 251;

/** A result of GET or SET by code and name; one that the standard does not name has only its number. */
export const dataRefusal = (result: DataAccessResult): Refused => named(result, encode(dataAccessResult, result));

/** The same of an ACTION. */
export const actionRefusal = (result: ActionResult): Refused => named(result, encode(actionResult, result));

const named = (result: DataAccessResult | ActionResult, [code = NO_CODE]: Uint8Array): Refused => ({
  code,
  name: typeof result === 'number' ? 'not-named' : result,
});

/** An answer that carries no result of its own: an exception-response, which has no code, or one of another kind than was asked for. */
export function refusedBy(response: Answered['response']): Refused {
  if (response.kind !== 'exception-response') return { code: NO_CODE, name: response.kind };
  const { stateError, serviceError } = response;
  return { code: NO_CODE, name: `${stateError}-${serviceError}` };
}
