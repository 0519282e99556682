import { DecodeError } from '../../../trace/errors';
import { type Apdu, apduFrom, type Role } from '../apdu/apdu';
import type { Data } from '../data/types';
import { secured } from '../security/secured';
import { decode } from '../shape';
import { attributeName, className, methodName } from './cosem-classes';
import { dataNode } from './data-node';
import type { TreeNode } from './node';
import { octetsText } from './octets';

/** An APDU as a tree, by the names of its fields; what stands ciphered in it is shown as far as it is in the clear. */
export function apduNode(apdu: Apdu, from: Role): TreeNode {
  const { kind, ...fields } = apdu;
  return { label: kind, children: fieldNodes(fields, from) };
}

const fieldNodes = (fields: object, from: Role): TreeNode[] =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => valueNode(name, value, from));

function valueNode(name: string, value: unknown, from: Role): TreeNode {
  const label = wordsOf(name);
  if (value instanceof Uint8Array) return octetsNode(name, value, from);
  if (Array.isArray(value)) return listNode(label, value, from);
  if (typeof value !== 'object' || value === null) return { label, text: scalarText(name, value) };
  if (isData(value)) return dataNode(label, value);
  if ('instanceId' in value) return { label, text: objectText(value as ObjectDescriptor) };
  if (!('kind' in value)) return { label, children: fieldNodes(value, from) };
  const { kind, ...fields } = value;
  return { label, text: String(kind), children: fieldNodes(fields, from) };
}

function listNode(label: string, values: readonly unknown[], from: Role): TreeNode {
  if (values.every((value) => typeof value === 'string')) return { label, text: values.join(', ') || 'none' };
  return { label, text: String(values.length), children: values.map((value, i) => valueNode(`[${i + 1}]`, value, from)) };
}

/** Octets that hold an APDU, or a ciphered one, show what they hold where it can be read. */
function octetsNode(name: string, octets: Uint8Array, from: Role): TreeNode {
  const label = wordsOf(name);
  const inner = name === 'userInformation' ? innerApdu(octets, from) : name === 'ciphered' ? securedNode(octets) : undefined;
  return inner === undefined ? { label, text: octetsText(octets) } : { label, children: [inner] };
}

function innerApdu(octets: Uint8Array, from: Role): TreeNode | undefined {
  return unlessRefused(() => apduNode(decode<Apdu>(apduFrom[from], octets), from));
}

function securedNode(octets: Uint8Array): TreeNode | undefined {
  return unlessRefused(() => {
    const { control, invocationCounter, text, tag } = decode(secured, octets);
    const { suite, ...bits } = control;
    const set = Object.entries(bits).flatMap(([bit, on]) => (on ? [bit] : []));
    return {
      label: `security suite ${suite}`,
      text: set.join(', ') || 'no protection',
      children: [
        { label: 'invocation counter', text: String(invocationCounter) },
        { label: control.encrypted ? 'ciphertext' : 'text', text: octetsText(text) },
        ...(tag === undefined ? [] : [{ label: 'tag', text: octetsText(tag) }]),
      ],
    };
  });
}

function unlessRefused(work: () => TreeNode): TreeNode | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

type ObjectDescriptor = { classId: number; instanceId: string } & ({ attributeId: number } | { methodId: number });

function objectText(descriptor: ObjectDescriptor): string {
  const { classId, instanceId } = descriptor;
  const member =
    'attributeId' in descriptor
      ? `attribute ${attributeName(classId, descriptor.attributeId)}`
      : `method ${methodName(classId, descriptor.methodId)}`;
  return `${className(classId)} ${instanceId} ${member}`;
}

function scalarText(name: string, value: unknown): string {
  if (name === 'invokeIdAndPriority') return idText(value as number, 0x0f, 6);
  if (name === 'longInvokeIdAndPriority') return idText(value as number, 0xff_ffff, 30);
  if (typeof value === 'number' && RESULT_NAMES.has(name)) return `${value} (not in the standard)`;
  return String(value);
}

/** Fields that have a name wherever the standard has one: a number there is news. */
const RESULT_NAMES = new Set(['result', 'reason', 'stateError', 'serviceError', 'service', 'flag']);

function idText(value: number, ids: number, confirmedBit: number): string {
  const confirmed = (value >>> confirmedBit) & 1 ? 'confirmed' : 'unconfirmed';
  return `${value & ids}, ${confirmed}, ${(value >>> (confirmedBit + 1)) & 1 ? 'high' : 'normal'} priority`;
}

const isData = (value: object): value is Data => 'type' in value && 'value' in value;

/** `proposedDlmsVersionNumber` as people read it. */
const wordsOf = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
