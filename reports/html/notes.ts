import type { RunResult } from '../../suites/run-result';
import { clip, type Html, html } from '../escape';
import { count } from '../format';
import { section } from './parts';

const MOST_NOTES = 50;

/** What the reader must know of the recording; undefined where there is nothing. */
export function notesPart({ notes }: RunResult): Html | undefined {
  if (notes.length === 0) return undefined;
  const rest = notes.length - MOST_NOTES;
  return section(
    'notes',
    'Notes on the recording',
    html`<ul>
${notes.slice(0, MOST_NOTES).map((note) => html`<li>${clip(note, 500)}</li>\n`)}</ul>
${rest > 0 && html`<p class="more">… and ${count(rest, 'more note')}</p>\n`}`,
  );
}
