import { data } from '../data/data';
import { octetString, optional, sequence, u32 } from '../shape';
import { attributeDescriptor } from './descriptors';

/** Data-Notification (IEC 62056-5-3 §8). */
export const dataNotification = sequence({ longInvokeIdAndPriority: u32, dateTime: octetString, body: data });

/** Event-Notification-Request, of a server that reports unasked. */
export const eventNotification = sequence({ time: optional(octetString), attribute: attributeDescriptor, value: data });
