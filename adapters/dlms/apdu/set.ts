import { data } from '../data/data';
import { choice, optional, sequence, sequenceOf, u8, u32 } from '../shape';
import { attributeDescriptor, attributeWithSelection, dataBlock, selectiveAccess } from './descriptors';
import { dataAccessResult } from './results';

const selected = { attribute: attributeDescriptor, accessSelection: optional(selectiveAccess) };

/** Set-Request (IEC 62056-5-3 §8). */
export const setRequest = choice('a set-request', {
  'set-request-normal': [1, sequence({ invokeIdAndPriority: u8, ...selected, value: data })],
  'set-request-with-first-datablock': [2, sequence({ invokeIdAndPriority: u8, ...selected, datablock: dataBlock })],
  'set-request-with-datablock': [3, sequence({ invokeIdAndPriority: u8, datablock: dataBlock })],
  'set-request-with-list': [
    4,
    sequence({ invokeIdAndPriority: u8, attributes: sequenceOf(attributeWithSelection), values: sequenceOf(data) }),
  ],
  'set-request-with-list-and-first-datablock': [
    5,
    sequence({ invokeIdAndPriority: u8, attributes: sequenceOf(attributeWithSelection), datablock: dataBlock }),
  ],
});

/** Set-Response. */
export const setResponse = choice('a set-response', {
  'set-response-normal': [1, sequence({ invokeIdAndPriority: u8, result: dataAccessResult })],
  'set-response-datablock': [2, sequence({ invokeIdAndPriority: u8, blockNumber: u32 })],
  'set-response-last-datablock': [3, sequence({ invokeIdAndPriority: u8, result: dataAccessResult, blockNumber: u32 })],
  'set-response-last-datablock-with-list': [
    4,
    sequence({ invokeIdAndPriority: u8, results: sequenceOf(dataAccessResult), blockNumber: u32 }),
  ],
  'set-response-with-list': [5, sequence({ invokeIdAndPriority: u8, results: sequenceOf(dataAccessResult) })],
});
