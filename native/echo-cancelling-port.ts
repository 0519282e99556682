import type { Burst, BytePort, ReadLimits, Span } from './byte-port';
import { Echo } from './echo';
import { monotonicMs } from './monotonic';

/** A port behind which a probe echoes, as its user wants it: what is sent does not come back. A serial port does that by itself. */
export class EchoCancellingPort implements BytePort {
  private readonly echo: Echo;

  constructor(private readonly port: BytePort) {
    this.echo = new Echo(port.path);
  }

  get path(): string {
    return this.port.path;
  }

  async write(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    this.echo.sent(octets);
    try {
      return await this.port.write(octets, signal);
    } catch (error) {
      // How many left before it failed nobody knows.
      this.echo.forget();
      throw error;
    }
  }

  /** Throws a LinkError of code `echo` where other octets come back than were sent. */
  async read(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    const untilMs = monotonicMs() + limits.responseMs;
    const left = () => Math.max(0, untilMs - monotonicMs());
    while (this.echo.outstanding > 0) {
      const { octets } = await this.port.read({ responseMs: left(), max: this.echo.outstanding }, signal);
      this.echo.came(octets);
    }
    return this.port.read({ ...limits, responseMs: left() }, signal);
  }

  discard(): Promise<void> {
    this.echo.forget();
    return this.port.discard();
  }

  close(): Promise<void> {
    return this.port.close();
  }
}
