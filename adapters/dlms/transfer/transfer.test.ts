import fc from 'fast-check';
import { type ClientApdu, decodeApdu, encodeApdu, type ServerApdu } from '../apdu/apdu';
import { anyApdu } from '../apdu/apdus.fixture';
import { octetsOf } from '../laws.fixture';
import { BlockReceiver, roomIn } from './blocks';
import { type ClientStep, ClientTransfer } from './client-transfer';
import { type ServerStep, ServerTransfer } from './server-transfer';
import type { WholeRequest, WholeResponse } from './whole';

const id = { invokeIdAndPriority: 0xc1 };
const attribute = { classId: 1, instanceId: '0-0:94.44.34.11', attributeId: 2 };
const octetString = (length: number) => ({ type: 'octet-string' as const, value: new Uint8Array(length).fill(0x2a) });
const set: WholeRequest = { kind: 'set-request-normal', ...id, attribute, value: octetString(100) };
const get: WholeRequest = { kind: 'get-request-normal', ...id, attribute };
const got: WholeResponse = { kind: 'get-response-normal', ...id, result: { kind: 'data', data: octetString(100) } };

/** Both ends over their octets: what the server was asked, what the client was answered, and every APDU between. */
function exchange(request: WholeRequest, response: WholeResponse, [serverLimit, clientLimit]: readonly [number, number]) {
  const client = new ClientTransfer(request, { serverMaxReceivePduSize: serverLimit });
  const server = new ServerTransfer({ clientMaxReceivePduSize: clientLimit });
  const between: Uint8Array[] = [];
  const asked: WholeRequest[] = [];
  let next: ClientApdu = client.first();
  for (;;) {
    const toServer = encodeApdu('client', next);
    const taken = server.take(decodeApdu('client', toServer));
    if ('request' in taken) asked.push(taken.request);
    const toClient = encodeApdu('server', 'request' in taken ? server.answer(response) : sent(taken));
    between.push(toServer, toClient);
    const step = client.take(decodeApdu('server', toClient));
    if (!('send' in step)) return { asked, step, between };
    next = step.send;
  }
}

const sent = (step: ServerStep): ServerApdu => {
  if (!('send' in step)) throw new Error(`the server does not send: ${JSON.stringify(step)}`);
  return step.send;
};
const sentBy = (step: ClientStep): ClientApdu => {
  if (!('send' in step)) throw new Error(`the client does not send: ${JSON.stringify(step)}`);
  return step.send;
};

const WHOLE = /^(get|set|action)-(request|response)-(normal|with-list)$/;
const requests = anyApdu('client')
  .filter(({ kind }) => WHOLE.test(kind))
  .map((apdu) => ({ ...apdu, ...id }) as WholeRequest);
const responses = anyApdu('server')
  .filter(({ kind }) => WHOLE.test(kind))
  .map((apdu) => ({ ...apdu, ...id }) as WholeResponse);
const shapeOf = ({ kind }: { kind: string }) => kind.replace(/-(request|response)-/, ' ');
const pairs = fc.tuple(requests, responses).filter(([request, response]) => shapeOf(request) === shapeOf(response));

describe('block transfer', () => {
  it('brings any request to the server and its answer back, whatever either side can receive', () => {
    const limits = fc.tuple(fc.integer({ min: 12, max: 300 }), fc.integer({ min: 12, max: 300 }));
    fc.assert(
      fc.property(pairs, limits, ([request, response], both) => {
        const { asked, step } = exchange(request, response, both);
        expect(asked).toEqual([request]);
        expect(step).toEqual({ response });
      }),
    );
  });

  it('keeps every APDU of a long answer and a long request within what the other side receives', () => {
    const sizes = fc.tuple(fc.nat(2000), fc.integer({ min: 40, max: 600 }));
    fc.assert(
      fc.property(sizes, ([length, limit]) => {
        const long = { ...set, value: octetString(length) } as WholeRequest;
        const written = exchange(long, { kind: 'set-response-normal', ...id, result: 'success' }, [limit, limit]);
        const read = exchange(get, { ...got, result: { kind: 'data', data: octetString(length) } } as WholeResponse, [
          limit,
          limit,
        ]);
        for (const octets of [...written.between, ...read.between]) expect(octets.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('fills the PDU but for what the length would need more', () => {
    for (let size = 20; size < 700; size++) {
      const room = roomIn(size, 9);
      const octetsOfLength = room < 0x80 ? 1 : room < 0x100 ? 2 : 3;
      expect(9 + octetsOfLength + room).toBeLessThanOrEqual(size);
      expect(9 + octetsOfLength + room).toBeGreaterThanOrEqual(size - 1);
    }
  });

  it('sends whole what fits, and everything where there is no limit', () => {
    expect(exchange(set, { kind: 'set-response-normal', ...id, result: 'success' }, [0, 0]).between).toHaveLength(2);
    expect(exchange(get, got, [500, 500]).between).toHaveLength(2);
    expect(exchange(get, got, [500, 60]).between).toHaveLength(6);
  });
});

describe('a client in block transfer', () => {
  const block = (blockNumber: number, lastBlock: boolean, hex: string): ServerApdu => ({
    kind: 'get-response-with-datablock',
    ...id,
    lastBlock,
    blockNumber,
    result: { kind: 'raw-data', rawData: octetsOf(hex) },
  });
  const client = (request: WholeRequest = get, limit = 50) => {
    const transfer = new ClientTransfer(request, { serverMaxReceivePduSize: limit, longest: 64 });
    transfer.first();
    return transfer;
  };

  it('acknowledges each block by its number, and joins them', () => {
    const transfer = client();
    expect(sentBy(transfer.take(block(1, false, '0904aa')))).toEqual({ kind: 'get-request-next', ...id, blockNumber: 1 });
    expect(sentBy(transfer.take(block(2, false, 'bb')))).toMatchObject({ blockNumber: 2 });
    expect(transfer.take(block(3, true, 'ccdd'))).toMatchObject({
      response: { result: { data: { value: octetsOf('aabbccdd') } } },
    });
  });

  it('takes a result in place of a block for the answer', () => {
    const aborted = { kind: 'data-access-result', result: 'long-get-aborted' } as const;
    const answer = client().take({
      kind: 'get-response-with-datablock',
      ...id,
      lastBlock: true,
      blockNumber: 2,
      result: aborted,
    });
    expect(answer).toEqual({ response: { kind: 'get-response-normal', ...id, result: aborted } });
  });

  it('says how a server broke the rules', () => {
    expect(client().take(block(2, false, '00'))).toEqual({ broken: 'sent block 2 instead of 1' });
    const repeated = client();
    repeated.take(block(1, false, '09'));
    expect(repeated.take(block(1, false, '09'))).toEqual({ broken: 'sent block 1 instead of 2' });
    expect(client().take(block(1, true, '0904aa'))).toMatchObject({
      broken: expect.stringContaining('join to no answer: at octet 2'),
    });
    expect(client().take(block(1, false, 'aa'.repeat(65)))).toEqual({ broken: 'sent more than any object holds' });
    expect(client().take({ ...block(1, true, '00'), invokeIdAndPriority: 0xc2 } as ServerApdu)).toEqual({
      broken: 'answered invoke id 2 instead of 1',
    });
    expect(client().take({ kind: 'set-response-normal', ...id, result: 'success' })).toEqual({
      broken: 'answered get-request-normal by set-response-normal',
    });
    expect(client(set).take({ kind: 'set-response-datablock', ...id, blockNumber: 2 })).toEqual({
      broken: 'acknowledged block 2 instead of 1',
    });
    expect(client(set, 0).take({ kind: 'set-response-datablock', ...id, blockNumber: 1 })).toEqual({
      broken: 'asked for a block after 1, and there is none',
    });
  });

  it('hands on what answers no service', () => {
    const exception: ServerApdu = { kind: 'exception-response', stateError: 'service-not-allowed', serviceError: 'other-reason' };
    expect(client().take(exception)).toEqual({ refused: exception });
  });
});

describe('a server in block transfer', () => {
  const server = () => new ServerTransfer({ clientMaxReceivePduSize: 50, longest: 64 });
  const sending = () => {
    const transfer = server();
    transfer.take(get);
    transfer.answer(got);
    return transfer;
  };
  const next = (blockNumber: number, invokeIdAndPriority = 0xc1): ClientApdu => ({
    kind: 'get-request-next',
    invokeIdAndPriority,
    blockNumber,
  });
  const datablock = (blockNumber: number, hex = '0902', lastBlock = false) => ({
    lastBlock,
    blockNumber,
    rawData: octetsOf(hex),
  });
  const later = (blockNumber: number, hex?: string, last?: boolean): ClientApdu => ({
    kind: 'set-request-with-datablock',
    ...id,
    datablock: datablock(blockNumber, hex, last),
  });
  const receiving = () => {
    const transfer = server();
    transfer.take({ kind: 'set-request-with-first-datablock', ...id, attribute, datablock: datablock(1) });
    return transfer;
  };

  it('refuses a next block that nothing is long enough for', () => {
    expect(sent(server().take(next(1)))).toMatchObject({ lastBlock: true, result: { result: 'no-long-get-in-progress' } });
    expect(sent(sending().take(next(1, 0xc2)))).toMatchObject({ result: { result: 'no-long-get-in-progress' } });
    const pblock: ClientApdu = { kind: 'action-request-next-pblock', ...id, blockNumber: 1 };
    expect(sent(sending().take(pblock))).toMatchObject({ response: { result: 'no-long-action-in-progress' } });
  });

  it('refuses the wrong number, and has ended the transfer', () => {
    const transfer = sending();
    expect(sent(transfer.take(next(2)))).toMatchObject({ blockNumber: 2, result: { result: 'data-block-number-invalid' } });
    expect(sent(transfer.take(next(1)))).toMatchObject({ result: { result: 'no-long-get-in-progress' } });
  });

  it('forgets a transfer for a new request', () => {
    const transfer = sending();
    expect(transfer.take(get)).toEqual({ request: get });
    expect(sent(transfer.take(next(1)))).toMatchObject({ result: { result: 'no-long-get-in-progress' } });
  });

  it('answers a long SET with the number of its last block', () => {
    const transfer = receiving();
    expect(transfer.take(later(2, 'aabb', true))).toEqual({
      request: { kind: 'set-request-normal', ...id, attribute, value: { type: 'octet-string', value: octetsOf('aabb') } },
    });
    expect(transfer.answer({ kind: 'set-response-normal', ...id, result: 'success' })).toEqual({
      kind: 'set-response-last-datablock',
      ...id,
      result: 'success',
      blockNumber: 2,
    });
  });

  it.each<[string, () => ServerStep, object]>([
    ['a block of no long SET', () => server().take(later(2)), { result: 'no-long-set-in-progress', blockNumber: 2 }],
    ['a block out of order', () => receiving().take(later(3)), { result: 'data-block-number-invalid', blockNumber: 3 }],
    ['more than any object holds', () => receiving().take(later(2, 'aa'.repeat(65))), { result: 'long-set-aborted' }],
    ['blocks that join to no data', () => receiving().take(later(2, 'aa', true)), { result: 'type-unmatched' }],
  ])('refuses %s', (_, work, answer) => {
    expect(sent(work())).toMatchObject({ kind: 'set-response-last-datablock', ...answer });
  });

  it('refuses a block of an ACTION within a SET', () => {
    const pblock: ClientApdu = { kind: 'action-request-with-pblock', ...id, pblock: datablock(2) };
    expect(sent(receiving().take(pblock))).toMatchObject({ response: { result: 'no-long-action-in-progress' } });
  });

  it('hands on what is no GET, SET or ACTION', () => {
    expect(server().take({ kind: 'rlrq' })).toEqual({ other: { kind: 'rlrq' } });
  });
});

it('blocks without octets come to an end', () => {
  const receiver = new BlockReceiver();
  const takes = Array.from({ length: 65 }, (_, i) =>
    receiver.take({ lastBlock: false, blockNumber: i + 1, rawData: new Uint8Array() }),
  );
  expect(takes.map(({ kind }) => kind).indexOf('too-long')).toBe(64);
});
