import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { LinkError } from '../trace/errors';
import { Arrivals } from './arrivals';
import type { Burst, BytePort, ReadLimits, Span } from './byte-port';
import { monotonicMs } from './monotonic';

/** Octets both ways over a TCP connection, which is either end's: `accepted` by a server or opened by `openTcpPort`. */
export class TcpPort implements BytePort {
  private readonly arrivals: Arrivals;
  private gone: LinkError | undefined;

  constructor(
    private readonly socket: Socket,
    readonly path: string = pathOf(socket),
  ) {
    this.arrivals = new Arrivals(this.path, (isFull) => (isFull ? socket.pause() : socket.resume()));
    socket.setNoDelay(true);
    socket.on('data', (octets) => this.arrivals.push(Uint8Array.from(octets as Buffer)));
    socket.on('error', (error) => this.lose(explain(this.path, error)));
    socket.on('end', () => this.lose(new LinkError(this.path, 'EIO', 'the other end has closed the connection')));
    socket.on('close', () => this.lose(new LinkError(this.path, 'ECANCELED', 'the port is closed')));
  }

  /** Resolves when the operating system has taken the octets: when they leave the other end's network is not to be seen. */
  async write(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    signal?.throwIfAborted();
    if (this.gone) throw this.gone;
    const fromMs = monotonicMs();
    const copy = octets.slice();
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      this.socket.write(copy, (error) => {
        signal?.removeEventListener('abort', abort);
        // A socket that was destroyed says of a write in flight that it was done.
        if (error || this.gone) reject(this.gone ?? explain(this.path, error as NodeJS.ErrnoException));
        else resolve();
      });
    });
    return { fromMs, toMs: monotonicMs() };
  }

  read(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    return this.arrivals.take(limits, signal);
  }

  async discard(): Promise<void> {
    this.arrivals.discard();
  }

  async close(): Promise<void> {
    this.arrivals.discard();
    this.lose(new LinkError(this.path, 'ECANCELED', 'the port is closed'));
    if (this.socket.closed) return;
    const closed = once(this.socket, 'close');
    this.socket.destroySoon();
    // The other end may never take what is still queued.
    if (this.socket.writableLength > 0) this.socket.destroy();
    await closed;
  }

  private lose(error: LinkError) {
    this.gone ??= error;
    this.arrivals.end(this.gone);
  }
}

/** Connects to `host:port`. Throws a LinkError (ECONNREFUSED, ENOTFOUND, ETIMEDOUT…) that says what to do. */
export async function openTcpPort(host: string, port: number, signal?: AbortSignal): Promise<TcpPort> {
  signal?.throwIfAborted();
  const path = `${host}:${port}`;
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal });
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    throw explain(path, error as NodeJS.ErrnoException);
  }
  return new TcpPort(socket, path);
}

const pathOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress}:${remotePort}`;

const PROBLEMS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: is the meter or its gateway running, and is that its port?',
  ENOTFOUND: 'no host of that name',
  EAI_AGAIN: 'no host of that name could be looked up: is there a network?',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the host',
  ECONNRESET: 'the other end has reset the connection',
  EPIPE: 'the other end has closed the connection',
};

function explain(path: string, error: NodeJS.ErrnoException): LinkError {
  const code = error.code ?? 'unknown';
  return new LinkError(path, code, PROBLEMS[code] ?? error.message, { cause: error });
}
