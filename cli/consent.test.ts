import { scenario } from '../suites/conduct/conducted.fixture';
import type { Intervention } from '../suites/conduct/interventions';
import { inputsOn, keptMeter } from '../suites/conduct/kept-meter.fixture';
import { planRun } from '../suites/conduct/plan';
import { UsageError } from '../trace/errors';
import type { Stimulus } from '../trace/vocabulary';
import { asLines, consented, undertaking } from './consent';
import type { Output } from './output';

const { signal } = new AbortController();
const WRITE: Stimulus = { do: 'write', object: 'secondary.export.mpan', value: { octets: '31' } };
const OFF: Stimulus = { do: 'supply', on: false };
const FLOW: Stimulus = { do: 'flow', elements: { secondary: { activeMw: -1000 } }, until: { after: 1000 } };
const READ: Stimulus = { do: 'read', object: 'secondary.export.total' };

async function undertaken(scripts: Stimulus[][], allowed: Intervention[], fresh = false) {
  const scenarios = scripts.map((steps, i) => scenario(steps, { name: `script-${i + 1}`, start: 'any' }));
  const { maker, ...meter } = await keptMeter();
  const inputs = inputsOn({ ...meter, maker: { ...maker, fresh } }, { scenarios, allowed });
  return undertaking(planRun(inputs), inputs);
}

/** Someone at a terminal who answers that; nobody where there is no answer. */
function terminal(answer?: string) {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer!;
  };
  const output: Output = { columns: 80, line() {}, text() {}, complaint() {}, ...(answer !== undefined && { ask }) };
  return { output, asked };
}

describe('what a run does to a meter', () => {
  it('is told with its count, with what is not allowed, what is saved, and what cannot be put back', async () => {
    const lines = asLines((await undertaken([[WRITE, WRITE], [WRITE, FLOW], [OFF]], ['write']))!);
    expect(lines).toEqual([
      expect.stringMatching(/^One meter lives through this run: .*, serial \S+\.$/),
      '  write, 3 times in 2 scenarios: MPANs, switching tables, load limit and prepayment are written',
      '  not allowed: supply, 1 time in 1 scenario',
      '  saved before and put back after: secondary.export.mpan',
      'What cannot be put back:',
      '  energy that flows: it stays in registers, rates, half hours, daily and billing logs and maximum demand',
      '  write: the entries that it makes in event logs',
    ]);
  });

  it('is nothing where it only reads, nor where each scenario has a meter of its own', async () => {
    expect((await undertaken([[READ]], []))!.leaves).toEqual([]);
    expect(await undertaken([[WRITE]], ['write'], true)).toBeUndefined();
  });
});

describe('consent', () => {
  const something = { says: [], leaves: ['one thing'] };

  it('is asked for where anything is left on the meter, and only a yes is one', async () => {
    for (const [answer, expected] of [
      ['y', true],
      ['YES', true],
      ['', false],
      ['n', false],
      ['yesterday', false],
    ] as const) {
      const { output, asked } = terminal(answer);
      expect([answer, await consented(something, false, output, signal)]).toEqual([answer, expected]);
      expect(asked).toEqual(['Go on? [y/N] ']);
    }
  });

  it('is not asked for where nothing is left, nor where it was given before', async () => {
    const { output, asked } = terminal('n');
    expect(await consented({ says: [], leaves: [] }, false, output, signal)).toBe(true);
    expect(await consented(something, true, output, signal)).toBe(true);
    expect(asked).toEqual([]);
  });

  it('cannot be had where nobody is there to ask, which says what to do', async () => {
    const asking = consented(something, false, terminal().output, signal);
    await expect(asking).rejects.toThrow(UsageError);
    await expect(asking).rejects.toThrow(/--yes/);
  });
});
