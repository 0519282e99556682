import { type ChildProcessByStdio, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { packageRoot } from '../declaration/package-root';

/** The built command, as a user runs it. Tests of the command line drive this, not the modules. */
const COMMAND = join(packageRoot(), 'dist', 'cli', 'main.js');

function built(): string {
  if (!existsSync(COMMAND)) throw new Error('dist/ is not built: run "npm test", or "node scripts/set-up.js" first');
  return COMMAND;
}

/** Runs the command to its end. */
export function command(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [built(), ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

/** Starts the command; of its output only progress lines can be listened to. */
export function started(...args: string[]): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [built(), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  return child;
}
