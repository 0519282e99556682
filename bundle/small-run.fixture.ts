import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conductAndReport } from '../cli/compose';
import type { Output } from '../cli/output';
import { type RunOptions, runInputs } from '../cli/run-command';

/** A folder of the test's own. */
export const freshFolder = () => mkdtempSync(join(tmpdir(), 'bundle-test-'));

/** A run of one requirement and one scripted scenario: real, and small enough to change octet by octet. Returns its directory. */
export async function smallRun(folder: string, more: Partial<RunOptions> = {}): Promise<string> {
  const { says: _, ...inputs } = runInputs({
    out: folder,
    only: ['register.counts-export', 'four-directions'],
    scenario: [],
    fault: [],
    seed: 184,
    cases: 0,
    dryRun: false,
    loadOptions: {},
    ...more,
  });
  const { run } = await conductAndReport(inputs, { folder, signal: new AbortController().signal });
  return run.path;
}

/** What a command would have shown. */
export class Heard implements Output {
  readonly columns = 100;
  readonly interactive: boolean = false;
  lines: string[] = [];
  complaints: string[] = [];
  line = (text: string) => void this.lines.push(text);
  text = (text: string) => void this.lines.push(text);
  complaint = (text: string) => void this.complaints.push(text);
}
