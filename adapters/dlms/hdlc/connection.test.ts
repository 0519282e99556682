import fc from 'fast-check';
import { PortError } from '../../../trace/errors';
import { hexOf } from '../laws.fixture';
import type { LinkEvent, Role } from '../link';
import { hdlcAddress } from './address';
import { treacherous } from './frame.fixture';
import { DEFAULT_PARAMETERS, hdlcLink, type LinkParameters, type Patience } from './index';
import { type Fate, Line } from './line.fixture';

const CLIENT = hdlcAddress(16);
const SERVER = hdlcAddress(1, 17);

interface Exchange {
  request: Uint8Array;
  /** Several are a stream. */
  answers: Uint8Array[];
  thinkMs: number;
}

interface Session {
  client: LinkParameters;
  server: LinkParameters;
  exchanges: Exchange[];
}

/** Plays a session to its end, each request sent when the answers to the one before are there, then disconnects. */
function play(session: Session, fates: readonly Fate[], patience: Partial<Patience> = {}) {
  const ends = {
    client: hdlcLink({ role: 'client', line: 'the line', own: CLIENT, peer: SERVER, parameters: session.client, patience }),
    server: hdlcLink({ role: 'server', line: 'the line', own: SERVER, parameters: session.server, patience }),
  };
  const asked: string[] = [];
  const answered: string[] = [];
  let turn = 0;
  let missing = 0;
  const step = () => {
    const exchange = session.exchanges[turn++];
    missing = exchange?.answers.length ?? 0;
    if (exchange) line.follow('client', ends.client.send(exchange.request, line.nowMs, missing));
    else line.follow('client', ends.client.close(line.nowMs));
  };
  const hear = (role: Role, event: LinkEvent) => {
    if (role === 'client' && event.event === 'connected') step();
    if (event.event !== 'received') return;
    if (role === 'client') {
      answered.push(hexOf(event.apdu));
      if (--missing === 0) step();
    } else {
      const exchange = session.exchanges[asked.length];
      asked.push(hexOf(event.apdu));
      if (exchange) line.after(exchange.thinkMs, () => line.follow('server', send(exchange.answers)));
    }
  };
  const send = (answers: Uint8Array[]): LinkEvent[] => {
    try {
      return ends.server.send(answers, line.nowMs);
    } catch (error) {
      // The client went away while the answer was made.
      if (!(error instanceof PortError && error.code === 'not-connected')) throw error;
      return [];
    }
  };
  let frame = 0;
  const line: Line = new Line(ends, hear, () => fates[frame++] ?? { fate: 'pass' });
  line.follow('server', ends.server.open(0));
  line.follow('client', ends.client.open(0));
  line.run();
  const ending = (role: Role) => line.told[role].filter(({ event }) => event === 'failed' || event === 'disconnected').at(-1);
  return { line, asked, answered, ending };
}

const parameters: fc.Arbitrary<LinkParameters> = fc.record({
  maxInfoTransmit: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 41, max: 2030 })),
  maxInfoReceive: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 41, max: 2030 })),
  windowTransmit: fc.integer({ min: 1, max: 7 }),
  windowReceive: fc.integer({ min: 1, max: 7 }),
});

const session: fc.Arbitrary<Session> = fc.record({
  client: parameters,
  server: parameters,
  exchanges: fc.array(
    fc.record({
      request: treacherous(120),
      answers: fc.array(treacherous(200), { minLength: 1, maxLength: 4 }),
      thinkMs: fc.constantFrom(0, 10, 900, 1_500, 5_000),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** A delay costs a retry for each time that the client's patience of 3 s runs out. */
const harm = (delayMs: number): fc.Arbitrary<Fate> =>
  fc.oneof(
    fc.constant<Fate>({ fate: 'lose' }),
    fc.constant<Fate>({ fate: 'repeat' }),
    fc.record({ fate: fc.constant<'damage'>('damage'), at: fc.nat(2_000), bit: fc.nat(7) }),
    fc.record({ fate: fc.constant<'cut'>('cut'), at: fc.nat(2_000) }),
    fc.record({ fate: fc.constant<'noise'>('noise'), octets: treacherous(40) }),
    fc.record({ fate: fc.constant<'delay'>('delay'), ms: fc.nat(delayMs) }),
  );

const wanted = ({ exchanges }: Session) => ({
  asked: exchanges.map(({ request }) => hexOf(request)),
  answered: exchanges.flatMap(({ answers }) => answers.map(hexOf)),
});

describe('two ends of an HDLC connection', () => {
  it('deliver every APDU once, whole and in order, and disconnect, over a good line', () => {
    fc.assert(
      fc.property(session, (drawn) => {
        const { asked, answered, ending, line } = play(drawn, []);
        expect({ asked, answered }).toEqual(wanted(drawn));
        expect(ending('client')).toEqual({ event: 'disconnected', by: 'client' });
        expect(ending('server')).toEqual({ event: 'disconnected', by: 'client' });
        const trouble = [...line.told.client, ...line.told.server].filter(
          ({ event }) => event !== 'connected' && event !== 'received',
        );
        expect(trouble.map(({ event }) => event)).toEqual(['disconnected', 'disconnected']);
      }),
    );
  });

  it('deliver them over a line that harms as many frames as there are retries, wherever they are', () => {
    const patience = { retries: 4 };
    const fates = fc.array(
      fc.oneof({ arbitrary: fc.constant<Fate>({ fate: 'pass' }), weight: 3 }, { arbitrary: harm(2_500), weight: 1 }),
      { maxLength: 60 },
    );
    const budgeted = fates.map((list) => {
      let harms = 0;
      return list.filter(({ fate }) => fate === 'pass' || ++harms <= patience.retries);
    });
    fc.assert(
      fc.property(session, budgeted, (drawn, list) => {
        const { asked, answered, ending } = play(drawn, list, patience);
        expect({ asked, answered }).toEqual(wanted(drawn));
        expect(ending('client')).toEqual({ event: 'disconnected', by: 'client' });
      }),
      { numRuns: 400 },
    );
  });

  it('over any line deliver nothing wrong, and end: both with all delivered, or with a typed error', () => {
    fc.assert(
      fc.property(session, fc.array(harm(10_000), { maxLength: 120 }), fc.nat(120), (drawn, list, offset) => {
        const fates = [...Array<Fate>(offset % 20).fill({ fate: 'pass' }), ...list];
        const { asked, answered, ending, line } = play(drawn, fates);
        const right = wanted(drawn);
        expect(asked).toEqual(right.asked.slice(0, asked.length));
        expect(answered).toEqual(right.answered.slice(0, answered.length));
        const end = ending('client');
        if (end?.event === 'failed') {
          expect(end.error).toBeInstanceOf(PortError);
          expect(end.error.message).toMatch(/^the line: /);
        } else {
          expect(end).toEqual({ event: 'disconnected', by: 'client' });
          expect({ asked, answered }).toEqual(right);
        }
        if (line.told.server.some(({ event }) => event === 'connected')) expect(ending('server')).toBeDefined();
      }),
      { numRuns: 400 },
    );
  });

  it('read on where one octet in a hundred is damaged', () => {
    const answers = Array.from({ length: 30 }, (_, i) => new Uint8Array(100).fill(i));
    const exchanges = answers.map((answer, i) => ({ request: Uint8Array.of(i), answers: [answer], thinkMs: 0 }));
    const own = { maxInfoTransmit: 32, maxInfoReceive: 32, windowTransmit: 3, windowReceive: 3 };
    let state = 20_260_901;
    const draw = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state / 2 ** 32;
    };
    const fates = Array.from(
      { length: 5_000 },
      (): Fate => (draw() < 0.3 ? { fate: 'damage', at: Math.floor(draw() * 50), bit: 3 } : { fate: 'pass' }),
    );
    const { answered, line } = play({ client: own, server: own, exchanges }, fates, { retries: 20 });
    expect(answered).toEqual(answers.map(hexOf));
    expect(line.told.client.filter(({ event }) => event === 'retried').length).toBeGreaterThan(10);
  });
});

describe('the client of an HDLC connection', () => {
  const wide = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 7, windowReceive: 7 };

  it('acknowledges with its next request, and with one RR a window of an answer that goes on', () => {
    const answers = Array.from({ length: 6 }, () => new Uint8Array(509));
    const { line } = play(
      {
        client: wide,
        server: wide,
        exchanges: [
          { request: Uint8Array.of(1), answers, thinkMs: 0 },
          { request: Uint8Array.of(2), answers: [Uint8Array.of(3)], thinkMs: 0 },
        ],
      },
      [],
    );
    const kinds = line.transmitted.map(({ by, hex }) => `${by} ${hex.length > 18 ? 'I' : hex}`);
    const turns = kinds.map((kind) => kind.slice(0, 6)).filter((by, i, all) => by !== all[i - 1]).length;
    // SNRM, request, three RR for 24 frames of 128 octets, request, DISC: each is answered once.
    expect(turns).toBe(2 * (1 + 1 + 3 + 1 + 1));
    expect(line.transmitted.filter(({ by }) => by === 'server')).toHaveLength(1 + 24 + 1 + 1);
  });

  it('knows the longest APDU that fills its frames, where one frame does not hold it', () => {
    const client = hdlcLink({ role: 'client', line: 'the line', own: CLIENT, peer: SERVER, parameters: wide });
    expect([512, 509, 65_535, 125, 126, 100].map((octets) => client.fitting(octets))).toEqual([509, 509, 65_533, 125, 125, 100]);
  });

  it('offers nothing in its SNRM where it offers the defaults', () => {
    const { line } = play({ client: DEFAULT_PARAMETERS, server: wide, exchanges: [] }, []);
    expect(line.transmitted[0]!.hex).toBe('7ea00802232193bd647e');
  });
});
