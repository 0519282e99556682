import { DecodeError } from '../../../trace/errors';
import { type Apdu, apduFrom, type Role } from '../apdu/apdu';
import { gbcsMessage } from '../gbcs/message';
import { decode, type Shape } from '../shape';
import { apduNode } from './apdu-node';
import { gbcsNode } from './gbcs-node';
import { hdlcNodes } from './hdlc-node';
import type { TreeNode } from './node';
import { octetsText } from './octets';

const FLAG = 0x7e;
const MAC_HEADER = 0xdd;
const GROUPING_HEADER = 0xdf;

/**
 * Any octets of DLMS as trees, recognised by how they begin: HDLC frames and what lies between them, GBCS messages, APDUs of either
 * side. Throws the `DecodeError` of the reading that came furthest.
 */
export function treesOf(octets: Uint8Array): TreeNode[] {
  if (octets[0] === FLAG) return hdlcNodes(octets, apduOrOctets);
  const readings: (() => TreeNode)[] = [() => readApdu(octets, 'client'), () => readApdu(octets, 'server')];
  if (octets[0] === MAC_HEADER || octets[0] === GROUPING_HEADER) readings.unshift(() => gbcsNode(decode(gbcsMessage, octets)));
  return [firstThatReads(readings)];
}

const readApdu = (octets: Uint8Array, from: Role) => apduNode(decode<Apdu>(apduFrom[from] as Shape<Apdu>, octets), from);

function firstThatReads(readings: readonly (() => TreeNode)[]): TreeNode {
  let furthest: DecodeError | undefined;
  for (const reading of readings) {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (furthest === undefined || error.offset > furthest.offset) furthest = error;
    }
  }
  throw furthest ?? new DecodeError(0, 'a message', 'nothing');
}

/** Within a frame an APDU that cannot be read does not hide the frame. */
function apduOrOctets(apdu: Uint8Array, from: Role): TreeNode {
  try {
    return readApdu(apdu, from);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { label: `not an APDU of the ${from}`, text: octetsText(apdu), children: [{ label: 'because', text: error.message }] };
  }
}
