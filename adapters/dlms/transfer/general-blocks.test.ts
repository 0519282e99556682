import fc from 'fast-check';
import { EncodeError } from '../../../trace/errors';
import { decodeApdu, encodeApdu } from '../apdu/apdu';
import type { GeneralBlockTransfer } from '../apdu/general';
import { GeneralBlocks } from './general-blocks';

const octets = (length: number) => Uint8Array.from({ length }, (_, i) => i % 251);
const numbers = (blocks: readonly GeneralBlockTransfer[]) => blocks.map(({ blockNumber }) => blockNumber);
const end = (window = 5, maxReceivePduSize = 20) => new GeneralBlocks({ maxReceivePduSize, window });

describe('a general block transfer', () => {
  it('streams as many blocks as the window takes, and waits after the last of them', () => {
    const server = end();
    const burst = server.start(octets(13 * 12), 3);
    expect(numbers(burst)).toEqual([1, 2, 3]);
    expect(burst.map(({ control }) => control.streaming)).toEqual([true, true, false]);
    expect(burst.map(({ control }) => control.lastBlock)).toEqual([false, false, false]);

    const client = end();
    const [first, second, third] = burst;
    expect(client.take(first!)).toEqual({ send: [] });
    expect(client.take(second!)).toEqual({ send: [] });
    const { send } = client.take(third!);
    expect(send).toEqual([
      {
        control: { lastBlock: true, streaming: false, window: 5 },
        blockNumber: 1,
        blockNumberAck: 3,
        blockData: new Uint8Array(),
      },
    ]);
    expect(numbers(server.take(send[0]!).send)).toEqual([4, 5, 6, 7, 8]);
  });

  it('sends again from the first block that got lost', () => {
    const server = end();
    const [first, , third] = server.start(octets(13 * 6), 3);
    const client = end();
    client.take(first!);
    const { send } = client.take(third!);
    expect(send[0]).toMatchObject({ blockNumberAck: 1 });
    expect(numbers(server.take(send[0]!).send)).toEqual([2, 3, 4, 5, 6]);
  });

  it('fills each block to the PDU that the other side receives', () => {
    for (const block of end(5, 200).start(octets(1000), 63))
      expect(encodeApdu('server', { kind: 'general-block-transfer', ...block }).length).toBeLessThanOrEqual(200);
  });

  it('brings APDUs of any length over, both ways, whatever blocks get lost', () => {
    const cases = fc.record({
      request: fc.integer({ min: 1, max: 300 }),
      response: fc.integer({ min: 1, max: 600 }),
      windows: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      size: fc.integer({ min: 9, max: 64 }),
      lost: fc.infiniteStream(fc.boolean().chain((often) => (often ? fc.boolean() : fc.constant(false)))),
    });
    fc.assert(
      fc.property(cases, ({ request, response, windows, size, lost }) => {
        const client = end(windows[0], size);
        const server = end(windows[1], size);
        let onWire = client.start(octets(request));
        let asked: Uint8Array | undefined;
        let losses = 20;
        for (let turn = 0; turn < 5000; turn++) {
          const clientsTurn = turn % 2 === 1;
          const [taker, reply] = clientsTurn ? [client, server] : [server, client];
          const arrived = onWire.filter(() => !(lost.next().value && losses-- > 0));
          onWire = [];
          for (const block of arrived) {
            const from = clientsTurn ? 'server' : 'client';
            const { kind: _, ...read } = decodeApdu(
              from,
              encodeApdu(from, { kind: 'general-block-transfer', ...block }),
            ) as never as {
              kind: string;
            } & GeneralBlockTransfer;
            const step = taker.take(read);
            expect(step.broken).toBeUndefined();
            onWire.push(...step.send);
            if (step.apdu === undefined) continue;
            if (clientsTurn) return expect([asked, step.apdu]).toEqual([octets(request), octets(response)]);
            asked = step.apdu;
            onWire.push(...server.start(octets(response), windows[0]));
          }
          // Nothing came, or nothing that asks for an answer: whoever waited in vain takes the turn.
          if (onWire.length === 0) onWire = taker.repeat();
          if (onWire.length === 0) onWire = reply.repeat();
        }
        throw new Error('the transfer never ended');
      }),
    );
  });

  it('says how the other side broke the rules', () => {
    const ack = {
      control: { lastBlock: true, streaming: false, window: 1 },
      blockNumber: 1,
      blockNumberAck: 9,
      blockData: octets(0),
    };
    const server = end();
    server.start(octets(30));
    expect(server.take(ack)).toEqual({ send: [], broken: 'acknowledged block 9 of 3' });
    const small = new GeneralBlocks({ maxReceivePduSize: 20, window: 1, longest: 10 });
    const block = { ...ack, blockNumberAck: 0, blockData: octets(11) };
    expect(small.take(block)).toEqual({ send: [], broken: 'sent more than any object holds' });
    const babbled = end();
    const stale = { ...ack, blockNumberAck: 0, blockNumber: 2 };
    const steps = Array.from({ length: 253 }, () => babbled.take(stale));
    expect(steps.findIndex(({ broken }) => broken)).toBe(252);
    expect(steps.at(-1)!.broken).toBe('sent 253 blocks in a row with nothing new');
  });

  it('refuses a window of none, and an APDU of more blocks than can be numbered', () => {
    expect(() => end(0)).toThrow(EncodeError);
    expect(() => end(64)).toThrow(EncodeError);
    expect(() => end(1, 8).start(octets(70_000))).toThrow(EncodeError);
  });
});
