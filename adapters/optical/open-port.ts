import { readFileSync, statSync } from 'node:fs';
import type { Access } from '../../declaration/access';
import { type Baud, type BytePort, EchoCancellingPort, openSerialPort, openTcpPort } from '../../native';

/** What a virtual meter at a TCP port leaves as its link: a small file that holds `host:port`. */
function addressIn(path: string): string | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there?.isFile() || there.size > 300) return undefined;
  return /^(\S+:\d+)\s*$/.exec(readFileSync(path, 'utf8'))?.[1];
}

/** Opens what the access path names: a TCP connection, or a serial port with its line set. Throws a LinkError that says what to do. */
export async function openAccessPort({ port, link, baud, echo }: Access, signal: AbortSignal): Promise<BytePort> {
  const address = port.startsWith('tcp:') ? port.slice(4) : addressIn(port);
  const [, host, number] = /^(.+):(\d+)$/.exec(address ?? '') ?? [];
  if (host !== undefined) {
    const tcp = await openTcpPort(host, Number(number), signal);
    return echo ? new EchoCancellingPort(tcp) : tcp;
  }
  const line = link === 'mode-e' ? ({ baud: 300, framing: '7E1' } as const) : ({ baud: baud as Baud, framing: '8N1' } as const);
  return openSerialPort(port, { ...line, echo });
}
