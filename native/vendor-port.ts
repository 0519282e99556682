import { InternalError, LinkError, TimeoutError } from '../trace/errors';
import type { Burst, BytePort, LineSettings, ReadLimits, Span } from './byte-port';
import { monotonicMs } from './monotonic';
import { callVendor, loadVendorLibrary, onPool, type VendorLibrary, type VendorResult } from './vendor-abi';

const FRAMINGS = { '8N1': 0, '7E1': 1 } as const;
const READING = 1;
const WRITING = 2;
const MOST_AT_ONCE = 65_536;
const LONGEST_MS = 0xffff_ffff;
/** A call that is cancelled may not have begun on its thread yet: it is told until it has ended. */
const TELL_AGAIN_MS = 10;

/** A maker's own port: a shared library of the port ABI (native/include/smets2-port.h) and an address that means something to it. */
export interface VendorPort extends BytePort {
  setLine(line: LineSettings, signal?: AbortSignal): Promise<void>;
}

/** Opens a port of a maker's library. Throws a LinkError: what loadVendorLibrary throws, ENOENT, EBUSY, EACCES, or `vendor`. */
export async function openVendorPort(library: string, address: string): Promise<VendorPort> {
  const functions = loadVendorLibrary(library);
  const path = `${library}#${address}`;
  const handle = Buffer.alloc(8);
  await callVendor(path, functions.smets2_port_open, address, handle);
  return new LibraryPort(path, functions, String(handle.readBigUInt64LE()));
}

class LibraryPort implements VendorPort {
  private outputs: Promise<unknown> = Promise.resolve();
  private readonly pending = new Set<Promise<unknown>>();
  private readonly closed = new AbortController();
  private reading = false;
  private closing: Promise<void> | undefined;

  constructor(
    readonly path: string,
    private readonly library: VendorLibrary,
    private readonly handle: string,
  ) {}

  async write(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    const copy = Buffer.from(octets);
    return this.inTurn(async () => {
      const fromMs = monotonicMs();
      await this.done(WRITING, signal, this.library.smets2_port_write, copy, copy.length);
      return { fromMs, toMs: monotonicMs() };
    });
  }

  async setLine({ baud, framing }: LineSettings, signal?: AbortSignal): Promise<void> {
    await this.inTurn(() => this.done(WRITING, signal, this.library.smets2_port_set_line, baud, FRAMINGS[framing]));
  }

  async read({ responseMs, interOctetMs = 0, max = MOST_AT_ONCE }: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    if (this.reading) throw new InternalError(`${this.path}: a read while another one waits`);
    this.reading = true;
    try {
      const into = Buffer.alloc(Math.min(max, MOST_AT_ONCE));
      const [first, last] = [Buffer.alloc(8), Buffer.alloc(8)];
      const limits = [responseMs, interOctetMs].map((wait) => Math.min(Math.ceil(wait), LONGEST_MS));
      const values = [into, into.length, ...limits, first, last];
      const result = await this.done(READING, signal, this.library.smets2_port_read, ...values);
      if (result.kind !== 'done') throw new TimeoutError(this.path, 'answer', responseMs);
      if (result.count < 1 || result.count > into.length)
        throw new LinkError(this.path, 'vendor', `the maker’s library read ${result.count} octets where 1 to ${into.length} fit`);
      const milliseconds = (stamp: Buffer) => Number(stamp.readBigUInt64LE()) / 1e6;
      return { octets: Uint8Array.from(into.subarray(0, result.count)), fromMs: milliseconds(first), toMs: milliseconds(last) };
    } finally {
      this.reading = false;
    }
  }

  async discard(): Promise<void> {
    this.refuseClosed();
    await this.track(onPool(this.library.smets2_port_discard, this.handle));
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Nothing may be under way when the library is told to close. */
  private async end(): Promise<void> {
    this.closed.abort();
    while (this.pending.size > 0) await Promise.allSettled(this.pending);
    await onPool(this.library.smets2_port_close, this.handle);
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.outputs.then(task);
    this.outputs = mine.catch(() => undefined);
    return mine;
  }

  private refuseClosed() {
    if (this.closing) throw new LinkError(this.path, 'ECANCELED', 'the port is closed');
  }

  private async track<T>(call: Promise<T>): Promise<T> {
    this.pending.add(call);
    try {
      return await call;
    } finally {
      this.pending.delete(call);
    }
  }

  /** A call that the signal, or closing, cancels. */
  private async done(
    what: typeof READING | typeof WRITING,
    signal: AbortSignal | undefined,
    call: VendorLibrary[keyof VendorLibrary],
    ...values: unknown[]
  ): Promise<VendorResult> {
    signal?.throwIfAborted();
    this.refuseClosed();
    const stop = signal ? AbortSignal.any([signal, this.closed.signal]) : this.closed.signal;
    let telling: NodeJS.Timeout | undefined;
    const tell = () => void this.library.smets2_port_cancel(this.handle, what);
    const cancel = () => {
      tell();
      telling = setInterval(tell, TELL_AGAIN_MS);
    };
    stop.addEventListener('abort', cancel, { once: true });
    try {
      const result = await this.track(callVendor(this.path, call, this.handle, ...values));
      if (result.kind === 'cancelled') {
        signal?.throwIfAborted();
        throw new LinkError(this.path, 'ECANCELED', 'the port was closed meanwhile');
      }
      return result;
    } finally {
      clearInterval(telling);
      stop.removeEventListener('abort', cancel);
    }
  }
}
