import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf, sha256 } from '../trace/chain';
import { TraceFile } from '../trace/sink';
import type { RecordBody } from '../trace/vocabulary';
import { type Measurement, timed } from './measurement';

const RECORDS = 50_000;
const EFFECT: RecordBody = {
  kind: 'effect',
  of: 1,
  when: { fromMs: 1_767_225_600_000, toMs: 1_767_227_400_000 },
  from: 'model',
  energy: { secondary: { export: ['1800000000000', '1800000000000'] } },
};

/** One record through the trace writer: serialised, hashed, written unbuffered; the baseline only writes a ready line. */
export async function traceRecord(folder: string): Promise<Measurement> {
  const file = new TraceFile(join(folder, 'records.ndjson'), sha256('plan'));
  const writerMs = await timed(() => {
    for (let i = 0; i < RECORDS; i++) file.write(i, EFFECT);
  });
  file.close();
  const line = lineOf({ seq: 1, prev: sha256('plan'), atMs: 0, ...EFFECT });
  const fd = openSync(join(folder, 'lines.ndjson'), 'w');
  const bareMs = await timed(() => {
    for (let i = 0; i < RECORDS; i++) writeSync(fd, line);
  });
  closeSync(fd);
  const each = (ms: number) => `${((ms * 1000) / RECORDS).toFixed(2)} µs`;
  return {
    what: 'one record through the trace writer',
    measured: each(writerMs),
    aim: '5 µs',
    baseline: `${each(bareMs)} to write a ready line of ${line.length} octets`,
  };
}
