import type { Text } from '../document/blocks';
import { visible } from '../escape';
import { SIGNS } from '../standing';
import { type Face, INK, TONES } from './faces';

/** How a piece of text is set. */
export interface Style {
  face: Face;
  size: number;
  ink: string;
  /** Drawn behind the word. */
  ground?: string;
  /** Dashed around the word: a blank to be completed. */
  framed?: true;
  /** Anchor that it leads to. */
  to?: string;
}

/** A piece of text that no line break parts, and whether a space goes before it. */
export interface Word {
  text: string;
  style: Style;
  spaced: boolean;
  /** Begins a line of its own. */
  fresh?: true;
}

/** Text in runs as words, each in its style. */
export function wordsOf(text: Text, style: Style): Word[] {
  const words = new Words();
  words.add(text, style);
  return words.list;
}

class Words {
  readonly list: Word[] = [];
  private spaced = false;
  private fresh = false;

  add(text: Text, style: Style): void {
    if (text === false || text === undefined) return;
    if (typeof text === 'string') this.plain(text, style);
    else if (isList(text)) for (const part of text) this.add(part, style);
    else if ('code' in text) this.plain(text.code, { ...style, face: 'mono', size: style.size * 0.92 });
    else if ('strong' in text) this.add(text.strong, { ...style, face: 'bold' });
    else if ('quiet' in text) this.add(text.quiet, { ...style, ink: INK.quiet });
    else if ('below' in text) this.below(text.below, { ...style, face: 'regular', ink: INK.quiet });
    else if ('verdict' in text) this.badge(`${SIGNS[text.verdict].symbol} ${text.verdict}`, text.verdict, style, 'bold');
    else if ('tone' in text && 'says' in text) this.plain(text.says, { ...style, face: 'bold', ink: TONES[text.tone][0] });
    else if ('to' in text) this.add(text.says, { ...style, ink: INK.link, to: text.to });
    else if ('blank' in text)
      this.plain(`to be completed${text.blank === '' ? '' : `: ${text.blank}`}`, { ...style, ink: INK.quiet, framed: true });
    else this.badge(text.label, text.tone, style, 'regular');
  }

  private plain(text: string, style: Style) {
    visible(text)
      .split(/([ \n\t]+)/)
      .forEach((piece, index) => {
        if (index % 2 === 1) this.spaced = true;
        else if (piece !== '') this.word(piece, style);
      });
  }

  private badge(text: string, tone: keyof typeof TONES, style: Style, face: Face) {
    const [ink, ground] = TONES[tone];
    this.plain(text, { ...style, face, ink, ground, size: style.size * 0.94 });
  }

  private below(text: Text, style: Style) {
    this.fresh = this.list.length > 0;
    this.add(text, style);
    this.fresh = true;
  }

  private word(text: string, style: Style) {
    this.list.push({ text, style, spaced: this.spaced, ...(this.fresh && { fresh: true }) });
    this.spaced = false;
    this.fresh = false;
  }
}

const isList = (text: Text): text is readonly Text[] => Array.isArray(text);
