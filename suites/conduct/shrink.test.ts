import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from '../../adapters/reference/faults';
import { referenceRigMaker } from '../../adapters/reference/reference-rig';
import { conductAndReport } from '../../cli/compose';
import { declared } from '../../cli/rig';
import type { Failure } from '../run-result';
import { casesOf } from '../scenarios/generated';
import { MIXED_DAY } from '../scenarios/generated/mixed-day';
import { parseScenario, readScenario } from '../scenarios/scenario-file';
import { discover } from './play';
import { stillFails } from './shrink';

/** Faults that generated days catch; each shrinks to a literal scenario of few steps. */
const SHRUNK = [
  'register-stuck',
  'export-gain',
  'magnitude-as-export',
  'primary-import-leaks',
  'netted-across-elements',
  'stale-after-outage',
  'cleared-by-clock-set',
  'cleared-by-mpan',
  'rate-2-missing',
  'odd-watt-hours-dropped',
  'stamped-at-start',
  'mpan-cut-to-12',
  'export-counted-twice',
];
const MOST_STEPS = 6;

const { signal } = new AbortController();
const files = declared({});
const { meter } = files;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shrink-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function generatedRun(faultName: string, seed: number) {
  const fault = FAULTS.find(({ name }) => name === faultName)!;
  const maker = referenceRigMaker(meter, { faults: [fault] });
  const scenarios = casesOf(MIXED_DAY, meter, seed, 20);
  const inputs = { ...files, maker, scenarios, seed, cases: 20, selection: [], faults: [faultName] };
  const { run, result } = await conductAndReport(inputs, { folder, signal });
  return { fault, run, result, stage: { maker, meter, signal } };
}

const stepsIn = (yaml: string) => parseScenario(yaml, 'smallest.yaml').steps.length;

describe('a failure found by a generated scenario', () => {
  it.each(SHRUNK)('%s shrinks to at most six literal steps that fail in the same way without the seed', async (name) => {
    const { fault, run, result, stage } = await generatedRun(name, 184);
    const failure = result.failures.find(({ requirement }) => requirement === fault.breaks) as Failure;
    const shown = failure ?? result.failures[0]!;
    const smallest = readScenario(run.file(shown.smallest.file));
    expect(shown.smallest.file).toMatch(/^smallest\//);
    expect(smallest.steps.length).toBeLessThanOrEqual(MOST_STEPS);
    expect(shown.smallest.steps).toBe(smallest.steps.length);
    expect(stepsIn(shown.smallest.yaml)).toBe(smallest.steps.length);
    const { present } = await discover(stage);
    expect(await stillFails(smallest, { requirement: shown.requirement, says: shown.finding.says }, stage, present)).toBe(true);
    const good = { ...stage, maker: referenceRigMaker(meter) };
    expect(await stillFails(smallest, { requirement: shown.requirement, says: shown.finding.says }, good, present)).toBe(false);
  });

  it('keeps the first failing case as planned and only the smallest besides', async () => {
    const { run, result } = await generatedRun('mpan-cut-to-12', 184);
    expect(result.failures.map(({ smallest }) => smallest.file)).toEqual([
      'smallest/mpan.read-back.yaml',
      'smallest/mpan.check-digit.yaml',
    ]);
    const smallest = readScenario(run.file('smallest/mpan.read-back.yaml'));
    expect(smallest.origin?.seed).toBe(184);
    expect(smallest.origin!.sizeBefore).toBeGreaterThan(smallest.steps.length);
    expect(readFileSync(run.file('smallest/mpan.read-back.yaml'), 'utf8')).not.toMatch(/repeat/);
  });
});
