/** `npm run bench`: what the suite must stay fast at, each beside a baseline measured in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declared } from '../cli/rig';
import { compareRuns } from './compare-runs';
import { deframer } from './deframer';
import { drawnVariants } from './drawn-variants';
import { scriptedMatrix } from './fault-matrix';
import { generatedDays } from './generated-days';
import type { Measurement } from './measurement';
import { meterYear } from './meter-year';
import { npmStart } from './npm-start';
import { traceRecord } from './trace-record';

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { meter } = declared({});
    const rows: Measurement[] = [];
    for (const bench of [
      () => meterYear(meter, folder),
      () => generatedDays(meter),
      () => traceRecord(folder),
      () => compareRuns(folder),
      () => deframer(),
      () => npmStart(folder),
      () => scriptedMatrix(meter),
      () => drawnVariants(meter),
    ]) {
      const row = await bench();
      rows.push(row);
      process.stdout.write(`${row.what}\n    ${row.measured}   (aim ${row.aim})\n    baseline: ${row.baseline}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
