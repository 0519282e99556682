import { spawnSync } from 'node:child_process';
import { packageRoot } from '../declaration/package-root';
import { inMs, leastOf, type Measurement } from './measurement';

/** The main job once installed, as a user starts it; the baseline is npm starting a script that does nothing. */
export async function npmStart(folder: string): Promise<Measurement> {
  const npm = (...args: string[]) => {
    const { status, stderr } = spawnSync('npm', args, {
      cwd: packageRoot(),
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}: ${stderr}`);
  };
  npm('start', '--silent', '--', '--out', folder);
  const startMs = await leastOf(3, () => npm('start', '--silent', '--', '--out', folder));
  const idleMs = await leastOf(3, () => npm('--silent', 'exec', '--offline', '--', 'node', '-e', '0'));
  return {
    what: 'npm start once installed',
    measured: inMs(startMs),
    aim: '20 s',
    baseline: `${inMs(idleMs)} for npm to start a script that does nothing`,
  };
}
