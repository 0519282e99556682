import type { Front } from '../document/blocks';
import { SIGNS } from '../standing';
import { INK, TONES } from './faces';
import { heightOf } from './lines';
import { BODY, type Paper } from './paper';

const TONE = { conformant: 'pass', 'non-conformant': 'fail', incomplete: 'inconclusive' } as const;
const PAD = 14;

/** The statement on its ground: what a reader sees first. */
export function drawFront(paper: Paper, { verdict, partial, text, points, coverage, scope }: Front): void {
  const [ink, ground] = TONES[TONE[verdict]];
  const { x, width, y: top } = paper;
  Object.assign(paper, { x: x + PAD + 4, width: width - 2 * PAD - 4 });
  const word = verdict.charAt(0).toUpperCase() + verdict.slice(1);
  const title = paper.lines([`${SIGNS[TONE[verdict]].symbol} ${word}`], { face: 'bold', size: 24, ink });
  const says = paper.lines(text, { ...BODY, size: 10 });
  const caption = coverage.below.flatMap((block) => (block.block === 'text' ? paper.lines(block.text, BODY) : []));
  const standing = points.map((point) => paper.lines(point, BODY));
  const scopeLines = paper.lines(scope, { ...BODY, size: 7.4, ink: INK.quiet });
  const bar = (paper.width * 22) / 640;
  const height =
    2 * PAD + heightOf([...title, ...says, ...caption, ...standing.flat(), ...scopeLines]) + bar + 16 + 1.5 * standing.length;
  paper.rectangle(x, top, width, height, ground);
  paper.rectangle(x, top, 4, height, ink);
  paper.y = top + PAD;
  const titleY = paper.y;
  paper.write(title);
  if (partial) {
    const [label] = paper.lines('partial run', { face: 'bold', size: 9, ink });
    const left = paper.x + (title[0]?.width ?? 0) + 14;
    paper.pdf
      .roundedRect(left - 6, titleY + 10, (label?.width ?? 0) + 12, 16, 8)
      .lineWidth(1)
      .stroke(ink);
    if (label) paper.drawLine(label, left, titleY + 11.5);
  }
  paper.skip(2);
  paper.write(says);
  paper.skip(6);
  paper.drawing(coverage.svg);
  paper.skip(2);
  paper.write(caption);
  paper.skip(3);
  for (const lines of standing) {
    paper.write(lines);
    paper.skip(1.5);
  }
  paper.skip(3);
  paper.write(scopeLines);
  Object.assign(paper, { x, width, y: top + height });
}
