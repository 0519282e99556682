import type { Text } from '../document/blocks';
import { type Html, html } from '../escape';
import { SIGNS } from '../standing';

/** Text in runs as inline markup. */
export function inline(text: Text): Html {
  if (text === false || text === undefined) return html``;
  if (typeof text === 'string') return html`${text}`;
  if (isList(text)) return html`${text.map(inline)}`;
  if ('code' in text) return html`<code>${text.code}</code>`;
  if ('strong' in text) return html`<b>${inline(text.strong)}</b>`;
  if ('quiet' in text) return html`<span class="quiet">${inline(text.quiet)}</span>`;
  if ('below' in text) return html`<span class="below">${inline(text.below)}</span>`;
  if ('verdict' in text) return badge(text.verdict);
  if ('tone' in text && 'says' in text) return html`<span class="tally ${text.tone}">${text.says}</span>`;
  if ('to' in text) return html`<a href="#${text.to}">${inline(text.says)}</a>`;
  if ('blank' in text) return html`<span class="blank">to be completed${text.blank !== '' && `: ${text.blank}`}</span>`;
  return html`<span class="label ${text.tone}">${text.label}</span>`;
}

const isList = (text: Text): text is readonly Text[] => Array.isArray(text);

/** A verdict as sign and word; the colour only repeats them. */
export function badge(verdict: keyof typeof SIGNS): Html {
  return html`<span class="verdict ${verdict}"><span class="sign" aria-hidden="true">${SIGNS[verdict].symbol}</span> ${verdict}</span>`;
}
