import { accessShape } from '../../declaration/access';
import { CONFORMANCE_BITS, type ConformanceBit, type Data, encodeApdu } from '../dlms';
import { type CosemObject, fixed } from '../virtual/cosem/cosem-object';
import { readSecrets } from './secrets';
import { type ServedOptions, servedObjects } from './served-objects.fixture';
import { Session } from './session';

const PROFILE = { classId: 7, instanceId: '1-0:99.1.0.255', attributeId: 2 };
const BUFFER: Data = {
  type: 'array',
  value: Array.from({ length: 300 }, (_, i): Data => ({ type: 'double-long-unsigned', value: i })),
};
const GENERAL_BLOCK_TRANSFER = 0xe0;
const GET = 0xc0;
const SET = 0xc1;

const REFUSED = encodeApdu('server', {
  kind: 'exception-response',
  stateError: 'service-unknown',
  serviceError: 'service-not-supported',
});

interface Meter extends Pick<ServedOptions, 'conformance' | 'link'> {
  /** Grants blocks, and answers each by an exception-response. */
  refusesBlocks?: boolean;
  generalWindow?: number;
}

const open: AbortController[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end.abort();
});

/** A client before a meter with one profile: how it reads that, what it sent, and how often the line was turned round. */
function clientOf({ refusesBlocks = false, generalWindow = 63, link = 'hdlc', ...options }: Meter = {}) {
  const { classId, instanceId: logicalName } = PROFILE;
  let written: Data | undefined;
  const profile: CosemObject = {
    classId,
    version: 1,
    logicalName,
    attributes: new Map([
      [2, fixed(() => BUFFER)],
      [
        3,
        {
          rights: { read: false, write: true },
          set: (value: Data) => {
            written = value;
            return 'success';
          },
        },
      ],
    ]),
    methods: new Map(),
  };
  const end = new AbortController();
  open.push(end);
  const instead = (apdu: Uint8Array) => (refusesBlocks && apdu[0] === GENERAL_BLOCK_TRANSFER ? [REFUSED] : undefined);
  const { port, asked } = servedObjects([profile], end.signal, { ...options, link, instead });
  const access = accessShape.parse({ adapter: 'optical', port: 'pair', link, pdu: 256, silenceMs: 200, generalWindow });
  const session = new Session(access, readSecrets({}), async () => port);
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
  const write = async (value: Data) => {
    await session.granted('public', end.signal, tap);
    asked.length = 0;
    const request = { kind: 'set-request-normal', attribute: { ...PROFILE, attributeId: 3 }, value } as const;
    return (await session.ask('public', request, { repeatable: false }, end.signal, tap)).response;
  };
  return { read, write, held: () => written, asked, ways };
}

const THE_PROFILE = { kind: 'get-response-normal', result: { kind: 'data', data: BUFFER } };

describe('a client that sends more than the meter takes at once', () => {
  it.each<[how: string, conformance: ConformanceBit[] | undefined, kinds: number[]]>([
    ['blocks of SET where the meter grants those', undefined, [SET]],
    ['general blocks where it grants no others', ['get', 'set', 'general-block-transfer'], [GENERAL_BLOCK_TRANSFER]],
  ])('sends it by %s', async (_, conformance, kinds) => {
    const { write, asked, held } = clientOf(conformance && { conformance });
    expect(await write(BUFFER)).toMatchObject({ kind: 'set-response-normal', result: 'success' });
    expect(held()).toEqual(BUFFER);
    expect([...new Set(asked)]).toEqual(kinds);
    expect(asked.length).toBeGreaterThan(2);
  });
});

describe('a client before a meter that takes 512 octets at once, and grants general blocks alone', () => {
  const conformance: ConformanceBit[] = ['get', 'set', 'general-block-transfer'];
  const sent = async (octets: number) => {
    const { write, asked } = clientOf({ conformance });
    await write({ type: 'octet-string', value: new Uint8Array(octets) });
    return asked;
  };
  // SET, invoke id, class, logical name, attribute, no selection: 13 octets. An octet-string has four more, tag and length.
  const MOST = 512 - 13 - 4;

  it('sends a request as long as that whole, and cuts one an octet longer', async () => {
    expect(await sent(MOST)).toEqual([SET]);
    expect(new Set(await sent(MOST + 1))).toEqual(new Set([GENERAL_BLOCK_TRANSFER]));
  });
});

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
