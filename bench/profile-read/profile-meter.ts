import { randomBytes } from 'node:crypto';
import { CONFORMANCE_BITS, type Data, hdlcAddress, hdlcLink, MOST_INFO } from '../../adapters/dlms';
import { type CosemObject, fixed } from '../../adapters/virtual/cosem/cosem-object';
import { CosemServer } from '../../adapters/virtual/cosem/cosem-server';
import { ClientCounters } from '../../adapters/virtual/cosem/secured-association';
import { LineSession } from '../../adapters/virtual/line-session';
import type { BytePort } from '../../native';

export const PROFILE = { classId: 7, instanceId: '1-0:99.1.0.255', attributeId: 2 };

/** A meter that holds one profile and grants whatever a client proposes, at a line until the signal aborts. */
export function serveProfile(buffer: Data, port: BytePort, signal: AbortSignal): Promise<void> {
  const { classId, instanceId: logicalName, attributeId } = PROFILE;
  const profile: CosemObject = {
    classId,
    version: 1,
    logicalName,
    attributes: new Map([[attributeId, fixed(() => buffer)]]),
    methods: new Map(),
  };
  const keys = {
    systemTitle: randomBytes(8),
    password: randomBytes(8),
    encryptionKey: randomBytes(16),
    authenticationKey: randomBytes(16),
  };
  const parameters = { maxInfoTransmit: MOST_INFO, maxInfoReceive: MOST_INFO, windowTransmit: 7, windowReceive: 7 };
  let counter = 0;
  const session = new LineSession(port, {
    link: () => hdlcLink({ role: 'server', line: 'profile', own: hdlcAddress(1), parameters }),
    server: ({ client, server }) =>
      new CosemServer({
        clients: new Map([[client, 'public']]),
        keys,
        conformance: CONFORMANCE_BITS,
        maxReceivePduSize: 65_535,
        challenge: () => randomBytes(16),
        objects: () => [profile],
        client,
        server,
        window: 16,
        nextCounter: () => counter++,
        clientCounters: new ClientCounters(),
      }),
    parity: false,
    powered: () => true,
  });
  return session.serve(signal);
}
