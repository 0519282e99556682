import { chmodSync, chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualRig } from '../adapters/optical/virtual-rig.fixture';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { groupToJoin, mayOpen, openPty } from '../native';
import { describeWithAddon } from '../native/with-addon.fixture';
import { command } from './command.fixture';
import { type Check, examine, type Outcome } from './doctor/check';
import { doctorCommand } from './doctor-command';

const listening = new AbortController().signal;

function page() {
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  return { output: { columns: 100, line: (text: string) => write(`${text}\n`), text: write, complaint: write }, lines };
}

describe('doctor', () => {
  it('looks at Node, tools, addon, makers’ ports and serial ports, in that order', async () => {
    const { output, lines } = page();
    expect(await doctorCommand({ json: false }, output, listening)).toBe(0);
    const marked = lines.filter((line) => /^[✓!✕] /.test(line)).map((line) => line.slice(2, 18).trim());
    const things = ['Node', 'C++ compiler', 'make', 'Python', "Node's headers", 'native addon', 'ffi-napi'];
    expect(marked.slice(0, 7)).toEqual(things);
    expect(marked.length).toBeGreaterThan(7);
    expect(lines.at(-1)).toMatch(/Everything is there|A run works/);
  });

  it('gives the same as JSON', async () => {
    const { output, lines } = page();
    await doctorCommand({ json: true }, output, listening);
    const { schema, outcomes } = JSON.parse(lines.join(''));
    expect(schema).toBe('smets2-doctor/1');
    expect(outcomes[0]).toEqual({
      what: 'Node',
      state: 'ok',
      found: `${process.versions.node}, 20 or newer is needed`,
    });
    for (const { state, next } of outcomes as Outcome[]) if (state !== 'ok') expect(next).toBeTruthy();
  });

  it('is a command', () => {
    const { status, stdout } = command('doctor');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^✓ Node /);
  });

  it('tells each outcome before it makes the next check', async () => {
    const events: string[] = [];
    const check = (name: string): Check => {
      return async () => {
        events.push(`look ${name}`);
        return [{ what: name, state: 'ok', found: '' }];
      };
    };
    await examine([check('a'), check('b')], listening, ({ what }) => events.push(`tell ${what}`));
    expect(events).toEqual(['look a', 'tell a', 'look b', 'tell b']);
  });

  it('stops between two checks', async () => {
    const stop = new AbortController();
    const first: Check = () => {
      stop.abort(new Error('enough'));
      return [];
    };
    const second = jest.fn(() => []);
    await expect(examine([first, second], stop.signal, () => undefined)).rejects.toThrow('enough');
    expect(second).not.toHaveBeenCalled();
  });
});

describeWithAddon('the right to open a port', () => {
  const root = process.getuid?.() === 0;
  (root ? it : it.skip)(`names the group that has it${root ? '' : ' (skipped: only root gives a port to a group)'}`, async () => {
    const master = await openPty();
    chownSync(master.slavePath, 0, 5);
    chmodSync(master.slavePath, 0o660);
    expect(groupToJoin(master.slavePath)).toBe('it belongs to the group tty: sudo usermod -aG tty $USER, then log in again');
    chmodSync(master.slavePath, 0o600);
    expect(groupToJoin(master.slavePath)).toBe(`its owner has to allow it: sudo chmod a+rw ${master.slavePath}`);
    expect(mayOpen(master.slavePath)).toBe(true);
    await master.close();
    expect(mayOpen(master.slavePath)).toBe(false);
  });
});

describe('doctor of a meter on a wire', () => {
  async function looked(changed: (text: string) => string = (text) => text, meter = exampleMeter()) {
    const rig = await virtualRig(meter, 'hdlc');
    const file = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'meter.yaml');
    writeFileSync(file, changed(rig.declarationText));
    const { output, lines } = page();
    const code = await doctorCommand({ json: true, meter: file }, output, listening);
    await rig.close();
    const { outcomes } = JSON.parse(lines.join('')) as { outcomes: Outcome[] };
    return { code, of: (what: string) => outcomes.find((outcome) => outcome.what === what) };
  }

  it('finds both associations, the clock, and every object of the map', async () => {
    const { code, of } = await looked();
    expect(code).toBe(0);
    expect(of('public')).toMatchObject({ state: 'ok', found: expect.stringMatching(/client 16 with none/) });
    expect(of('management')).toMatchObject({ state: 'ok', found: expect.stringMatching(/client 1 with high-gmac/) });
    expect(of('clock')).toMatchObject({ state: 'ok' });
    expect(of('secondary.export.total')).toEqual({
      what: 'secondary.export.total',
      state: 'ok',
      found: 'read, listed, asked for',
    });
    expect(of('daily.secondary-export')).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/object-undefined.*not listed/),
    });
    expect(of('firmware.image')).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/read-write-denied.*listed, writable/),
    });
    expect(of('secondary.export.mpan')).toMatchObject({ state: 'ok', found: 'read, listed, writable, asked for' });
    expect(of('write.mpan')).toMatchObject({ state: 'ok', found: expect.stringMatching(/secondary\.export\.mpan/) });
    expect(of('echo')).toBeUndefined();
  });

  it('says what the meter has that the declaration does not claim, and what it claims that nobody may do', async () => {
    const { code, of } = await looked((text) =>
      text.replace('exportSwitchingTable: own', 'exportSwitchingTable: imports').replace('  - write.mpan\n', ''),
    );
    expect(code).toBe(0);
    expect(of('secondary.export.table.active')).toMatchObject({
      state: 'limited',
      next: 'the declaration does not claim it, and so nothing tests it: declare exportSwitchingTable: own',
    });
    expect(of('write.mpan')).toMatchObject({ state: 'limited', next: expect.stringMatching(/add write\.mpan to capabilities/) });
  });

  it('says what the declaration claims that the association may not do', async () => {
    const meter = exampleMeter();
    meter.capabilities = meter.capabilities.filter((name) => name !== 'write.mpan');
    const { of } = await looked((text) => text.replace('  - read\n', '  - read\n  - write.mpan\n'), meter);
    expect(of('write.mpan')).toMatchObject({ state: 'limited', found: expect.stringMatching(/grants it of no object/) });
  });

  it('says what to do where the meter does not take us for who we say we are, and looks no further', async () => {
    const { code, of } = await looked((text) => `${text}  management: { client: 9 }\n`);
    expect(code).toBe(3);
    expect(of('management')).toMatchObject({ state: 'broken', next: expect.stringMatching(/check client, authentication/) });
    expect(of('secondary.export.total')).toBeUndefined();
  });
});
