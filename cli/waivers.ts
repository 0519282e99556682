import { readFileSync } from 'node:fs';
import { readWaivers } from '../suites/conduct/waivers';

/** The text of a file of waivers, checked before anything is played. Throws a UsageError as `readWaivers`. */
export function waiversText(path: string): string {
  readWaivers(path);
  return readFileSync(path, 'utf8');
}
