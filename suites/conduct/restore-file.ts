import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Identity } from '../../declaration/declaration';
import { UsageError } from '../../trace/errors';
import type { ObjectName, Value } from '../../trace/vocabulary';

export const RESTORE_FILE = 'restore.json';

/**
 * What became of a saved value. `saved`: nobody has tried yet. `unreached`: the meter or the bench could not be asked. These two are
 * for later. `unchanged`, `restored`: read, and as it was. `overtaken`: its date has passed, and what it activates is in force.
 * `refused`: the meter does not take it back. `differs`: it took it, and holds another.
 */
const STATES = ['saved', 'unreached', 'unchanged', 'restored', 'overtaken', 'refused', 'differs'] as const;
type State = (typeof STATES)[number];

/** A value of the meter as a run found it. Of the clock: how far it is ahead of bench time. */
export interface SavedValue {
  object: ObjectName;
  value: Value;
  state: State;
  /** What it holds instead. */
  holds?: Value;
  because?: string;
}

/** `restore.json`: what a run found on a meter that is not its own, written before it changes anything, and what became of it. */
export interface RestoreFile {
  schema: 'smets2-restore/1';
  meter: Pick<Identity, 'manufacturer' | 'model' | 'serial'>;
  savedAt: string;
  values: SavedValue[];
  /** When it was last tried to put them back. */
  triedAt?: string;
  /** Somebody has said that the rest is not to be put back. */
  forgotten?: true;
}

const shape = z.strictObject({
  schema: z.literal('smets2-restore/1'),
  meter: z.strictObject({ manufacturer: z.string(), model: z.string(), serial: z.string() }),
  savedAt: z.string(),
  values: z.array(
    z.strictObject({
      object: z.string(),
      value: z.json(),
      state: z.enum(STATES),
      holds: z.json().exactOptional(),
      because: z.string().exactOptional(),
    }),
  ),
  triedAt: z.string().exactOptional(),
  forgotten: z.literal(true).exactOptional(),
});

/** The values that a run left to be put back; undefined where it left none. Throws a UsageError for a file that is no such thing. */
export function readRestoreFile(run: string): RestoreFile | undefined {
  const path = join(run, RESTORE_FILE);
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${path}: is not JSON, and says nothing about the meter`, { cause });
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data as RestoreFile;
  throw new UsageError(`${path}: is no restore file of schema smets2-restore/1: ${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}

/** The values that are still to be put back. */
export const left = ({ values, forgotten }: RestoreFile): SavedValue[] =>
  forgotten ? [] : values.filter(({ state }) => state === 'saved' || state === 'unreached');

/** The values that the meter did not take back. */
export const lost = ({ values }: RestoreFile): SavedValue[] =>
  values.filter(({ state }) => state === 'refused' || state === 'differs');

/** Runs in a folder that have left this meter with values to be put back, the newest first. */
export function leftBehindIn(folder: string, meter: Identity): { run: string; file: RestoreFile }[] {
  const runs = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  return runs
    .sort()
    .reverse()
    .map((name) => join(folder, name))
    .flatMap((run) => {
      const file = readable(run);
      return file && isOf(file, meter) && left(file).length > 0 ? [{ run, file }] : [];
    });
}

/** A file that nobody can read says nothing about this meter. */
function readable(run: string): RestoreFile | undefined {
  try {
    return readRestoreFile(run);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

const isOf = ({ meter }: RestoreFile, { manufacturer, model, serial }: Identity) =>
  meter.serial === serial && meter.model === model && meter.manufacturer === manufacturer;

export const identityOf = ({ manufacturer, model, serial }: Identity): RestoreFile['meter'] => ({ manufacturer, model, serial });
