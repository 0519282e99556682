import type { RunResult } from '../../suites/run-result';
import type { Statement } from '../../suites/verdict-types';
import { clip, type Html, html } from '../escape';
import { count } from '../format';
import { coverage, isOpen, SIGNS, soundStatement, tally, verdicts } from '../standing';
import { limited, requirementLink } from './parts';

const LISTED = 12;

const SYMBOLS: Record<Statement['verdict'], string> = {
  conformant: SIGNS.pass.symbol,
  'non-conformant': SIGNS.fail.symbol,
  incomplete: SIGNS.inconclusive.symbol,
};

/** The first thing that is read: the statement, whether the run was partial, and what stands in the way. */
export function statementPart(result: RunResult): Html {
  const statement = soundStatement(result);
  const { verdict, text, attested, reason } = statement;
  return html`<div class="statement ${verdict}">
<h1><span class="sign" aria-hidden="true">${SYMBOLS[verdict]}</span> <span class="word">${verdict}</span>${
    result.partial && html` <span class="partial">partial run</span>`
  }</h1>
<p class="text">${clip(text, 2000)}</p>
<ul class="standing">
${obstacles(result)}${
  attested.length > 0 &&
  html`<li><b>On the maker’s evidence, not tested:</b> ${limited(attested, LISTED, requirementLink)}</li>
`
}${
  result.partial &&
  html`<li><b>Selected:</b> ${
    result.selection.length > 0
      ? limited(result.selection, LISTED, (word) => html`<code>${clip(word)}</code>`, ' ')
      : 'a part of the catalogue'
  }</li>
`
}<li><b>Reason:</b> <code>${clip(reason, 60)}</code>, exit code ${statement.exitCode}</li>
</ul>
<p class="scope">Speaks of this meter, this firmware, the catalogue and the choices named below, and of nothing else. It is not a SMETS2, CPA, MID or DLMS certificate.</p>
</div>
`;
}

function obstacles({ requirements }: RunResult): Html {
  const mandatory = requirements.filter((each) => each.mandatory);
  const failed = mandatory.filter(({ verdict }) => verdict === 'fail');
  const open = mandatory.filter(isOpen);
  const { applicable, decided } = coverage(mandatory);
  const counts = tally(requirements);
  return html`<li><b>Covered:</b> ${decided} of ${count(applicable, 'mandatory requirement')} decided by readings of this run</li>
<li class="tallies"><b>Verdicts:</b> ${verdicts
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => html`<span class="tally ${verdict}">${SIGNS[verdict].symbol} ${counts[verdict]} ${verdict}</span> `)}</li>
${failed.length > 0 && html`<li><b>Failed, mandatory:</b> ${limited(failed, LISTED, ({ id }) => requirementLink(id))}</li>\n`}${
  open.length > 0 && html`<li><b>Open, mandatory:</b> ${limited(open, LISTED, ({ id }) => requirementLink(id))}</li>\n`
}`;
}
