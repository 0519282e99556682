import { randomBytes } from 'node:crypto';
import type { BytePort } from '../../native';
import { portPair } from '../../native/port-pair.fixture';
import { CONFORMANCE_BITS, type ConformanceBit, hdlcAddress, hdlcLink, WrapperLink } from '../dlms';
import type { CosemObject } from '../virtual/cosem/cosem-object';
import { CosemServer } from '../virtual/cosem/cosem-server';
import { ClientCounters } from '../virtual/cosem/secured-association';
import { LineSession } from '../virtual/line-session';

export interface ServedOptions {
  conformance?: readonly ConformanceBit[];
  link?: 'hdlc' | 'wrapper';
  /** Answers an APDU in the server's place; undefined: the server does. */
  instead?(apdu: Uint8Array): Uint8Array[] | undefined;
}

/** A meter of these objects, for anybody, at the other end of a line in memory until the signal aborts; the first octet of each APDU. */
export function servedObjects(
  objects: CosemObject[],
  signal: AbortSignal,
  { conformance = CONFORMANCE_BITS, link = 'hdlc', instead }: ServedOptions = {},
): { port: BytePort; asked: number[] } {
  const [near, far] = portPair();
  const asked: number[] = [];
  const [systemTitle, password] = [randomBytes(8), randomBytes(8)];
  const [encryptionKey, authenticationKey] = [randomBytes(16), randomBytes(16)];
  const server = (client: number) => {
    const made = new CosemServer({
      clients: new Map([[client, 'public']]),
      keys: { systemTitle, password, encryptionKey, authenticationKey },
      conformance,
      maxReceivePduSize: 512,
      challenge: () => randomBytes(16),
      objects: () => objects,
      client,
      server: 1,
      window: 3,
      nextCounter: () => 1,
      clientCounters: new ClientCounters(),
    });
    const take = made.take.bind(made);
    made.take = (octets) => {
      asked.push(octets[0]!);
      return instead?.(octets) ?? take(octets);
    };
    return made;
  };
  const parameters = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 7, windowReceive: 7 };
  const meter = new LineSession(far, {
    link: () =>
      link === 'wrapper'
        ? new WrapperLink({ role: 'server', line: 'meter', own: 1 })
        : hdlcLink({ role: 'server', line: 'meter', own: hdlcAddress(1), parameters }),
    server: ({ client }) => server(client),
    parity: false,
    powered: () => true,
  });
  meter.serve(signal).catch((error) => {
    if (!signal.aborted) throw error;
  });
  return { port: near, asked };
}
