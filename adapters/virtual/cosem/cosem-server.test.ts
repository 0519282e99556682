import fc from 'fast-check';
import { checkGmacAnswer, type Data, decodeApdu, encodeApdu, GeneralBlocks, gmacAnswer, type ServerApdu } from '../../dlms';
import { CURRENT_ASSOCIATION } from './association-view';
import { ID, KEYS, LONG, LOW, REGISTER, TEXT, TestClient } from './specimen.fixture';

const TITLE = Uint8Array.from(Buffer.from('4d4d4d0000000001', 'hex'));
const CHALLENGE = Uint8Array.from({ length: 16 }, (_, i) => i);
const NOBODY = { mechanism: 'lowest' } as const;
const get = (attribute = REGISTER) => ({ kind: 'get-request-normal', ...ID, attribute }) as const;
const resultOf = (answer: ServerApdu) => (answer.kind === 'get-response-normal' ? answer.result : answer);
const THE_REGISTER = { kind: 'data', data: { type: 'double-long-unsigned', value: 1234 } };

function managing(options = {}): TestClient {
  const client = new TestClient();
  expect(client.associate(LOW, options).result).toBe('accepted');
  return client;
}

describe('an association', () => {
  it.each<[string, number, Parameters<TestClient['associate']>[0], object]>([
    ['the public client without authentication', 16, NOBODY, { result: 'accepted' }],
    ['management with the password', 1, LOW, { result: 'accepted' }],
    ['management without authentication', 1, NOBODY, { resultSourceDiagnostic: { reason: 'authentication-required' } }],
    [
      'management with another password',
      1,
      { mechanism: 'low', password: CHALLENGE },
      { result: 'rejected-permanent', resultSourceDiagnostic: { reason: 'authentication-failure' } },
    ],
    ['a client that nobody knows', 42, NOBODY, { result: 'rejected-permanent' }],
  ])('of %s', (_, address, authentication, answer) => {
    const client = new TestClient(address);
    expect(client.associate(authentication)).toMatchObject(answer);
    const open = 'result' in answer && answer.result === 'accepted';
    expect(resultOf(client.ask(get()))).toMatchObject(open ? THE_REGISTER : { kind: 'exception-response' });
  });

  it('by GMAC opens when each has answered the challenge of the other', () => {
    const client = new TestClient();
    const aare = client.associate({ mechanism: 'high-gmac', challenge: CHALLENGE }, { systemTitle: TITLE });
    expect(aare).toMatchObject({ result: 'accepted', resultSourceDiagnostic: { reason: 'authentication-required' } });
    expect(client.ask(get())).toMatchObject({ kind: 'exception-response' });
    const value = gmacAnswer(aare.respondingAuthenticationValue!.octets, 0, { ...KEYS, systemTitle: TITLE }, 7);
    const method = { classId: 15, instanceId: CURRENT_ASSOCIATION, methodId: 1 };
    const answer = client.ask({ kind: 'action-request-normal', ...ID, method, parameters: { type: 'octet-string', value } });
    if (answer.kind !== 'action-response-normal') throw new Error(answer.kind);
    const returned = answer.response.returnParameters;
    if (returned?.kind !== 'data' || returned.data.type !== 'octet-string') throw new Error(returned?.kind);
    expect(checkGmacAnswer(returned.data.value, CHALLENGE, { ...KEYS, systemTitle: aare.respondingApTitle! })).toBe(0);
    expect(resultOf(client.ask(get()))).toEqual(THE_REGISTER);
  });

  it('by GMAC ends with a wrong answer', () => {
    const client = new TestClient();
    client.associate({ mechanism: 'high-gmac', challenge: CHALLENGE }, { systemTitle: TITLE });
    const value = gmacAnswer(CHALLENGE, 0, { ...KEYS, systemTitle: TITLE }, 7);
    const method = { classId: 15, instanceId: CURRENT_ASSOCIATION, methodId: 1 };
    const answer = client.ask({ kind: 'action-request-normal', ...ID, method, parameters: { type: 'octet-string', value } });
    expect(answer).toMatchObject({ response: { result: 'other-reason' } });
    expect(client.server.associated).toBeUndefined();
  });

  it('agrees to what both can, and to no more', () => {
    const client = managing({ conformance: ['get', 'set', 'read'], size: 100 });
    expect(
      client.ask({ kind: 'action-request-normal', ...ID, method: { classId: 1, instanceId: TEXT.instanceId, methodId: 1 } }),
    ).toMatchObject({
      kind: 'exception-response',
      serviceError: 'service-not-supported',
    });
    client.held.text = LONG;
    expect(resultOf(client.ask(get(TEXT)))).toEqual({ kind: 'data-access-result', result: 'other-reason' });
  });

  it.each([
    ['no service that the meter has', { conformance: ['unconfirmed-write'] as never, size: 512 }, 'incompatible-conformance'],
    ['room for nothing', { size: 11 }, 'pdu-size-too-short'],
  ])('that proposes %s is refused', (_, proposal, reason) => {
    const client = new TestClient(1, { conformance: ['get', 'set'] });
    const aare = client.associate(LOW, proposal);
    expect(aare.result).toBe('rejected-permanent');
    expect(decodeApdu('server', aare.userInformation!)).toMatchObject({ error: { kind: 'initiate', reason } });
  });

  it('is released', () => {
    const client = managing();
    expect(client.ask({ kind: 'rlrq' })).toMatchObject({ kind: 'rlre' });
    expect(client.ask(get())).toMatchObject({ kind: 'exception-response', stateError: 'service-not-allowed' });
  });

  it('lists what it may do', () => {
    const names = (client: TestClient) => {
      const answer = client.serve(get({ classId: 15, instanceId: CURRENT_ASSOCIATION, attributeId: 2 }));
      if (!('response' in answer) || answer.response.kind !== 'get-response-normal') throw new Error('no answer');
      const { result } = answer.response;
      if (result.kind !== 'data') throw new Error('refused');
      return (result.data.value as Data[]).map(({ value }) =>
        Buffer.from((value as Data[])[2]!.value as Uint8Array).toString('hex'),
      );
    };
    const anybody = new TestClient(16);
    anybody.associate(NOBODY);
    expect(names(anybody)).toEqual(['0000280000ff', '0114020800ff']);
    expect(names(managing())).toEqual(['0000280000ff', '0114020800ff', '0114000002ff']);
  });
});

describe('a server', () => {
  it.each([
    ['an object that there is not', { ...REGISTER, instanceId: '1-0:99.99.99.255' }, 'object-undefined'],
    ['an object by another class', { ...REGISTER, classId: 1 }, 'object-class-inconsistent'],
    ['an attribute that there is not', { ...REGISTER, attributeId: 9 }, 'read-write-denied'],
  ])('refuses %s', (_, attribute, result) => {
    expect(resultOf(managing().ask(get(attribute)))).toEqual({ kind: 'data-access-result', result });
  });

  it('answers each of a list', () => {
    const answer = managing().ask({
      kind: 'get-request-with-list',
      ...ID,
      attributes: [{ attribute: REGISTER }, { attribute: { ...REGISTER, attributeId: 8 } }],
    });
    expect(answer).toMatchObject({ results: [THE_REGISTER, { kind: 'data-access-result', result: 'read-write-denied' }] });
  });

  it.each([0, 12, 60, 128, 512, 65_535])('reads, writes and invokes anything long with PDUs of %i octets', (size) => {
    const client = managing({ size });
    const server = 512;
    expect(client.serve({ kind: 'set-request-normal', ...ID, attribute: TEXT, value: LONG }, server)).toMatchObject({
      response: { result: 'success' },
    });
    expect(client.held.text).toEqual(LONG);
    expect(client.serve(get(TEXT), server)).toMatchObject({ response: { result: { kind: 'data', data: LONG } } });
    const method = { classId: 1, instanceId: TEXT.instanceId, methodId: 1 };
    const invoked = client.serve({ kind: 'action-request-normal', ...ID, method, parameters: LONG }, server);
    expect(invoked).toMatchObject({ response: { response: { result: 'success', returnParameters: { data: LONG } } } });
  });

  it('sends no APDU longer than the client takes', () => {
    for (const size of [12, 30, 128, 500]) {
      const client = managing({ size });
      client.held.text = LONG;
      const taken: number[] = [];
      const take = client.server.take.bind(client.server);
      client.server.take = (octets) => {
        const answers = take(octets);
        taken.push(...answers.map(({ length }) => length));
        return answers;
      };
      client.serve(get(TEXT));
      expect(Math.max(...taken)).toBeLessThanOrEqual(size);
      expect(taken.length).toBeGreaterThan(3000 / size);
    }
  });

  it('refuses an APDU longer than it takes', () => {
    const client = managing();
    const octets = encodeApdu('client', { kind: 'set-request-normal', ...ID, attribute: TEXT, value: LONG });
    expect(decodeApdu('server', client.server.take(octets)[0]!)).toMatchObject({ serviceError: 'pdu-too-long' });
  });

  it('streams what is long in general blocks where those alone are agreed', () => {
    const client = managing({ conformance: ['get', 'general-block-transfer'], size: 200 });
    client.held.text = LONG;
    const blocks = new GeneralBlocks({ maxReceivePduSize: 512, window: 5 });
    let coming = client.server.take(encodeApdu('client', get(TEXT)));
    let turns = 0;
    for (let whole: Uint8Array | undefined; ; turns++) {
      const replies: Uint8Array[] = [];
      for (const octets of coming) {
        const block = decodeApdu('server', octets);
        if (block.kind !== 'general-block-transfer') throw new Error(block.kind);
        const { kind: _, ...rest } = block;
        const step = blocks.take(rest);
        expect(step.broken).toBeUndefined();
        whole ??= step.apdu;
        replies.push(...step.send.map((one) => encodeApdu('client', { kind: 'general-block-transfer', ...one })));
      }
      if (whole) {
        expect(resultOf(decodeApdu('server', whole))).toEqual({ kind: 'data', data: LONG });
        break;
      }
      coming = replies.flatMap((reply) => client.server.take(reply));
      expect(coming.length).toBeGreaterThan(0);
    }
    expect(turns).toBeLessThan(6);
  });

  it('answers in general blocks what came in them, cut once, as many at a time as the client takes', () => {
    const client = managing({ size: 200 });
    client.held.text = LONG;
    const blocks = new GeneralBlocks({ maxReceivePduSize: 512, window: 63 });
    const request = blocks
      .start(encodeApdu('client', get(TEXT)))
      .map((block) => encodeApdu('client', { kind: 'general-block-transfer', ...block }));
    const answer = request.flatMap((octets) => client.server.take(octets)).map((octets) => decodeApdu('server', octets));
    const steps = answer.map((apdu) => {
      if (apdu.kind !== 'general-block-transfer') throw new Error(apdu.kind);
      const { kind: _, ...block } = apdu;
      return blocks.take(block);
    });
    expect(steps.flatMap(({ send }) => send)).toEqual([]);
    expect(resultOf(decodeApdu('server', steps.at(-1)!.apdu!))).toEqual({ kind: 'data', data: LONG });
  });

  it('says that an answer of more blocks than can be numbered is too long', () => {
    const client = managing({ conformance: ['get', 'general-block-transfer'], size: 12 });
    client.held.text = { type: 'octet-string', value: new Uint8Array(400_000) };
    expect(client.ask(get(TEXT))).toMatchObject({ kind: 'exception-response', serviceError: 'pdu-too-long' });
  });

  it('refuses what would make the answer to a list too long', () => {
    const client = new TestClient(1, { maxReceivePduSize: 65_535 });
    client.associate(LOW, { size: 0 });
    client.held.text = LONG;
    const attributes = Array.from({ length: 2000 }, () => ({ attribute: TEXT }));
    const answer = client.serve({ kind: 'get-request-with-list', ...ID, attributes }, 65_535);
    if (!('response' in answer) || answer.response.kind !== 'get-response-with-list') throw new Error('no list');
    const refused = answer.response.results.filter(({ kind }) => kind === 'data-access-result');
    expect(answer.response.results.slice(0, 1000).every(({ kind }) => kind === 'data')).toBe(true);
    expect(refused).toHaveLength(2000 - 1367);
    expect(encodeApdu('server', answer.response).length).toBeLessThan(4.5 * 2 ** 20);
  });

  it('does each of an ACCESS in its order', () => {
    const client = managing();
    const value: Data = { type: 'octet-string', value: CHALLENGE };
    const answer = client.ask({
      kind: 'access-request',
      longInvokeIdAndPriority: 1,
      dateTime: new Uint8Array(),
      specifications: [
        { kind: 'access-request-set', attribute: TEXT },
        { kind: 'access-request-get', attribute: TEXT },
        { kind: 'access-request-action', method: { classId: 3, instanceId: REGISTER.instanceId, methodId: 1 } },
      ],
      data: [value, { type: 'null-data', value: null }],
    });
    expect(answer).toMatchObject({
      kind: 'access-response',
      data: [{ type: 'null-data' }, value, { type: 'null-data' }],
      specifications: [{ result: 'success' }, { result: 'success' }, { result: 'read-write-denied' }],
    });
  });

  it('does not answer a SET that asks for no confirmation, and does it', () => {
    const client = managing();
    const value: Data = { type: 'octet-string', value: CHALLENGE };
    const request = { kind: 'set-request-normal', invokeIdAndPriority: 1, attribute: TEXT, value } as const;
    expect(client.server.take(encodeApdu('client', request))).toEqual([]);
    expect(client.held.text).toEqual(value);
  });

  it('answers whatever octets come with an APDU of a server, and goes on', () => {
    const requests = [get(), get(TEXT), { kind: 'rlrq' } as const].map((apdu) => encodeApdu('client', apdu));
    const mutated = fc
      .tuple(fc.constantFrom(...requests), fc.nat(40), fc.nat(255))
      .map(([octets, at, value]) => octets.with(at % octets.length, value));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), mutated), { maxLength: 20 }), (streams) => {
        const client = managing();
        for (const octets of streams)
          for (const answer of client.server.take(octets)) expect(() => decodeApdu('server', answer)).not.toThrow();
        expect(client.associate(LOW).result).toBe('accepted');
        expect(resultOf(client.ask(get()))).toEqual(THE_REGISTER);
      }),
    );
  });
});
