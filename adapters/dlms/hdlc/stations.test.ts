import { LinkError, TimeoutError } from '../../../trace/errors';
import { hexOf, octetsOf } from '../laws.fixture';
import type { LinkEvent } from '../link';
import { hdlcAddress } from './address';
import type { Control } from './control';
import { decodeFrame, encodeFrame, type Frame } from './frame';
import { DEFAULT_PARAMETERS, encodeParameters, type HdlcOptions, hdlcLink, type Patience } from './index';

const CLIENT = hdlcAddress(16);
const SERVER = hdlcAddress(1);
const WIDE = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 7, windowReceive: 7 };
const NONE = new Uint8Array();

const frame = (from: 'client' | 'server', control: Control, info: Uint8Array = NONE, more: Partial<Frame> = {}): Uint8Array => {
  const [source, destination] = from === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
  return encodeFrame({ source, destination, control, info, segmented: false, ...more });
};
const I = (ns: number, nr: number, poll = true): Control => ({ kind: 'I', ns, nr, poll });
const RR = (nr: number): Control => ({ kind: 'RR', nr, poll: true });
const ask = octetsOf('e6e600c0');
const answer = octetsOf('e6e700c4');

/** The control fields sent, in short. */
function sent(events: LinkEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.event !== 'transmit') return [];
    const { control } = decodeFrame(event.octets);
    if (control.kind === 'I') return [`I${control.ns}${control.nr}${control.poll ? ' P' : ''}`];
    return ['nr' in control ? `${control.kind}${control.nr}` : control.kind];
  });
}

const ofKind = <K extends LinkEvent['event']>(events: LinkEvent[], kind: K) =>
  events.filter((event): event is Extract<LinkEvent, { event: K }> => event.event === kind);

function server(more: Partial<HdlcOptions> = {}) {
  const station = hdlcLink({ role: 'server', line: 'meter', own: hdlcAddress(1, 17), parameters: WIDE, ...more } as HdlcOptions);
  station.open(0);
  return station;
}

function connectedServer(more: Partial<HdlcOptions> = {}) {
  const station = server(more);
  station.receive(frame('client', { kind: 'SNRM', poll: true }, encodeParameters(WIDE)), 0);
  return station;
}

function connectedClient(ua: Uint8Array = encodeParameters(WIDE), more: Partial<HdlcOptions> = {}) {
  const station = hdlcLink({
    role: 'client',
    line: 'probe',
    own: CLIENT,
    peer: SERVER,
    parameters: WIDE,
    ...more,
  } as HdlcOptions);
  station.open(0);
  station.receive(frame('server', { kind: 'UA', poll: true }, ua), 0);
  return station;
}

describe('the server of an HDLC connection', () => {
  it('says DM to whoever is not connected', () => {
    expect(sent(server().receive(frame('client', I(0, 0), ask), 0))).toEqual(['DM']);
    expect(sent(server().receive(frame('client', { kind: 'DISC', poll: true }), 0))).toEqual(['DM']);
  });

  it('answers by the address that it was called by, of one, two or four octets', () => {
    for (const destination of [SERVER, hdlcAddress(1, 17), hdlcAddress(1, 17, 4)]) {
      const [ua] = server().receive(frame('client', { kind: 'SNRM', poll: true }, NONE, { destination }), 0);
      expect(decodeFrame((ua as { octets: Uint8Array }).octets).source).toEqual(destination);
    }
    expect(
      server().receive(frame('client', { kind: 'SNRM', poll: true }, NONE, { destination: hdlcAddress(1, 18) }), 0),
    ).toMatchObject([{ event: 'ignored', because: 'other stations' }]);
  });

  it('rejects an unknown control field, an information field too long, and an acknowledgement of what it never sent', () => {
    const rejections: [Uint8Array, string][] = [
      [frame('client', { kind: 'unknown', octet: 0xed }), 'ed0001'],
      [frame('client', RR(0), Uint8Array.of(1)), '110003'],
      [frame('client', I(0, 0), new Uint8Array(129)), '100004'],
      [frame('client', RR(3)), '710008'],
    ];
    for (const [bad, reason] of rejections) {
      const station = connectedServer();
      const events = station.receive(bad, 0);
      expect(sent(events)).toEqual(['FRMR']);
      expect(hexOf(decodeFrame((events[0] as { octets: Uint8Array }).octets).info)).toBe(reason);
      expect(sent(station.receive(frame('client', RR(0)), 0))).toEqual(['FRMR']);
      expect(sent(station.receive(frame('client', { kind: 'SNRM', poll: true }), 0))).toEqual(['UA']);
      expect(sent(station.receive(frame('client', RR(0)), 0))).toEqual(['RR0']);
    }
  });

  it('keeps the turn for an answer that is being made, then says RR, and sends it when polled next', () => {
    const station = connectedServer();
    expect(ofKind(station.receive(frame('client', I(0, 0), ask), 0), 'received')).toMatchObject([{ client: 16, server: 1 }]);
    expect(station.wakeAtMs).toBe(1_000);
    expect(sent(station.wake(1_000))).toEqual(['RR1']);
    expect(sent(station.send(answer, 1_200))).toEqual([]);
    expect(sent(station.receive(frame('client', RR(0)), 1_300))).toEqual(['I01 P']);
  });

  it('says RR at once where it was asked for nothing more', () => {
    const station = connectedServer();
    station.receive(frame('client', I(0, 0), ask), 0);
    station.send(answer, 0);
    expect(sent(station.receive(frame('client', RR(1)), 0))).toEqual(['RR1']);
  });

  it('sends no I-frame to a client that is not ready, and goes on when it is', () => {
    const station = connectedServer();
    station.receive(frame('client', I(0, 0), ask), 0);
    station.send(answer, 0);
    expect(sent(station.receive(frame('client', { kind: 'RNR', nr: 0, poll: true }), 0))).toEqual(['RR1']);
    expect(sent(station.receive(frame('client', RR(0)), 0))).toEqual(['I01 P']);
  });

  it('says RNR while it is busy and takes nothing', () => {
    const station = connectedServer();
    station.busy = true;
    expect(sent(station.receive(frame('client', I(0, 0), ask), 0))).toEqual(['RNR0']);
    station.busy = false;
    expect(sent(station.receive(frame('client', RR(0)), 0))).toEqual(['RR0']);
  });

  it('asks for a missing frame by RR, and by REJ where it is told to', () => {
    for (const [rejects, says] of [
      [false, 'RR0'],
      [true, 'REJ0'],
    ] as const)
      expect(sent(connectedServer({ rejects }).receive(frame('client', I(1, 0), ask), 0))).toEqual([says]);
  });

  it('gives the line to the client that connects last, and says DM to any other', () => {
    const station = connectedServer();
    const other = { source: hdlcAddress(1) };
    expect(sent(station.receive(frame('client', RR(0), NONE, other), 0))).toEqual(['DM']);
    expect(sent(station.receive(frame('client', RR(0)), 0))).toEqual(['RR0']);
    expect(ofKind(station.receive(frame('client', { kind: 'SNRM', poll: true }, NONE, other), 0), 'connected')).toMatchObject([
      { client: 1 },
    ]);
    expect(sent(station.receive(frame('client', RR(0)), 0))).toEqual(['DM']);
  });

  it('takes unnumbered information for all stations, and says nothing to it', () => {
    const events = server().receive(frame('client', { kind: 'UI', poll: false }, ask, { destination: hdlcAddress(0x7f) }), 0);
    expect(events).toMatchObject([{ event: 'unnumbered', apdu: octetsOf('c0') }]);
  });

  it('forgets a client that falls silent', () => {
    const station = connectedServer();
    expect(station.wakeAtMs).toBe(120_000);
    const [failed] = ofKind(station.wake(120_000), 'failed');
    expect(failed?.error).toBeInstanceOf(TimeoutError);
    expect(failed?.error.message).toBe('meter: no frame from the client within 120000 ms, not one octet');
    expect(() => station.send(answer, 120_001)).toThrow(LinkError);
  });
});

describe('the client of an HDLC connection', () => {
  it('asks so often for a UA, then fails by what it awaited, how long, and what it heard', () => {
    const station = hdlcLink({ role: 'client', line: 'probe', own: CLIENT, peer: SERVER, parameters: WIDE });
    station.open(0);
    const events: LinkEvent[] = station.receive(octetsOf('55'), 10);
    for (let wakes = 0; station.wakeAtMs !== undefined && wakes < 10; wakes++) events.push(...station.wake(station.wakeAtMs));
    expect(sent(events)).toEqual(['SNRM', 'SNRM', 'SNRM', 'SNRM', 'SNRM']);
    expect(ofKind(events, 'retried').map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(ofKind(events, 'failed')[0]?.error.message).toBe('probe: no UA to SNRM within 18000 ms, not one octet');
    expect(ofKind(events, 'dropped')).toMatchObject([{ at: 0, because: 'noise' }]);
  });

  it.each([
    ['refused', 'DM to its SNRM', undefined],
    ['lost', 'DM later', { kind: 'DM', poll: true }],
    ['rejected', 'FRMR: a meter that counts a damaged I-frame answers so to its repetition', { kind: 'FRMR', poll: true }],
  ] as const)('fails as %s on %s', (code, _what, later) => {
    const station = later
      ? connectedClient()
      : hdlcLink({ role: 'client', line: 'probe', own: CLIENT, peer: SERVER, parameters: WIDE });
    if (later) station.send(octetsOf('c0'), 0);
    else station.open(0);
    const [failed] = ofKind(station.receive(frame('server', later ?? { kind: 'DM', poll: true }), 0), 'failed');
    expect(failed?.error).toBeInstanceOf(LinkError);
    expect(failed?.error.code).toBe(code);
    expect(station.wakeAtMs).toBeUndefined();
  });

  it('fails as malformed on a UA that makes no sense, and on an answer without its LLC header', () => {
    const station = hdlcLink({ role: 'client', line: 'probe', own: CLIENT, peer: SERVER, parameters: WIDE });
    station.open(0);
    expect(ofKind(station.receive(frame('server', { kind: 'UA', poll: true }, octetsOf('82')), 0), 'failed')[0]?.error.code).toBe(
      'malformed',
    );
    const other = connectedClient();
    other.send(octetsOf('c0'), 0);
    expect(ofKind(other.receive(frame('server', I(0, 1), ask), 0), 'failed')[0]?.error.code).toBe('malformed');
  });

  it('fails as too long on an answer that never ends', () => {
    const station = connectedClient(undefined, { maxPdu: 300 });
    station.send(octetsOf('c0'), 0);
    const codes = [0, 1, 2].flatMap((ns) =>
      ofKind(station.receive(frame('server', I(ns, 1), new Uint8Array(128), { segmented: true }), 0), 'failed').map(
        ({ error }) => error.code,
      ),
    );
    expect(codes).toEqual(['too-long']);
  });

  it('fails where it is told to wait for ever', () => {
    const station = connectedClient();
    let events = station.send(octetsOf('c0'), 0);
    let nowMs = 0;
    while (ofKind(events, 'failed').length === 0 && nowMs < 1_000_000) {
      events = sent(events).length > 0 ? station.receive(frame('server', RR(1)), ++nowMs) : [];
      nowMs = Math.max(nowMs, station.wakeAtMs ?? 0);
      events.push(...station.wake(nowMs));
    }
    expect(ofKind(events, 'failed')[0]?.error.message).toMatch(/^probe: no answer within 60\d{3} ms/);
  });

  it('fails where one frame drips without end', () => {
    const station = connectedClient();
    station.send(octetsOf('c0'), 0);
    // A header of the longest frame there is, its check sequence right.
    station.receive(octetsOf('7ea7ff210310b3b3'), 0);
    let nowMs = 0;
    let events: LinkEvent[] = [];
    while (ofKind(events, 'failed').length === 0 && nowMs < 200_000) {
      nowMs += 100;
      events = [...station.receive(octetsOf('55'), nowMs), ...(nowMs >= station.wakeAtMs! ? station.wake(nowMs) : [])];
    }
    expect(nowMs).toBe(60_000);
  });

  it('leaves the line to fall quiet after an answer that brought nothing new, so that late ones breed none', () => {
    const station = connectedClient();
    station.send(octetsOf('c0'), 0);
    expect(sent(station.receive(frame('server', RR(0)), 50))).toEqual([]);
    expect(station.wakeAtMs).toBe(150);
    station.receive(octetsOf('55'), 140);
    expect(station.wakeAtMs).toBe(240);
    expect(ofKind(station.receive(frame('server', I(0, 1), answer), 200), 'received')).toHaveLength(1);
  });

  it('takes information fields longer than it proposed, as a meter answers a bare SNRM with its own maximum', () => {
    const ua = encodeParameters({ maxInfoTransmit: 512, maxInfoReceive: 512, windowTransmit: 1, windowReceive: 1 });
    const station = connectedClient(ua, { parameters: DEFAULT_PARAMETERS });
    expect(station.limits).toMatchObject({ maxInfoTransmit: 128, maxInfoReceive: 512 });
    station.send(octetsOf('c0'), 0);
    const events = station.receive(frame('server', I(0, 1), Uint8Array.of(...answer, ...new Uint8Array(400))), 0);
    expect(ofKind(events, 'received')[0]?.apdu).toHaveLength(401);
  });

  it('goes on with a meter that agrees to a window of 7 and still sends one frame for each RR', () => {
    const station = connectedClient();
    expect(sent(station.send(octetsOf('c0'), 0))).toEqual(['I00 P']);
    expect(sent(station.receive(frame('server', I(0, 1), answer, { segmented: true }), 0))).toEqual(['RR1']);
    expect(sent(station.receive(frame('server', I(1, 1), octetsOf('01'), { segmented: true }), 0))).toEqual(['RR2']);
    const events = station.receive(frame('server', I(2, 1), octetsOf('02')), 0);
    expect(events).toMatchObject([{ event: 'received', apdu: octetsOf('c40102') }]);
    expect(sent(station.send(octetsOf('c1'), 0))).toEqual(['I13 P']);
  });

  it('sends a window at once, P on the last, and what was not acknowledged again', () => {
    const station = connectedClient(undefined, { parameters: { ...WIDE, maxInfoTransmit: 4, windowTransmit: 3 } });
    const [first] = station.send(new Uint8Array(13), 0);
    expect(decodeFrames(first)).toEqual(['I00', 'I10', 'I20 P']);
    const [second] = station.receive(frame('server', RR(1)), 10);
    expect(decodeFrames(second)).toEqual(['I10', 'I20', 'I30 P']);
    const [third] = station.receive(frame('server', { kind: 'REJ', nr: 3, poll: true }), 20);
    expect(decodeFrames(third)).toEqual(['I30 P']);
  });

  it('asks by RR and by the I-frame in turn where an answer fails to come', () => {
    const station = connectedClient();
    station.send(octetsOf('c0'), 0);
    const events: LinkEvent[] = [];
    while (station.wakeAtMs !== undefined) events.push(...station.wake(station.wakeAtMs));
    expect(sent(events)).toEqual(['RR0', 'I00 P', 'RR0', 'I00 P']);
    expect(ofKind(events, 'failed')[0]?.error.message).toBe('probe: no acknowledgement within 15000 ms, not one octet');
  });

  it('asks a meter of which something is heard twenty times, and no longer than a minute', () => {
    const lastAsked = (patience: Partial<Patience>) => {
      const station = hdlcLink({ role: 'client', line: 'probe', own: CLIENT, peer: SERVER, parameters: WIDE, patience });
      station.open(0);
      const events: LinkEvent[] = [];
      for (let nowMs = 0; station.wakeAtMs !== undefined; nowMs = station.wakeAtMs ?? nowMs) {
        events.push(...station.receive(octetsOf('00'.repeat(10)), nowMs + 1));
        events.push(...station.wake(station.wakeAtMs!));
      }
      const [failed] = ofKind(events, 'failed');
      if (!(failed?.error instanceof TimeoutError)) throw new Error('it ends otherwise');
      return { asked: sent(events).length, withinMs: failed.error.withinMs };
    };
    expect(lastAsked({}).asked).toBe(20);
    expect(lastAsked({ retries: 10_000 }).withinMs).toBeLessThan(61_000);
  });

  it('asks again soon after a damaged answer, and in full patience after none', () => {
    const station = connectedClient();
    station.send(octetsOf('c0'), 0);
    expect(station.wakeAtMs).toBe(3_000);
    const damaged = frame('server', I(0, 1), answer);
    damaged[11]! ^= 1;
    station.receive(damaged, 500);
    expect(station.wakeAtMs).toBe(600);
    expect(sent(station.wake(600))).toEqual(['RR0']);
  });

  it('counts silence from when the last octet has left', () => {
    const station = connectedClient();
    station.send(octetsOf('c0'), 0);
    station.sent(700);
    expect(station.wakeAtMs).toBe(3_700);
  });

  it('passes over frames of others, its own echo, and what comes out of turn, and says so', () => {
    const station = connectedClient();
    const [transmit] = station.send(octetsOf('c0'), 0);
    expect(station.receive((transmit as { octets: Uint8Array }).octets, 0)).toMatchObject([
      { event: 'ignored', because: 'other stations' },
    ]);
    expect(ofKind(station.receive(frame('server', I(0, 1), answer), 0), 'received')).toHaveLength(1);
    expect(station.receive(frame('server', I(1, 1), answer), 0)).toMatchObject([{ event: 'ignored', because: 'out of turn' }]);
  });

  it('sends raw octets as they are', () => {
    expect(connectedClient().raw(octetsOf('7e7e'))).toEqual([{ event: 'transmit', octets: octetsOf('7e7e') }]);
  });
});

function decodeFrames(event: LinkEvent | undefined): string[] {
  const { octets } = event as { octets: Uint8Array };
  const length = 4 + 8 + 3;
  return Array.from({ length: octets.length / length }, (_, i) => octets.subarray(i * length, (i + 1) * length)).flatMap((one) =>
    sent([{ event: 'transmit', octets: one }]),
  );
}
