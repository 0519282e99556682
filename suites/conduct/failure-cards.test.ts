import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from '../../adapters/reference/faults';
import { referenceRigMaker } from '../../adapters/reference/reference-rig';
import { declared } from '../../cli/rig';
import { renderJson } from '../../reports';
import { reportShape } from '../../reports/report-schema';
import { sha256 } from '../../trace/chain';
import type { Scenario } from '../../trace/vocabulary';
import { REQUIREMENTS } from '../requirements';
import type { RunResult } from '../run-result';
import { scriptedScenarios } from '../scenarios/scripted';
import { conductRun } from './conduct-run';
import { smallestFile } from './failure-cards';
import { judgeRun } from './judge-run';
import { planRun } from './plan';
import type { RunDirectory } from './run-directory';

const files = declared({});
const { meter } = files;
const { signal } = new AbortController();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cards-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const named = (...names: string[]): Scenario[] => scriptedScenarios().filter(({ name }) => names.includes(name));

/** A generated scenario of one step, shorter than any script. */
const SHORT: Scenario = {
  name: 'short',
  title: 'A short export',
  kind: 'generated',
  start: 'any',
  observe: ['secondary.export.total'],
  steps: [{ do: 'flow', elements: { secondary: { activeMw: -3_600_000 } }, until: { after: 60_000 } }],
};

async function ran(faults: string[], scenarios: Scenario[]): Promise<RunDirectory> {
  const maker = referenceRigMaker(meter, { faults: FAULTS.filter(({ name }) => faults.includes(name)) });
  const planned = planRun({ ...files, maker, scenarios, seed: 184, cases: 0, selection: [], faults });
  return conductRun(planned, { folder, meter, maker, signal });
}

const cardOf = ({ failures }: RunResult, id: string) => failures.find(({ requirement }) => requirement === id)!;

describe('the failure cards of a run', () => {
  const COUNTS = 'register.counts-export';
  let run: RunDirectory;
  let result: RunResult;
  beforeAll(async () => {
    run = await ran(['register-stuck'], [SHORT, ...named('summer-solar-day', 'battery-evening')]);
    result = judgeRun(run);
  });

  it('are one for each failed requirement, in the order of the catalogue', () => {
    const failed = result.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    expect(failed).toContain(COUNTS);
    expect(result.failures.map(({ requirement }) => requirement)).toEqual(failed);
  });

  it('say what the requirement is, as the catalogue does', () => {
    const { title, statement, clauses } = REQUIREMENTS.find(({ id }) => id === COUNTS)!;
    expect(cardOf(result, COUNTS)).toMatchObject({ title, statement, clauses });
  });

  it('come from the shortest script that shows it, before any generated scenario', () => {
    const card = cardOf(result, COUNTS);
    expect([card.scenario, card.trace]).toEqual(['battery-evening', 'traces/battery-evening.ndjson']);
    expect(existsSync(run.file(card.trace))).toBe(true);
    expect(result.requirements.find(({ id }) => id === COUNTS)!.scenarios).toContain('short');
  });

  it('come from a generated scenario where no script shows it', async () => {
    const only = judgeRun(await ran(['register-stuck'], [SHORT]));
    expect(cardOf(only, COUNTS)).toMatchObject({ scenario: 'short', smallest: { file: 'scenarios/short.yaml', steps: 1 } });
  });

  it('show the finding furthest beyond of their scenario, and count those of all', () => {
    const { finding, more } = cardOf(result, COUNTS);
    const { findings } = result.requirements.find(({ id }) => id === COUNTS)!;
    const beyond = [...findings].filter(({ outcome }) => outcome === 'beyond');
    const mine = beyond.filter(({ scenario }) => scenario === 'battery-evening').map(({ margin }) => Number(margin));
    expect(Number(finding.margin)).toBe(Math.min(...mine));
    expect(mine.length).toBeGreaterThan(1);
    expect(more).toBe(beyond.length - 1);
  });

  it('draw what flowed and what was recorded around that finding', () => {
    const { chart, finding } = cardOf(result, COUNTS);
    expect(chart.fromMs).toBeLessThanOrEqual(finding.at!.fromMs);
    expect(chart.toMs).toBeGreaterThanOrEqual(finding.at!.toMs);
    expect([chart.fromMs % 1_800_000, chart.toMs % 1_800_000]).toEqual([0, 0]);
    const secondary = chart.power.find(({ element }) => element === 'secondary')!;
    expect(Math.min(...secondary.points.map(([, watts]) => watts))).toBeLessThan(-1000);
    const recorded = chart.halfHours.rows.map(({ recordedWh, expectedLoWh }) => [recordedWh, Number(expectedLoWh)]);
    // The register is stuck; the rows are right.
    expect(recorded.some(([wh]) => wh! > 0)).toBe(true);
    expect(recorded.every(([wh, lo]) => wh! >= lo!)).toBe(true);
  });

  it('hold the scenario as it was played, and the command that shows it again on the same meter', () => {
    const { smallest, replay } = cardOf(result, COUNTS);
    const yaml = readFileSync(run.file('scenarios/battery-evening.yaml'), 'utf8');
    expect(smallest.file).toBe('scenarios/battery-evening.yaml');
    expect(yaml.startsWith(smallest.yaml.split('\n# …')[0]!)).toBe(true);
    for (const part of [
      'run',
      `--meter ${run.path}/meter.yaml`,
      '--fault register-stuck',
      `--scenario ${run.path}/${smallest.file}`,
    ])
      expect(replay).toContain(part);
  });

  it('hold no more of a long scenario than a reader wants, and say so', () => {
    const yaml = cardOf(judgeRun(run), 'register.counts-export').smallest.yaml;
    const whole = readFileSync(run.file('scenarios/battery-evening.yaml'), 'utf8').split('\n').length;
    expect(whole).toBeLessThanOrEqual(80);
    expect(yaml.split('\n')).toHaveLength(whole);
    run.write(smallestFile(COUNTS), `steps:\n${'  - { wait: 1 s }\n'.repeat(200)}`);
    const clipped = cardOf(judgeRun(run), COUNTS).smallest;
    expect([clipped.file, clipped.steps]).toEqual([smallestFile(COUNTS), 200]);
    expect(clipped.yaml.split('\n')).toHaveLength(81);
    expect(clipped.yaml).toMatch(/\n# … and 122 more lines$/);
    rmSync(run.file(smallestFile(COUNTS)));
  });

  it('are none of a conforming meter', async () => {
    expect(judgeRun(await ran([], named('battery-evening'))).failures).toEqual([]);
  });
});

describe('a failure card', () => {
  it('leads from the finding to octets of the trace file that hash to what the next record names', async () => {
    const run = await ran(['register-stuck'], named('battery-evening'));
    const result = judgeRun(run);
    for (const { chain, finding, trace } of result.failures) {
      expect(chain.map(({ seq }) => seq)).toEqual(expect.arrayContaining(finding.records.slice(0, 1)));
      const file = readFileSync(run.file(trace));
      for (const { seq, kind, offset, octets, sha256: hash } of chain) {
        const line = file.subarray(offset, offset + octets);
        expect(JSON.parse(line.toString('utf8'))).toMatchObject({ seq, kind });
        expect(sha256(line)).toBe(hash);
      }
    }
  });

  it.each(['netted-across-elements', 'wraps-at-31-bits', 'mpan-cut-to-12'])(
    'names %s among the likely causes of its own failure',
    async (name) => {
      const { breaks, shownBy } = FAULTS.find((fault) => fault.name === name)!;
      const result = judgeRun(await ran([name], named(...shownBy, 'four-directions', 'table-and-mpan-writes')));
      const { causes, next } = cardOf(result, breaks);
      expect(causes.map(({ fault }) => fault)).toContain(name);
      expect(next.length).toBeGreaterThan(1);
    },
  );

  it('gives a report.json that its schema accepts', async () => {
    const result = judgeRun(await ran(['netted-across-elements'], named('four-directions')));
    const { error } = reportShape.safeParse(JSON.parse(renderJson(result)));
    expect(error?.issues ?? []).toEqual([]);
  });
});
