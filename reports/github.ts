import type { RunResult } from '../suites/run-result';
import { oneLine } from './escape';
import { expectedText, observedText, withUnit } from './format';
import { isOpen, soundStatement } from './standing';

/** GitHub shows ten annotations of a kind for one step. */
const MOST = 10;

/** Workflow commands for GitHub Actions: an error for each failure, a warning for mandatory requirements that are open, the statement. */
export function renderGithub(result: RunResult): string {
  const { failures, requirements } = result;
  const statement = soundStatement(result);
  const open = requirements.filter((each) => each.mandatory && isOpen(each));
  const lines = [
    command(
      statement.verdict === 'conformant' ? 'notice' : 'error',
      `Statement: ${statement.verdict}`,
      `${statement.text} (${failures.length} failures, ${open.length} open)`,
    ),
    ...failures.slice(0, MOST - 1).map(({ requirement, title, finding, scenario }) => {
      const expected = withUnit(expectedText(finding), finding.unit);
      const observed = withUnit(observedText(finding), finding.unit);
      return command('error', requirement, `${title}: expected ${expected}, observed ${observed} (${scenario})`);
    }),
    ...open.slice(0, MOST).map(({ id, verdict, because }) => command('warning', id, `${verdict}: ${because}`)),
  ];
  return `${lines.join('\n')}\n`;
}

/** What ends a command or a property of it is written by its code: https://github.com/actions/toolkit, `escapeData` and `escapeProperty`. */
function command(kind: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${kind} title=${escaped(oneLine(title, 120)).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escaped(oneLine(message, 1000))}`;
}

const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
