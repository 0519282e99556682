import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Choices, defaultChoices } from '../../../declaration/choices';
import type { Declaration } from '../../../declaration/declaration';
import { UsageError } from '../../../trace/errors';
import type { LoadedSeries, LoadOptions } from './load-options';
import { readLoad } from './read-half-hours';

/** For tests: a twin-element meter of 230 V and 100 A under the default choices. */
export function twinMeter(choices: Partial<Choices> = {}, imaxA = 100): Declaration {
  const element = { imaxA, accuracy: { importPercent: 1, exportPercent: 1 } };
  return {
    schema: 'smets2-meter/1',
    meter: { id: 'twin', manufacturer: 'none', model: 'none', serial: '1', firmware: '1' },
    variant: 'twin',
    image: 'production',
    nominalVoltageV: 230,
    elements: { primary: element, secondary: element },
    depths: {
      importProfile: 19_056,
      primaryExportProfile: 4464,
      reactiveImportProfile: 4464,
      dailyRead: 31,
      billing: 12,
      dailyConsumption: 731,
      powerEvents: 100,
    },
    capabilities: ['read'],
    choices: { ...defaultChoices(), ...choices },
    attested: [],
    connection: { adapter: 'reference' },
  };
}

/** For tests: reads that text as a file which is gone afterwards. */
export function readText(
  text: string | string[],
  options: LoadOptions = {},
  meter = twinMeter(),
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
