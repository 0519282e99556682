import type { RunResult, ScenarioResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { count, decimal, duration } from '../format';
import { code, nothing, section, table } from './parts';

const MOST_ROWS = 200;

/** What was done to the meter: those that did not play first, then the rest in their order, up to a page's worth. */
export function scenariosPart({ scenarios }: RunResult): Html {
  const ordered = [
    ...scenarios.filter(({ outcome }) => outcome !== 'played'),
    ...scenarios.filter(({ outcome }) => outcome === 'played'),
  ];
  const rest = ordered.length - MOST_ROWS;
  if (ordered.length === 0) return section('scenarios', 'Scenarios', nothing('The run names no scenarios.'));
  return section(
    'scenarios',
    'Scenarios',
    html`<p class="lead">${summary(scenarios)}</p>
`,
    table(
      'Scenarios',
      [
        { title: 'Scenario' },
        { title: 'Kind' },
        { title: 'Outcome' },
        { title: 'Meter time', numeric: true },
        { title: 'Records', numeric: true },
        { title: 'Files in the run directory' },
      ],
      html`<tbody>
${ordered.slice(0, MOST_ROWS).map(row)}</tbody>`,
    ),
    rest > 0 && html`<p class="more">… and ${count(rest, 'more', 'more')}; all are in report.json</p>\n`,
  );
}

function row({ name, title, kind, outcome, because, meterTimeMs, records, trace, file }: ScenarioResult): Html {
  return html`<tr><th scope="row">${code(name, 80)}<span class="title">${clip(title, 200)}</span></th><td class="word">${kind}</td><td>${
    outcome === 'played' ? outcome : html`<b>${outcome}</b>`
  }${because && html`<span class="title">${clip(because, 300)}</span>`}</td><td class="num">${duration(meterTimeMs)}</td><td class="num">${decimal(
    records,
  )}</td><td class="files">${code(trace, 100)} ${code(file, 100)}</td></tr>
`;
}

function summary(scenarios: ScenarioResult[]): string {
  const played = scenarios.filter(({ outcome }) => outcome === 'played').length;
  const records = scenarios.reduce((sum, each) => sum + each.records, 0);
  return `${decimal(played)} of ${count(scenarios.length, 'scenario')} played to the end, ${count(records, 'trace record')}.`;
}
