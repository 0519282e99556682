import fc from 'fast-check';
import { EncodeError, LinkError, TimeoutError } from '../../trace/errors';
import { hexOf, obeysTheLawsOfCodecs, octetsOf, refusalOf } from './laws.fixture';
import type { LinkEvent } from './link';
import { decodeWrapper, encodeWrapper, type Unwrapped, Unwrapper, type WrapperMessage } from './wrapper';
import { WrapperLink } from './wrapper-link';

const GET = '000100100001000dc001c100030100020800ff0200';

const wPort = fc.integer({ min: 0, max: 0xffff });
const anyMessage: fc.Arbitrary<WrapperMessage> = fc.record({
  source: wPort,
  destination: wPort,
  apdu: fc.uint8Array({ maxLength: 60 }),
});

obeysTheLawsOfCodecs(
  'wrapper message',
  { encode: (message: WrapperMessage) => encodeWrapper(message), decode: decodeWrapper },
  anyMessage,
  [GET],
);

describe('a wrapper message', () => {
  it('is version 1, source and destination wPort, length, APDU', () => {
    expect(decodeWrapper(octetsOf(GET))).toEqual({ source: 16, destination: 1, apdu: octetsOf('c001c100030100020800ff0200') });
  });

  it('is refused by version, and lies where told to', () => {
    expect(refusalOf(() => decodeWrapper(octetsOf(`0002${GET.slice(4)}`))).message).toBe(
      'at octet 0: expected wrapper version 1, got 2',
    );
    expect(hexOf(encodeWrapper({ source: 1, destination: 2, apdu: octetsOf('aa') }, { version: 3, length: 9 }))).toBe(
      '0003000100020009aa',
    );
    expect(() => encodeWrapper({ source: 1, destination: 2, apdu: new Uint8Array(65_536) })).toThrow(EncodeError);
  });
});

describe('cutting a stream into wrapper messages', () => {
  const cut = (stream: Uint8Array, piece: number): Unwrapped[] => {
    const unwrapper = new Unwrapper();
    const out: Unwrapped[] = [];
    for (let at = 0; at < stream.length; at += piece) out.push(...unwrapper.push(stream.subarray(at, at + piece)));
    out.push(...unwrapper.silence());
    expect(unwrapper.pending).toBe(0);
    return out;
  };
  const told = (out: Unwrapped[]) =>
    out.map((item) => ('message' in item ? hexOf(item.octets) : `${item.dropped}: ${hexOf(item.octets)}`));

  it('finds messages in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (messages, piece) => {
        const out = cut(Buffer.concat(messages.map((message) => encodeWrapper(message))), piece);
        expect(out.map((item) => 'message' in item && item.message)).toEqual(messages);
      }),
    );
  });

  it('accounts for every octet once, whatever comes', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      anyMessage.map((message) => encodeWrapper(message)),
      fc.constant(octetsOf('0001')),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), fc.integer({ min: 1, max: 50 }), (parts, piece) => {
        const stream = Buffer.concat(parts);
        const out = cut(stream, piece);
        let end = 0;
        for (const { at, octets } of out) {
          expect(at).toBe(end);
          end += octets.length;
        }
        expect(hexOf(Buffer.concat(out.map(({ octets }) => octets)))).toBe(hexOf(stream));
      }),
    );
  });

  it('goes on at the next header after octets that are none', () => {
    expect(told(cut(octetsOf(`ffee00${GET}`), 50))).toEqual(['no wrapper header: ffee00', GET]);
    expect(told(cut(octetsOf(`00020010${GET}`), 1).slice(-1))).toEqual([GET]);
    expect(told(cut(octetsOf(`${GET}0001`), 50))).toEqual([GET, 'silence: 0001']);
  });

  it('finds a message inside of one that was never finished', () => {
    expect(told(cut(octetsOf(`0001ffffffffffff${GET}`), 50))).toEqual(['silence: 0001ffffffffffff', GET]);
  });
});

describe('a link over TCP', () => {
  const client = () => new WrapperLink({ role: 'client', line: 'tcp', own: 16, peer: 1 });
  const server = () => new WrapperLink({ role: 'server', line: 'meter', own: 1 });
  const octetsIn = (events: LinkEvent[]) =>
    Buffer.concat(events.flatMap((event) => (event.event === 'transmit' ? [event.octets] : [])));

  it('carries APDUs both ways between the wPorts of client and logical device', () => {
    const [asking, answering] = [client(), server()];
    answering.open();
    expect(asking.open()).toEqual([{ event: 'connected', client: 16, server: 1 }]);
    const request = octetsIn(asking.send(octetsOf('c001'), 0));
    expect(hexOf(request)).toBe('0001001000010002c001');
    expect(answering.receive(request, 0)).toEqual([
      { event: 'connected', client: 16, server: 1 },
      { event: 'received', apdu: octetsOf('c001'), client: 16, server: 1 },
    ]);
    const answers = octetsIn(answering.send([octetsOf('c401'), octetsOf('c402')], 0));
    expect(asking.receive(answers, 5)).toMatchObject([
      { event: 'received', apdu: octetsOf('c401') },
      { event: 'received', apdu: octetsOf('c402') },
    ]);
    expect(asking.wakeAtMs).toBeUndefined();
    expect(asking.close()).toEqual([{ event: 'disconnected', by: 'client' }]);
    expect(() => asking.send(octetsOf('c0'), 6)).toThrow(LinkError);
  });

  it('fails by how long it waited and what it heard, counted from the last octet while a message comes', () => {
    const asking = client();
    asking.open();
    asking.send(octetsOf('c001'), 0);
    asking.receive(octetsOf('00010001'), 2_900);
    expect(asking.wake(3_000)).toEqual([]);
    const events = asking.wake(5_900);
    expect(events.map(({ event }) => event)).toEqual(['dropped', 'dropped', 'failed']);
    const [failed] = events.slice(-1) as { error: TimeoutError }[];
    expect(failed?.error).toBeInstanceOf(TimeoutError);
    expect(failed?.error.message).toBe('tcp: no answer within 5900 ms, only 0001');
  });

  it('fails in the end however slowly an answer drips', () => {
    const asking = client();
    asking.open();
    asking.send(octetsOf('c001'), 0);
    asking.receive(octetsOf('00010001001000ff'), 0);
    let nowMs = 0;
    let events: LinkEvent[] = [];
    while (!events.some(({ event }) => event === 'failed') && nowMs < 200_000) {
      nowMs += 1_000;
      events = [...asking.receive(octetsOf('00'), nowMs), ...asking.wake(nowMs)];
    }
    expect(nowMs).toBe(60_000);
  });

  it('passes over messages between others, and says so', () => {
    const asking = client();
    asking.open();
    expect(asking.receive(octetsOf('0001000200100001aa'), 0)).toEqual([
      { event: 'ignored', at: 0, what: 'wPort 2 to 16', because: 'other stations' },
    ]);
  });
});
