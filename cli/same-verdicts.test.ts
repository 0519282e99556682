import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../declaration/package-root';
import { describeWithAddon } from '../native/with-addon.fixture';
import type { RunResult } from '../suites/run-result';
import { command } from './command.fixture';
import { endAllSimulated, simulated } from './simulated.fixture';

const FAULT = ['--fault', 'mpan-cut-to-12'];
/** Energy, rates, half hours, loss of supply and writes: a little of the whole, in little time. */
const SCENARIOS = ['battery-evening', 'outage-across-boundary', 'mpan-values'];
const ONLY = SCENARIOS.flatMap((name) => ['--only', name]);

let folder: string;
let onTheModel: ReturnType<typeof judged>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'same-'));
  onTheModel = judged('model', ...FAULT);
});
afterEach(endAllSimulated);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a run finds, without what only tells where and when it ran. */
function judged(name: string, ...args: string[]) {
  const out = join(folder, name);
  const { status, stderr } = command('run', ...ONLY, '--out', out, ...args);
  const [run] = readdirSync(out);
  const { statement, requirements, scenarios }: RunResult = JSON.parse(readFileSync(join(out, run!, 'report.json'), 'utf8'));
  const verdicts = requirements.map(({ id, verdict, counts, comparisons }) => ({ id, verdict, counts, comparisons }));
  return {
    status,
    stderr,
    statement,
    verdicts,
    outcomes: scenarios.map(({ name: scenario, outcome }) => ({ scenario, outcome })),
  };
}

/** An example as it ships, but for where the virtual meter of this test stands. */
function declarationOf(example: string, link: string): string {
  const text = readFileSync(join(packageRoot(), 'examples', example), 'utf8').replaceAll('runs/virtual-meter', link);
  const file = join(folder, 'meter.yaml');
  writeFileSync(file, text);
  return file;
}

async function expectTheSame(example: string, ...args: string[]) {
  const link = join(folder, 'meter');
  await simulated(link, ...FAULT, ...args);
  const onTheWire = judged(example, '--meter', declarationOf(example, link));
  expect(onTheWire).toEqual(onTheModel);
  expect(onTheWire.verdicts.find(({ id }) => id === 'mpan.read-back')).toMatchObject({ verdict: 'fail' });
  expect(onTheWire.verdicts.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(60);
}

describe('run against a virtual meter over TCP finds what it finds on the model', () => {
  it.each([
    ['HDLC', 'virtual-tcp.yaml', 'hdlc'],
    ['the wrapper', 'virtual-wrapper.yaml', 'wrapper'],
  ])('by %s', async (_, example, mode) => {
    await expectTheSame(example, '--port', 'tcp:0', '--mode', mode);
  });
});

describeWithAddon('run against a virtual meter on a pty', () => {
  it('finds through the native driver what it finds on the model', () => expectTheSame('virtual.yaml'));
});
