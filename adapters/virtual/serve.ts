import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type BytePort, openPty, TcpPort } from '../../native';
import { LinkError, UsageError } from '../../trace/errors';
import {
  CONFORMANCE_BITS,
  type Ends,
  hdlcAddress,
  hdlcLink,
  type Link,
  type MeterOptions,
  MOST_INFO,
  type SignOnBaud,
  WrapperLink,
} from '../dlms';
import type { ObjectMap } from '../dlms/object-map';
import { CosemServer } from './cosem/cosem-server';
import { ClientCounters, type SecurityOffer } from './cosem/secured-association';
import type { MeterKeys } from './demo-keys';
import { type Disturbance, DisturbedPort } from './disturbed-port';
import { type LineOptions, LineSession } from './line-session';
import { MeterObjects } from './meter-objects';
import { sideChannelServer } from './side-channel-server';
import { dropLink, type LinkTarget, putLink, sideChannelOf, takeLink } from './stable-link';
import type { VirtualMeter } from './virtual-meter';

export const MODES = ['e', 'hdlc', 'wrapper'] as const;
export type Mode = (typeof MODES)[number];

export interface ServeOptions {
  port: 'pty' | { tcp: number };
  link: string;
  mode: Mode;
  /** The rate that a sign-on proposes. */
  baud: SignOnBaud;
  keys: MeterKeys;
  map: ObjectMap;
  /** The least protection that it takes of who manages; left out, none. */
  security?: NonNullable<SecurityOffer['security']>;
  /** What the wire does to octets; left out, nothing. */
  wire?: Disturbance;
}

/** The management logical device, as wPort and as HDLC address. */
const LOGICAL_DEVICE = 1;
const CLIENTS = new Map([
  [16, 'public'],
  [1, 'management'],
] as const);
const MAX_PDU = 65_535;
const GENERAL_WINDOW = 16;
const CONFORMANCE = CONFORMANCE_BITS.filter((bit) =>
  [
    'general-protection',
    'general-block-transfer',
    'priority-mgmt-supported',
    'block-transfer-with-get-or-read',
    'block-transfer-with-set-or-write',
    'block-transfer-with-action',
    'multiple-references',
    'access',
    'get',
    'set',
    'selective-access',
    'action',
  ].includes(bit),
);

/**
 * Serves a virtual meter on a pty or at a TCP port, with its link and its side channel, until the signal aborts; then removes both.
 * `ready` is called with what the link leads to. Throws a UsageError for a link or port that cannot be had.
 */
export async function serveMeter(
  meter: VirtualMeter,
  options: ServeOptions,
  signal: AbortSignal,
  ready: (target: LinkTarget) => void,
): Promise<void> {
  await takeLink(options.link);
  const line = lineOf(meter, options);
  const side = sideChannelServer(meter);
  const sockets = new Set<Socket>();
  side.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const end = new AbortController();
  const stop = AbortSignal.any([signal, end.signal]);
  let target: LinkTarget | undefined;
  try {
    side.listen(sideChannelOf(options.link));
    await once(side, 'listening', { signal });
    const announce = (found: LinkTarget) => {
      target = found;
      putLink(options.link, found);
      ready(found);
    };
    if (options.port === 'pty') await servePty(line, options, stop, announce);
    else await serveTcp(options.port.tcp, line, options, stop, announce);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    end.abort();
    for (const socket of sockets) socket.destroy();
    side.close();
    if (target) dropLink(options.link, target);
  }
}

async function servePty(line: LineOptions, { wire }: ServeOptions, signal: AbortSignal, ready: (target: LinkTarget) => void) {
  const pty = await openPty();
  try {
    ready({ pty: pty.slavePath });
    await new LineSession(onWire(pty, wire), { ...line, parity: true }).serve(signal);
  } finally {
    await pty.close();
  }
}

/** Any number of connections, each a line of its own to the one meter, as a gateway would have them. */
async function serveTcp(
  port: number,
  line: LineOptions,
  { wire }: ServeOptions,
  signal: AbortSignal,
  ready: (target: LinkTarget) => void,
) {
  const sessions = new Set<Promise<void>>();
  let broken: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    broken = reject;
  });
  const server = createServer((socket) => {
    const tcp = new TcpPort(socket);
    const session = new LineSession(onWire(tcp, wire), line)
      .serve(signal)
      .catch((error) => (error instanceof LinkError || signal.aborted ? undefined : broken(error)))
      .finally(() => tcp.close())
      .finally(() => sessions.delete(session));
    sessions.add(session);
  });
  server.maxConnections = 8;
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening', { signal });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new UsageError(`--port tcp:${port}: no port was given`);
    ready({ tcp: `127.0.0.1:${address.port}` });
    await Promise.race([failed, once(server, 'close', { signal })]);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new UsageError(
        `--port tcp:${port}: ${code === 'EACCES' ? 'not permitted' : 'in use'}; choose another, or 0 for any`,
        {
          cause: error,
        },
      );
    throw error;
  } finally {
    server.close();
    await Promise.all(sessions);
  }
}

const onWire = (port: BytePort, wire?: Disturbance) => (wire ? new DisturbedPort(port, wire) : port);

function lineOf(meter: VirtualMeter, { mode, baud, keys, map, security }: ServeOptions): LineOptions {
  const objects = new MeterObjects(map, meter);
  const clientCounters = new ClientCounters();
  const server = ({ client, server: logicalDevice }: Ends) =>
    new CosemServer({
      clients: CLIENTS,
      keys,
      conformance: CONFORMANCE,
      maxReceivePduSize: MAX_PDU,
      challenge: () => Uint8Array.from(randomBytes(16)),
      objects: (by) => objects.of(by),
      client,
      server: logicalDevice,
      window: GENERAL_WINDOW,
      nextCounter: keys.nextCounter,
      clientCounters,
      ...(security && { security }),
    });
  const parameters = { maxInfoTransmit: MOST_INFO, maxInfoReceive: MOST_INFO, windowTransmit: 7, windowReceive: 7 };
  const name = 'the virtual meter';
  const link = (): Link =>
    mode === 'wrapper'
      ? new WrapperLink({ role: 'server', line: name, own: LOGICAL_DEVICE })
      : hdlcLink({ role: 'server', line: name, own: hdlcAddress(LOGICAL_DEVICE), parameters });
  const signOn: MeterOptions = { line: name, manufacturer: 'SMV', ident: '\\2VIRTUAL', mostBaud: baud, hdlc: true };
  return { link, server, parity: false, powered: () => meter.powered, ...(mode === 'e' && { signOn }) };
}
