import type { Face } from './faces';
import type { Style, Word } from './words';

/** A run of text in one style on a line; `x` from the line's left end, in points. */
export interface Piece {
  text: string;
  style: Style;
  x: number;
  width: number;
}

export interface Line {
  pieces: Piece[];
  width: number;
  /** Height with leading, in points. */
  height: number;
  /** From the top of the line to the baseline. */
  ascent: number;
}

export type Measure = (text: string, face: Face, size: number) => number;

const LEADING = 1.38;
/** Where a word that is wider than the line may be cut: after such a character. */
const SEAM = /(?<=[./_,;:=-])/;

/** Breaks words into lines of at most `width` points. A word that is wider is cut at a seam, else anywhere. */
export function linesOf(words: readonly Word[], width: number, measure: Measure): Line[] {
  const lines: Line[] = [];
  let pieces: Piece[] = [];
  let x = 0;
  const end = () => {
    if (pieces.length > 0) lines.push(lineOf(pieces));
    pieces = [];
    x = 0;
  };
  const put = (text: string, style: Style, space: boolean) => {
    const last = pieces.at(-1);
    const gap = space && last ? measure(' ', last.style.face, last.style.size) : 0;
    const wide = measure(text, style.face, style.size);
    if (last && sameStyle(last.style, style)) {
      last.text += space ? ` ${text}` : text;
      last.width += gap + wide;
    } else pieces.push({ text, style, x: x + gap, width: wide });
    x += gap + wide;
  };
  const fits = (text: string, style: Style, space: boolean) =>
    x + (space && pieces.length > 0 ? measure(' ', style.face, style.size) : 0) + measure(text, style.face, style.size) <= width;

  for (const { text, style, spaced, fresh } of words) {
    if (fresh) end();
    if (fits(text, style, spaced)) {
      put(text, style, spaced);
      continue;
    }
    if (spaced || measure(text, style.face, style.size) <= width) end();
    for (const part of measure(text, style.face, style.size) <= width ? [text] : partsOf(text, style, width, measure)) {
      if (!fits(part, style, false)) end();
      put(part, style, false);
    }
  }
  end();
  return lines;
}

function partsOf(text: string, { face, size }: Style, width: number, measure: Measure): string[] {
  return text.split(SEAM).flatMap((part) => {
    if (measure(part, face, size) <= width) return [part];
    const characters = [...part];
    const each = Math.max(1, Math.floor((characters.length * width) / measure(part, face, size)) - 1);
    return Array.from({ length: Math.ceil(characters.length / each) }, (_, i) =>
      characters.slice(i * each, (i + 1) * each).join(''),
    );
  });
}

const sameStyle = (one: Style, other: Style) =>
  one === other ||
  (one.face === other.face &&
    one.size === other.size &&
    one.ink === other.ink &&
    one.ground === other.ground &&
    one.to === other.to &&
    one.framed === other.framed);

function lineOf(pieces: Piece[]): Line {
  const size = Math.max(...pieces.map(({ style }) => style.size));
  const last = pieces.at(-1)!;
  return { pieces, width: last.x + last.width, height: size * LEADING, ascent: size * 1.08 };
}

export const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, { height }) => sum + height, 0);
