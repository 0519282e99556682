import {
  associationRequest,
  type ClientApdu,
  CONFORMANCE_BITS,
  type ConformanceBit,
  type Covered,
  type Data,
  decode,
  decodeApdu,
  encodeApdu,
  initiateRequestOctets,
  initiateResponse,
  ReceivedCounter,
  SecurityContext,
  SentCounter,
  type ServerApdu,
} from '../../dlms';
import { CURRENT_ASSOCIATION } from './association-view';
import type { CosemServerOptions } from './cosem-server';
import { ClientCounters } from './secured-association';
import { ID, KEYS, LONG, LOW, REGISTER, TEXT, TestClient } from './specimen.fixture';

const TITLE = Uint8Array.from(Buffer.from('4d4d4d0000000001', 'hex'));
const DEDICATED = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);
const READ = { kind: 'get-request-normal', ...ID, attribute: REGISTER } as const;
const VALUE = { kind: 'get-response-normal', result: { kind: 'data', data: { type: 'double-long-unsigned', value: 1234 } } };
const BOTH = { suite: 0, authenticated: true, encrypted: true };
const AUTHENTICATED = { ...BOTH, encrypted: false };
const ENCRYPTED = { ...BOTH, authenticated: false };
const EXCEPTION = 0xd8;
const NOT_DECIPHERED = { kind: 'exception-response', serviceError: 'deciphering-error' };

/** A client that ciphers, built of the codec alone. */
class CipheringClient {
  readonly plain: TestClient;
  private readonly context: SecurityContext;

  constructor(
    private readonly how: Covered,
    { counter = 0, keys = KEYS, ...options }: Partial<CosemServerOptions> & { counter?: number } = {},
  ) {
    this.plain = new TestClient(1, options);
    this.context = new SecurityContext({
      least: how,
      own: { ...keys, systemTitle: TITLE },
      peerTitle: KEYS.systemTitle,
      dedicatedKey: DEDICATED,
      sent: { glo: new SentCounter(counter), ded: new SentCounter() },
      received: { glo: new ReceivedCounter(), ded: new ReceivedCounter() },
    });
  }

  associate({ conformance = [...CONFORMANCE_BITS] as ConformanceBit[], size = 512 } = {}) {
    const dedicatedKey = this.how.key === 'ded' ? { dedicatedKey: DEDICATED } : {};
    const initiate = initiateRequestOctets({ conformance, clientMaxReceivePduSize: size, ...dedicatedKey });
    const first = this.how.key === 'ded' ? BOTH : this.how;
    const userInformation = this.context.cipher(initiate, { ...first, key: 'glo' });
    return this.plain.ask({
      kind: 'aarq',
      ...associationRequest({ authentication: LOW, userInformation, systemTitle: TITLE, ciphered: true }),
    });
  }

  /** Octets as this client would send them. */
  said(apdu: ClientApdu, how = this.how): Uint8Array {
    return this.context.cipher(encodeApdu('client', apdu), how);
  }

  take(octets: Uint8Array): ServerApdu {
    const [answer, ...more] = this.plain.server.take(octets);
    if (!answer || more.length > 0) throw new Error(`${more.length} more answers`);
    return decodeApdu('server', answer[0] === EXCEPTION ? answer : this.context.open(answer).apdu);
  }

  ask = (apdu: ClientApdu, how = this.how) => this.take(this.said(apdu, how));
  open = (octets: Uint8Array) => this.context.open(octets);
}

const WAYS: [string, Covered][] = (['glo', 'ded'] as const).flatMap((key) =>
  [['authentication', AUTHENTICATED] as const, ['encryption', ENCRYPTED] as const, ['both', BOTH] as const].flatMap(
    ([name, how]): [string, Covered][] => [
      [`${key}, ${name}`, { ...how, key }],
      [`general ${key}, ${name}`, { ...how, key, general: true }],
    ],
  ),
);

describe.each(WAYS)('an association ciphered by %s', (_, how) => {
  it('answers as it is asked: reads, writes, invokes, and what is long in blocks within the size agreed', () => {
    const client = new CipheringClient(how);
    const aare = client.associate({ size: 128 });
    if (aare.kind !== 'aare') throw new Error(aare.kind);
    expect(aare).toMatchObject({ result: 'accepted', respondingApTitle: KEYS.systemTitle });
    const initiated = client.open(aare.userInformation!).apdu;
    expect(decode(initiateResponse, initiated, 1)).toMatchObject({ serverMaxReceivePduSize: 512 });

    expect(client.ask(READ)).toMatchObject(VALUE);
    const value: Data = { type: 'octet-string', value: TITLE };
    expect(client.ask({ kind: 'set-request-normal', ...ID, attribute: TEXT, value })).toMatchObject({ result: 'success' });
    const method = { classId: 1, instanceId: TEXT.instanceId, methodId: 1 };
    const invoked = client.ask({ kind: 'action-request-normal', ...ID, method, parameters: value });
    expect(invoked).toMatchObject({ response: { returnParameters: { data: value } } });

    client.plain.held.text = LONG;
    const answers = client.plain.server.take(client.said({ ...READ, attribute: TEXT }));
    expect(answers[0]!.length).toBeLessThanOrEqual(128);
    expect(decodeApdu('server', client.open(answers[0]!).apdu)).toMatchObject({ kind: 'get-response-with-datablock' });
  });

  it('takes nothing that was sent before, and says which counter it would take', () => {
    const client = new CipheringClient(how);
    client.associate();
    const octets = client.said(READ);
    expect(client.take(octets)).toMatchObject(VALUE);
    const again = client.take(octets);
    const invocationCounter = how.key === 'ded' ? 1 : 2;
    expect(again).toMatchObject({ kind: 'exception-response', serviceError: 'invocation-counter-error', invocationCounter });
    expect(client.ask(READ)).toMatchObject(VALUE);
  });
});

describe('a ciphered association', () => {
  const how: Covered = { ...BOTH, key: 'glo' };

  it('takes no service in the clear, and none with less protection than it began with', () => {
    const client = new CipheringClient(how);
    client.associate();
    expect(client.take(encodeApdu('client', READ))).toMatchObject(NOT_DECIPHERED);
    expect(client.ask(READ, { ...ENCRYPTED, key: 'glo' })).toMatchObject(NOT_DECIPHERED);
    expect(client.ask(READ, { ...AUTHENTICATED, key: 'glo' })).toMatchObject(NOT_DECIPHERED);
    expect(client.ask(READ)).toMatchObject(VALUE);
  });

  it('takes no dedicated key that was not agreed', () => {
    const client = new CipheringClient(how);
    client.associate();
    expect(client.ask(READ, { ...BOTH, key: 'ded' })).toMatchObject(NOT_DECIPHERED);
  });

  it('takes general ciphering only where that is agreed', () => {
    const client = new CipheringClient({ ...how, general: true });
    client.associate({ conformance: ['get'] });
    expect(client.ask(READ)).toMatchObject({ kind: 'exception-response', serviceError: 'service-not-supported' });
  });

  it('is not made with other keys, nor by what was sent before, in any connection', () => {
    const other = new CipheringClient(how, { keys: { ...KEYS, authenticationKey: DEDICATED } });
    const rejected = other.associate();
    if (rejected.kind !== 'aare') throw new Error(rejected.kind);
    expect(rejected).toMatchObject({ result: 'rejected-permanent' });
    expect(decodeApdu('server', rejected.userInformation!)).toMatchObject({ error: { reason: 'deciphering-error' } });

    const clientCounters = new ClientCounters();
    expect(new CipheringClient(how, { clientCounters, counter: 7 }).associate()).toMatchObject({ result: 'accepted' });
    const again = new CipheringClient(how, { clientCounters, counter: 7 }).associate();
    expect(again).toMatchObject({ kind: 'exception-response', serviceError: 'invocation-counter-error', invocationCounter: 8 });
    expect(new CipheringClient(how, { clientCounters, counter: 8 }).associate()).toMatchObject({ result: 'accepted' });
  });

  it('ends, and with it what it agreed', () => {
    const client = new CipheringClient(how);
    client.associate();
    expect(client.plain.ask({ kind: 'rlrq' })).toMatchObject({ kind: 'rlre' });
    expect(client.take(client.said(READ))).toMatchObject({ kind: 'exception-response', stateError: 'service-not-allowed' });
  });

  it('of a meter that demands it is the only one that manages', () => {
    const demanding = { security: { authenticated: true, encrypted: false } };
    expect(new TestClient(1, demanding).associate(LOW)).toMatchObject({
      result: 'rejected-permanent',
      resultSourceDiagnostic: { reason: 'application-context-name-not-supported' },
    });
    expect(new TestClient(16, demanding).associate({ mechanism: 'lowest' }).result).toBe('accepted');
    expect(new CipheringClient({ ...ENCRYPTED, key: 'glo' }, demanding).associate()).toMatchObject({
      result: 'rejected-permanent',
    });
    expect(new CipheringClient({ ...AUTHENTICATED, key: 'glo' }, demanding).associate()).toMatchObject({ result: 'accepted' });
  });

  it('answers whatever follows with what a client can open', () => {
    const client = new CipheringClient(how);
    client.associate();
    const octets = client.said(READ);
    for (let at = 0; at < octets.length; at++) {
      const [answer] = client.plain.server.take(octets.with(at, octets[at]! ^ 0x11));
      expect(decodeApdu('server', answer!).kind).toBe('exception-response');
    }
    expect(client.take(octets)).toMatchObject(VALUE);
  });
});

it('the association lists itself to who ciphers', () => {
  const client = new CipheringClient({ ...BOTH, key: 'ded' });
  client.associate({ size: 65_535 });
  const attribute = { classId: 15, instanceId: CURRENT_ASSOCIATION, attributeId: 4 };
  const context = Uint8Array.of(0x60, 0x85, 0x74, 0x05, 0x08, 0x01, 0x03);
  expect(client.ask({ ...READ, attribute })).toMatchObject({ result: { data: { type: 'octet-string', value: context } } });
});
