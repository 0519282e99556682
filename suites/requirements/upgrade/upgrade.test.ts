import type { Fault } from '../../../adapters/reference/fault';
import { changed, log, registers, rowsOf } from '../../../adapters/reference/faults/taking-over';
import type { Choices } from '../../../declaration/choices';
import type { Scenario, Stimulus } from '../../../trace/vocabulary';
import { ReferencePlays } from '../../reference-plays.fixture';
import { HandTrace } from '../hand-trace.fixture';
import { REQUIREMENTS } from '../index';

const MIN = 60_000;
const flow = (primaryMw: number, secondaryMw: number, ms: number): Stimulus => ({
  do: 'flow',
  elements: { primary: { activeMw: primaryMw }, secondary: { activeMw: secondaryMw } },
  until: { after: ms },
});
const load = (value: string): Stimulus => ({ do: 'write', object: 'firmware.image', value });
const activate: Stimulus = { do: 'invoke', object: 'firmware', method: 'activate' };
const read = (object: string): Stimulus => ({ do: 'read', object, ...(object.endsWith('profile') && { range: {} }) });
const look: Stimulus[] = ['primary.import.total', 'import.profile', 'secondary.export.total', 'secondary.export.rates'].map(read);
const ANY: Scenario = { name: 'upgrade', title: 'upgrade', kind: 'scripted', start: 'any', observe: [], steps: [] };

/** 90 min of 6 kW import and 3.6 kW secondary export, an upgrade at rest 91 min after the start, and its other side 2 min later. */
const STEPS: Stimulus[] = [flow(6_000_000, -3_600_000, 90 * MIN), flow(0, 0, MIN), ...look, load('dp184'), activate];
const AFTER: Stimulus[] = [flow(0, 0, 2 * MIN), ...look];

const broken = (replace: Fault['replace']): Fault => ({ name: 'f', breaks: 'f', area: 'f', says: 'f', shownBy: [], replace });

async function found(id: string, { replace, choices = {}, steps = [...STEPS, ...AFTER] }: Case = {}) {
  const plays = new ReferencePlays({ choices, ...(replace && { faults: [broken(replace)] }) });
  const evidence = await plays.evidence({ ...ANY, firmware: 'today', steps });
  return REQUIREMENTS.find((one) => one.id === id)!.judge(evidence);
}
interface Case {
  replace?: Fault['replace'];
  choices?: Partial<Choices>;
  steps?: Stimulus[];
}
const outcomes = async (id: string, given?: Case) => (await found(id, given)).map(({ outcome }) => outcome);

describe('a register over an upgrade', () => {
  it.each([
    [0, 'within'],
    [1, 'beyond'],
    [-1, 'beyond'],
  ] as const)('that moves by %d Wh at rest is %s', async (byWh, outcome) => {
    const replace = changed(registers((old) => ({ 'primary.import.total': old['primary.import.total']! + byWh })));
    expect(await found('upgrade.keeps-registers', { replace })).toMatchObject([
      { outcome, observed: String(byWh), expected: { lo: '0', hi: '0' } },
    ]);
  });

  it.each([
    ['lacks the gap', 30_000, 'within'],
    ['lacks a second more than the declared gap', 31_000, 'beyond'],
  ])('that counts on and %s of 30 s is judged so', async (_, gapMs, outcome) => {
    const plays = new ReferencePlays({ behaviour: { activationGapMs: gapMs } });
    // 6 kW × 2 min = 200 Wh, of which 30 s may miss 50.
    const steps = [...STEPS, flow(6_000_000, 0, 2 * MIN), flow(0, 0, 10_000), ...look];
    const evidence = await plays.evidence({ ...ANY, firmware: 'today', steps });
    const [finding] = REQUIREMENTS.find(({ id }) => id === 'upgrade.keeps-registers')!.judge(evidence);
    expect(finding).toMatchObject({ outcome, expected: { lo: '150', hi: '200' } });
  });
});

describe('the rows of a log over an upgrade', () => {
  const laidOut = (change: Parameters<typeof rowsOf>[0]) => changed(log('import.profile', rowsOf(change)));

  it.each([
    ['as they were', undefined, '3 old rows, then newer ones'],
    ['without their oldest', laidOut((rows) => rows.slice(1)), 'only 2 rows, and the oldest 1 of 3 are gone'],
    ['turned round', laidOut((rows) => [...rows].reverse()), 'only 3 rows, and the oldest 2 of 3 are gone'],
    ['with the last once more', laidOut((rows) => [...rows, rows.at(-1)!]), /^one more row of before: /],
    [
      'one Wh more in one of them',
      laidOut(([a, ...rows]) => [{ ...a!, primaryWh: 1 }, ...rows]),
      /^row 1 is .*"primaryWh":1.* was /,
    ],
  ] as const)('are told: %s', async (_, replace, observed) => {
    const [finding] = await found('upgrade.keeps-half-hours', replace && { replace });
    expect(finding?.outcome).toBe(replace ? 'beyond' : 'within');
    expect(finding?.observed).toEqual(observed instanceof RegExp ? expect.stringMatching(observed) : observed);
  });

  it('may have grown in the meantime', async () => {
    const steps = [...STEPS, flow(0, 0, 30 * MIN), ...look];
    expect(await outcomes('upgrade.keeps-half-hours', { steps })).toEqual(['within']);
  });

  it('are not judged over a clock set, which may rewrite them', async () => {
    const steps: Stimulus[] = [...STEPS, { do: 'setClock', to: { after: -40 * MIN } }, ...AFTER];
    expect(await outcomes('upgrade.keeps-half-hours', { steps })).toEqual([]);
  });
});

describe('what an upgrade adds', () => {
  it('starts at zero, or anywhere where the declaration says so', async () => {
    expect(await found('upgrade.new-register-starts')).toMatchObject([
      { outcome: 'within', observed: '0', expected: { hi: '0' } },
    ]);
    const counted = await found('upgrade.new-register-starts', { choices: { newRegistersStart: 'counted-before' } });
    expect(counted).toMatchObject([{ outcome: 'within', observed: '5400', expected: { lo: '0', hi: '4294967295' } }]);
  });

  it('may count what flows while the new image takes over, and has to count what flows after', async () => {
    const steps = [...STEPS, flow(0, -3_600_000, 2 * MIN), flow(0, 0, 10_000), ...look];
    expect(await found('upgrade.new-register-starts', { steps })).toMatchObject([
      { outcome: 'within', observed: '90', expected: { lo: '90', hi: '120' } },
    ]);
  });

  it('is nothing that a meter which is never upgraded could lack', async () => {
    const steps = [flow(0, -3_600_000, 40 * MIN), flow(0, 0, MIN), ...look];
    for (const id of ['objects.present', 'register.exists', 'upgrade.new-register-starts', 'upgrade.not-back-filled'])
      expect(await outcomes(id, { steps })).toEqual([]);
  });
});

describe('a corrupt image', () => {
  it('is to be refused whether or not the meter has taken it', async () => {
    const steps = [...STEPS.slice(0, -2), load('corrupt'), activate, load('dp184'), activate, ...AFTER];
    expect(await found('upgrade.bad-image-refused', { steps })).toMatchObject([{ outcome: 'within', observed: 'refused' }]);
    expect(await outcomes('upgrade.bad-image-refused')).toEqual([]);
  });
});

describe('the day of an upgrade', () => {
  const NOON = Date.parse('2026-03-03T12:00:00Z');
  const MIDNIGHTS = ['03-02', '03-03', '03-04', '03-05'].map((day) => Date.parse(`2026-${day}T00:00:00Z`));

  /** 100, 200 and 300 Wh on three days, told by registers of both elements; the meter is upgraded at that time. */
  function judged(upgradeMs: number, consumed: number[], live = (trace: HandTrace) => trace) {
    const trace = new HandTrace(MIDNIGHTS[0]! + MIN)
      .until(upgradeMs)
      .write('firmware.image', 'dp184')
      .invoke('firmware', 'activate');
    const registers = [0, 100, 300, 600].map((wh, i) => ({ at: MIDNIGHTS[i]!, primaryWh: wh - wh / 4, secondaryWh: wh / 4 }));
    const days = consumed.map((wh, i) => ({ at: MIDNIGHTS[i + 1]!, wh }));
    return live(trace)
      .until(MIDNIGHTS[3]! + MIN)
      .read('daily.consumption', days)
      .read('daily.import', registers)
      .findings(REQUIREMENTS, 'upgrade.keeps-consumption');
  }

  it.each([
    ['in it', NOON, '200'],
    ['at the midnight that begins it', MIDNIGHTS[1]!, '200'],
    ['in the last second of it', MIDNIGHTS[2]! - 1000, '200'],
    ['at the midnight that ends it', MIDNIGHTS[2]!, '300'],
  ])('alone is judged: firmware that takes over %s', (_, upgradeMs, observed) => {
    expect(judged(upgradeMs, [100, 200, 300])).toMatchObject([{ outcome: 'within', observed }]);
  });

  it.each([
    [197, 'beyond'],
    [198, 'within'],
    [202, 'within'],
    [203, 'beyond'],
  ])('that counts %d of 200 Wh is %s', (wh, outcome) => {
    expect(judged(NOON, [100, wh, 300])).toMatchObject([{ outcome }]);
    expect(judged(NOON, [wh, 200, wh])).toMatchObject([{ outcome: 'within' }]);
  });

  it('is not judged by a log that lacks it, nor where the clock was set or supply was lost', () => {
    expect(judged(NOON, [100])).toEqual([]);
    expect(judged(NOON, [100, 150, 300], (trace) => trace.setClock(trace.now + MIN))).toEqual([]);
    expect(judged(NOON, [100, 150, 300], (trace) => trace.supply(false).pass(MIN).supply(true))).toEqual([]);
  });
});
