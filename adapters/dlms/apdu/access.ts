import { data } from '../data/data';
import { choice, octetString, optional, sequence, sequenceOf, u32 } from '../shape';
import { attributeDescriptor, methodDescriptor, selectiveAccess } from './descriptors';
import { actionResult, dataAccessResult } from './results';

const attribute = { attribute: attributeDescriptor };
const selected = { ...attribute, accessSelection: selectiveAccess };

/** Access-Request-Specification: one thing to get, set or do. */
export const accessRequestSpecification = choice('an access-request-specification', {
  'access-request-get': [1, sequence(attribute)],
  'access-request-set': [2, sequence(attribute)],
  'access-request-action': [3, sequence({ method: methodDescriptor })],
  'access-request-get-with-selection': [4, sequence(selected)],
  'access-request-set-with-selection': [5, sequence(selected)],
});

/** Access-Response-Specification: how one of them went. */
export const accessResponseSpecification = choice('an access-response-specification', {
  'access-response-get': [1, sequence({ result: dataAccessResult })],
  'access-response-set': [2, sequence({ result: dataAccessResult })],
  'access-response-action': [3, sequence({ result: actionResult })],
});

/** Access-Request: as many data as specifications, null-data where one needs none (IEC 62056-5-3 §8; GBCS carries these). */
export const accessRequest = sequence({
  longInvokeIdAndPriority: u32,
  dateTime: octetString,
  specifications: sequenceOf(accessRequestSpecification),
  data: sequenceOf(data),
});

/** Access-Response. */
export const accessResponse = sequence({
  longInvokeIdAndPriority: u32,
  dateTime: octetString,
  requestSpecifications: optional(sequenceOf(accessRequestSpecification)),
  data: sequenceOf(data),
  specifications: sequenceOf(accessResponseSpecification),
});
