import { sha256 } from '../trace/chain';

/** Text that is already safe HTML. Only the `html` tag and `trusted` make it. */
export class Html {
  constructor(readonly text: string) {}
}

type Interpolated = Html | string | number | false | null | undefined | readonly Interpolated[];

/** Tagged template: every interpolation is escaped unless it is Html; lists are joined; null, undefined and false are empty. */
export function html(strings: TemplateStringsArray, ...values: Interpolated[]): Html {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += markup(value) + (strings[index + 1] ?? '');
  });
  return new Html(text);
}

/** Marks text as safe HTML. Only for markup of this package, never for anything from a meter or a file. */
export function trusted(text: string): Html {
  return new Html(text);
}

function markup(value: Interpolated): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(markup).join('');
  return escapeMarkup(visible(String(value)));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** Text as content or attribute of markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

// Other, unassigned-by-Unicode and lone-surrogate code points, line separators, and whatever reorders or hides its neighbours.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Shows each control, format (right-to-left override, zero width) and ill-formed character as `⟨U+202E⟩`; tab and newline stay. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === '\n' || character === '\t') return character;
    return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** At most `limit` characters; what is cut is counted, so that nobody takes the rest for the whole. */
export function clip(text: string, limit = 400): string {
  if (text.length <= limit) return text;
  const characters = [...text];
  if (characters.length <= limit) return text;
  return `${characters.slice(0, limit).join('')}… (${characters.length - limit} more characters)`;
}

/** `visible` on one line: for terminals and attributes of other formats. */
export function oneLine(text: string, limit = 400): string {
  return clip(visible(text.replace(/[ \t\r\n]+/g, ' ').trim()), limit);
}

const LONGEST_ANCHOR = 200;

/**
 * An id or fragment made from any text: letters, digits, dot and hyphen stay, all else is written as `_hex_`. One to one: a
 * long text ends in its hash.
 */
export function anchor(text: string): string {
  if (text.length > LONGEST_ANCHOR) return `${anchor(text.slice(0, 80))}-${sha256(text).slice(0, 32)}`;
  return text.replace(/[^A-Za-z0-9.-]/gu, (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`);
}
