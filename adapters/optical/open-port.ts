import { readFileSync, statSync } from 'node:fs';
import type { Access } from '../../declaration/access';
import { type Baud, type BytePort, EchoCancellingPort, openSerialPort, openTcpPort, openVendorPort } from '../../native';

/** What a virtual meter at a TCP port leaves as its link: a small file that holds `host:port`. */
function addressIn(path: string): string | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there?.isFile() || there.size > 300) return undefined;
  return /^(\S+:\d+)\s*$/.exec(readFileSync(path, 'utf8'))?.[1];
}

/** A maker's shared library and an address that means something to it: `./probe.so#bench-2`. */
const LIBRARY = /^([^#]+)#(.*)$/;

/** Opens what the access path names: a TCP connection, a maker's own port, or a serial port, its line set. Throws a LinkError that says what to do. */
export async function openAccessPort({ port, link, baud, echo }: Access, signal: AbortSignal): Promise<BytePort> {
  const address = port.startsWith('tcp:') ? port.slice(4) : addressIn(port);
  const [, host, number] = /^(.+):(\d+)$/.exec(address ?? '') ?? [];
  if (host !== undefined) {
    const tcp = await openTcpPort(host, Number(number), signal);
    return echo ? new EchoCancellingPort(tcp) : tcp;
  }
  const line = link === 'mode-e' ? ({ baud: 300, framing: '7E1' } as const) : ({ baud: baud as Baud, framing: '8N1' } as const);
  const [, library, at] = LIBRARY.exec(port) ?? [];
  if (library === undefined) return openSerialPort(port, { ...line, echo });
  const own = await openVendorPort(library, at!);
  try {
    await own.setLine(line, signal);
  } catch (error) {
    await own.close();
    throw error;
  }
  return echo ? new EchoCancellingPort(own) : own;
}
