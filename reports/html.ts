import type { RunResult } from '../suites/run-result';
import { documentOf } from './document';
import type { ReportDocument } from './document/blocks';
import { html, trusted } from './escape';
import { sectionOf } from './html/blocks';
import { frontPart } from './html/front';
import { STYLE, STYLE_HASH } from './html/style';

const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** One self-contained HTML document without scripts: the same run gives the same octets. */
export function renderHtml(result: RunResult, document: ReportDocument = documentOf(result)): string {
  const { title, about, when, identification, front, sections, foot } = document;
  const [first, rest] = [sections.filter((each) => each.front), sections.filter((each) => !each.front)];
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#statement">Skip to the statement</a>
<header class="page"><p class="what">Conformance report</p><p>Twin-element electricity meter, export on the secondary element (DP184)</p><p class="when">${about}<br>${when}, <code>${identification}</code></p></header>
<main id="statement">
${frontPart(front)}${first.map(sectionOf)}<nav aria-label="Contents"><ul>${rest.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${rest.map(sectionOf)}</main>
<footer><p>${foot} End of report <code>${identification}</code>.</p></footer>
</body>
</html>
`.text;
}
