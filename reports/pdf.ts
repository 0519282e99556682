import type { RunResult } from '../suites/run-result';
import { documentOf } from './document';
import type { Article, ReportDocument } from './document/blocks';
import { oneLine } from './escape';
import { drawSection } from './pdf/blocks';
import { drawContents, type Entry, entriesOnPage } from './pdf/contents';
import { INK } from './pdf/faces';
import { drawFront } from './pdf/front';
import { BODY, EDGE, Paper } from './pdf/paper';

/** The report on A4, with contents, bookmarks and page numbers: the same run gives the same octets. */
export async function renderPdf(result: RunResult, document: ReportDocument = documentOf(result)): Promise<Uint8Array> {
  const paper = new Paper(document);
  const entries: Entry[] = [];
  const bookmarks = paper.pdf.outline;
  const bookmark = (parent: PDFKit.PDFOutline, title: string) =>
    parent.addItem(title, { top: Math.max(0, paper.y - 10), left: paper.pdf.page.width } as never);

  bookmark(bookmarks, 'Statement');
  const nothing = () => {};
  drawFront(paper, document.front);
  for (const section of document.sections.filter(({ front }) => front)) {
    drawSection(paper, section, nothing, nothing);
  }
  const contentsPage = paper.pages;
  paper.newPage();
  bookmark(bookmarks, 'Contents');
  paper.text('Contents', { ...BODY, face: 'bold', size: 13 });
  const contentsY = paper.y + 8;

  paper.newPage();
  for (const section of document.sections.filter(({ front }) => !front)) {
    let parent = bookmarks;
    drawSection(
      paper,
      section,
      (article) => {
        bookmark(parent, titleOf(article));
        if (article.kind === 'failure') entries.push({ title: titleOf(article), to: article.id, page: paper.pages, level: 2 });
      },
      () => {
        parent = bookmark(bookmarks, section.title);
        entries.push({ title: section.title, to: section.id, page: paper.pages, level: 1 });
      },
    );
  }
  endOf(paper, document);
  paper.pdf.switchToPage(contentsPage);
  paper.y = contentsY;
  drawContents(paper, shortened(entries, entriesOnPage(paper)));
  return paper.finish((page, of) => edges(paper, document, page, of));
}

const titleOf = ({ title }: Article): string => oneLine(flat(title), 90);

function flat(text: unknown): string {
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return text.map(flat).join('');
  return typeof text === 'object' && text !== null ? Object.values(text).map(flat).join('') : '';
}

/** Sections always; failures as far as one page goes. */
function shortened(entries: readonly Entry[], room: number): Entry[] {
  const sections = entries.filter(({ level }) => level === 1).length;
  let failures = Math.max(0, room - sections);
  return entries.filter(({ level }) => level === 1 || failures-- > 0);
}

function endOf(paper: Paper, { foot, identification }: ReportDocument) {
  paper.need(40);
  paper.skip(12);
  paper.rule(paper.y);
  paper.skip(4);
  paper.text([foot, ' End of report ', { code: identification }, '.'], { ...BODY, ink: INK.quiet });
}

/** What stands at the top and bottom of every page. */
function edges(paper: Paper, { about, when, identification }: ReportDocument, page: number, of: number) {
  const style = { ...BODY, size: 7.2, ink: INK.quiet };
  const [left] = paper.lines(['Conformance report, ', about], style);
  const [right] = paper.lines([when, ', ', { code: identification }], style);
  const [number] = paper.lines(`Page ${page} of ${of}`, style);
  if (left) paper.drawLine(left, EDGE.left, EDGE.top);
  if (right) paper.drawLine(right, EDGE.right - right.width, EDGE.top);
  if (number) paper.drawLine(number, EDGE.right - number.width, EDGE.bottom);
}
