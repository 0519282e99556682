/** `npm run bench`: what the suite must stay fast at, each beside a baseline measured in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declared } from '../cli/rig';
import { codecRates } from './codec-rates';
import { compareRuns } from './compare-runs';
import { deframer } from './deframer';
import { drawnVariants } from './drawn-variants';
import { scriptedMatrix } from './fault-matrix';
import { generatedDays } from './generated-days';
import { meterYear } from './meter-year';
import { npmStart } from './npm-start';
import { profileReads } from './profile-read/reads';
import { longRuns, reportsOfNpmStart } from './reports';
import { traceRecord } from './trace-record';
import { wireCampaign } from './wire-campaign';

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { meter } = declared({});
    for (const bench of [
      () => meterYear(meter, folder),
      () => generatedDays(meter),
      () => traceRecord(folder),
      () => compareRuns(folder),
      () => deframer(),
      () => codecRates(),
      () => profileReads(),
      () => wireCampaign(meter, folder),
      () => npmStart(folder),
      () => reportsOfNpmStart(folder),
      () => longRuns(folder),
      () => scriptedMatrix(meter),
      () => drawnVariants(meter),
    ]) {
      for (const row of [await bench()].flat())
        process.stdout.write(`${row.what}\n    ${row.measured}   (aim ${row.aim})\n    baseline: ${row.baseline}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
