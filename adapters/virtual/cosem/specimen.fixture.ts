import {
  type Authentication,
  associationRequest,
  type ClientApdu,
  ClientTransfer,
  CONFORMANCE_BITS,
  type ConformanceBit,
  type Data,
  decodeApdu,
  encodeApdu,
  initiateRequestOctets,
  invokeIdAndPriority,
  type ServerApdu,
  type WholeRequest,
  type WholeResponse,
} from '../../dlms';
import { type CosemObject, fixed, got } from './cosem-object';
import { CosemServer, type CosemServerOptions } from './cosem-server';
import type { KeyRing } from './key-ring';
import { ClientCounters } from './secured-association';

const octetsOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

export const KEYS: KeyRing = {
  systemTitle: octetsOf('534d560000000001'),
  password: Uint8Array.from(Buffer.from('open sesame')),
  encryptionKey: octetsOf('000102030405060708090a0b0c0d0e0f'),
  authenticationKey: octetsOf('d0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
};

export const LOW: Authentication = { mechanism: 'low', password: KEYS.password };
export const LONG: Data = { type: 'octet-string', value: Uint8Array.from({ length: 3000 }, (_, i) => i & 0xff) };

/** A register that anybody reads, a text that management writes, and a method; the text is `held`. */
export function specimenObjects(held: { text: Data }, by: 'management' | 'public'): CosemObject[] {
  const manages = by === 'management';
  const register: CosemObject = {
    classId: 3,
    version: 0,
    logicalName: '1-20:2.8.0.255',
    attributes: new Map([[2, fixed(() => ({ type: 'double-long-unsigned', value: 1234 }))]]),
    methods: new Map([[1, { allowed: false, invoke: () => ({ result: 'read-write-denied' }) }]]),
  };
  const text: CosemObject = {
    classId: 1,
    version: 0,
    logicalName: '1-20:0.0.2.255',
    attributes: new Map([
      [
        2,
        {
          rights: { read: true, write: true },
          get: () => got(held.text),
          set: (value: Data) => {
            if (value.type !== 'octet-string') return 'type-unmatched';
            held.text = value;
            return 'success';
          },
        },
      ],
    ]),
    methods: new Map([[1, { allowed: true, invoke: (parameters) => ({ result: 'success', returns: parameters ?? held.text }) }]]),
  };
  return manages ? [register, text] : [register];
}

/** A client of the codec's own APDUs before a server, in one connection. */
export class TestClient {
  readonly held: { text: Data } = { text: { type: 'octet-string', value: octetsOf('3132') } };
  readonly server: CosemServer;

  constructor(client = 1, options: Partial<CosemServerOptions> = {}) {
    let counter = 0;
    this.server = new CosemServer({
      clients: new Map([
        [16, 'public'],
        [1, 'management'],
      ]),
      keys: KEYS,
      conformance: CONFORMANCE_BITS.filter((bit) => !bit.startsWith('reserved')),
      maxReceivePduSize: 512,
      challenge: () => octetsOf('00112233445566778899aabbccddeeff'),
      objects: (by) => specimenObjects(this.held, by),
      client,
      server: 1,
      window: 3,
      nextCounter: () => counter++,
      clientCounters: new ClientCounters(),
      ...options,
    });
  }

  /** The one APDU that answers another. */
  ask(apdu: ClientApdu): ServerApdu {
    const [answer, ...more] = this.server.take(encodeApdu('client', apdu));
    if (!answer || more.length > 0) throw new Error(`${more.length} more answers`);
    return decodeApdu('server', answer);
  }

  associate(
    authentication: Authentication,
    {
      conformance = [...CONFORMANCE_BITS],
      size = 512,
      systemTitle,
    }: Partial<{ conformance: ConformanceBit[]; size: number; systemTitle: Uint8Array }> = {},
  ) {
    const userInformation = initiateRequestOctets({ conformance, clientMaxReceivePduSize: size });
    const answer = this.ask({
      kind: 'aarq',
      ...associationRequest({ authentication, userInformation, ...(systemTitle && { systemTitle }) }),
    });
    if (answer.kind !== 'aare') throw new Error(answer.kind);
    return answer;
  }

  /** A whole service, cut and joined by blocks as it needs. */
  serve(
    request: WholeRequest,
    serverMaxReceivePduSize = 512,
  ): { response: WholeResponse; exchanges: number } | { refused: ServerApdu } {
    const transfer = new ClientTransfer(request, { serverMaxReceivePduSize });
    let apdu = transfer.first();
    for (let exchanges = 1; ; exchanges++) {
      const step = transfer.take(this.ask(apdu));
      if ('broken' in step) throw new Error(step.broken);
      if ('refused' in step) return step;
      if ('response' in step) return { response: step.response, exchanges };
      apdu = step.send;
    }
  }
}

export const ID = { invokeIdAndPriority: invokeIdAndPriority(1) };
export const REGISTER = { classId: 3, instanceId: '1-20:2.8.0.255', attributeId: 2 };
export const TEXT = { classId: 1, instanceId: '1-20:0.0.2.255', attributeId: 2 };
