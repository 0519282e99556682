import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync } from 'node:fs';
import { LinkError } from '../trace/errors';
import {
  addonFolder,
  explain,
  type LineSettings,
  openPty,
  openSerialPort,
  type PtyMaster,
  type SerialOptions,
  type SerialPort,
} from '.';
import { describeWithAddon } from './with-addon.fixture';

const PATIENCE_MS = 60_000;
const SIGN_ON: LineSettings = { baud: 300, framing: '7E1' };
const DATA: LineSettings = { baud: 9600, framing: '8N1' };
const octets = (written: string) => Uint8Array.from(Buffer.from(written, 'latin1'));
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describeWithAddon('a serial port', () => {
  let master: PtyMaster;
  const open: SerialPort[] = [];
  const slave = async (options: SerialOptions = DATA) => {
    const port = await openSerialPort(master.slavePath, options);
    open.push(port);
    return port;
  };
  const exactly = async (port: PtyMaster | SerialPort, count: number) => {
    const all: number[] = [];
    while (all.length < count) all.push(...(await port.read({ responseMs: PATIENCE_MS, max: count - all.length })).octets);
    return Uint8Array.from(all);
  };
  beforeEach(async () => {
    master = await openPty();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((port) => port.close()));
    await master.close();
  });

  describe('the line', () => {
    it.each([300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200] as const)('takes %d baud', async (baud) => {
      await slave({ baud, framing: '8N1' });
      expect(await master.baud()).toBe(baud);
    });

    it('refuses a rate that no line here has, and stays open at the one it had', async () => {
      const port = await slave();
      expect(await caught(port.setLine({ baud: 12_345 as never, framing: '8N1' }))).toMatchObject({ code: 'EINVAL' });
      await port.write(octets('still here'));
      expect(await exactly(master, 10)).toEqual(octets('still here'));
      expect(await master.baud()).toBe(9600);
    });

    it('changes rate and parity between two writes without closing', async () => {
      const port = await slave(SIGN_ON);
      const all = [port.write(octets('/?!\r\n')), port.setLine(DATA), port.write(octets('/?!\r\n'))];
      // With even parity "/", "?", "!", CR and LF are AF 3F 21 8D 0A.
      expect(await exactly(master, 10)).toEqual(Uint8Array.from([0xaf, 0x3f, 0x21, 0x8d, 0x0a, ...octets('/?!\r\n')]));
      await Promise.all(all);
      expect(await master.baud()).toBe(9600);
    });

    it('gives the seven bits of each octet, and says which came with the wrong parity', async () => {
      const port = await slave(SIGN_ON);
      await master.write(Uint8Array.from([0xaf, 0x41, 0xc1, 0x8d]));
      expect(await port.read({ responseMs: PATIENCE_MS, interOctetMs: 200, max: 4 })).toMatchObject({
        octets: octets('/AA\r'),
        damaged: [2],
      });
      await master.write(Uint8Array.from([0xaf]));
      expect(await port.read({ responseMs: PATIENCE_MS })).not.toHaveProperty('damaged');
    });

    it('sends a break and goes on', async () => {
      const port = await slave();
      await port.sendBreak(30);
      await port.write(octets('x'));
      expect(await exactly(master, 1)).toEqual(octets('x'));
    });

    it('ends a break whose signal aborts', async () => {
      const port = await slave();
      const stop = new AbortController();
      const breaking = caught(port.sendBreak(PATIENCE_MS, stop.signal));
      await port.discard();
      const reason = new Error('enough');
      stop.abort(reason);
      expect(await breaking).toBe(reason);
    });

    it('says that a pty has no control lines', async () => {
      const port = await slave();
      const refusal = { path: master.slavePath, code: 'ENOTTY', problem: 'this port has no such control lines' };
      expect(await caught(port.controlLines())).toMatchObject(refusal);
      expect(await caught(port.setControlLines({ dtr: true, rts: false }))).toMatchObject(refusal);
    });
  });

  describe('a port that cannot be opened', () => {
    const opening = (path: string) => caught(openSerialPort(path, DATA));

    it('is busy while another has it, and free when that one lets go', async () => {
      const first = await slave();
      expect(await opening(master.slavePath)).toMatchObject({
        code: 'EBUSY',
        message: `${master.slavePath}: in use by another program; end that one first`,
      });
      await first.close();
      await slave();
    });

    it('is busy for another process too', async () => {
      await slave();
      const script = `
        const { Port } = require('node-gyp-build')(${JSON.stringify(addonFolder())});
        const port = new Port(${JSON.stringify(master.slavePath)}, 9600, false);
        port.open().then(({ kind, call }) => { console.log(kind, call); return port.close(); });`;
      expect(child(script)).toMatchObject({ status: 0, stdout: 'failed flock\n' });
    });

    it('does not exist, and the ports that do are named', async () => {
      const error = await opening('/dev/ttyNONE9');
      expect(error).toBeInstanceOf(LinkError);
      expect(error).toMatchObject({
        code: 'ENOENT',
        message: expect.stringMatching(/no such port; (found: \/dev\/|there is no)/),
      });
    });

    it('is no serial port', async () => {
      expect(await opening('/dev/null')).toMatchObject({ code: 'ENOTTY', message: '/dev/null: not a serial port' });
    });

    const root = process.getuid?.() === 0;
    (root ? it : it.skip)(
      `forbids it, and the group to join is named${root ? '' : ' (skipped: only root becomes another)'}`,
      () => {
        chmodSync(master.slavePath, 0o620);
        expect(asNobody(master.slavePath)).toMatchObject({ status: 0, stdout: 'failed open 13\n' });
        chmodSync(master.slavePath, 0o660);
        chownSync(master.slavePath, 0, 5);
        expect(explain(master.slavePath, 13, 'open')).toMatchObject({
          code: 'EACCES',
          problem: 'no permission; it belongs to the group tty: sudo usermod -aG tty $USER, then log in again',
        });
      },
    );

    it('leaves no descriptor and no thread behind', async () => {
      const before = [handles(), threads()];
      for (let time = 0; time < 20; time++) await opening('/dev/null');
      expect([handles(), threads()]).toEqual(before);
    });
  });

  describe('a probe that echoes', () => {
    const echoing = async () => slave({ ...DATA, echo: true });

    it('is not heard twice: what was sent is taken out of what is read', async () => {
      const port = await echoing();
      await port.write(octets('question'));
      await master.write(await exactly(master, 8));
      await master.write(octets('answer'));
      expect(await exactly(port, 6)).toEqual(octets('answer'));
    });

    it('may give the echo in pieces, and the answer in one with the last of it', async () => {
      const port = await echoing();
      await port.write(octets('ask'));
      const reading = exactly(port, 2);
      await master.write(octets('a'));
      await master.write(octets('skok'));
      expect(await reading).toEqual(octets('ok'));
    });

    it('may answer with the octets that were asked', async () => {
      const port = await echoing();
      await port.write(octets('same'));
      await master.write(octets('samesame'));
      expect(await exactly(port, 4)).toEqual(octets('same'));
    });

    it('is told apart from one that changes what was sent', async () => {
      const port = await echoing();
      await port.write(octets('ask'));
      await master.write(octets('aXk'));
      expect(await caught(port.read({ responseMs: PATIENCE_MS }))).toMatchObject({
        code: 'echo',
        message: expect.stringMatching(/octet 1 of the echo is 58 in place of 73/),
      });
      await port.discard();
      await port.write(octets('ok'));
      await master.write(octets('ok!'));
      expect(await exactly(port, 1)).toEqual(octets('!'));
    });

    it('echoes seven bits and their parity', async () => {
      const port = await slave({ ...SIGN_ON, echo: true });
      await port.write(octets('/?!\r\n'));
      await master.write(await exactly(master, 5));
      await master.write(Uint8Array.from([0xaf]));
      expect(await exactly(port, 1)).toEqual(octets('/'));
    });
  });

  it('is opened and closed a thousand times without a descriptor or a thread left behind', async () => {
    await (await slave()).close();
    const before = [handles(), threads()];
    for (let time = 0; time < 1000; time++) {
      const port = await openSerialPort(master.slavePath, DATA);
      const reading = caught(port.read({ responseMs: PATIENCE_MS }));
      await port.write(octets('x'));
      await port.close();
      await reading;
    }
    expect([handles(), threads()]).toEqual(before);
  });

  it('lets a process end that forgot to close it, in mid-read', () => {
    const script = `
      const { Port } = require('node-gyp-build')(${JSON.stringify(addonFolder())});
      const port = new Port();
      port.open().then(() => { port.read(60000, 0, 1); console.log('reading'); setImmediate(() => process.exit(0)); });`;
    expect(child(script)).toMatchObject({ status: 0, stdout: 'reading\n', stderr: '' });
  });

  it('does not keep a process that wants nothing of it', () => {
    const script = `
      const { Port } = require('node-gyp-build')(${JSON.stringify(addonFolder())});
      globalThis.port = new Port();
      port.open().then(() => console.log('open'));`;
    expect(child(script)).toMatchObject({ status: 0, stdout: 'open\n', stderr: '' });
  });

  it('settles what was asked though nobody holds the port any more', () => {
    const script = `
      require('node:v8').setFlagsFromString('--expose-gc');
      const gc = require('node:vm').runInNewContext('gc');
      const { Port } = require('node-gyp-build')(${JSON.stringify(addonFolder())});
      const one = async () => {
        const reading = await (async () => { const port = new Port(); await port.open(); return [port.read(20, 0, 1)]; })();
        for (let turn = 0; turn < 3; turn++) { gc(); await new Promise(setImmediate); }
        return (await reading[0]).kind;
      };
      (async () => { for (let time = 0; time < 10; time++) console.log(await one()); })();`;
    expect(child(script)).toMatchObject({ status: 0, stdout: 'timeout\n'.repeat(10), stderr: '' });
  });

  it('outlives no worker thread that is ended in mid-read', () => {
    const script = `
      const { Worker } = require('node:worker_threads');
      const inside = \`
        const { Port } = require('node-gyp-build')(${JSON.stringify(addonFolder())});
        const port = new Port();
        port.open().then(() => { port.read(60000, 0, 1); require('node:worker_threads').parentPort.postMessage('reading'); });\`;
      (async () => {
        for (let time = 0; time < 10; time++) {
          const worker = new Worker(inside, { eval: true });
          await new Promise((resolve) => worker.once('message', resolve));
          await worker.terminate();
        }
        console.log(require('node:fs').readdirSync('/proc/self/fd').filter((fd) => { try { return require('node:fs').readlinkSync('/proc/self/fd/' + fd).includes('ptmx'); } catch { return false; } }).length);
      })();`;
    expect(child(script)).toMatchObject({ status: 0, stdout: '0\n', stderr: '' });
  });
});

const handles = () => readdirSync('/proc/self/fd').length;
const threads = () => readdirSync('/proc/self/task').length;
const child = (script: string) => spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: addonFolder() });

/** What becomes of another user's attempt to open a port. */
function asNobody(path: string) {
  const script = `
    const { Port } = require('node-gyp-build')(${JSON.stringify(addonFolder())});
    process.setgroups([]); process.setgid(65534); process.setuid(65534);
    const port = new Port(${JSON.stringify(path)}, 9600, false);
    port.open().then(({ kind, call, errno }) => { console.log(kind, call, errno); return port.close(); });`;
  return child(script);
}
