import type { Failure, RunResult } from '../../suites/run-result';
import { chartSvg } from '../chart';
import { chartWindow, isOutside } from '../chart/window';
import { anchor, clip, type Html, html, trusted } from '../escape';
import { count, decimal, instant, span, withUnit } from '../format';
import { findingTable } from './finding';
import { code, facts, limited, nothing, requirementLink, section, table } from './parts';

const LONGEST_YAML = 6000;
const MOST_MARKS = 20;
const MOST_ROWS = 12;

/** A card for each failure, or the sentence that there is none. */
export function failuresPart({ failures }: RunResult): Html {
  return section(
    'failures',
    'Failures',
    failures.length > 0 ? html`${failures.map(failureCard)}` : nothing('No requirement failed.'),
  );
}

function failureCard(failure: Failure, index: number): Html {
  const { requirement, title, statement, clauses, scenario, scenarioTitle, trace, finding, more, smallest, replay } = failure;
  const id = `failure-${index + 1}-${anchor(clip(requirement, 80))}`;
  return html`<article class="failure" id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title"><span class="sign" aria-hidden="true">✕</span> ${clip(title, 300)}</h3>
<p class="must">${clip(statement, 1000)}</p>
${facts([
  ['Requirement', html`${requirementLink(requirement)} <span class="quiet">${clip(clauses.join('; '), 300)}</span>`],
  ['Scenario', html`${clip(scenarioTitle, 200)} ${code(scenario)}`],
  ['Trace', html`${code(trace, 200)}, ${records(finding.records)}`],
  ['Meter time', finding.at && span(finding.at)],
  ['More', more > 0 ? `${count(more, 'more finding')} of this requirement beyond its bounds, over all scenarios` : undefined],
])}${findingTable(finding)}${chartFigure(failure, id)}
<h4>Smallest scenario, ${count(smallest.steps, 'step')}</h4>
<p class="quiet">Kept as ${code(smallest.file, 200)}</p>
<pre role="group" tabindex="0" aria-label="Smallest scenario as YAML"><code>${clip(smallest.yaml, LONGEST_YAML)}</code></pre>
<h4>See it again</h4>
<pre class="command" role="group" tabindex="0" aria-label="Replay command"><code>${clip(replay, 1000)}</code></pre>
</article>
`;
}

function records(numbers: number[]): Html {
  if (numbers.length === 0) return html`no records named`;
  return html`record${numbers.length > 1 && 's'} ${limited(numbers, 12, (seq) => html`${decimal(seq)}`)}`;
}

function chartFigure({ chart, finding }: Failure, id: string): Html {
  if (chart.power.length === 0 && chart.halfHours.rows.length === 0) {
    return nothing('No chart: the trace holds neither flows nor half hours for this finding.');
  }
  const shown = chartWindow(chart, finding.at);
  const channel = clip(chart.halfHours.channel, 80);
  const label = `Power per element and half hours of ${channel}, ${span(shown)} meter time. The table below holds the half hours that are off.`;
  return html`<figure class="chart">
<div class="scroll" role="group" aria-label="Chart" tabindex="0">${trusted(chartSvg(shown, { id, label, at: finding.at }))}</div>
<figcaption><p>Above, power through each element; below, half hours of ${code(channel)}. ${span(shown)}, meter time.${
    finding.at && ' The shaded time is that of the finding.'
  }${shown.hiddenRows > 0 && ` ${count(shown.hiddenRows, 'half hour')} before and after are not drawn.`}</p>
${chart.marks.length > 0 && markList(chart.marks)}</figcaption>
${halfHourTable(shown.halfHours.rows)}</figure>`;
}

function markList(marks: Failure['chart']['marks']): Html {
  const rest = marks.length - MOST_MARKS;
  return html`<ol class="marks">
${marks.slice(0, MOST_MARKS).map(({ atMs, label }) => html`<li>${instant(atMs)} ${clip(label, 120)}</li>\n`)}</ol>
${rest > 0 && html`<p class="more">… and ${count(rest, 'more event')}</p>`}`;
}

type Rows = Failure['chart']['halfHours']['rows'];

function halfHourTable(rows: Rows): Html | false {
  const off = rows.filter((row) => row.recordedWh === null || isOutside(row));
  if (off.length === 0) return false;
  const rest = off.length - MOST_ROWS;
  return html`${table(
    'Half hours that are off',
    [
      { title: 'Half hour ending' },
      { title: 'Expected', numeric: true },
      { title: 'Recorded', numeric: true },
      { title: 'Difference', numeric: true },
    ],
    html`<tbody>
${off.slice(0, MOST_ROWS).map(halfHourRow)}</tbody>`,
  )}${rest > 0 && html`<p class="more">… and ${count(rest, 'more half hour')} that are off</p>`}`;
}

function halfHourRow(row: Rows[number]): Html {
  const { endMs, expectedLoWh, expectedHiWh, recordedWh } = row;
  const expected = expectedLoWh === expectedHiWh ? decimal(expectedLoWh) : `${decimal(expectedLoWh)} to ${decimal(expectedHiWh)}`;
  return html`<tr><th scope="row">${instant(endMs)}</th><td class="num">${withUnit(expected, 'Wh')}</td><td class="num">${
    recordedWh === null ? '∅ no row' : withUnit(decimal(recordedWh), 'Wh')
  }</td><td class="num">${excess(row)}</td></tr>
`;
}

function excess({ expectedLoWh, expectedHiWh, recordedWh }: Rows[number]): string {
  if (recordedWh === null) return '–';
  const bound = recordedWh > Number(expectedHiWh) ? Number(expectedHiWh) : Number(expectedLoWh);
  // Half hours are far below 2^53 µWh, so that six decimals are exact.
  const difference = Number((recordedWh - bound).toFixed(6));
  return withUnit(`${difference > 0 ? '+' : ''}${decimal(difference)}`, 'Wh');
}
