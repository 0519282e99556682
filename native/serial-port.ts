import { LinkError } from '../trace/errors';
import type { NativePort } from './addon';
import type { Burst, BytePort, LineSettings, ReadLimits, Span } from './byte-port';
import { Echo } from './echo';
import { explain } from './explain';
import { loadAddon } from './load-addon';
import { monotonicMs } from './monotonic';
import { NativeBytePort } from './native-byte-port';
import { addEvenParity, stripEvenParity } from './software-parity';

export interface ControlLines {
  dtr: boolean;
  rts: boolean;
}

/** The wires as they are: two that this end lifts, four of the other's. */
export interface ControlLineStates extends ControlLines {
  cts: boolean;
  dsr: boolean;
  dcd: boolean;
  ri: boolean;
}

export interface SerialOptions extends LineSettings {
  /** Who makes the parity of 7E1. `automatic`: the device, or this program where the device cannot. The wire is the same. */
  parity?: 'automatic' | 'software';
  /** The probe gives back every octet sent: they are taken out of what is read. */
  echo?: boolean;
  /** Many probes are powered from these. Left out: as the driver opens, both lifted. */
  control?: ControlLines;
}

/** A serial port of the operating system, locked for this process. */
export interface SerialPort extends BytePort {
  setLine(line: LineSettings, signal?: AbortSignal): Promise<void>;
  setControlLines(lines: ControlLines, signal?: AbortSignal): Promise<void>;
  controlLines(): Promise<ControlLineStates>;
  /** Holds the line in break, after the last octet has left. */
  sendBreak(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Opens and locks a port, its line set. Throws a LinkError: ENOENT, EBUSY, EACCES, ENOTTY, EINVAL, or `no-addon`. */
export async function openSerialPort(path: string, options: SerialOptions): Promise<SerialPort> {
  const { baud, framing, parity = 'automatic', echo = false, control } = options;
  const { Port } = loadAddon(path);
  const native = made(path, () => new Port(path, baud, false));
  const opened = await native.open();
  const port = new NativeSerialPort(path, native, parity === 'software' || opened.pty, echo ? new Echo(path) : undefined);
  try {
    if (opened.kind === 'failed') throw explain(path, opened.errno, opened.call);
    if (framing === '7E1') await port.setLine({ baud, framing });
    if (control) await port.setControlLines(control);
  } catch (error) {
    await port.close();
    throw error;
  }
  return port;
}

/** Without a thread or descriptors left, the addon throws an errno of its own realm. */
export function made(path: string, make: () => NativePort): NativePort {
  try {
    return make();
  } catch (cause) {
    const { errno, call } = cause as { errno?: number; call?: string };
    if (errno === undefined || call === undefined) throw cause;
    throw explain(path, errno, call);
  }
}

/** Octets that the device's parity check found wrong are read as NUL, which no sender of 7E1 in IEC 62056-21 sends. */
const damagedInHardware = (octets: Uint8Array) => [...octets.keys()].filter((at) => octets[at] === 0);

class NativeSerialPort extends NativeBytePort implements SerialPort {
  private framing: LineSettings['framing'] = '8N1';

  constructor(
    path: string,
    native: NativePort,
    private software: boolean,
    private readonly echo: Echo | undefined,
  ) {
    super(path, native);
  }

  setLine({ baud, framing }: LineSettings, signal?: AbortSignal): Promise<void> {
    const set = (sevenEven: boolean) => this.output(() => this.native.setLine(baud, sevenEven), signal);
    return this.inTurn(async () => {
      const hardware = framing === '7E1' && !this.software;
      try {
        await set(hardware);
      } catch (error) {
        // The device may take the rate but not the parity.
        if (!hardware || !(error instanceof LinkError) || error.code !== 'EINVAL') throw error;
        await set(false);
        this.software = true;
      }
      this.framing = framing;
    });
  }

  async setControlLines({ dtr, rts }: ControlLines, signal?: AbortSignal): Promise<void> {
    await this.inTurn(() => this.output(() => this.native.setControlLines(dtr, rts), signal));
  }

  async controlLines(): Promise<ControlLineStates> {
    const { dtr, rts, cts, dsr, dcd, ri } = await this.inTurn(() => this.output(() => this.native.getControlLines()));
    return { dtr, rts, cts, dsr, dcd, ri };
  }

  async sendBreak(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await this.inTurn(() => this.output(() => this.native.sendBreak(milliseconds), signal));
  }

  override discard(): Promise<void> {
    this.echo?.forget();
    return super.discard();
  }

  protected override async send(octets: Uint8Array, signal?: AbortSignal): Promise<Span> {
    const sent = this.framing === '7E1' && this.software ? addEvenParity(octets) : octets;
    // Before they leave: a read that waits may see the first of them come back before the last is out.
    this.echo?.sent(sent);
    try {
      return await super.send(sent, signal);
    } catch (error) {
      // How many left before it failed nobody knows.
      this.echo?.forget();
      throw error;
    }
  }

  protected override async receive(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    const burst = await this.receiveBehindEcho(limits, signal);
    if (this.framing === '8N1') return burst;
    if (this.software) return { ...burst, ...stripEvenParity(burst.octets) };
    const damaged = damagedInHardware(burst.octets);
    return damaged.length > 0 ? { ...burst, damaged } : burst;
  }

  private async receiveBehindEcho(limits: ReadLimits, signal?: AbortSignal): Promise<Burst> {
    const from = monotonicMs();
    const left = () => Math.max(0, limits.responseMs - (monotonicMs() - from));
    while (this.echo && this.echo.outstanding > 0) {
      const { octets } = await super.receive({ responseMs: left(), max: this.echo.outstanding }, signal);
      this.echo.came(octets);
    }
    return super.receive(this.echo ? { ...limits, responseMs: left() } : limits, signal);
  }
}
