import { randomBytes } from 'node:crypto';
import { accessShape } from '../../declaration/access';
import { portPair } from '../../native/port-pair.fixture';
import { CONFORMANCE_BITS, type ConformanceBit, type Data, encodeApdu, hdlcAddress, hdlcLink, WrapperLink } from '../dlms';
import { type CosemObject, fixed } from '../virtual/cosem/cosem-object';
import { CosemServer } from '../virtual/cosem/cosem-server';
import { ClientCounters } from '../virtual/cosem/secured-association';
import { LineSession } from '../virtual/line-session';
import { readSecrets } from './secrets';
import { Session } from './session';

const PROFILE = { classId: 7, instanceId: '1-0:99.1.0.255', attributeId: 2 };
const BUFFER: Data = {
  type: 'array',
  value: Array.from({ length: 300 }, (_, i): Data => ({ type: 'double-long-unsigned', value: i })),
};
const GENERAL_BLOCK_TRANSFER = 0xe0;
const GET = 0xc0;

interface Meter {
  conformance?: readonly ConformanceBit[];
  link?: 'hdlc' | 'wrapper';
  /** Grants blocks, and answers each by an exception-response. */
  refusesBlocks?: boolean;
  generalWindow?: number;
}

const open: AbortController[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end.abort();
});

/** A client before a meter with one profile: how it reads that, what it sent, and how often the line was turned round. */
function clientOf({ conformance = CONFORMANCE_BITS, link = 'hdlc', refusesBlocks = false, generalWindow = 63 }: Meter = {}) {
  const [near, far] = portPair();
  const { classId, instanceId: logicalName } = PROFILE;
  const profile: CosemObject = {
    classId,
    version: 1,
    logicalName,
    attributes: new Map([[2, fixed(() => BUFFER)]]),
    methods: new Map(),
  };
  const keys = {
    systemTitle: randomBytes(8),
    password: randomBytes(8),
    encryptionKey: randomBytes(16),
    authenticationKey: randomBytes(16),
  };
  const asked: number[] = [];
  const server = (client: number) => {
    const made = new CosemServer({
      clients: new Map([[16, 'public']]),
      keys,
      conformance,
      maxReceivePduSize: 512,
      challenge: () => randomBytes(16),
      objects: () => [profile],
      client,
      server: 1,
      window: 3,
      nextCounter: () => 1,
      clientCounters: new ClientCounters(),
    });
    const take = made.take.bind(made);
    made.take = (octets) => {
      asked.push(octets[0]!);
      if (!refusesBlocks || octets[0] !== GENERAL_BLOCK_TRANSFER) return take(octets);
      return [
        encodeApdu('server', {
          kind: 'exception-response',
          stateError: 'service-unknown',
          serviceError: 'service-not-supported',
        }),
      ];
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
  const end = new AbortController();
  open.push(end);
  meter.serve(end.signal).catch(() => {});
  const access = accessShape.parse({ adapter: 'optical', port: 'pair', link, pdu: 256, silenceMs: 200, generalWindow });
  const session = new Session(access, readSecrets({}), async () => near);
  const ways: string[] = [];
  const tap = {
    wire: (way: string) => {
      if (ways.at(-1) !== way) ways.push(way);
    },
  };
  const read = async () => {
    await session.granted('public', end.signal, { wire: () => {} });
    asked.length = 0;
    ways.length = 0;
    const request = { kind: 'get-request-normal', attribute: PROFILE } as const;
    return (await session.ask('public', request, { repeatable: false }, end.signal, tap)).response;
  };
  return { read, asked, ways };
}

const THE_PROFILE = { kind: 'get-response-normal', result: { kind: 'data', data: BUFFER } };

describe('a client that reads a profile', () => {
  it.each(['hdlc', 'wrapper'] as const)('takes it as one stream of blocks where the meter grants that, over %s', async (link) => {
    const { read, asked } = clientOf({ link });
    expect(await read()).toMatchObject(THE_PROFILE);
    expect(asked).toEqual([GENERAL_BLOCK_TRANSFER]);
  });

  it('acknowledges as often as its window says', async () => {
    const { read, asked } = clientOf({ generalWindow: 2 });
    expect(await read()).toMatchObject(THE_PROFILE);
    // 1,503 octets by 241 a block: seven blocks, two at a time.
    expect(asked).toEqual([GENERAL_BLOCK_TRANSFER, GENERAL_BLOCK_TRANSFER, GENERAL_BLOCK_TRANSFER, GENERAL_BLOCK_TRANSFER]);
  });

  it('turns the line round less often by streams than by blocks of GET', async () => {
    const [streamed, blocks] = [clientOf(), clientOf({ generalWindow: 0 })];
    expect(await streamed.read()).toMatchObject(THE_PROFILE);
    expect(await blocks.read()).toMatchObject(THE_PROFILE);
    expect(new Set(blocks.asked)).toEqual(new Set([GET]));
    expect(streamed.ways.length).toBeLessThan(blocks.ways.length);
  });

  it('asks without blocks from a meter that grants them and does not take them, once and for all', async () => {
    const { read, asked } = clientOf({ refusesBlocks: true });
    expect(await read()).toMatchObject(THE_PROFILE);
    expect(asked[0]).toBe(GENERAL_BLOCK_TRANSFER);
    expect(await read()).toMatchObject(THE_PROFILE);
    expect(new Set(asked)).toEqual(new Set([GET]));
  });

  it('takes blocks of GET where the meter grants no others', async () => {
    const { read, asked } = clientOf({ conformance: CONFORMANCE_BITS.filter((bit) => bit !== 'general-block-transfer') });
    expect(await read()).toMatchObject(THE_PROFILE);
    expect(new Set(asked)).toEqual(new Set([GET]));
  });
});
