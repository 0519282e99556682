import { DecodeError } from '../../../trace/errors';
import { type Control, type Deframed, Deframer, decodeParameters, type Frame, type HdlcAddress } from '../hdlc';
import type { TreeNode } from './node';
import { octetsText } from './octets';

const LLC_LENGTH = 3;
const LLC = { e6e600: 'client', e6e700: 'server' } as const;

/** What makes a node of an APDU that one side sent. */
type ApduNode = (apdu: Uint8Array, from: 'client' | 'server') => TreeNode;

/** A run of HDLC octets: each frame, what lies between them, and each message once its last segment is there. */
export function hdlcNodes(octets: Uint8Array, apduNode: ApduNode): TreeNode[] {
  const deframer = new Deframer();
  const messages = new Map<string, Uint8Array[]>();
  return [...deframer.push(octets), ...deframer.silence()].map((piece) => pieceNode(piece, messages, apduNode));
}

function pieceNode(piece: Deframed, messages: Map<string, Uint8Array[]>, apduNode: ApduNode): TreeNode {
  if ('dropped' in piece) return { label: `no frame: ${piece.dropped}`, text: octetsText(piece.octets) };
  const { frame } = piece;
  return { label: `HDLC ${frame.control.kind}`, text: frameText(frame), children: contentNodes(frame, messages, apduNode) };
}

function frameText({ source, destination, control, segmented, info }: Frame): string {
  const parts = [`${addressText(source)} to ${addressText(destination)}`, controlText(control)];
  if (info.length > 0) parts.push(`${info.length} octets`);
  if (segmented) parts.push('more follows');
  return parts.filter((part) => part !== '').join(', ');
}

const addressText = ({ upper, lower }: HdlcAddress) => (lower === undefined ? String(upper) : `${upper}/${lower}`);

function controlText(control: Control): string {
  if (control.kind === 'unknown') return `control ${control.octet.toString(16)}`;
  const numbers = 'ns' in control ? `N(S) ${control.ns}, N(R) ${control.nr}` : 'nr' in control ? `N(R) ${control.nr}` : '';
  return [numbers, control.poll ? 'P/F' : ''].filter((part) => part !== '').join(', ');
}

function contentNodes(frame: Frame, messages: Map<string, Uint8Array[]>, apduNode: ApduNode): TreeNode[] {
  const { control, info } = frame;
  if (control.kind === 'SNRM' || control.kind === 'UA') return parameterNodes(info);
  if (control.kind !== 'I' && control.kind !== 'UI')
    return info.length === 0 ? [] : [{ label: 'information', text: octetsText(info) }];
  const way = `${addressText(frame.source)} to ${addressText(frame.destination)}`;
  const segments = [...(messages.get(way) ?? []), info];
  if (frame.segmented) {
    messages.set(way, segments);
    return [];
  }
  messages.delete(way);
  return [messageNode(Buffer.concat(segments), apduNode)];
}

function parameterNodes(info: Uint8Array): TreeNode[] {
  try {
    return Object.entries(decodeParameters(info)).map(([label, value]) => ({ label, text: String(value) }));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return [{ label: 'no parameters', text: `${octetsText(info)}: ${error.message}` }];
  }
}

function messageNode(message: Uint8Array, apduNode: ApduNode): TreeNode {
  const llc = Buffer.from(message.subarray(0, LLC_LENGTH)).toString('hex');
  if (!(llc in LLC)) return { label: 'no LLC header', text: octetsText(message) };
  return apduNode(message.slice(LLC_LENGTH), LLC[llc as keyof typeof LLC]);
}
