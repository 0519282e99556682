import { DecodeError } from '../../../trace/errors';
import { type Apdu, apduFrom, type Role } from '../apdu/apdu';
import type { GbcsMessage } from '../gbcs/message';
import { decode } from '../shape';
import { apduNode } from './apdu-node';
import type { TreeNode } from './node';
import { octetsText } from './octets';

/** A GBCS message as a tree; a payload that is not DLMS stays octets, with the reason. */
export function gbcsNode(message: GbcsMessage): TreeNode {
  const { transaction, originator, recipient, dateTime, otherInformation, payload, signature, mac } = message;
  const { messageCode, supplementary } = otherInformation;
  const children: TreeNode[] = [
    { label: 'originator counter', text: String(transaction.originatorCounter) },
    { label: 'originator', text: octetsText(originator) },
    { label: 'recipient', text: octetsText(recipient) },
    { label: 'date time', text: octetsText(dateTime) },
    { label: 'message code', text: `0x${messageCode.toString(16).toUpperCase().padStart(4, '0')}` },
    ...(supplementary.length > 0 ? [{ label: 'supplementary', text: octetsText(supplementary) }] : []),
    payloadNode(payload, transaction.flag === 'command' ? 'client' : 'server'),
    { label: 'signature', text: signature === undefined ? 'none: a pre-command' : octetsText(signature) },
  ];
  if (mac !== undefined)
    children.push({
      label: 'MAC',
      text: `${octetsText(mac.tag)}, invocation counter ${mac.invocationCounter}, suite ${mac.control.suite}`,
    });
  return { label: `GBCS ${transaction.flag}`, children };
}

function payloadNode(payload: Uint8Array, from: Role): TreeNode {
  try {
    return { label: 'payload', children: [apduNode(decode<Apdu>(apduFrom[from], payload), from)] };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { label: 'payload', text: octetsText(payload), children: [{ label: 'not DLMS', text: error.message }] };
  }
}
