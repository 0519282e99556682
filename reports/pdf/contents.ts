import { INK } from './faces';
import type { Line } from './lines';
import { BODY, type Paper } from './paper';

export interface Entry {
  title: string;
  to: string;
  page: number;
  level: 1 | 2;
}

const LINE = 13.5;

/** How many entries one page of contents holds, its title apart. */
export const entriesOnPage = (paper: Paper) => Math.floor((paper.wholePage - 30) / LINE);

/** Sections and failures with their pages, on a page that was kept free for them. */
export function drawContents(paper: Paper, entries: readonly Entry[]): void {
  entries.forEach(({ title, to, page, level }, index) => {
    const indent = level === 1 ? 0 : 14;
    const style = { ...BODY, size: level === 1 ? 9 : 8.2, face: level === 1 ? ('bold' as const) : ('regular' as const), to };
    const [number] = paper.lines(String(page), { ...BODY, size: 9, to });
    const [first] = paper.lines(title, style, paper.width - indent - 40);
    const y = paper.y + index * LINE;
    if (!first || !number) return;
    paper.drawLine(first, paper.x + indent, y);
    dots(paper, first, number, indent, y);
    paper.drawLine(number, paper.x + paper.width - number.width, y);
  });
}

function dots(paper: Paper, title: Line, number: Line, indent: number, y: number) {
  const from = paper.x + indent + title.width + 6;
  const to = paper.x + paper.width - number.width - 6;
  if (to <= from) return;
  paper.pdf
    .moveTo(from, y + title.ascent)
    .lineTo(to, y + title.ascent)
    .lineWidth(0.5)
    .dash(0.6, { space: 2.6 })
    .stroke(INK.strong)
    .undash();
}
