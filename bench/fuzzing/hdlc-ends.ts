import { hdlcLink } from '../../adapters/dlms/hdlc';
import { hdlcAddress } from '../../adapters/dlms/hdlc/address';
import { Deframer } from '../../adapters/dlms/hdlc/deframer';
import { encodeFrame, type Frame } from '../../adapters/dlms/hdlc/frame';
import type { Link, LinkEvent } from '../../adapters/dlms/link';
import { LinkError, PortError } from '../../trace/errors';

const CLIENT = hdlcAddress(16);
const SERVER = hdlcAddress(1, 17);
const WIDE = { maxInfoTransmit: 64, maxInfoReceive: 64, windowTransmit: 7, windowReceive: 7 };

/** Something that a peer does that knows the format and keeps to nothing else; addressed right, for else nobody would listen. */
export type Hostility = { octets: Uint8Array } | { frame: Pick<Frame, 'control' | 'segmented' | 'info'> };

/**
 * A client that reads on and on, for so many turns, against a peer that answers each of its turns with the next hostility, over and over. Returns how
 * it ended; throws where it neither ends nor asks for anything within an hour, or transmits what is no frame.
 */
export function clientAgainst(hostilities: readonly Hostility[], turns = 200): LinkEvent {
  const client = hdlcLink({ role: 'client', line: 'hostile', own: CLIENT, peer: SERVER, parameters: WIDE, maxPdu: 2_000 });
  let turn = 0;
  let nowMs = 0;
  const queue = [...client.open(nowMs)];
  for (let steps = 0; ; steps++) {
    const event = queue.shift();
    if (event?.event === 'failed' || event?.event === 'disconnected') {
      if (client.wakeAtMs !== undefined && client.wakeAtMs < nowMs) throw new Error('ended, and still awake');
      return checked(event);
    }
    if (steps > 40_000 || nowMs > 3_600_000) throw new Error(`no end after ${steps} steps and ${nowMs} ms`);
    if (event?.event === 'transmit') {
      checkFrames(event.octets);
      const next = hostilities[turn++ % Math.max(1, hostilities.length)];
      if (next) queue.push(...client.receive(octetsOf(next, 'server'), ++nowMs));
    } else if (event?.event === 'connected') queue.push(...client.send(new Uint8Array(200), nowMs));
    else if (event?.event === 'received')
      queue.push(...(turn > turns ? client.close(nowMs) : client.send(event.apdu.slice(0, 50), nowMs)));
    else if (!event) {
      if (client.wakeAtMs === undefined) throw new Error('neither ended nor waiting');
      nowMs = Math.max(nowMs, client.wakeAtMs);
      queue.push(...client.wake(nowMs));
    }
  }
}

/** A server that answers each APDU with one of its own, against a client that asks anything; then it must still serve a polite one. */
export function serverAgainst(hostilities: readonly Hostility[]): 'serves' {
  const server: Link = hdlcLink({ role: 'server', line: 'hostile', own: SERVER, parameters: WIDE, maxPdu: 2_000 });
  let nowMs = 0;
  const follow = (events: LinkEvent[]): LinkEvent[] =>
    events.flatMap((event) => {
      if (event.event === 'transmit') checkFrames(event.octets);
      if (event.event === 'failed') checked(event);
      return event.event === 'received' ? follow(answer(event.apdu)) : [event];
    });
  const answer = (apdu: Uint8Array): LinkEvent[] => {
    try {
      return server.send([apdu, new Uint8Array(100)], nowMs);
    } catch (error) {
      // The next frame of the same burst ended the connection.
      if (!(error instanceof LinkError)) throw error;
      return [];
    }
  };
  follow(server.open(nowMs));
  for (const hostility of hostilities) {
    follow(server.receive(octetsOf(hostility, 'client'), ++nowMs));
    nowMs = Math.max(nowMs, Math.min(server.wakeAtMs ?? nowMs, nowMs + 2_000));
    follow(server.wake(nowMs));
  }
  nowMs += 1_000;
  follow(server.wake(nowMs));
  const snrm = octetsOf({ frame: { control: { kind: 'SNRM', poll: true }, segmented: false, info: new Uint8Array() } }, 'client');
  const events = follow(server.receive(snrm, nowMs));
  if (!events.some(({ event }) => event === 'connected')) throw new Error('serves nobody any more');
  return 'serves';
}

function octetsOf(hostility: Hostility, from: 'client' | 'server'): Uint8Array {
  if ('octets' in hostility) return hostility.octets;
  const [source, destination] = from === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
  return encodeFrame({ source, destination, ...hostility.frame });
}

function checkFrames(octets: Uint8Array): void {
  for (const item of new Deframer().push(octets))
    if ('dropped' in item) throw new Error(`transmitted what is no frame: ${item.dropped}`);
}

function checked(event: LinkEvent): LinkEvent {
  if (event.event === 'failed' && !(event.error instanceof PortError)) throw event.error;
  return event;
}
