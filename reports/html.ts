import type { RunResult } from '../suites/run-result';
import { clip, html, trusted } from './escape';
import { isoInstant } from './format';
import { choicesPart, differingChoicesPart } from './html/choices';
import { countsPart } from './html/counts';
import { failuresPart } from './html/failure-card';
import { generatedPart } from './html/generated';
import { identityPart } from './html/identity';
import { matrixPart } from './html/matrix';
import { notAssessedPart } from './html/not-assessed';
import { notesPart } from './html/notes';
import { readingPart } from './html/reading';
import { requirementsPart } from './html/requirement-section';
import { scenariosPart } from './html/scenarios';
import { statementPart } from './html/statement';
import { STYLE, STYLE_HASH } from './html/style';
import { totalsPart } from './html/totals';
import { soundStatement } from './standing';

const CONTENTS = [
  ['failures', 'Failures'],
  ['not-assessed', 'Not assessed'],
  ['matrix', 'Requirements'],
  ['requirements', 'Requirement by requirement'],
  ['scenarios', 'Scenarios'],
  ['generated', 'Generated scenarios'],
  ['choices', 'All choices'],
  ['reading', 'How to read this report'],
] as const;

const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** One self-contained HTML document without scripts: the same run gives the same octets. */
export function renderHtml(result: RunResult): string {
  const { meter, times, tool } = result;
  const { verdict } = soundStatement(result);
  const partial = result.partial ? ', partial run' : '';
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict}${partial}: ${clip(`${meter.manufacturer} ${meter.model} ${meter.firmware}`, 120)}, conformance report</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#statement">Skip to the statement</a>
<header class="page"><p class="what">Conformance report</p><p>Twin-element electricity meter, export on the secondary element (DP184)</p><p class="when">${clip(
    `${meter.manufacturer} ${meter.model}`,
    120,
  )}<br>${isoInstant(times.startedAt)}</p></header>
<main id="statement">
${statementPart(result)}${identityPart(result)}${differingChoicesPart(result)}${countsPart(result)}${notesPart(result)}${totalsPart(result)}
<nav aria-label="Contents"><ul>${CONTENTS.filter(([id]) => id !== 'generated' || result.generated.length > 0).map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${failuresPart(result)}${notAssessedPart(result)}${matrixPart(result)}${requirementsPart(result)}${scenariosPart(result)}${generatedPart(result)}${choicesPart(result)}${readingPart()}</main>
<footer><p>${clip(tool, 120)}. Everything shown here is in report.json, traces and scenarios beside it.</p></footer>
</body>
</html>
`.text;
}
