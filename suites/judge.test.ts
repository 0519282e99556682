import type { Fault } from '../adapters/reference/fault';
import { FAULTS } from '../adapters/reference/faults';
import { judge } from './judge';
import { ReferencePlays } from './reference-plays.fixture';
import { REQUIREMENTS } from './requirements';
import type { Evidence } from './requirements/requirement';
import { scriptedScenarios } from './scenarios/scripted';
import type { Judgement } from './verdict-types';

const scenarios = new Map(scriptedScenarios().map((scenario) => [scenario.name, scenario]));
const conforming = new ReferencePlays();
/** Conforming meters, by the declaration under which a fault is to show. */
const conformingUnder = new Map([['{}', conforming]]);

function conformingLike({ under = {} }: Fault): ReferencePlays {
  const key = JSON.stringify(under);
  const plays = conformingUnder.get(key) ?? new ReferencePlays(under);
  conformingUnder.set(key, plays);
  return plays;
}

const judgedBy = (evidence: Evidence, id: string): Judgement =>
  judge(
    evidence,
    REQUIREMENTS.filter((requirement) => requirement.id === id),
  )[0]!;

const cases = FAULTS.flatMap((fault) => fault.shownBy.map((scenario) => [fault.breaks, fault.name, scenario, fault] as const));

describe('a judge', () => {
  it.each(cases)('of %s tells a meter with %s from a conforming one by %s', async (id, _, name, fault) => {
    const scenario = scenarios.get(name)!;
    const good = judgedBy(await conformingLike(fault).evidence(scenario), id);
    expect({ verdict: good.verdict, because: good.because }).toMatchObject({ verdict: 'pass' });

    const { records, evidence } = await new ReferencePlays({ ...fault.under, faults: [fault] }).played(scenario);
    const bad = judgedBy(evidence, id);
    expect({ verdict: bad.verdict, because: bad.because }).toMatchObject({ verdict: 'fail' });
    const beyond = bad.findings.filter(({ outcome }) => outcome === 'beyond');
    const shown = beyond.flatMap((finding) => finding.records.map((seq) => records[seq - 1]));
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.every((record) => record?.kind === 'observation' || record?.kind === 'clock')).toBe(true);
  });
});

describe('judging a trace', () => {
  const [first] = REQUIREMENTS;

  it('gives each applicable requirement one judgement, of the scenario played', async () => {
    const judgements = judge(await conforming.evidence(scenarios.get('register-wrap')!));
    expect(judgements.map(({ requirement }) => requirement)).toEqual(
      REQUIREMENTS.filter((one) => one.applies(conforming.meter) === true).map(({ id }) => id),
    );
    expect(new Set(judgements.map(({ scenario }) => scenario))).toEqual(new Set(['register-wrap']));
  });

  it('leaves out a requirement that does not apply', async () => {
    const evidence = await conforming.evidence(scenarios.get('register-wrap')!);
    expect(judge(evidence, [{ ...first!, applies: () => 'not for this meter' }])).toEqual([]);
  });

  it.each([
    ['an Error', new Error('off by one')],
    ['a word', 'off by one'],
  ])('takes a judge that throws %s for an error of ours', async (_, thrown) => {
    const evidence = await conforming.evidence(scenarios.get('register-wrap')!);
    const broken = {
      ...first!,
      judge: () => {
        throw thrown;
      },
    };
    expect(judge(evidence, [broken])).toEqual([
      {
        requirement: first!.id,
        scenario: 'register-wrap',
        verdict: 'error',
        because: 'the judge itself failed: off by one',
        findings: [],
      },
    ]);
  });
});
