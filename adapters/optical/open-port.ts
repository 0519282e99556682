import type { Access } from '../../declaration/access';
import { type Baud, type BytePort, openSerialPort, openTcpPort } from '../../native';

/** Opens what the access path names: a TCP connection, or a serial port with its line set. Throws a LinkError that says what to do. */
export async function openAccessPort({ port, link, baud, echo }: Access, signal: AbortSignal): Promise<BytePort> {
  const [, host, number] = /^tcp:(.+):(\d+)$/.exec(port) ?? [];
  if (host !== undefined) return openTcpPort(host, Number(number), signal);
  const line = link === 'mode-e' ? { baud: 300, framing: '7E1' } : { baud: baud as Baud, framing: '8N1' };
  return openSerialPort(port, { ...(line as { baud: Baud; framing: '7E1' | '8N1' }), echo });
}
