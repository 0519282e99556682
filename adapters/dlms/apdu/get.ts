import { boolean, choice, octetString, optional, sequence, sequenceOf, u8, u32 } from '../shape';
import { attributeDescriptor, attributeWithSelection, selectiveAccess } from './descriptors';
import { dataAccessResult, getDataResult } from './results';

/** Get-Request (IEC 62056-5-3 §8). */
export const getRequest = choice('a get-request', {
  'get-request-normal': [
    1,
    sequence({ invokeIdAndPriority: u8, attribute: attributeDescriptor, accessSelection: optional(selectiveAccess) }),
  ],
  'get-request-next': [2, sequence({ invokeIdAndPriority: u8, blockNumber: u32 })],
  'get-request-with-list': [3, sequence({ invokeIdAndPriority: u8, attributes: sequenceOf(attributeWithSelection) })],
});

/** DataBlock-G's result: a part of the encoded answer, or why there is none. */
const blockResult = choice('raw-data [0] or a data-access-result [1]', {
  'raw-data': [0, sequence({ rawData: octetString })],
  'data-access-result': [1, sequence({ result: dataAccessResult })],
});

/** Get-Response. */
export const getResponse = choice('a get-response', {
  'get-response-normal': [1, sequence({ invokeIdAndPriority: u8, result: getDataResult })],
  'get-response-with-datablock': [
    2,
    sequence({ invokeIdAndPriority: u8, lastBlock: boolean, blockNumber: u32, result: blockResult }),
  ],
  'get-response-with-list': [3, sequence({ invokeIdAndPriority: u8, results: sequenceOf(getDataResult) })],
});
