import { data } from '../data/data';
import { logicalName } from '../data/logical-name';
import { boolean, i8, octetString, optional, sequence, u8, u16, u32, type ValueOf } from '../shape';

/** Cosem-Attribute-Descriptor: which attribute of which object. */
export const attributeDescriptor = sequence({ classId: u16, instanceId: logicalName, attributeId: i8 });
export type AttributeDescriptor = ValueOf<typeof attributeDescriptor>;

/** Cosem-Method-Descriptor: which method of which object. */
export const methodDescriptor = sequence({ classId: u16, instanceId: logicalName, methodId: i8 });
export type MethodDescriptor = ValueOf<typeof methodDescriptor>;

/** Selective-Access-Descriptor: what part of an attribute. `selective-access.ts` builds and reads those of profiles. */
export const selectiveAccess = sequence({ accessSelector: u8, accessParameters: data });
export type SelectiveAccess = ValueOf<typeof selectiveAccess>;

/** Cosem-Attribute-Descriptor-With-Selection. */
export const attributeWithSelection = sequence({ attribute: attributeDescriptor, accessSelection: optional(selectiveAccess) });

/** DataBlock-SA: one block of a long SET or ACTION. */
export const dataBlock = sequence({ lastBlock: boolean, blockNumber: u32, rawData: octetString });
export type DataBlock = ValueOf<typeof dataBlock>;

/** Invoke-Id-And-Priority as its octet: bits 0 to 3 the id, bit 6 confirmed, bit 7 high priority. */
export const invokeIdAndPriority = (invokeId: number, { confirmed = true, highPriority = true } = {}): number =>
  (invokeId & 0x0f) | (confirmed ? 0x40 : 0) | (highPriority ? 0x80 : 0);
