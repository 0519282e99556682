import type { RequirementResult, RunResult } from '../../suites/run-result';
import { anchor, clip, type Html, html } from '../escape';
import { decimal, differenceText, expectedText, observedText, span, withUnit } from '../format';
import { budgetText } from './finding';
import { scenarioCounts } from './matrix';
import { badge, code, facts, limited, section, table } from './parts';

const MOST_FINDINGS = 10;
const MOST_SCENARIOS = 12;

/** Every requirement by itself: what it says, how it was judged, its findings. */
export function requirementsPart({ requirements }: RunResult): Html {
  return section('requirements', 'Requirement by requirement', html`${requirements.map(requirementSection)}`);
}

function requirementSection(requirement: RequirementResult): Html {
  const { id, title, statement, clauses, basis, confidence, mandatory, testability, verdict, because, scenarios } = requirement;
  return html`<article class="requirement" id="${anchor(id)}" aria-labelledby="${anchor(id)}-title">
<header><h3 id="${anchor(id)}-title">${code(id)} <span class="title">${clip(title, 300)}</span></h3>${badge(verdict)}</header>
<p class="must">${clip(statement, 1000)}</p>
${facts([
  ['Because', clip(because, 1000)],
  ['Clauses', clip(clauses.join('; '), 500)],
  ['Rests on', html`${basis} text, ${confidence}; ${mandatory ? 'mandatory' : 'optional'}; ${testability}`],
  [
    'Scenarios',
    html`${scenarioCounts(requirement)}${scenarios.length > 0 && html`<span class="names">${limited(scenarios, MOST_SCENARIOS, (name) => code(name, 60))}</span>`}`,
  ],
])}${findings(requirement)}</article>
`;
}

function findings({ findings, tightest, id }: RequirementResult): Html | false {
  const shown = [...findings.slice(0, MOST_FINDINGS), ...(tightest ? [tightest] : [])];
  if (shown.length === 0) return false;
  const rest = findings.length - MOST_FINDINGS;
  return html`${table(
    `Findings of ${clip(id, 80)}`,
    [
      { title: 'Finding' },
      { title: 'Expected', numeric: true },
      { title: 'Observed', numeric: true },
      { title: 'Difference', numeric: true },
      { title: 'Budget' },
      { title: 'Where' },
    ],
    html`<tbody>
${shown.map(findingRow)}</tbody>`,
  )}${rest > 0 && html`<p class="more">… and ${decimal(rest)} more that are not within; all are in report.json</p>\n`}`;
}

const OUTCOMES = { within: ['pass', '✓'], beyond: ['fail', '✕'], undecided: ['inconclusive', '?'] } as const;

function findingRow(finding: RequirementResult['findings'][number]): Html {
  const [tone, symbol] = OUTCOMES[finding.outcome];
  return html`<tr><th scope="row"><span class="tally ${tone}">${symbol} ${finding.outcome}</span> ${clip(finding.says, 200)}</th><td class="num">${withUnit(
    expectedText(finding),
    finding.unit,
  )}</td><td class="num">${withUnit(observedText(finding), finding.unit)}</td><td class="num">${
    differenceText(finding) ?? '–'
  }</td><td>${budgetText(finding)}</td><td>${code(finding.scenario, 60)}<span class="title">${
    finding.at && html`${span(finding.at)}; `
  }${finding.records.length > 0 && html`records ${limited(finding.records, 6, (seq) => html`${decimal(seq)}`)}`}</span></td></tr>
`;
}
