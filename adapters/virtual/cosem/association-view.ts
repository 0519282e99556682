import { CONFORMANCE_BITS, type Data, logicalNameOctets } from '../../dlms';
import type { Granted } from './association';
import type { ActionOutcome, CosemObject } from './cosem-object';
import { fixed, got } from './cosem-object';

/** The current association (class 15 version 1, Blue Book 4.4.4), by the logical name that every association has for itself. */
export const CURRENT_ASSOCIATION = '0-0:40.0.0.255';
export const REPLY_TO_HLS = 1;

/** Access modes of attributes and of methods (Blue Book 4.4.4, access_right). */
const MODE = { none: 0, read: 1, write: 2, both: 3 } as const;

export interface AssociationFacts {
  client: number;
  server: number;
  granted: Granted;
  maxReceivePduSize: number;
  /** What it lists beside itself. */
  objects: readonly CosemObject[];
  replyToHls(answer: Data | undefined): ActionOutcome;
}

/** The association as an object: what it lists, with whom it is, and the method by which a client answers a challenge. */
export function associationObject(facts: AssociationFacts): CosemObject {
  const { granted } = facts;
  const self: CosemObject = {
    classId: 15,
    version: 1,
    logicalName: CURRENT_ASSOCIATION,
    attributes: new Map([
      [1, fixed(() => octets(logicalNameOctets(CURRENT_ASSOCIATION)))],
      [2, { rights: { read: true, write: false }, get: () => got(listOf([self, ...facts.objects])) }],
      [3, fixed(() => structure({ type: 'integer', value: facts.client }, u16(facts.server)))],
      [4, fixed(() => octets(Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x01, granted.security ? 3 : 1)))],
      [5, fixed(() => contextInfo(facts))],
      [6, fixed(() => octets(Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x02, mechanismId(granted.mechanism))))],
      [7, fixed(() => octets(new Uint8Array()), false)],
      [8, fixed(() => ({ type: 'enum', value: granted.proof ? 1 : 2 }))],
    ]),
    methods: new Map([
      [REPLY_TO_HLS, { allowed: granted.mechanism === 'high-gmac', invoke: (answer) => facts.replyToHls(answer) }],
    ]),
  };
  return self;
}

function listOf(objects: readonly CosemObject[]): Data {
  return { type: 'array', value: objects.map(elementOf) };
}

function elementOf({ classId, version, logicalName, attributes, methods }: CosemObject): Data {
  const attributeAccess = [...attributes].map(([number, { rights, selectors }]) =>
    structure(
      { type: 'integer', value: number },
      { type: 'enum', value: rights.read ? (rights.write ? MODE.both : MODE.read) : rights.write ? MODE.write : MODE.none },
      selectors ? { type: 'array', value: selectors.map((value): Data => ({ type: 'integer', value })) } : NULL,
    ),
  );
  const methodAccess = [...methods].map(([number, { allowed }]) =>
    structure({ type: 'integer', value: number }, { type: 'enum', value: allowed ? 1 : 0 }),
  );
  return structure(
    u16(classId),
    { type: 'unsigned', value: version },
    octets(logicalNameOctets(logicalName)),
    structure({ type: 'array', value: attributeAccess }, { type: 'array', value: methodAccess }),
  );
}

function contextInfo({ granted, maxReceivePduSize }: AssociationFacts): Data {
  return structure(
    { type: 'bit-string', value: CONFORMANCE_BITS.map((bit) => (granted.conformance.has(bit) ? '1' : '0')).join('') },
    u16(maxReceivePduSize),
    u16(granted.clientMaxReceivePduSize),
    { type: 'unsigned', value: 6 },
    { type: 'integer', value: 0 },
    octets(new Uint8Array()),
  );
}

const mechanismId = (mechanism: Granted['mechanism']) => (mechanism === 'high-gmac' ? 5 : mechanism === 'low' ? 1 : 0);

const NULL: Data = { type: 'null-data', value: null };
const u16 = (value: number): Data => ({ type: 'long-unsigned', value });
const octets = (value: Uint8Array): Data => ({ type: 'octet-string', value });
const structure = (...value: Data[]): Data => ({ type: 'structure', value });
