import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { sha256 } from './chain';
import { TraceError } from './errors';
import { readTrace } from './read-trace';
import { TraceFile } from './sink';
import { TraceView } from './view';
import type { RecordBody } from './vocabulary';

const PLAN = sha256('plan');
const OPENED: RecordBody = {
  kind: 'opened',
  schema: 'smets2-trace/1',
  scenario: { name: 'a', title: 'A', kind: 'scripted', start: 'any', observe: 'everything' },
  scenarioHash: sha256('scenario'),
  rig: 'model',
  time: 'virtual',
  tool: 'test',
};
const wait = (step: number): RecordBody => ({
  kind: 'stimulus',
  part: 'steps',
  step,
  stimulus: { do: 'wait', until: { after: step } },
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(count: number): string {
  const path = join(folder, `${count}.ndjson`);
  rmSync(path, { force: true });
  const file = new TraceFile(path, PLAN);
  file.write(0, OPENED);
  for (let step = 0; step < count; step++) file.write(step, wait(step));
  file.close();
  return path;
}

describe('a trace file', () => {
  it('reads back what was written, chained from the plan', () => {
    const { records, head, tornOctets } = readTrace(written(3), PLAN);
    expect(records.map((r) => [r.seq, r.kind])).toEqual([
      [1, 'opened'],
      [2, 'stimulus'],
      [3, 'stimulus'],
      [4, 'stimulus'],
    ]);
    expect(records[0]?.prev).toBe(PLAN);
    const lines = readFileSync(join(folder, '3.ndjson'), 'utf8').split('\n');
    expect(records[3]?.prev).toBe(sha256(`${lines[2]}\n`));
    expect(head).toBe(sha256(`${lines[3]}\n`));
    expect(tornOctets).toBe(0);
  });

  it('drops a torn last line wherever it was cut and says how much', () => {
    const path = written(4);
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    fc.assert(
      fc.property(fc.integer({ min: lastLine + 1, max: whole.length - 1 }), (cut) => {
        writeFileSync(path, whole.subarray(0, cut));
        const { records, tornOctets } = readTrace(path, PLAN);
        expect(records).toHaveLength(4);
        expect(tornOctets).toBe(cut - lastLine);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a changed octet anywhere but in a torn last line, naming the line', () => {
    const path = written(4);
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: lastLine - 2 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= flip;
        writeFileSync(path, changed);
        expect(() => readTrace(path, PLAN)).toThrow(TraceError);
        expect(() => readTrace(path, PLAN)).toThrow(/ndjson:[1-5]: /);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses a missing, a doubled and an exchanged line', () => {
    const path = written(4);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    for (const order of [
      [0, 2, 3, 4],
      [0, 1, 1, 2],
      [0, 2, 1, 3],
      [1, 2, 3],
    ]) {
      writeFileSync(path, `${order.map((i) => lines[i]).join('\n')}\n`);
      expect(() => readTrace(path, PLAN)).toThrow(TraceError);
    }
  });

  it('refuses the trace of another plan', () => {
    expect(() => readTrace(written(1), sha256('another plan'))).toThrow(/:1: breaks the chain/);
  });

  it('is never written twice', () => {
    const path = written(1);
    expect(() => new TraceFile(path, PLAN)).toThrow(/EEXIST/);
  });

  it('refuses a whole line that is no record', () => {
    const path = written(1);
    appendFileSync(path, '{"seq":3}\n');
    expect(() => readTrace(path, PLAN)).toThrow(/:3: is no trace record/);
  });
});

describe('a view of a trace', () => {
  it('refuses records that do not begin a trace', () => {
    expect(() => new TraceView([])).toThrow(RangeError);
  });

  it('finds stimuli by number and observations by object', () => {
    const view = new TraceView(readTrace(written(2), PLAN).records);
    expect(view.of('stimulus').map((s) => s.step)).toEqual([0, 1]);
    expect(view.stimulus(3)?.step).toBe(1);
    expect(view.observations('clock')).toEqual([]);
    expect(view.length).toBe(3);
  });
});
