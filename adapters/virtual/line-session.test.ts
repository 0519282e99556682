import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { monotonicMs, openTcpPort } from '../../native';
import { DEFAULT_PARAMETERS, hdlcAddress, hdlcLink, type LinkEvent } from '../dlms';
import { encodeFrame } from '../dlms/hdlc';
import { shippedObjectMap } from '../dlms/object-map';
import { referenceRigMaker } from '../reference';
import { demoKeys } from './demo-keys';
import { serveMeter } from './serve';
import { VirtualMeter } from './virtual-meter';

describe('a client that hangs up behind its request', () => {
  it('is heard again on the same line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'line-'));
    const link = join(folder, 'meter');
    const end = new AbortController();
    const meter = await VirtualMeter.now(referenceRigMaker(exampleMeter()));
    const options = { port: { tcp: 0 }, link, mode: 'hdlc', baud: 9600, keys: demoKeys(join(folder, 'keys')) } as const;
    let served: Promise<void> = Promise.resolve();
    await new Promise<void>((ready) => {
      served = serveMeter(meter, { ...options, map: shippedObjectMap('default') }, end.signal, () => ready());
    });
    const [host, number] = readFileSync(link, 'utf8').trim().split(':') as [string, string];
    const port = await openTcpPort(host, Number(number));
    const client = () => {
      const [own, peer] = [hdlcAddress(1), hdlcAddress(1)];
      return hdlcLink({ role: 'client', line: 'test', own, peer, parameters: DEFAULT_PARAMETERS });
    };
    const octetsOf = (events: readonly LinkEvent[]) =>
      events.flatMap((event) => (event.event === 'transmit' ? [...event.octets] : []));
    const connected = async (line: ReturnType<typeof client>) => {
      await port.write(Uint8Array.from(octetsOf(line.open(monotonicMs()))));
      const { octets } = await port.read({ responseMs: 2000 });
      return line.receive(octets, monotonicMs()).some(({ event }) => event === 'connected');
    };
    const first = client();
    expect(await connected(first)).toBe(true);
    const asked = octetsOf(first.send(Uint8Array.of(0xc0, 0x01, 0x81), monotonicMs()));
    const [destination, source] = [hdlcAddress(1), hdlcAddress(1)];
    const control = { kind: 'DISC', poll: true } as const;
    const disconnect = encodeFrame({ destination, source, control, segmented: false, info: new Uint8Array() });
    await port.write(Uint8Array.from([...asked, ...disconnect]));
    await port.read({ responseMs: 2000 });
    expect(await connected(client())).toBe(true);
    await port.close();
    end.abort();
    await served;
    rmSync(folder, { recursive: true });
  });
});
