import { InternalError, type LinkError, TimeoutError } from '../trace/errors';
import type { Burst, ReadLimits } from './byte-port';
import { monotonicMs } from './monotonic';

interface Arrival {
  octets: Uint8Array;
  atMs: number;
}

interface Waiting {
  limits: ReadLimits;
  untilMs: number;
  resolve(burst: Burst): void;
  reject(error: unknown): void;
}

/** What arrived and was not read, cut into bursts: for ports whose driver has no time-outs of its own. One read at a time. */
export class Arrivals {
  private arrivals: Arrival[] = [];
  private waiting: Waiting | undefined;
  private timer: NodeJS.Timeout | undefined;
  private ended: LinkError | undefined;

  /** `full` is called with whether more is held than anybody should need to hold. */
  constructor(
    private readonly path: string,
    private readonly full: (isFull: boolean) => void = () => undefined,
    private readonly most = 1 << 20,
  ) {}

  push(octets: Uint8Array) {
    this.arrivals.push({ octets, atMs: monotonicMs() });
    this.full(this.held() >= this.most);
    this.serve();
  }

  /** Nothing comes any more; what is held can still be read, then every read ends with this error. */
  end(error: LinkError) {
    this.ended ??= error;
    this.serve();
  }

  discard() {
    this.arrivals = [];
    this.full(false);
  }

  async take(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    signal?.throwIfAborted();
    if (this.waiting) throw new InternalError(`${this.path}: a read while another one waits`);
    const abort = () => this.settle()?.reject(signal?.reason);
    try {
      return await new Promise<Burst>((resolve, reject) => {
        this.waiting = { limits, untilMs: monotonicMs() + limits.responseMs, resolve, reject };
        signal?.addEventListener('abort', abort, { once: true });
        this.serve();
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private serve() {
    if (!this.waiting) return;
    const { limits, untilMs } = this.waiting;
    const { length, complete, waitUntilMs } = this.burst(limits, untilMs);
    if (complete) {
      const burst = this.cut(length);
      this.settle()?.resolve(burst);
    } else if (length === 0 && this.ended) this.settle()?.reject(this.ended);
    else this.wakeAt(waitUntilMs);
  }

  private burst({ interOctetMs = 0, max = Number.POSITIVE_INFINITY }: ReadLimits, untilMs: number) {
    let length = 0;
    let lastMs: number | undefined;
    for (const { octets, atMs } of this.arrivals) {
      if (lastMs !== undefined && interOctetMs > 0 && atMs - lastMs >= interOctetMs)
        return { length, complete: true, waitUntilMs: atMs };
      lastMs = atMs;
      length += octets.length;
      if (length >= max) return { length: max, complete: true, waitUntilMs: atMs };
    }
    if (lastMs === undefined) return { length, complete: false, waitUntilMs: untilMs };
    const waitUntilMs = lastMs + interOctetMs;
    return { length, complete: this.ended !== undefined || monotonicMs() >= waitUntilMs, waitUntilMs };
  }

  private cut(length: number): Burst {
    const octets = new Uint8Array(length);
    const fromMs = this.arrivals[0]!.atMs;
    let toMs = fromMs;
    for (let at = 0; at < length; ) {
      const first = this.arrivals[0]!;
      const part = first.octets.subarray(0, length - at);
      octets.set(part, at);
      at += part.length;
      toMs = first.atMs;
      if (part.length === first.octets.length) this.arrivals.shift();
      else first.octets = first.octets.subarray(part.length);
    }
    this.full(this.held() >= this.most);
    return { octets, fromMs, toMs };
  }

  private held(): number {
    return this.arrivals.reduce((total, { octets }) => total + octets.length, 0);
  }

  private wakeAt(atMs: number) {
    clearTimeout(this.timer);
    // A busy event loop runs timers first: what arrived meanwhile is looked at before anybody says that nothing came.
    this.timer = setTimeout(() => setImmediate(() => this.expire()), Math.max(0, Math.ceil(atMs - monotonicMs())));
  }

  private expire() {
    if (!this.waiting) return;
    const { limits, untilMs } = this.waiting;
    if (this.arrivals.length > 0 || this.ended || monotonicMs() < untilMs) return this.serve();
    this.settle()?.reject(new TimeoutError(this.path, 'answer', limits.responseMs));
  }

  private settle(): Waiting | undefined {
    const waiting = this.waiting;
    this.waiting = undefined;
    clearTimeout(this.timer);
    return waiting;
  }
}
