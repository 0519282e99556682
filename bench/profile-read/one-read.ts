import { isDeepStrictEqual } from 'node:util';
import { type Data, data, encode } from '../../adapters/dlms';
import { readSecrets } from '../../adapters/optical/secrets';
import { Session } from '../../adapters/optical/session';
import { DisturbedPort, UNDISTURBED } from '../../adapters/virtual/disturbed-port';
import { accessShape } from '../../declaration/access';
import { type BytePort, monotonicMs, openPty, openSerialPort } from '../../native';
import { BUFFERS, type BufferName } from './buffers';
import { PROFILE, serveProfile } from './profile-meter';

/** What a client proposes, and what the meter therefore grants. */
export interface LinkLimits {
  infoField: number;
  pdu: number;
  window: number;
  /** Window of the general-block-transfer; 0: blocks of the GET service. */
  generalWindow: number;
}

/** A whole read of attribute 2, from its first octet to its last: without sign-on and association. */
export interface ProfileRead extends LinkLimits {
  buffer: BufferName;
  /** Octets of attribute 2 as data. */
  payload: number;
  /** Octets on the line, both ways. */
  octets: number;
  /** How often the line was turned round. */
  changes: number;
  wallMs: number;
}

/** Counts what crosses while it is told to. */
class Meter {
  octets = 0;
  changes = 0;
  fromMs = Number.NaN;
  toMs = Number.NaN;
  private last: 'tx' | 'rx' | undefined;

  wire(way: 'tx' | 'rx', { length }: Uint8Array): void {
    if (this.last === undefined) this.fromMs = monotonicMs();
    else if (this.last !== way) this.changes++;
    this.last = way;
    this.octets += length;
    this.toMs = monotonicMs();
  }
}

export const PACED_BAUD = 9600;

const paced = (port: BytePort) => new DisturbedPort(port, { ...UNDISTURBED, pacedBaud: PACED_BAUD });

/** Reads a profile by our client out of our meter over a pty of their own, whose octets leave no faster than at 9,600 baud each way. */
export async function readProfile(limits: LinkLimits, name: BufferName, isPaced: boolean): Promise<ProfileRead> {
  const { buffer } = BUFFERS[name];
  const on = (port: BytePort) => (isPaced ? paced(port) : port);
  const end = new AbortController();
  const pty = await openPty();
  const served = serveProfile(buffer, on(pty), end.signal).catch((error) => {
    if (!end.signal.aborted) throw error;
  });
  const access = accessShape.parse({ adapter: 'optical', port: pty.slavePath, link: 'hdlc', ...limits });
  const open = async () => on(await openSerialPort(pty.slavePath, { baud: PACED_BAUD, framing: '8N1' }));
  const session = new Session(access, readSecrets({}), open);
  try {
    await session.granted('public', end.signal, { wire: () => {} });
    const meter = new Meter();
    const request = { kind: 'get-request-normal', attribute: PROFILE } as const;
    const { response } = await session.ask('public', request, { repeatable: false }, end.signal, meter);
    if (response.kind !== 'get-response-normal' || response.result.kind !== 'data') throw new Error(JSON.stringify(response));
    if (!isDeepStrictEqual(response.result.data, buffer)) throw new Error(`${BUFFERS[name].what}: another profile came`);
    const { octets, changes, fromMs, toMs } = meter;
    const payload = encode<Data>(data, buffer).length;
    return { ...limits, buffer: name, payload, octets, changes, wallMs: toMs - fromMs };
  } finally {
    await session.close();
    end.abort();
    await served;
    await pty.close();
  }
}
