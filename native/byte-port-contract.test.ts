import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type LineSettings, openPty, openSerialPort, openTcpPort, openVendorPort, TcpPort } from '.';
import { contract, type Line } from './byte-port-contract.fixture';
import { describeWithAddon, describeWithExample } from './with-addon.fixture';

async function ptyLine(settings: LineSettings): Promise<Line> {
  const master = await openPty();
  const slave = await openSerialPort(master.slavePath, settings);
  return {
    near: slave,
    far: master,
    sever: () => master.close(),
    release: async () => void (await Promise.all([slave.close(), master.close()])),
  };
}

async function turned(line: Promise<Line>): Promise<Line> {
  const { near, far, release } = await line;
  return { near: far, far: near, release };
}

async function tcpLine(): Promise<Line> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepting = once(server, 'connection') as Promise<[Socket]>;
  const near = await openTcpPort('127.0.0.1', (server.address() as AddressInfo).port);
  const far = new TcpPort((await accepting)[0]);
  return {
    near,
    far,
    sever: () => far.close(),
    release: async () => {
      await Promise.all([near.close(), far.close()]);
      server.close();
    },
  };
}

describe('a TCP connection', () => contract(tcpLine));

describeWithAddon('a serial port, on a pty', () => contract(() => ptyLine({ baud: 9600, framing: '8N1' })));

// The slave that is held open between two users keeps the master from hanging up.
describeWithAddon('the master of a pty', () =>
  contract(() => turned(ptyLine({ baud: 9600, framing: '8N1' })), { severs: false }),
);

describeWithExample("a maker's port, of the example of the port ABI", (library) => {
  let ports = 0;
  contract(
    async () => {
      const port = await openVendorPort(library, `loopback:${ports++}`);
      return { near: port, far: port, release: () => port.close() };
    },
    { severs: false },
  );
});

const hardware = process.env.SMETS2_PORT;
if (hardware)
  describe(`the serial port ${hardware}, whose plug leads its output to its input`, () =>
    contract(
      async () => {
        const port = await openSerialPort(hardware, { baud: 115_200, framing: '8N1' });
        return { near: port, far: port, release: () => port.close() };
      },
      { severs: false, holdsBack: true },
    ));
else
  describe.skip('hardware: set SMETS2_PORT to a serial port whose plug leads pin 3 (TX) to pin 2 (RX)', () => contract(tcpLine));
