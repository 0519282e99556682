import type { Article, Block, Section, Text } from '../document/blocks';
import { visible } from '../escape';
import { INK, TONES } from './faces';
import { heightOf } from './lines';
import { BODY, type Paper } from './paper';
import { drawTable } from './table';
import type { Style } from './words';

const SECTION: Style = { face: 'bold', size: 13, ink: INK.ink };
const TITLE: Style = { face: 'bold', size: 9.4, ink: INK.ink };
const HEADING: Style = { face: 'bold', size: 8.6, ink: INK.ink };
const CODE: Style = { face: 'mono', size: 7, ink: INK.ink };
const TERM_WIDTH = 84;

/** Told of every article where it begins, for bookmarks and contents. */
export type Began = (article: Article) => void;

export function drawSection(paper: Paper, section: Section, began: Began, here: () => void): void {
  const { id, title, blocks, newPage, front } = section;
  if (newPage && paper.room < paper.wholePage) paper.newPage();
  else {
    paper.need(90);
    paper.skip(front ? 9 : 16);
  }
  paper.anchor(id);
  here();
  paper.text(title, front ? { ...SECTION, size: 10.6 } : SECTION);
  paper.skip(front ? 2 : 5);
  drawBlocks(paper, blocks, began);
}

export function drawBlocks(paper: Paper, blocks: readonly Block[], began: Began): void {
  for (const block of blocks) drawBlock(paper, block, began);
}

function drawBlock(paper: Paper, block: Block, began: Began): void {
  if (block.block === 'heading') drawHeading(paper, block.text);
  else if (block.block === 'text') drawText(paper, block);
  else if (block.block === 'list') drawList(paper, block.items, block.numbered);
  else if (block.block === 'facts') drawFacts(paper, block.facts);
  else if (block.block === 'table') drawTable(paper, block);
  else if (block.block === 'code') drawCode(paper, block.text);
  else if (block.block === 'figure') drawFigure(paper, block, began);
  else if (block.block === 'columns') drawColumns(paper, block.columns, began);
  else drawArticle(paper, block, began);
}

function drawText(paper: Paper, { text, kind }: Extract<Block, { block: 'text' }>) {
  paper.text(text, kind && kind !== 'must' ? { ...BODY, ink: INK.quiet } : BODY);
  paper.skip(3);
}

function drawFigure(paper: Paper, { svg, below }: Extract<Block, { block: 'figure' }>, began: Began) {
  paper.skip(6);
  paper.drawing(svg);
  paper.skip(4);
  drawBlocks(paper, below, began);
}

function drawHeading(paper: Paper, text: Text) {
  paper.need(96);
  paper.skip(5);
  paper.text(text, HEADING);
  paper.skip(1.5);
}

function drawList(paper: Paper, items: readonly Text[], numbered: true | undefined) {
  const indent = 14;
  items.forEach((item, index) => {
    const lines = paper.lines(item, BODY, paper.width - indent);
    paper.need(Math.min(heightOf(lines), 60));
    const [mark] = paper.lines(numbered ? `${index + 1}.` : '•', { ...BODY, ink: INK.quiet });
    if (mark) paper.drawLine(mark, paper.x, paper.y);
    paper.write(lines, { x: paper.x + indent });
    paper.skip(1.5);
  });
  paper.skip(3);
}

function drawFacts(paper: Paper, facts: readonly (readonly [string, Text])[]) {
  const indent = Math.min(TERM_WIDTH, paper.width * 0.3);
  for (const [term, description] of facts) {
    const style = { ...BODY, size: 7.9 };
    const terms = paper.lines(term, { ...style, ink: INK.quiet }, indent - 6);
    const lines = paper.lines(description, style, paper.width - indent);
    paper.need(Math.min(Math.max(heightOf(lines), heightOf(terms)) + 4, 90));
    paper.rule(paper.y);
    paper.skip(1.8);
    const [page, top] = [paper.pages, paper.y];
    terms.reduce((y, line) => {
      paper.drawLine(line, paper.x, y);
      return y + line.height;
    }, top);
    paper.write(lines, { x: paper.x + indent });
    if (paper.pages === page) paper.y = Math.max(paper.y, top + heightOf(terms));
    paper.skip(1.8);
  }
  paper.rule(paper.y);
  paper.skip(5);
}

/** Fixed pitch on a ground, each line as it is; a line too long goes on below. */
function drawCode(paper: Paper, text: string) {
  const inner = paper.width - 14;
  const perLine = Math.max(1, Math.floor(inner / paper.measure('0', CODE.face, CODE.size)));
  paper.skip(2);
  for (const line of visible(text).replaceAll('\t', '  ').split('\n')) {
    const characters = [...line];
    for (let at = 0; at === 0 || at < characters.length; at += perLine) {
      const height = CODE.size * 1.42;
      paper.need(height);
      paper.rectangle(paper.x, paper.y - 0.3, paper.width, height + 0.6, INK.raised);
      paper.pdf
        .font(CODE.face)
        .fontSize(CODE.size)
        .fillColor(CODE.ink)
        .text(characters.slice(at, at + perLine).join(''), paper.x + 7, paper.y + CODE.size * 1.1, {
          lineBreak: false,
          baseline: 'alphabetic',
        });
      paper.skip(height);
    }
  }
  paper.skip(5);
}

function drawColumns(paper: Paper, columns: readonly Block[][], began: Began) {
  const gap = 18;
  const { x, width, y: top, pages } = paper;
  const each = (width - gap * (columns.length - 1)) / columns.length;
  let bottom = top;
  columns.forEach((blocks, index) => {
    // Where one column has filled the page, the next follows below it.
    if (paper.pages === pages) paper.y = top;
    paper.x = x + index * (each + gap);
    paper.width = each;
    drawBlocks(paper, blocks, began);
    bottom = paper.pages === pages ? Math.max(bottom, paper.y) : paper.y;
  });
  Object.assign(paper, { x, width, y: bottom });
}

function drawArticle(paper: Paper, article: Article, began: Began) {
  const { kind, title, verdict, blocks } = article;
  const [ink] = TONES[verdict];
  if (kind === 'failure') paper.need(320);
  else paper.need(130);
  paper.skip(6);
  paper.rule(paper.y, kind === 'failure' ? ink : INK.strong, kind === 'failure' ? 2 : 0.7);
  paper.skip(5);
  paper.anchor(article.id);
  began(article);
  const [badge] = paper.lines({ verdict }, BODY);
  const { y } = paper;
  paper.write(paper.lines(title, TITLE, paper.width - (badge?.width ?? 0) - 16));
  if (badge) paper.drawLine(badge, paper.x + paper.width - badge.width - 2, y);
  paper.skip(3);
  drawBlocks(paper, blocks, began);
  paper.skip(4);
}
