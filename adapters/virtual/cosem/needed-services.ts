import type { ClientApdu, ConformanceBit } from '../../dlms';

const GET: ConformanceBit = 'get';
const SET: ConformanceBit = 'set';
const ACTION: ConformanceBit = 'action';
const LIST: ConformanceBit = 'multiple-references';
const SELECTION: ConformanceBit = 'selective-access';
const GET_BLOCKS: ConformanceBit = 'block-transfer-with-get-or-read';
const SET_BLOCKS: ConformanceBit = 'block-transfer-with-set-or-write';
const ACTION_BLOCKS: ConformanceBit = 'block-transfer-with-action';

/** Bits of the conformance block that must be agreed for an APDU (IEC 62056-5-3 §7.3.1); undefined for one that is no service. */
export function needed(apdu: ClientApdu): ConformanceBit[] | undefined {
  switch (apdu.kind) {
    case 'get-request-normal':
      return [GET, ...selection(apdu)];
    case 'get-request-with-list':
      return [GET, LIST, ...apdu.attributes.flatMap(selection)];
    case 'get-request-next':
      return [GET, GET_BLOCKS];
    case 'set-request-normal':
      return [SET, ...selection(apdu)];
    case 'set-request-with-list':
      return [SET, LIST, ...apdu.attributes.flatMap(selection)];
    case 'set-request-with-first-datablock':
      return [SET, SET_BLOCKS, ...selection(apdu)];
    case 'set-request-with-list-and-first-datablock':
      return [SET, SET_BLOCKS, LIST, ...apdu.attributes.flatMap(selection)];
    case 'set-request-with-datablock':
      return [SET, SET_BLOCKS];
    case 'action-request-normal':
      return [ACTION];
    case 'action-request-with-list':
      return [ACTION, LIST];
    case 'action-request-next-pblock':
    case 'action-request-with-first-pblock':
    case 'action-request-with-pblock':
      return [ACTION, ACTION_BLOCKS];
    case 'action-request-with-list-and-first-pblock':
      return [ACTION, ACTION_BLOCKS, LIST];
    case 'access-request':
      return ['access'];
    default:
      return undefined;
  }
}

const selection = ({ accessSelection }: { accessSelection?: unknown }) => (accessSelection === undefined ? [] : [SELECTION]);
