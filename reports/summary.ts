import type { Failure, RunResult } from '../suites/run-result';
import { oneLine, visible } from './escape';
import { count, expectedText, observedText, withUnit } from './format';
import { coverage, reach, SIGNS, soundStatement, tally, verdicts } from './standing';

const FAILURES_SHOWN = 20;

/** The end of a run in plain text: counts, coverage, two lines a failure, the statement, the report's path. */
export function renderSummary(result: RunResult, { reportPath, columns }: { reportPath: string; columns: number }): string {
  const width = Math.max(columns, 40);
  const counts = tally(result.requirements);
  const statement = soundStatement(result);
  const lines = [
    verdicts
      .filter((verdict) => counts[verdict] > 0)
      .map((verdict) => `${SIGNS[verdict].symbol} ${counts[verdict]} ${verdict}`)
      .join('   '),
    coverageLine(result),
    ...reachLines(result),
    ...result.failures.slice(0, FAILURES_SHOWN).flatMap((failure) => ['', ...failureLines(failure, width)]),
  ];
  const rest = result.failures.length - FAILURES_SHOWN;
  if (rest > 0) lines.push('', `… and ${count(rest, 'more failure')} in the report`);
  lines.push(...extensionLines(result, width));
  lines.push('', `Statement: ${statement.verdict}`, ...wrap(oneLine(statement.text, 4000), width));
  if (result.partial) lines.push(...wrap(oneLine(`Partial run: ${result.selection.join(' ')}`, 1000), width));
  lines.push(visible(reportPath));
  return `${lines.join('\n')}\n`;
}

/** What makers added, with whatever of it failed; the statement below knows nothing of it. */
function extensionLines({ extensions = [] }: RunResult, width: number): string[] {
  return extensions.flatMap(({ prefix, version, requirements, catalogue }) => {
    const all = [...requirements, ...catalogue];
    const counts = tally(all);
    const told = verdicts
      .filter((verdict) => counts[verdict] > 0)
      .map((verdict) => `${SIGNS[verdict].symbol} ${counts[verdict]} ${verdict}`);
    const failed = all.filter(({ verdict }) => verdict === 'fail').slice(0, FAILURES_SHOWN);
    return [
      '',
      cut(
        `Beyond the catalogue, ${oneLine(prefix, 40)} ${oneLine(version, 40)}: ${told.join('   ') || 'nothing exercised'}`,
        width,
      ),
      ...failed.map(({ id, because }) => cut(`${SIGNS.fail.symbol} ${oneLine(id, 60)}  ${oneLine(because)}`, width)),
    ];
  });
}

function coverageLine({ requirements }: RunResult): string {
  const { applicable, decided, attested, open } = coverage(requirements.filter(({ mandatory }) => mandatory));
  const onEvidence = attested > 0 ? `, ${attested} attested` : '';
  return `${decided} of ${count(applicable, 'mandatory requirement')} decided${onEvidence}, ${open} open`;
}

/** What the generated scenarios were seen to reach; nothing where none were played. */
function reachLines({ generated }: RunResult): string[] {
  if (generated.length === 0) return [];
  const short = generated.filter(({ targets }) => targets.some(({ reachedIn }) => reachedIn === 0));
  const missed = short.length > 0 ? `; not all of ${short.map(({ family }) => oneLine(family, 60)).join(', ')}` : '';
  return [`generated scenarios reached ${reach(generated)} aims of ${count(generated.length, 'family', 'families')}${missed}`];
}

function failureLines({ requirement, title, finding, scenario, more }: Failure, width: number): string[] {
  const amounts = `expected ${withUnit(expectedText(finding), finding.unit)}, observed ${withUnit(observedText(finding), finding.unit)}`;
  const others = more > 0 ? `, ${more} more` : '';
  return [
    cut(`${SIGNS.fail.symbol} ${oneLine(requirement, 60)}  ${oneLine(title)}`, width),
    cut(`  ${oneLine(amounts, 600)}  (${oneLine(scenario, 60)}${others})`, width),
  ];
}

function cut(line: string, width: number): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
