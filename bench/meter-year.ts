import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import type { Declaration } from '../declaration/declaration';
import { EVERY_OBJECT, play } from '../suites/conduct/play';
import { evidenceOf, judge } from '../suites/judge';
import { sha256 } from '../trace/chain';
import { readTrace } from '../trace/read-trace';
import { TraceFile } from '../trace/sink';
import { TraceView } from '../trace/view';
import type { Scenario, Stimulus } from '../trace/vocabulary';
import { inMs, leastOf, type Measurement } from './measurement';

export const HALF_HOURS = 17_520;
const START_MS = Date.UTC(2026, 0, 1);

/** A year of half hours, or so many, each with its own flow on both elements, and the channel read before it can wrap. */
export function year(halfHours = HALF_HOURS): Scenario {
  const steps: Stimulus[] = [];
  for (let i = 0; i < halfHours; i++) {
    const secondary = { activeMw: i % 3 ? -1_000_000 - (i % 1000) : 2_000_000 };
    steps.push({ do: 'flow', elements: { primary: { activeMw: 400_000 + i }, secondary }, until: { after: 1_800_000 } });
    if ((i + 1) % 4000 === 0)
      for (const object of ['secondary.export.total', 'secondary.export.rates', 'secondary.export.profile'])
        steps.push({
          do: 'read',
          object,
          ...(object.endsWith('profile') && { range: { fromMs: START_MS + (i - 4000) * 1_800_000 } }),
        });
  }
  return { name: 'meter-year', title: 'A meter-year', kind: 'scripted', start: START_MS, observe: 'everything', steps };
}

/** Plays a meter-year into a trace file and judges it by every requirement. */
export async function meterYear(meter: Declaration, folder: string): Promise<Measurement> {
  const path = join(folder, 'meter-year.ndjson');
  const stage = { maker: referenceRigMaker(meter), meter, signal: new AbortController().signal };
  const scenario = year();
  let records = 0;
  let verdicts = '';
  const playMs = await leastOf(3, async () => {
    rmSync(path, { force: true });
    const file = new TraceFile(path, sha256('plan'));
    await play(scenario, stage, EVERY_OBJECT, file, sha256('scenario'));
    records = file.head.records;
    file.close();
  });
  const judgeMs = await leastOf(3, () => {
    const judgements = judge(evidenceOf(new TraceView(readTrace(path, sha256('plan')).records), meter));
    const count = (verdict: string) => judgements.filter((judgement) => judgement.verdict === verdict).length;
    verdicts = `${count('pass')} pass, ${count('fail')} fail`;
  });
  const baselineMs = await leastOf(3, () => bareWrites(join(folder, 'bare.ndjson'), records));
  return {
    what: `a meter-year with all judges: ${records} records, ${verdicts}`,
    measured: `${inMs(playMs + judgeMs)} = ${inMs(playMs)} play + ${inMs(judgeMs)} read and judge`,
    aim: '1 s',
    baseline: `${inMs(baselineMs)} to serialise, hash and write as many bare lines`,
  };
}

function bareWrites(path: string, count: number) {
  const fd = openSync(path, 'w');
  let prev = '';
  for (let seq = 0; seq < count; seq++) {
    const line = `${JSON.stringify({ seq, prev, atMs: seq, kind: 'effect', of: seq, when: { fromMs: seq, toMs: seq } })}\n`;
    writeSync(fd, line);
    prev = createHash('sha256').update(line).digest('hex');
  }
  closeSync(fd);
}
