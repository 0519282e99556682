import { Heard } from '../bundle/small-run.fixture';
import type { PlannedScenario } from '../suites/conduct/run-directory';
import { both, progressOn } from './progress';

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
