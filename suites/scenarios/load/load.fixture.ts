import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exampleMeter } from '../../../declaration/example-meter.fixture';
import { UsageError } from '../../../trace/errors';
import type { LoadedSeries, LoadOptions } from './load-options';
import { readLoad } from './read-half-hours';

/** For tests: reads that text as a file which is gone afterwards. */
export function readText(
  text: string | string[],
  options: LoadOptions = {},
  meter = exampleMeter(),
  name = 'house.csv',
): LoadedSeries {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, typeof text === 'string' ? text : `${text.join('\n')}\n`);
    return readLoad(path, options, meter);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** For tests: the message with which that text is refused, or `accepted`. */
export function refusal(text: string | string[], options: LoadOptions = {}): string {
  try {
    readText(text, options);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
}

/** For tests: path of a file of the external data, and the reason in words where it is absent. */
export function externalData(name: string): { path: string; absent: string | undefined } {
  const path = join(process.env.SMETS2_DATA ?? resolve(__dirname, '../../../../shared/data'), name);
  return { path, absent: existsSync(path) ? undefined : `${name} is absent: set SMETS2_DATA to its folder` };
}
