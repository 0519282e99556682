import { FAULTS } from '../../adapters/reference/faults';
import { exampleMeter } from '../../declaration/example-meter.fixture';
import { REQUIREMENTS } from '../../suites/requirements';
import { scriptedScenarios } from '../../suites/scenarios/scripted';
import { type Job, perform } from './jobs';
import { SMOKE, SMOKE_SCENARIOS } from './smoke';

const done = <J extends Job>(job: J) => perform(job, exampleMeter(), new AbortController().signal);
const playable = new Set(scriptedScenarios().map(({ name }) => name));

describe('a scripted job', () => {
  it('plays what shows the fault and one scenario of every area, and tells what failed where', async () => {
    const row = await done({ score: 'scripted', fault: 'wraps-at-31-bits' });
    expect(row.killedBy).toContain('register.wraps-at-modulus');
    expect(row).toMatchObject({ notShownBy: [], troubles: [] });
    const played = [
      'discovery',
      ...new Set([...SMOKE_SCENARIOS, ...FAULTS.find(({ name }) => name === 'wraps-at-31-bits')!.shownBy]),
    ];
    expect(Object.keys(row.answered).sort()).toEqual(played.sort());
    expect(Object.keys(row.failedIn).sort()).toEqual(played.sort());
    expect(new Set(Object.values(row.failedIn).flat())).toEqual(new Set(row.killedBy));
  });

  it('hashes what the meter answered: alike in scenarios that do not tell the fault', async () => {
    const [one, other] = [
      await done({ score: 'scripted', fault: 'wraps-at-31-bits' }),
      await done({ score: 'scripted', fault: 'mpan-cut-to-12' }),
    ];
    const alike = SMOKE_SCENARIOS.filter((name) => one.answered[name] === other.answered[name]);
    expect(alike).toContain('battery-evening');
    expect(alike).not.toContain('table-and-mpan-writes');
  });
});

describe('a generated job', () => {
  it('ends with the first scenario in which the rule fails', async () => {
    const row = await done({ score: 'generated', fault: 'register-stuck', seeds: [7], cases: 6 });
    expect(row).toMatchObject({ killedIn: { seed: 7 }, killedBy: expect.arrayContaining(['register.counts-export']) });
  });

  it('says nothing of a scenario where none does', async () => {
    const row = await done({ score: 'generated', fault: 'wraps-at-31-bits', seeds: [], cases: 6 });
    expect(row).toEqual({ killedBy: [] });
  });
});

describe('a laboratory job', () => {
  it.each([
    ['register-stuck', 'fail'],
    ['firmware-of-today', 'fail'],
  ])('gives the verdict on the rule that %s breaks', async (fault, verdict) => {
    expect(await done({ score: 'laboratory', fault })).toEqual({ verdict });
  });
});

describe('a statement', () => {
  it('is made of two faults at once', async () => {
    const row = await done({ score: 'pair', faults: ['register-stuck', 'mpan-cut-to-12'] });
    expect(row).toMatchObject({ statement: 'non-conformant', text: expect.stringContaining('register.counts-export') });
  });
});

describe('smoke scenarios', () => {
  it('are there for every area of the catalogue, and can be played', () => {
    expect(Object.keys(SMOKE).sort()).toEqual([...new Set(REQUIREMENTS.map(({ area }) => area))].sort());
    for (const name of SMOKE_SCENARIOS) expect(playable).toContain(name);
  });
});

it('every fault names scenarios that there are', () => {
  for (const { name, shownBy } of FAULTS)
    expect({ name, unknown: shownBy.filter((one) => !playable.has(one)) }).toEqual({ name, unknown: [] });
});
