import { type Html, html } from '../escape';
import { SIGNS, verdicts } from '../standing';
import { badge, section, table } from './parts';

/** What the words of the report mean, for a reader who has only the report. */
export function readingPart(): Html {
  return section(
    'reading',
    'How to read this report',
    table(
      'Verdicts and their meaning',
      [{ title: 'Verdict of a requirement' }, { title: 'Means' }],
      html`<tbody>
${verdicts.map((verdict) => html`<tr><th scope="row">${badge(verdict)}</th><td>${SIGNS[verdict].means}</td></tr>\n`)}</tbody>`,
    ),
    html`<p class="lead after">Any mandatory <b>fail</b> makes the statement non-conformant. An <b>error</b>, or a mandatory requirement that is open (error, inconclusive or not-assessed), leaves it incomplete; so does a partial run. The budget of a finding is what widens the expected bounds: resolution, the clock, gaps that are declared. Import is positive, export negative; half hours, rates and days are counted in meter time, UTC.</p>
`,
  );
}
