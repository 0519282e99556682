import type { RequirementResult, RunResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { count } from '../format';
import { byArea, SIGNS, verdicts } from '../standing';
import { badge, limited, requirementLink, section, table } from './parts';

const COLUMNS = [
  { title: 'Requirement' },
  { title: 'Clauses' },
  { title: 'Basis' },
  { title: 'Confidence' },
  { title: 'Verdict' },
  { title: 'Scenarios' },
];

/** One row a requirement, by area: what it rests on, how sure the text is, how it went. */
export function matrixPart({ requirements }: RunResult): Html {
  return section(
    'matrix',
    'Requirements',
    table(
      'Requirement matrix',
      COLUMNS,
      html`${[...byArea(requirements)].map(
        ([area, some]) => html`<tbody>
<tr class="area"><th scope="rowgroup" colspan="${COLUMNS.length}">${clip(area, 60)} <span class="quiet">${count(some.length, 'requirement')}</span></th></tr>
${some.map(row)}</tbody>
`,
      )}`,
    ),
  );
}

function row(requirement: RequirementResult): Html {
  const { id, title, clauses, basis, confidence, verdict, mandatory } = requirement;
  return html`<tr><th scope="row">${requirementLink(id)}<span class="title">${clip(title, 200)}</span></th><td>${limited(
    clauses,
    4,
    (clause) => html`<span class="clause">${clip(clause, 80)}</span>`,
    ' ',
  )}</td><td class="word">${basis}${!mandatory && html`<span class="title">optional</span>`}</td><td class="word">${confidence}</td><td>${badge(verdict)}</td><td class="tallies">${scenarioCounts(
    requirement,
  )}</td></tr>
`;
}

/** How many scenarios gave each verdict, e.g. `✕ 2 fail  ✓ 22 pass`. */
export function scenarioCounts({ counts }: RequirementResult): Html {
  const some = verdicts.filter((verdict) => (counts[verdict] ?? 0) > 0);
  if (some.length === 0) return html`<span class="quiet">none</span>`;
  return html`${some.map((verdict) => html`<span class="tally ${verdict}">${SIGNS[verdict].symbol} ${counts[verdict]} ${verdict}</span> `)}`;
}
