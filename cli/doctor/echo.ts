import { openAccessPort } from '../../adapters/optical/open-port';
import type { Access } from '../../declaration/access';
import { type BytePort, TcpPort } from '../../native';
import { PortError, TimeoutError } from '../../trace/errors';
import type { Outcome } from './check';

/** Two flags say nothing in HDLC; two NULs say nothing before a sign-on (IEC 62056-21, battery-powered devices are woken by them). */
const NOTHING_SAID = { hdlc: Uint8Array.of(0x7e, 0x7e), 'mode-e': Uint8Array.of(0, 0), wrapper: undefined } as const;
/** More than two octets take there and back at 300 baud. */
const LISTEN_MS = 400;

const what = 'echo';

/**
 * Sends what no meter answers, and looks whether the probe gives it back and the declaration says so. Nothing is looked at on TCP, nor on a
 * port that cannot be opened: that is told of with the association.
 */
export async function echoCheck(access: Access, signal: AbortSignal): Promise<Outcome[]> {
  const sent = NOTHING_SAID[access.link];
  if (!sent) return [];
  let port: BytePort;
  try {
    port = await openAccessPort({ ...access, echo: false }, signal);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return [];
  }
  try {
    if (port instanceof TcpPort) return [];
    await port.write(sent, signal);
    return [outcome(access, sent, await heard(port, sent.length, signal))];
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return [{ what, state: 'broken', found: error.message, next: `check the port ${access.port} in the connection` }];
  } finally {
    await port.close();
  }
}

async function heard(port: BytePort, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const octets: number[] = [];
  try {
    while (octets.length < most) octets.push(...(await port.read({ responseMs: LISTEN_MS }, signal)).octets);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
  return Uint8Array.from(octets);
}

function outcome({ echo }: Access, sent: Uint8Array, got: Uint8Array): Outcome {
  if (got.length === 0 && !echo) return { what, state: 'ok', found: 'the probe gives nothing back' };
  if (got.length === 0)
    return {
      what,
      state: 'broken',
      found: 'the probe gives nothing back, and the connection declares echo: true',
      next: 'set echo: false; or, where it should echo, look whether it is plugged in',
    };
  if (Buffer.compare(got, sent) !== 0)
    return {
      what,
      state: 'limited',
      found: `the line brings ${Buffer.from(got).toString('hex')}, which nobody sent`,
      next: 'shade the probe from other light, look at its cable, and that nobody else speaks on this line',
    };
  if (echo) return { what, state: 'ok', found: 'the probe gives back what is sent, as declared' };
  return {
    what,
    state: 'broken',
    found: 'the probe gives back what is sent, and the connection does not say so',
    next: 'set echo: true in the connection',
  };
}
