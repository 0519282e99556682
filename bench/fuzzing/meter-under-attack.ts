import {
  associationRequest,
  CONFORMANCE_BITS,
  type Covered,
  decodeApdu,
  encodeApdu,
  initiateRequestOctets,
  ReceivedCounter,
  SecurityContext,
  SentCounter,
} from '../../adapters/dlms';
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
export const KEYS = {
  systemTitle: PASSWORD,
  password: PASSWORD,
  encryptionKey: new Uint8Array(16),
  authenticationKey: new Uint8Array(16),
};
const OWN = { ...KEYS, systemTitle: new Uint8Array(8) };
const HOW: Covered = { suite: 0, authenticated: true, encrypted: true, key: 'glo' };
/** Exceptions have no ciphered form; general blocks carry what has. */
const IN_THE_CLEAR: readonly (number | undefined)[] = [0xd8, 0xe0];

const ends = new Map<string, { server: CosemServer; context: SecurityContext }>();

/**
 * What a virtual meter answers to octets of a client that has just associated itself, in the clear or ciphered; of the latter every
 * fourth is as it is, every other ciphered right. One meter lives through them all. Throws where an answer is no APDU of a meter.
 */
export function meterUnderAttack(octets: Uint8Array, way: 'clear' | 'ciphered' = 'clear'): Uint8Array[] {
  const found = ends.get(way) ?? { server: meterToAttack(), context: contextOfClient() };
  ends.set(way, found);
  const { server, context } = found;
  const userInformation = initiateRequestOctets({ conformance: CONFORMANCE_BITS, clientMaxReceivePduSize: 128 });
  const authentication = { mechanism: 'low', password: PASSWORD } as const;
  const request =
    way === 'clear'
      ? associationRequest({ authentication, userInformation })
      : associationRequest({
          authentication,
          userInformation: context.cipher(userInformation, HOW),
          systemTitle: OWN.systemTitle,
          ciphered: true,
        });
  server.take(encodeApdu('client', { kind: 'aarq', ...request }));
  if (server.associated === undefined) throw new Error('it does not associate any more');
  const covered = way === 'ciphered' && octets.length % 4 !== 0;
  const answers = server.take(covered ? context.cipher(octets, { ...HOW, general: true }) : octets);
  for (const answer of answers) apduIn(covered && !IN_THE_CLEAR.includes(answer[0]) ? opened(context, answer) : answer);
  return answers;
}

function opened(context: SecurityContext, octets: Uint8Array): Uint8Array {
  try {
    return context.open(octets).apdu;
  } catch (cause) {
    throw new Error(`it answers what does not open: ${Buffer.from(octets).toString('hex')}`, { cause });
  }
}

function apduIn(octets: Uint8Array): void {
  try {
    decodeApdu('server', octets);
  } catch (cause) {
    throw new Error(`it answers what is no APDU: ${Buffer.from(octets).toString('hex')}`, { cause });
  }
}

function contextOfClient(): SecurityContext {
  return new SecurityContext({
    least: HOW,
    own: OWN,
    peerTitle: KEYS.systemTitle,
    sent: { glo: new SentCounter() },
    received: { glo: new ReceivedCounter() },
  });
}

/** A server of the reference meter for who manages; what it ciphers with is counted by `counter`. */
export function meterToAttack(counter = new SentCounter()): CosemServer {
  const fitting = fittingOf(readDeclaration(`${packageRoot()}/examples/reference-meter.yaml`));
  const rig = new ReferenceRig('the meter', fitting, STANDARD_PARTS, ANY_START_MS);
  const objects = new MeterObjects(shippedObjectMap('default'), rig);
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
    nextCounter: () => counter.take(),
    clientCounters: new ClientCounters(),
  });
}
