import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { shippedObjectMap } from '../adapters/dlms/object-map';
import { referenceRigMaker } from '../adapters/reference';
import { demoKeys } from '../adapters/virtual/demo-keys';
import { serveMeter } from '../adapters/virtual/serve';
import { keysOf } from '../adapters/virtual/stable-link';
import { VirtualMeter } from '../adapters/virtual/virtual-meter';
import { exampleMeter } from '../declaration/example-meter.fixture';
import { parseBench } from '../declaration/read-bench';
import { parseDeclaration } from '../declaration/read-declaration';
import { describeWithAddon } from '../native/with-addon.fixture';
import { conductRun } from '../suites/conduct/conduct-run';
import { judgeRun } from '../suites/conduct/judge-run';
import { planRun, type RunInputs } from '../suites/conduct/plan';
import { left, readRestoreFile } from '../suites/conduct/restore-file';
import { readTrace } from '../trace/read-trace';
import type { Scenario, Stimulus } from '../trace/vocabulary';
import { restoreCommand } from './restore-command';
import { rigMaker } from './rig';

const MPAN = 'secondary.export.mpan';
const octets = (text: string) => ({ octets: Buffer.from(text).toString('hex') });
const OURS = octets('1030006718997');
const ANOTHER = octets('1012345678902');
const BENCH = 'schema: smets2-bench/1\nkind: simulated\nname: it stays\ncapabilities: [flow, supply, contacts]\n';

const STEPS: Stimulus[] = [
  { do: 'write', object: MPAN, value: ANOTHER },
  { do: 'invoke', object: 'load.switch', method: 'open', argument: 'secondary' },
  { do: 'flow', elements: { primary: { activeMw: 1_000_000 } }, until: { after: 600_000 } },
  { do: 'read', object: 'primary.import.total' },
  { do: 'write', object: 'load.limit', value: { thresholdW: 1234 } },
];
const scenario = (name: string): Scenario => ({
  name,
  title: name,
  kind: 'scripted',
  start: 'any',
  observe: [MPAN, 'primary.import.total'],
  steps: STEPS,
});

describeWithAddon('a pty whose other end is pulled in mid-run', () => {
  let folder: string;
  let link: string;
  let meter: VirtualMeter;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pulled-'));
    link = join(folder, 'meter');
    meter = await VirtualMeter.now(referenceRigMaker(exampleMeter()));
    meter.ask({ do: 'write', object: MPAN, value: OURS });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The same meter behind its link; gives what pulls it. */
  async function plugged(): Promise<() => Promise<void>> {
    const end = new AbortController();
    const keys = demoKeys(keysOf(link));
    const options = { port: 'pty', link, mode: 'hdlc', baud: 9600, keys, map: shippedObjectMap('default') } as const;
    let served: Promise<void> = Promise.resolve();
    await new Promise<void>((ready, failed) => {
      served = serveMeter(meter, options, end.signal, () => ready());
      served.catch(failed);
    });
    return () => {
      end.abort();
      return served;
    };
  }

  function inputs(): RunInputs {
    const connection = { adapter: 'optical', port: link, link: 'hdlc', silenceMs: 150, secrets: keysOf(link) };
    const meterText = stringify({ ...exampleMeter(), connection });
    const declared = {
      meter: parseDeclaration(meterText, 'meter.yaml'),
      meterText,
      bench: parseBench(BENCH, 'bench.yaml'),
      benchText: BENCH,
    };
    const scenarios = [scenario('first'), scenario('second')];
    const rest = { scenarios, allowed: ['write', 'switch'] as const, seed: 0, cases: 0, selection: [], faults: [] };
    return { ...declared, maker: rigMaker(declared), ...rest };
  }

  const held = () => [MPAN, 'load.switch', 'load.limit'].map((object) => meter.ask({ do: 'read', object }));
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const output = { columns: 100, line: say, text: say, complaint: say };

  /** Records of the first scenario: from its opening to its last steps, in mid-write and between exchanges. */
  it.each([2, 6, 11, 16, 21, 26, 31, 36, 41, 46])(
    'ends in trouble and no accusation when it is pulled at record %i of a scenario, and the meter is put back on return',
    async (at) => {
      const before = held();
      const pull = await plugged();
      const planned = inputs();
      let pulled: Promise<void> | undefined;
      let playing = '';
      const run = await conductRun(planRun(planned), {
        folder: join(folder, 'runs'),
        meter: planned.meter,
        maker: planned.maker,
        signal: new AbortController().signal,
        progress: {
          started: ({ name }) => {
            playing = name;
          },
          recorded: ({ seq }) => {
            if (playing === 'first' && seq === at) pulled ??= pull();
          },
        },
      });
      expect(pulled).toBeDefined();
      await pulled;
      const { scenarios, requirements, statement } = judgeRun(run);
      expect(scenarios.map(({ outcome }) => outcome)).toEqual(['played', expect.stringMatching(/failed|played/), 'failed']);
      const { records } = readTrace(run.file('traces/first.ndjson'), run.planHash);
      expect(records).toContainEqual(expect.objectContaining({ kind: 'trouble', whose: expect.stringMatching(/link|bench/) }));
      expect(requirements.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      expect(statement).toMatchObject({ verdict: 'incomplete', exitCode: 3 });
      expect(left(readRestoreFile(run.path)!).map(({ object }) => object)).toEqual([MPAN, 'load.switch', 'load.limit']);

      const again = await plugged();
      expect(await restoreCommand(run.path, { forget: false }, output, new AbortController().signal)).toBe(0);
      await again();
      expect(held()).toEqual(before);
      expect(left(JSON.parse(readFileSync(run.file('restore.json'), 'utf8')))).toEqual([]);
    },
  );
});
