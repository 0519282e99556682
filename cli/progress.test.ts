import { Heard } from '../bundle/small-run.fixture';
import type { PlannedScenario } from '../suites/conduct/run-directory';
import { both, failedScenarios, progressOn } from './progress';

const SCENARIO: PlannedScenario = { name: 'leap-day', title: 't', kind: 'scripted', file: '', sha256: '', trace: '' };

it('is one plain line a scenario where the output is kept', () => {
  const heard = new Heard();
  const { progress, done } = progressOn(heard);
  progress.started?.(SCENARIO, 3, 120);
  progress.ended?.(SCENARIO, 'played', 98);
  done();
  expect(heard.lines).toEqual([`  3/120  ${'leap-day'.padEnd(32)} played, 98 records`]);
});

it('is no line at all in a terminal, where a bar is', () => {
  const heard = Object.assign(new Heard(), { interactive: true });
  const { progress, done } = progressOn(heard);
  progress.started?.(SCENARIO, 1, 2);
  progress.ended?.(SCENARIO, 'played', 98);
  done();
  expect(heard.lines).toEqual([]);
});

it('says what ended scenarios early, each trouble once, and what to do', () => {
  const failures = failedScenarios('meter.yaml');
  const { progress } = failures;
  const trouble = { seq: 3, prev: '', atMs: 0, kind: 'trouble', whose: 'link', code: 'ENOENT' } as const;
  for (const [text, outcome] of [
    ['no such port', 'failed'],
    ['no such port', 'failed'],
    ['a lost answer', 'played'],
  ] as const) {
    progress.started?.(SCENARIO, 1, 3);
    progress.recorded?.({ ...trouble, text });
    progress.ended?.(SCENARIO, outcome, 3);
  }
  expect(failures.says()).toEqual([
    'ended 2 scenarios early: no such port',
    '"doctor meter.yaml" looks at the way to the meter step by step.',
  ]);
  expect(failedScenarios('meter.yaml').says()).toEqual([]);
});

it('reaches everybody who listens', () => {
  const heard: string[] = [];
  const listener = (who: string) => ({
    started: ({ name }: PlannedScenario, number: number) => void heard.push(`${who} ${name} ${number}`),
    ended: (_: PlannedScenario, outcome: string) => void heard.push(`${who} ${outcome}`),
  });
  const progress = both(listener('one'), listener('two'));
  progress.started?.(SCENARIO, 7, 9);
  progress.ended?.(SCENARIO, 'stopped', 0);
  expect(heard).toEqual(['one leap-day 7', 'two leap-day 7', 'one stopped', 'two stopped']);
});
