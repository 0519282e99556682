import { wrappedPort } from '../../bench/fuzzing/answering-port';
import { type Access, accessShape } from '../../declaration/access';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { PortError, UsageError } from '../../trace/errors';
import { isCiphered } from '../dlms';
import { Unwrapper } from '../dlms/wrapper';
import { KEYS, LONG, TEXT, TestClient } from '../virtual/cosem/specimen.fixture';
import { readSecrets, type Secrets } from './secrets';
import { Session } from './session';
import { virtualRig } from './virtual-rig.fixture';

const signal = new AbortController().signal;
const READ = { kind: 'get-request-normal', attribute: TEXT } as const;
const EXCEPTION = 0xd8;
const AARE = 0x61;

/** A session with a meter that listens in this process. `answers` may change what it says. */
function sessionWith(
  management: Partial<Access['management']>,
  { secrets = {}, answers = (octets: Uint8Array) => octets, ...options }: Options = {},
) {
  const { server, held } = new TestClient(1, { maxReceivePduSize: 300, ...options });
  held.text = LONG;
  const wire = { tx: [] as Uint8Array[], rx: [] as Uint8Array[] };
  const [asked, answered] = [[] as Uint8Array[], [] as Uint8Array[]];
  const port = wrappedPort((apdu) => {
    asked.push(apdu);
    const said = server.take(apdu).map(answers);
    answered.push(...said);
    return said;
  });
  const access = accessShape.parse({ adapter: 'optical', port: 'tcp:here:1', link: 'wrapper', pdu: 300, retries: 1, management });
  const known = { ...readSecrets({}), ...KEYS, systemTitle: Uint8Array.from({ length: 8 }, (_, i) => i), ...secrets };
  const session = new Session(access, known, async () => port);
  const tap = { wire: (way: 'tx' | 'rx', octets: Uint8Array) => void wire[way].push(octets) };
  const read = () => session.ask('management', READ, { repeatable: true }, signal, tap);
  return { read, asked, answered, wire };
}
type Options = Partial<ConstructorParameters<typeof TestClient>[1]> & {
  secrets?: Partial<Secrets>;
  answers?: (octets: Uint8Array) => Uint8Array;
};

async function troubleOf(promise: Promise<unknown>): Promise<PortError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
  throw new Error('no trouble');
}

const WAYS = (['low', 'high-gmac'] as const).flatMap((authentication) =>
  (['authentication', 'encryption', 'authentication-encryption'] as const).flatMap((security) =>
    (['global', 'dedicated'] as const).map((key) => ({ authentication, security, key })),
  ),
);

describe('a client that ciphers', () => {
  it.each(WAYS)('reads blocks by authentication $authentication, security $security, key $key', async (management) => {
    const { read, asked, answered } = sessionWith(management);
    const { response } = await read();
    expect(response).toMatchObject({ result: { kind: 'data', data: LONG } });
    expect(asked.length).toBeGreaterThan(10);
    for (const octets of [...asked.slice(1), ...answered.slice(1)]) expect(isCiphered(octets)).toBe(true);
    for (const octets of answered) expect(octets.length).toBeLessThanOrEqual(300);
    const services = new Set(asked.slice(2).map(([tag]) => tag));
    expect([...services]).toEqual([management.key === 'dedicated' ? 0xd0 : 0xc8]);
    const inTheClear = asked.slice(1).some((octets) => Buffer.from(octets).includes(Buffer.from('00010114000002ff', 'hex')));
    expect(inTheClear).toBe(management.security === 'authentication');
  });

  it('says what to do where its keys are not those of the meter', async () => {
    const other = new Uint8Array(16);
    for (const key of ['encryptionKey', 'authenticationKey'] as const) {
      const { read } = sessionWith({ security: 'authentication-encryption' }, { secrets: { [key]: other } });
      const trouble = await troubleOf(read());
      expect(trouble.code).toBe('refused');
      expect(trouble.message).toMatch(/authentication-failure; are the secrets, and the client address, those of this meter\?$/);
    }
    const { encryptionKey: _, ...secrets } = readSecrets({});
    const { read } = sessionWith(
      { security: 'encryption', authentication: 'low' },
      { secrets: { ...secrets, encryptionKey: undefined } as never },
    );
    await expect(read()).rejects.toThrow(UsageError);
  });

  it('says what to declare where the meter demands security', async () => {
    const { read } = sessionWith({}, { security: { authenticated: true, encrypted: true } });
    expect((await troubleOf(read())).message).toMatch(/in the clear.*does it want another connection.management.security\?$/);
  });

  it('refuses a meter whose invocation counter goes back', async () => {
    let [next, turns] = [10, 0];
    const { read } = sessionWith({ security: 'authentication-encryption' }, { nextCounter: () => (turns++ === 5 ? 3 : next++) });
    const { response, attempts } = await read();
    // Asked again on a new connection, where the meter counts on.
    expect(response.kind).toBe('get-response-normal');
    expect(attempts).toBe(2);
    const stuck = sessionWith({ security: 'authentication-encryption' }, { nextCounter: () => 3 });
    const trouble = await troubleOf(stuck.read());
    expect(trouble.code).toBe('replayed');
    expect(trouble.message).toMatch(/invocation counter goes back: at least 4 was due, 3 came/);
  });

  it.each(['global', 'dedicated'] as const)('refuses an answer that was sent before, key %s', async (key) => {
    let first: Uint8Array | undefined;
    const again = (octets: Uint8Array) => {
      first ??= octets;
      return first;
    };
    const { read } = sessionWith(
      { security: 'authentication-encryption', authentication: 'low', key },
      { answers: (octets) => (octets[0] === AARE ? octets : again(octets)) },
    );
    expect((await troubleOf(read())).code).toBe(key === 'global' ? 'replayed' : 'malformed');
  });

  it('refuses an answer in the clear, and one that was changed', async () => {
    const clear = sessionWith(
      { security: 'encryption' },
      { answers: (octets) => (octets[0] === AARE ? octets : Uint8Array.of(0xc4, 1, 0xc1, 0, 3, 0)) },
    );
    expect((await troubleOf(clear.read())).message).toMatch(/not ciphered as was agreed.*in the clear/);
    const changed = sessionWith(
      { security: 'authentication' },
      { answers: (octets) => (octets[0] === AARE ? octets : octets.with(9, octets[9]! ^ 1)) },
    );
    expect((await troubleOf(changed.read())).message).toMatch(/not ciphered as was agreed.*the tag that the keys give/);
  });

  it('says which invocation counter the meter wants', async () => {
    const exception = Uint8Array.of(EXCEPTION, 1, 6, 0, 0, 1, 0);
    const trouble = await troubleOf(sessionWith({ security: 'authentication' }, { answers: () => exception }).read());
    expect(trouble.message).toMatch(/at least 256: set SMETS2_INVOCATION_COUNTER to it/);
  });

  it('shows no dedicated key, and no other, in what it records', async () => {
    const { read, wire, asked } = sessionWith({ security: 'authentication', key: 'dedicated', authentication: 'low' });
    await read();
    const [aarq] = new Unwrapper().push(wire.tx[0]!);
    expect(aarq && 'message' in aarq && aarq.message.apdu.length).toBe(asked[0]!.length);
    const recorded = Buffer.concat([...wire.tx, ...wire.rx]);
    for (const secret of [KEYS.password, KEYS.encryptionKey, KEYS.authenticationKey])
      expect(recorded.includes(Buffer.from(secret))).toBe(false);
    expect(Buffer.from(asked[0]!).includes(Buffer.from(KEYS.password))).toBe(true);
  });
});

describe('a virtual meter that demands security', () => {
  it.each(['hdlc', 'wrapper'] as const)('is read over %s under a dedicated key', async (mode) => {
    const management = { security: 'authentication-encryption', key: 'dedicated' } as const;
    const demands = { serving: { security: { authenticated: true, encrypted: true } }, declared: { management } };
    const rig = await virtualRig(exampleMeter(), mode, { tcp: 0 }, demands);
    try {
      const { meter } = await rig.make();
      const tap = { wire: () => {} };
      const reply = await meter.perform({ do: 'read', object: 'secondary.export.total' }, signal, tap);
      expect(reply.answer).toEqual({ value: 0 });
      const written = await meter.perform(
        { do: 'write', object: 'secondary.export.mpan', value: { octets: '32303132333435363738393031' } },
        signal,
        tap,
      );
      expect(written.answer).toEqual({ value: null });
    } finally {
      await rig.close();
    }
  });
});
