import { data } from '../data/data';
import { choice, optional, sequence, sequenceOf, u8, u32 } from '../shape';
import { dataBlock, methodDescriptor } from './descriptors';
import { actionResponse as oneResponse } from './results';

/** Action-Request (IEC 62056-5-3 §8). */
export const actionRequest = choice('an action-request', {
  'action-request-normal': [1, sequence({ invokeIdAndPriority: u8, method: methodDescriptor, parameters: optional(data) })],
  'action-request-next-pblock': [2, sequence({ invokeIdAndPriority: u8, blockNumber: u32 })],
  'action-request-with-list': [
    3,
    sequence({ invokeIdAndPriority: u8, methods: sequenceOf(methodDescriptor), parameters: sequenceOf(data) }),
  ],
  'action-request-with-first-pblock': [4, sequence({ invokeIdAndPriority: u8, method: methodDescriptor, pblock: dataBlock })],
  'action-request-with-list-and-first-pblock': [
    5,
    sequence({ invokeIdAndPriority: u8, methods: sequenceOf(methodDescriptor), pblock: dataBlock }),
  ],
  'action-request-with-pblock': [6, sequence({ invokeIdAndPriority: u8, pblock: dataBlock })],
});

/** Action-Response. */
export const actionResponse = choice('an action-response', {
  'action-response-normal': [1, sequence({ invokeIdAndPriority: u8, response: oneResponse })],
  'action-response-with-pblock': [2, sequence({ invokeIdAndPriority: u8, pblock: dataBlock })],
  'action-response-with-list': [3, sequence({ invokeIdAndPriority: u8, responses: sequenceOf(oneResponse) })],
  'action-response-next-pblock': [4, sequence({ invokeIdAndPriority: u8, blockNumber: u32 })],
});
