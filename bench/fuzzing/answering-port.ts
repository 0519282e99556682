import { encodeWrapper, Unwrapper } from '../../adapters/dlms/wrapper';
import { type Burst, type BytePort, monotonicMs, type ReadLimits, type Span } from '../../native';
import { LinkError } from '../../trace/errors';

/** A port whose other end answers at once what `answer` says to each write, or hangs up where that is nothing. */
export class AnsweringPort implements BytePort {
  readonly path = 'the other end';
  private waiting: Uint8Array[] = [];

  constructor(private readonly answer: (octets: Uint8Array) => readonly Uint8Array[]) {}

  async write(octets: Uint8Array): Promise<Span> {
    this.waiting.push(...this.answer(octets));
    return { fromMs: monotonicMs(), toMs: monotonicMs() };
  }

  async read(_limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    signal?.throwIfAborted();
    const octets = this.waiting.shift();
    if (!octets) throw new LinkError(this.path, 'lost', 'the other end hangs up');
    return { octets, fromMs: monotonicMs(), toMs: monotonicMs() };
  }

  async discard(): Promise<void> {
    this.waiting = [];
  }

  async close(): Promise<void> {}
}

/** The same over the TCP wrapper: APDUs of the client 1 in, APDUs of the logical device 1 out. */
export function wrappedPort(answer: (apdu: Uint8Array) => readonly Uint8Array[]): AnsweringPort {
  const unwrapper = new Unwrapper();
  return new AnsweringPort((octets) =>
    unwrapper
      .push(octets)
      .flatMap((piece) => ('message' in piece ? answer(piece.message.apdu) : []))
      .map((apdu) => encodeWrapper({ source: 1, destination: 1, apdu })),
  );
}
