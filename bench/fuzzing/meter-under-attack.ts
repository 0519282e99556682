import { CONFORMANCE_BITS, encodeApdu, initiateRequestOctets } from '../../adapters/dlms';
import { shippedObjectMap } from '../../adapters/dlms/object-map';
import { ANY_START_MS, ReferenceRig } from '../../adapters/reference';
import { fittingOf } from '../../adapters/reference/behaviour';
import { STANDARD_PARTS } from '../../adapters/reference/parts';
import { CosemServer } from '../../adapters/virtual/cosem/cosem-server';
import { ClientCounters } from '../../adapters/virtual/cosem/secured-association';
import { MeterObjects } from '../../adapters/virtual/meter-objects';
import { packageRoot } from '../../declaration/package-root';
import { readDeclaration } from '../../declaration/read-declaration';

const PASSWORD = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const KEYS = {
  systemTitle: PASSWORD,
  password: PASSWORD,
  encryptionKey: new Uint8Array(16),
  authenticationKey: new Uint8Array(16),
};

const AARQ = encodeApdu('client', {
  kind: 'aarq',
  applicationContextName: 'logical-name',
  senderAcseRequirements: 'authentication',
  mechanismName: 'low',
  callingAuthenticationValue: { kind: 'charstring', octets: PASSWORD },
  userInformation: initiateRequestOctets({ conformance: CONFORMANCE_BITS, clientMaxReceivePduSize: 128 }),
});

let server: CosemServer | undefined;

/** What a virtual meter answers to octets of a client that has just associated itself. One meter lives through them all. */
export function meterUnderAttack(octets: Uint8Array): Uint8Array[] {
  server ??= made();
  server.take(AARQ);
  return server.take(octets);
}

function made(): CosemServer {
  const fitting = fittingOf(readDeclaration(`${packageRoot()}/examples/reference-meter.yaml`));
  const rig = new ReferenceRig('the meter', fitting, STANDARD_PARTS, ANY_START_MS);
  const objects = new MeterObjects(shippedObjectMap('default'), rig);
  let counter = 0;
  return new CosemServer({
    clients: new Map([[1, 'management']]),
    keys: KEYS,
    conformance: CONFORMANCE_BITS,
    maxReceivePduSize: 65_535,
    challenge: () => PASSWORD,
    objects: (by) => objects.of(by),
    client: 1,
    server: 1,
    window: 3,
    nextCounter: () => counter++,
    clientCounters: new ClientCounters(),
  });
}
