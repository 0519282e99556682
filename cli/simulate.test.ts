import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PARAMETERS, dateTimeIn, hdlcAddress, hdlcLink, instantOf, type Link, WrapperLink } from '../adapters/dlms';
import { SideClient, WireClient } from '../adapters/virtual/wire-client.fixture';
import { openSerialPort, openTcpPort } from '../native';
import { describeWithAddon } from '../native/with-addon.fixture';
import { command } from './command.fixture';
import { endAllSimulated, ended, simulated } from './simulated.fixture';

const START = Date.parse('2026-03-02T00:00:00Z');
const REGISTER = { classId: 3, instanceId: '1-20:2.8.0.255', attributeId: 2 };
const HALF_HOURS = { classId: 7, instanceId: '0-0:99.1.4.255', attributeId: 2 };
const MPAN = { classId: 1, instanceId: '1-20:0.0.2.255', attributeId: 2 };

let folder: string;
let link: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sim-'));
  link = join(folder, 'virtual-meter');
});
afterEach(async () => {
  await endAllSimulated();
  rmSync(folder, { recursive: true, force: true });
});

const password = () => Uint8Array.from(Buffer.from(JSON.parse(readFileSync(`${link}.keys`, 'utf8')).password));
const hdlcOf = (client: number) =>
  hdlcLink({
    role: 'client',
    line: 'test',
    own: hdlcAddress(client),
    peer: hdlcAddress(1),
    parameters: { ...DEFAULT_PARAMETERS, maxInfoReceive: 512 },
  });
const wrapperOf = (client: number) => new WrapperLink({ role: 'client', line: 'test', own: client, peer: 1 });

async function overTcp(linkOf: (client: number) => Link, client = 1): Promise<WireClient> {
  const [host, port] = readFileSync(link, 'utf8').trim().split(':') as [string, string];
  return new WireClient(await openTcpPort(host, Number(port)), linkOf(client));
}

/** Lets 7.2 kW of export flow for an hour of virtual time, and says what bench time it is then. */
async function anHourOfExport(): Promise<SideClient> {
  const { client, greeting } = await SideClient.at(`${link}.bench`);
  expect(greeting).toMatchObject({ meter: 'reference meter', time: 'wall' });
  expect(await client.ask({ ask: 'make', meter: { name: 'by hand', start: START }, time: 'virtual' })).toMatchObject({
    nowMs: START,
  });
  const flow = { do: 'flow', elements: { secondary: { activeMw: -7_200_000 } }, untilMs: START + 3_600_000 } as const;
  expect(await client.ask({ ask: 'perform', stimulus: flow })).toMatchObject({
    nowMs: START + 3_600_000,
    intervals: [
      {
        when: { fromMs: START, toMs: START + 3_600_000 },
        energy: { secondary: { export: ['25920000000000', '25920000000000'] } },
      },
    ],
  });
  return client;
}

async function expectTheHour(client: WireClient) {
  await client.associate({ mechanism: 'low', password: password() });
  expect(await client.get(REGISTER)).toEqual({ kind: 'data', data: { type: 'double-long-unsigned', value: 7200 } });
  const rows = await client.get(HALF_HOURS);
  if (rows.kind !== 'data') throw new Error(String(rows.result));
  expect((rows.data.value as unknown[]).length).toBe(2);
  await client.close();
}

describe('simulate over TCP', () => {
  it.each<[string, string, (client: number) => Link]>([
    ['HDLC', 'hdlc', hdlcOf],
    ['the wrapper', 'wrapper', wrapperOf],
  ])('serves over %s a meter that a bench moves', async (_, mode, linkOf) => {
    await simulated(link, '--port', 'tcp:0', '--mode', mode);
    const bench = await anHourOfExport();
    await expectTheHour(await overTcp(linkOf));
    const anybody = await overTcp(linkOf, 16);
    await anybody.associate({ mechanism: 'lowest' });
    expect(await anybody.get(MPAN)).toEqual({ kind: 'data-access-result', result: 'read-write-denied' });
    await anybody.close();
    await bench.close();
  });

  it('says after a sign-on of mode E what it says without', async () => {
    await simulated(link, '--port', 'tcp:0', '--mode', 'e');
    const bench = await anHourOfExport();
    const client = await overTcp(hdlcOf);
    await client.signOn();
    await expectTheHour(client);
    await bench.close();
  });

  it('lets time go on by itself once its bench has gone, and one bench at a time move it', async () => {
    await simulated(link, '--port', 'tcp:0');
    const bench = await anHourOfExport();
    expect((await SideClient.at(`${link}.bench`)).greeting).toMatchObject({ refused: { code: 'busy' } });
    expect(await bench.ask({ ask: 'perform', stimulus: { do: 'wait', untilMs: 0 } })).toMatchObject({
      refused: { whose: 'usage' },
    });
    await bench.close();
    const { client, greeting } = await SideClient.at(`${link}.bench`);
    if ('refused' in greeting) throw new Error(greeting.refused.message);
    expect(greeting.time).toBe('wall');
    expect(greeting.nowMs).toBeGreaterThanOrEqual(START + 3_600_000);
    expect(
      (await client.ask({ ask: 'perform', stimulus: { do: 'wait', untilMs: greeting.nowMs + 50 } })).nowMs,
    ).toBeGreaterThanOrEqual(greeting.nowMs + 50);
    await client.close();
  });

  it('serves over a wire that damages, loses, repeats and delays what it must repeat to be understood', async () => {
    await simulated(link, '--port', 'tcp:0', '--damage', '0.1', '--lose', '0.05', '--repeat', '0.05', '--late', '0.05');
    const bench = await anHourOfExport();
    const patience = { silenceMs: 800, retries: 20, pauseMs: 400 };
    const patient = (client: number) =>
      hdlcLink({
        role: 'client',
        line: 'test',
        own: hdlcAddress(client),
        peer: hdlcAddress(1),
        parameters: DEFAULT_PARAMETERS,
        patience,
      });
    await expectTheHour(await overTcp(patient));
    await bench.close();
  }, 60_000);

  it('has a clock that is off, and sets itself right', async () => {
    await simulated(link, '--port', 'tcp:0', '--clock-offset', '-60000', '--self-correct', '1800000');
    const bench = await anHourOfExport();
    const clock = async () => {
      const client = await overTcp(hdlcOf, 16);
      await client.associate({ mechanism: 'lowest' });
      const time = await client.get({ classId: 8, instanceId: '0-0:1.0.0.255', attributeId: 2 });
      await client.close();
      if (time.kind !== 'data' || time.data.type !== 'octet-string') throw new Error(time.kind);
      return instantOf(dateTimeIn(time.data.value)!);
    };
    expect(await clock()).toBe(START + 3_600_000);
    await bench.ask({ ask: 'make', meter: { name: 'anew', start: START }, time: 'virtual' });
    expect(await clock()).toBe(START - 60_000);
    await bench.close();
  });

  it('is silent without supply', async () => {
    await simulated(link, '--port', 'tcp:0');
    const bench = await anHourOfExport();
    await bench.ask({ ask: 'perform', stimulus: { do: 'supply', on: false } });
    const [host, port] = readFileSync(link, 'utf8').trim().split(':') as [string, string];
    const patience = { silenceMs: 300, retries: 1 };
    const deaf = hdlcLink({
      role: 'client',
      line: 'test',
      own: hdlcAddress(1),
      peer: hdlcAddress(1),
      parameters: DEFAULT_PARAMETERS,
      patience,
    });
    await expect(new WireClient(await openTcpPort(host, Number(port)), deaf).associate({ mechanism: 'lowest' })).rejects.toThrow(
      /no .* within/,
    );
    await bench.ask({ ask: 'perform', stimulus: { do: 'supply', on: true } });
    await expectTheHour(await overTcp(hdlcOf));
    await bench.close();
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('removes its link and its socket at %s, and keeps its keys', async (signal) => {
    const child = await simulated(link, '--port', 'tcp:0');
    expect(lstatSync(`${link}.bench`).isSocket()).toBe(true);
    const client = await overTcp(hdlcOf);
    await client.associate({ mechanism: 'low', password: password() });
    expect(await ended(child, signal)).toBe(0);
    expect([link, `${link}.bench`, `${link}.keys`].map(existsSync)).toEqual([false, false, true]);
    expect(statSync(`${link}.keys`).mode & 0o777).toBe(0o600);
  });

  it('takes the place of one that was killed, and not of one that lives', async () => {
    const first = await simulated(link, '--port', 'tcp:0');
    const address = readFileSync(link, 'utf8');
    const refused = command('simulate', '--link', link, '--port', 'tcp:0');
    expect(refused.status).toBe(64);
    expect(refused.stderr).toMatch(/serves there already/);
    const exit = once(first, 'exit');
    first.kill('SIGKILL');
    await exit;
    expect(existsSync(link)).toBe(true);
    await simulated(link, '--port', 'tcp:0');
    expect(readFileSync(link, 'utf8')).not.toBe(address);
  });

  it.each<[string, string[], RegExp, (() => void)?]>([
    [
      'a link where a file of somebody stands',
      ['--port', 'tcp:0'],
      /no virtual meter has made/,
      () => writeFileSync(link, 'my notes\n'),
    ],
    ['keys that others may read', ['--port', 'tcp:0'], /chmod 600/, () => writeFileSync(`${link}.keys`, '{}', { mode: 0o644 })],
    ['the wrapper on a pty', ['--mode', 'wrapper'], /--port tcp:N/],
    ['a faulty meter that there is not', ['--fault', 'register-stuk', '--port', 'tcp:0'], /register-stuck/],
    ['a port that is none', ['--port', 'com1'], /tcp:N/],
  ])('refuses %s, and says what to do', (_, args, says, prepare = () => {}) => {
    prepare();
    const refused = command('simulate', '--link', link, ...args);
    expect(refused.status).toBe(64);
    expect(refused.stderr).toMatch(says);
  });
});

describeWithAddon('simulate on a pty', () => {
  it.each(['hdlc', 'e'])('serves in mode %s behind its link', async (mode) => {
    symlinkSync('/dev/pts/of-yesterday', link);
    const child = await simulated(link, '--mode', mode);
    const bench = await anHourOfExport();
    const port = await openSerialPort(link, mode === 'e' ? { baud: 300, framing: '7E1' } : { baud: 9600, framing: '8N1' });
    const client = new WireClient(port, hdlcOf(1));
    if (mode === 'e') await client.signOn();
    await expectTheHour(client);
    await bench.close();
    expect(await ended(child, 'SIGINT')).toBe(0);
    expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  });
});
