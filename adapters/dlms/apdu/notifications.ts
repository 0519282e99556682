import { data } from '../data/data';
import { octetString, optional, sequence, u32, type ValueOf } from '../shape';
import { attributeDescriptor } from './descriptors';

/** Data-Notification (IEC 62056-5-3 §8). */
export const dataNotification = sequence({ longInvokeIdAndPriority: u32, dateTime: octetString, body: data });
export type DataNotification = ValueOf<typeof dataNotification>;

/** Event-Notification-Request; what the Green Book writes as event-notification-request [194]. */
export const eventNotification = sequence({ time: optional(octetString), attribute: attributeDescriptor, value: data });
export type EventNotification = ValueOf<typeof eventNotification>;
