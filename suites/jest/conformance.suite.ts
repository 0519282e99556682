import { judgeRun } from '../conduct/judge-run';
import { RunDirectory } from '../conduct/run-directory';
import type { RequirementResult } from '../run-result';
import { inWords, worst } from '../verdict';
import { RUN_VARIABLE } from './conduct';

const result = judgeRun(RunDirectory.open(process.env[RUN_VARIABLE]!));
const areas = [...new Set(result.requirements.map(({ area }) => area))];

/** Jest knows green, red and skipped: only a pass is green, a fail or an error is red, all else is skipped with its reason. */
function tell(requirement: RequirementResult) {
  const { id, title, verdict, because, findings } = requirement;
  const name = `${id}: ${title}`;
  if (verdict === 'pass' || verdict === 'fail' || verdict === 'error')
    test(name, () => {
      const beyond = [...findings].filter(({ outcome }) => outcome === 'beyond');
      const said = beyond.length ? `${worst(beyond).says}: ${inWords(worst(beyond))}` : because;
      if (verdict !== 'pass') throw new Error(`${verdict}: ${said}`);
      expect(verdict).toBe('pass');
    });
  else test.skip(`${name} (${verdict}: ${because})`, () => undefined);
}

describe.each(areas)('%s', (area) => {
  for (const requirement of result.requirements.filter((one) => one.area === area)) tell(requirement);
});

// Skipped requirements look harmless in a list of tests; the statement does not.
test('the statement is conformant', () => {
  if (result.statement.verdict !== 'conformant') throw new Error(result.statement.text);
  expect(result.statement.exitCode).toBe(0);
});
