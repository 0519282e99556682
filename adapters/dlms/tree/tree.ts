import { DecodeError } from '../../../trace/errors';
import { type Apdu, apduFrom, type Role } from '../apdu/apdu';
import { gbcsMessage } from '../gbcs/message';
import { decode, type Shape } from '../shape';
import { apduNode } from './apdu-node';
import { gbcsNode } from './gbcs-node';
import { hdlcNodes } from './hdlc-node';
import { JoinedBlocks } from './joined-blocks';
import type { TreeNode } from './node';
import { octetsText } from './octets';
import { wrapperNodes } from './wrapper-node';

const FLAG = 0x7e;
const WRAPPER_VERSION = [0x00, 0x01];
const MAC_HEADER = 0xdd;
const GROUPING_HEADER = 0xdf;

/**
 * Any octets of DLMS as trees, recognised by how they begin: runs of HDLC frames or wrapper messages and what
 * lies between them, GBCS messages, APDUs of either side. Throws the `DecodeError` of the reading that came furthest.
 */
export function treesOf(octets: Uint8Array): TreeNode[] {
  const blocks = new JoinedBlocks();
  if (octets[0] === FLAG) return hdlcNodes(octets, (apdu, from) => orOctets(apdu, [reading(apdu, from, blocks)]));
  if (WRAPPER_VERSION.every((octet, i) => octets[i] === octet))
    return wrapperNodes(octets, (apdu) => orOctets(apdu, bothReadings(apdu, blocks)));
  const gbcs = octets[0] === MAC_HEADER || octets[0] === GROUPING_HEADER;
  return [firstThatReads([...(gbcs ? [() => gbcsNode(decode(gbcsMessage, octets))] : []), ...bothReadings(octets, blocks)])];
}

type Reading = () => TreeNode;

const reading =
  (octets: Uint8Array, from: Role, blocks: JoinedBlocks): Reading =>
  () => {
    const apdu = decode<Apdu>(apduFrom[from] as Shape<Apdu>, octets);
    const node = apduNode(apdu, from);
    return { ...node, children: [...(node.children ?? []), ...blocks.take(apdu)] };
  };
const bothReadings = (octets: Uint8Array, blocks: JoinedBlocks) => [
  reading(octets, 'client', blocks),
  reading(octets, 'server', blocks),
];

function firstThatReads(readings: readonly Reading[]): TreeNode {
  let furthest: DecodeError | undefined;
  for (const read of readings) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (furthest === undefined || error.offset > furthest.offset) furthest = error;
    }
  }
  throw furthest ?? new DecodeError(0, 'a message', 'nothing');
}

/** Within a frame or wrapper an APDU that cannot be read does not hide what is around it. */
function orOctets(apdu: Uint8Array, readings: readonly Reading[]): TreeNode {
  try {
    return firstThatReads(readings);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { label: 'no APDU', text: octetsText(apdu), children: [{ label: 'because', text: error.message }] };
  }
}
