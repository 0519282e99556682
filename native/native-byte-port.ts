import { InternalError, LinkError, TimeoutError } from '../trace/errors';
import type { NativePort, NativeResult } from './addon';
import type { Burst, BytePort, ReadLimits, Span } from './byte-port';
import { explain } from './explain';

/** A port of the addon: keeps the order of what is asked, and makes errors of what the addon answers. */
export class NativeBytePort implements BytePort {
  private outputs: Promise<unknown> = Promise.resolve();
  private reading = false;
  private closing: Promise<void> | undefined;

  constructor(
    readonly path: string,
    protected readonly native: NativePort,
  ) {}

  write(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    const copy = octets.slice();
    return this.inTurn(() => this.send(copy, signal));
  }

  async read(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    if (this.reading) throw new InternalError(`${this.path}: a read while another one waits`);
    this.reading = true;
    try {
      return await this.receive(limits, signal);
    } finally {
      this.reading = false;
    }
  }

  async discard(): Promise<void> {
    await this.settled(
      () => this.native.discard(),
      () => undefined,
    );
  }

  close(): Promise<void> {
    this.closing ??= this.native.close().then(() => undefined);
    return this.closing;
  }

  protected async send(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    const { fromMs, toMs } = await this.output(() => this.native.write(octets), signal);
    return { fromMs, toMs };
  }

  protected async receive(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    const { responseMs, interOctetMs = 0, max = Number.POSITIVE_INFINITY } = limits;
    const asked = () => this.native.read(responseMs, interOctetMs, max);
    const result = await this.settled(asked, () => this.native.cancelRead(), signal);
    if (result.kind === 'timeout') throw new TimeoutError(this.path, 'answer', responseMs);
    // A copy: the addon's buffer is of another realm where a test runs in one of its own.
    return { octets: Uint8Array.from(result.octets), fromMs: result.fromMs, toMs: result.toMs };
  }

  /** One after the other; one that failed or was aborted does not hold up the next. */
  protected inTurn<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.outputs.then(task);
    this.outputs = mine.catch(() => undefined);
    return mine;
  }

  /** Only from within a task that has its turn. */
  protected output(ask: () => Promise<NativeResult>, signal?: AbortSignal): Promise<NativeResult> {
    return this.settled(ask, () => this.native.cancelOutput(), signal);
  }

  private async settled(ask: () => Promise<NativeResult>, cancel: () => void, signal?: AbortSignal): Promise<NativeResult> {
    signal?.throwIfAborted();
    if (this.closing) throw new LinkError(this.path, 'ECANCELED', 'the port is closed');
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await ask();
      if (result.kind === 'cancelled') {
        signal?.throwIfAborted();
        throw new LinkError(this.path, 'ECANCELED', 'the port was closed meanwhile');
      }
      if (result.kind === 'failed') throw explain(this.path, result.errno, result.call);
      return result;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }
}
