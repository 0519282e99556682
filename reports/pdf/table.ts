import type { Column, Table, Text } from '../document/blocks';
import { INK } from './faces';
import { heightOf, type Line } from './lines';
import { BODY, type Paper } from './paper';
import type { Style } from './words';

const CELL: Style = { ...BODY, size: 7.6 };
const HEAD: Style = { ...CELL, ink: INK.quiet };
const GAP = 8;
const PAD = 2.4;

interface Place {
  x: number;
  width: number;
  numeric: boolean;
}

/** A table over as many pages as it takes: its head is repeated, its rows stay whole where a page can hold them. */
export function drawTable(paper: Paper, { columns, groups, foot, narrow }: Table): void {
  const places = placesOf(paper, columns, narrow ? paper.width * 0.68 : paper.width);
  const head = cellsOf(
    paper,
    columns.map(({ title }) => title),
    places,
    HEAD,
  );
  const drawHead = () => {
    drawCells(paper, head, places);
    paper.rule(paper.y, INK.strong, 0.7, paper.x, places.at(-1)!.x + places.at(-1)!.width - paper.x);
  };
  const first = groups[0]?.rows[0];
  paper.need(tallest(head) + (first ? tallest(cellsOf(paper, first, places, CELL)) : 0) + 30);
  drawHead();
  for (const { title, rows } of groups) {
    if (title !== undefined) drawTitle(paper, title, rows[0] ? tallest(cellsOf(paper, rows[0], places, CELL)) : 0, drawHead);
    for (const row of rows) drawRow(paper, cellsOf(paper, row, places, CELL), places, drawHead);
  }
  if (foot) drawRow(paper, cellsOf(paper, foot, places, { ...CELL, face: 'bold' }), places, drawHead);
  paper.skip(6);
}

function placesOf(paper: Paper, columns: readonly Column[], total: number): Place[] {
  const shares = columns.map(({ width = 1 }) => width);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const usable = total - GAP * (columns.length - 1);
  let x = paper.x;
  return columns.map(({ numeric = false }, index) => {
    const width = (usable * shares[index]!) / all;
    const place = { x, width, numeric };
    x += width + GAP;
    return place;
  });
}

const cellsOf = (paper: Paper, row: readonly Text[], places: readonly Place[], style: Style): Line[][] =>
  places.map(({ width }, index) => paper.lines(row[index], style, width));

const tallest = (cells: readonly Line[][]) => Math.max(0, ...cells.map(heightOf)) + 2 * PAD;

function drawTitle(paper: Paper, title: Text, firstRow: number, drawHead: () => void) {
  const lines = paper.lines(title, { ...CELL, face: 'bold', size: 8.4 });
  if (paper.room < heightOf(lines) + firstRow + 16) {
    paper.newPage();
    drawHead();
  }
  paper.skip(8);
  paper.write(lines);
  paper.skip(2);
  paper.rule(paper.y, INK.strong, 0.6);
}

function drawRow(paper: Paper, cells: Line[][], places: readonly Place[], drawHead: () => void) {
  const height = tallest(cells);
  if (paper.room < height && height < paper.wholePage / 2) {
    paper.newPage();
    drawHead();
  }
  let rest = cells;
  // A row taller than what is left goes on where the next page begins.
  while (rest.some((cell) => cell.length > 0)) {
    const here = rest.map((cell) => linesWithin(cell, paper.room - 2 * PAD));
    if (here.every((count) => count === 0)) {
      paper.newPage();
      drawHead();
      continue;
    }
    drawCells(
      paper,
      rest.map((cell, index) => cell.slice(0, here[index])),
      places,
    );
    rest = rest.map((cell, index) => cell.slice(here[index]));
  }
  paper.rule(paper.y, INK.line, 0.5, paper.x, places.at(-1)!.x + places.at(-1)!.width - paper.x);
}

function linesWithin(lines: readonly Line[], room: number): number {
  let height = 0;
  const over = lines.findIndex((line) => {
    height += line.height;
    return height > room;
  });
  return over < 0 ? lines.length : over;
}

function drawCells(paper: Paper, cells: readonly Line[][], places: readonly Place[]) {
  const top = paper.y + PAD;
  cells.forEach((lines, index) => {
    const { x, width, numeric } = places[index]!;
    let y = top;
    for (const line of lines) {
      paper.drawLine(line, numeric ? x + width - line.width : x, y);
      y += line.height;
    }
  });
  paper.skip(tallest(cells));
}
