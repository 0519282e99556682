import type { RequirementResult, RunResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { isOpen } from '../standing';
import { badge, nothing, requirementLink, section, table } from './parts';

const MOST_SCENARIOS = 100;

/** What this run does not know, and why: open requirements, those on the maker's evidence, those that do not apply, scenarios not played. */
export function notAssessedPart({ requirements, scenarios }: RunResult): Html {
  const open = requirements.filter(isOpen).sort((left, right) => Number(right.mandatory) - Number(left.mandatory));
  const attested = requirements.filter(({ verdict }) => verdict === 'attested');
  const inapplicable = requirements.filter(({ verdict }) => verdict === 'not-applicable');
  const unplayed = scenarios.filter(({ outcome }) => outcome !== 'played');
  const all = [...open, ...attested, ...inapplicable];
  return section(
    'not-assessed',
    'What was not assessed, and why',
    all.length > 0 ? requirementTable(all) : nothing('Every requirement was decided by readings of this run.'),
    unplayed.length > 0 &&
      html`<h3>Scenarios not played to their end</h3>
<ul class="plain">
${unplayed
  .slice(0, MOST_SCENARIOS)
  .map(
    ({ name, outcome, because }) =>
      html`<li><code>${clip(name, 80)}</code> <b>${outcome}</b> ${clip(because ?? 'no reason was recorded', 300)}</li>\n`,
  )}</ul>
${unplayed.length > MOST_SCENARIOS && html`<p class="more">… and ${unplayed.length - MOST_SCENARIOS} more</p>\n`}`,
  );
}

function requirementTable(requirements: RequirementResult[]): Html {
  return table(
    'Requirements not assessed',
    [{ title: 'Requirement' }, { title: 'Verdict' }, { title: 'Why' }, { title: 'Testability' }],
    html`<tbody>
${requirements.map(
  ({ id, title, verdict, because, testability, mandatory }) =>
    html`<tr><th scope="row">${requirementLink(id)}<span class="title">${clip(title, 200)}</span></th><td>${badge(verdict)}<span class="title">${
      mandatory ? 'mandatory' : 'optional'
    }</span></td><td>${clip(because, 600)}</td><td class="word">${testability}</td></tr>\n`,
)}</tbody>`,
  );
}
