import { Unwrapper } from '../wrapper';
import type { TreeNode } from './node';
import { octetsText } from './octets';

/** A run of wrapper messages, and what lies between them. Whose APDU one carries its tag has to say. */
export function wrapperNodes(octets: Uint8Array, apduNode: (apdu: Uint8Array) => TreeNode): TreeNode[] {
  const unwrapper = new Unwrapper();
  return [...unwrapper.push(octets), ...unwrapper.silence()].map((piece) => {
    if ('dropped' in piece) return { label: `no message: ${piece.dropped}`, text: octetsText(piece.octets) };
    const { source, destination, apdu } = piece.message;
    return { label: 'wrapper', text: `${source} to ${destination}, ${apdu.length} octets`, children: [apduNode(apdu)] };
  });
}
