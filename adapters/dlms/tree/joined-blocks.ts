import { DecodeError } from '../../../trace/errors';
import type { Apdu } from '../apdu/apdu';
import type { DataBlock } from '../apdu/descriptors';
import { data } from '../data/data';
import { decode } from '../shape';
import { BlockReceiver } from '../transfer/blocks';
import { dataNode } from './data-node';
import type { TreeNode } from './node';
import { octetsText } from './octets';

/** What the blocks of a run of APDUs say once the last of them is there. */
export class JoinedBlocks {
  /** Of the client's blocks and of the server's: each side sends one long service at a time. */
  private readonly receivers = new Map<string, BlockReceiver>();

  /** The joined data after a last block, below its APDU; nothing after any other, or where a block is missing. */
  take(apdu: Apdu): TreeNode[] {
    const block = blockOf(apdu);
    if (block === undefined) return [];
    const side = apdu.kind.includes('-request') ? 'client' : 'server';
    if (block.blockNumber === 1) this.receivers.set(side, new BlockReceiver());
    const received = this.receivers.get(side)?.take(block);
    return received?.kind === 'whole' ? [joinedNode(received.octets)] : [];
  }
}

function blockOf(apdu: Apdu): DataBlock | undefined {
  if ('datablock' in apdu) return apdu.datablock;
  if ('pblock' in apdu) return apdu.pblock;
  if (apdu.kind !== 'get-response-with-datablock' || apdu.result.kind !== 'raw-data') return undefined;
  return { lastBlock: apdu.lastBlock, blockNumber: apdu.blockNumber, rawData: apdu.result.rawData };
}

/** Of a list, or of the response of an ACTION, only the octets: they are no data of their own. */
function joinedNode(octets: Uint8Array): TreeNode {
  try {
    return dataNode('joined blocks', decode(data, octets));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { label: 'joined blocks', text: octetsText(octets) };
  }
}
