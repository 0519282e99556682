import { writeFileSync } from 'node:fs';
import { writeBaseline } from '../regression/baseline';
import { UsageError } from '../trace/errors';
import type { Output } from './output';
import { DigestReader } from './read-digest';

/** Where a baseline is kept unless told. */
export const BASELINE = 'smets2-baseline.json';

/** `baseline set`: keeps an accepted run as a small file, in place of the one before; returns the exit code. */
export function baselineSetCommand(folder: string, { out }: { out: string }, output: Output): number {
  const digest = new DigestReader().read(folder);
  const text = writeBaseline(digest);
  try {
    writeFileSync(out, text);
  } catch (cause) {
    throw new UsageError(`--out ${out}: cannot be written (${(cause as Error).message})`, { cause });
  }
  const { meter, statement, requirements } = digest;
  output.line(
    `${out}: ${Object.keys(requirements).length} requirements, ${meter.manufacturer} ${meter.model} ${meter.firmware}, ${statement.verdict}`,
  );
  return 0;
}
