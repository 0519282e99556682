import type { Verdict } from '../../suites/verdict-types';
import { anchor, clip, type Html, html } from '../escape';
import { count } from '../format';
import { SIGNS } from '../standing';

/** A verdict as sign and word; the colour only repeats them. */
export function badge(verdict: Verdict): Html {
  return html`<span class="verdict ${verdict}"><span class="sign" aria-hidden="true">${SIGNS[verdict].symbol}</span> ${verdict}</span>`;
}

/** A part of the document with its heading, which names the region. */
export function section(id: string, title: string, ...content: (Html | false | undefined)[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

interface Column {
  title: string;
  numeric?: true;
}

/** A table that scrolls by itself (by keyboard too) where the page is too narrow. */
export function table(caption: string, columns: Column[], body: Html): Html {
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map(({ title, numeric }) => html`<th scope="col"${numeric && html` class="num"`}>${title}</th>`)}</tr></thead>
${body}</table></div>
`;
}

/** Terms and what they are, as a definition list; entries without text are left out. */
export function facts(entries: [term: string, description: Html | string | undefined][]): Html {
  const shown = entries.filter(([, description]) => description !== undefined && description !== '');
  return html`<dl class="facts">
${shown.map(([term, description]) => html`<div><dt>${term}</dt><dd>${typeof description === 'string' ? clip(description) : description}</dd></div>\n`)}</dl>
`;
}

/** The link to the section of a requirement, whose anchor is its id. */
export function requirementLink(id: string): Html {
  return html`<a href="#${anchor(id)}">${code(id)}</a>`;
}

/** Names and ids in a fixed-pitch face, clipped. */
export function code(text: string, limit = 120): Html {
  return html`<code>${clip(text, limit)}</code>`;
}

/** The first `limit` items rendered, and how many more there are. */
export function limited<T>(items: readonly T[], limit: number, render: (item: T) => Html, between = ', '): Html {
  const rest = items.length - limit;
  const parts = items.slice(0, limit).map((item, index) => html`${index > 0 && between}${render(item)}`);
  return html`${parts}${rest > 0 && html` <span class="more">… and ${count(rest, 'more', 'more')}</span>`}`;
}

/** A sentence in place of an empty part. */
export function nothing(sentence: string): Html {
  return html`<p class="quiet">${sentence}</p>
`;
}
