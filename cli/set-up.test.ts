import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';

const SCRIPT = join(packageRoot(), 'scripts', 'set-up.js');
const LOCK = join(packageRoot(), '.set-up.lock');

const setUp = () => spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });

describe('the set-up script', () => {
  it('does nothing and says nothing where nothing is missing', () => {
    setUp();
    const { status, stdout, stderr } = setUp();
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(existsSync(LOCK)).toBe(false);
  });

  it('refuses an old Node with a message that says which is needed', () => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); require(${JSON.stringify(SCRIPT)})`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', pretend], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/this is Node 18\.20\.4; smets2-conformance needs Node 20 or newer/);
  });

  it('takes over a lock whose holder is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '0']);
    await once(gone, 'exit');
    writeFileSync(LOCK, String(gone.pid));
    expect(setUp().status).toBe(0);
    expect(existsSync(LOCK)).toBe(false);
  });

  it('waits for another set-up that is running', async () => {
    writeFileSync(LOCK, String(process.pid));
    const waiting = spawn(process.execPath, [SCRIPT]);
    const [said] = await once(waiting.stderr, 'data');
    expect(String(said)).toMatch(/another set-up is running in this clone; waiting for it/);
    rmSync(LOCK);
    expect(await once(waiting, 'exit')).toEqual([0, null]);
  });

  it('links the command into the clone', () => {
    const link = join(packageRoot(), 'node_modules', '.bin', 'smets2-conformance');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(realpathSync(link)).toBe(join(packageRoot(), 'dist', 'cli', 'main.js'));
  });
});
