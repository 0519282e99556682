import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { DecodeError, PortError } from '../../trace/errors';
import type { Ms } from '../../trace/vocabulary';
import type { Bench, BenchInterval, BenchReply, BenchStimulus } from '../ports';
import { appended } from '../virtual/joined-intervals';
import {
  errorOf,
  type FreshMeter,
  type Greeting,
  LineCutter,
  lineOf,
  parseGreeting,
  parseReply,
  type Reply,
  type Request,
} from '../virtual/side-channel';

type Asked = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;
type Given<K extends string> = Extract<Reply, Record<K, unknown>>;

interface Waiting {
  resolve(line: string): void;
  reject(error: PortError): void;
}

const lost = (path: string, problem: string, options?: ErrorOptions) =>
  new PortError('bench', 'side-channel', `${path}: ${problem}`, options);

/**
 * The bench of a virtual meter, by the side channel beside its link. Its time is the meter's bench time: virtual time stands still
 * but for what is performed, wall time goes on. Throws a PortError of the bench where the channel is gone, and what the reference
 * bench would have thrown.
 */
export class SimulatedBench implements Bench {
  private readonly cutter = new LineCutter();
  private readonly lines: string[] = [];
  private waiting: Waiting | undefined;
  private gone: PortError | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private lastId = 0;
  private nowMs: Ms = 0;
  private nowAt = 0;
  /** While a read that accompanies the bench is at work. */
  private held: Promise<void> = Promise.resolve();
  private letGo: () => void = () => {};
  private readonly awaited = new Set<{ atMs: Ms; resolve(): void }>();

  private constructor(
    private readonly path: string,
    private readonly socket: Socket,
    readonly time: 'virtual' | 'wall',
    readonly capabilities: ReadonlySet<string>,
  ) {
    socket.on('data', (octets) => this.came(octets as Buffer));
    socket.on('error', (cause) => this.lose(lost(path, `the side channel failed: ${cause.message}`, { cause })));
    socket.on('close', () => this.lose(lost(path, 'the virtual meter has closed the side channel')));
  }

  /** Connects to the socket of a virtual meter. Throws a PortError that says what to do. */
  static async connect(
    path: string,
    { time, capabilities }: { time: 'virtual' | 'wall'; capabilities: Iterable<string> },
    signal: AbortSignal,
  ): Promise<SimulatedBench> {
    const socket = connect(path);
    try {
      await once(socket, 'connect', { signal });
    } catch (cause) {
      socket.destroy();
      signal.throwIfAborted();
      throw lost(path, 'no virtual meter answers there: start one with "smets2-conformance simulate"', { cause });
    }
    const bench = new SimulatedBench(path, socket, time, new Set(capabilities));
    const greeting: Greeting = bench.understood(parseGreeting, await bench.line(signal));
    if ('refused' in greeting) {
      socket.destroy();
      throw errorOf(greeting.refused);
    }
    bench.setNow(greeting.nowMs);
    return bench;
  }

  /** Whether the channel has ended: connect anew. */
  get isGone(): boolean {
    return this.gone !== undefined;
  }

  now(): Ms {
    return this.time === 'virtual' ? this.nowMs : Math.floor(this.nowMs + performance.now() - this.nowAt);
  }

  /** A fresh meter for a scenario; its name. */
  async make({ name, start, preset, before, firmware }: FreshMeter, signal: AbortSignal): Promise<string> {
    // The channel takes nothing more than these, and a whole scenario is given.
    const meter = { name, start, ...(preset && { preset }), ...(before && { before }), ...(firmware && { firmware }) };
    return ((await this.ask({ ask: 'make', meter, time: this.time }, signal)) as Given<'made'>).made;
  }

  /** The meter that is there, as it stands. */
  async take(signal: AbortSignal): Promise<void> {
    await this.ask({ ask: 'take', time: this.time }, signal);
  }

  async perform(stimulus: BenchStimulus, signal: AbortSignal): Promise<BenchReply> {
    signal.throwIfAborted();
    let passed: BenchInterval[] = [];
    for (;;) {
      await this.held;
      const stopMs = stimulus.do === 'wait' ? this.nextStopBefore(stimulus.untilMs) : undefined;
      const part: BenchStimulus = stopMs === undefined ? stimulus : { do: 'wait', untilMs: stopMs };
      const { intervals } = (await this.ask({ ask: 'perform', stimulus: part }, signal)) as Given<'intervals'>;
      if (stopMs === undefined && passed.length === 0) return intervals as unknown as BenchReply;
      for (const interval of intervals) passed = appended(passed, interval);
      if (stopMs === undefined) return passed as unknown as BenchReply;
    }
  }

  /**
   * A read goes on while the bench does: nothing is performed but between `reached`, which lets the bench go on until then, and what
   * the read does next. Until the function that it gives is called.
   */
  accompany(): () => void {
    this.hold();
    return () => this.letGo();
  }

  /** Resolves when the bench has gone on until then; whoever accompanies it holds it there. */
  async reached(atMs: Ms, signal: AbortSignal): Promise<void> {
    if (this.now() >= atMs) return;
    signal.throwIfAborted();
    let abort = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        abort = () => reject(signal.reason);
        signal.addEventListener('abort', abort, { once: true });
        this.awaited.add({ atMs, resolve });
        this.letGo();
      });
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private hold(): void {
    this.held = new Promise((resolve) => {
      this.letGo = resolve;
    });
  }

  private nextStopBefore(untilMs: Ms): Ms | undefined {
    const stops = [...this.awaited].map(({ atMs }) => atMs).filter((atMs) => atMs < untilMs);
    return stops.length > 0 ? Math.min(...stops) : undefined;
  }

  close(): void {
    this.socket.destroy();
  }

  /** One request after the other. A request under way keeps the process alive, the channel by itself does not. */
  private ask(asked: Asked, signal: AbortSignal): Promise<Reply> {
    const work = async (): Promise<Reply> => {
      const id = ++this.lastId;
      this.socket.ref();
      this.socket.write(lineOf({ id, ...asked } as Request));
      try {
        const reply = this.understood(parseReply, await this.line(signal));
        if (reply.id !== id) throw this.lose(lost(this.path, `the meter answered request ${reply.id} instead of ${id}`));
        this.setNow(reply.nowMs);
        if ('refused' in reply) throw errorOf(reply.refused);
        return reply;
      } finally {
        this.socket.unref();
      }
    };
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  private setNow(nowMs: Ms) {
    this.nowMs = nowMs;
    this.nowAt = performance.now();
    for (const one of this.awaited)
      if (nowMs >= one.atMs) {
        this.awaited.delete(one);
        this.hold();
        one.resolve();
      }
  }

  private async line(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const there = this.lines.shift();
    if (there !== undefined) return there;
    if (this.gone) throw this.gone;
    // What is answered after an abort would be taken for the next answer: the channel ends with it.
    const abort = () => this.close();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<string>((resolve, reject) => {
        this.waiting = { resolve, reject };
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private came(octets: Uint8Array) {
    try {
      for (const line of this.cutter.push(octets)) {
        const { waiting } = this;
        this.waiting = undefined;
        if (waiting) waiting.resolve(line);
        else this.lines.push(line);
      }
    } catch (cause) {
      if (!(cause instanceof DecodeError)) throw cause;
      this.lose(lost(this.path, `the meter sent no line of the side channel: ${cause.message}`, { cause }));
    }
  }

  private understood<T>(parse: (line: string) => T, line: string): T {
    try {
      return parse(line);
    } catch (cause) {
      if (!(cause instanceof DecodeError)) throw cause;
      throw this.lose(lost(this.path, cause.message, { cause }));
    }
  }

  private lose(error: PortError): PortError {
    this.gone ??= error;
    this.socket.destroy();
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(this.gone);
    for (const one of this.awaited) one.resolve();
    this.awaited.clear();
    return error;
  }
}
