import drawSvg from 'svg-to-pdfkit';
import type { ReportDocument, Text } from '../document/blocks';
import { DeflatedPdf } from './deflated';
import { FACES, type Face, faceFile, INK } from './faces';
import { type Line, linesOf } from './lines';
import { type Style, wordsOf } from './words';

const A4 = { width: 595.28, height: 841.89 };
const MARGIN = { left: 46, right: 46, top: 58, bottom: 54 };
/** Widths are measured once at this size: they grow with it in proportion. */
const MEASURED_AT = 1000;

export const BODY: Style = { face: 'regular', size: 8.4, ink: INK.ink };

/** Pages of A4 with a cursor. Everything is set in lines of its own making, so that what is drawn is also what is measured. */
export class Paper {
  readonly pdf: PDFKit.PDFDocument;
  x = MARGIN.left;
  width = A4.width - MARGIN.left - MARGIN.right;
  y = MARGIN.top;
  private readonly widths: Record<Face, Map<string, number>> = { regular: new Map(), bold: new Map(), mono: new Map() };

  constructor({ title, about, at, identification }: ReportDocument) {
    const date = new Date(Number.isNaN(Date.parse(at)) ? 0 : at);
    this.pdf = new DeflatedPdf({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      lang: 'en-GB',
      displayTitle: true,
      info: { Title: title, Subject: about, Keywords: identification, CreationDate: date, ModDate: date },
    });
    for (const face of Object.keys(FACES) as Face[]) this.pdf.registerFont(face, faceFile(face));
    this.newPage();
  }

  get pages(): number {
    return this.pdf.bufferedPageRange().count;
  }

  get room(): number {
    return A4.height - MARGIN.bottom - this.y;
  }

  /** Room on a page that nothing stands on yet. */
  get wholePage(): number {
    return A4.height - MARGIN.bottom - MARGIN.top;
  }

  newPage(): void {
    this.pdf.addPage();
    this.y = MARGIN.top;
  }

  /** Begins a page where less than that is left. */
  need(height: number): void {
    if (this.room < Math.min(height, this.wholePage)) this.newPage();
  }

  skip(height: number): void {
    this.y += height;
  }

  /** Width in points, as the sum of its characters: kerning is below what the eye sees, and this is many times faster. */
  measure = (text: string, face: Face, size: number): number => {
    const widths = this.widths[face];
    let width = 0;
    for (const character of text) {
      let each = widths.get(character);
      if (each === undefined) {
        each = this.pdf.font(face).fontSize(MEASURED_AT).widthOfString(character) / MEASURED_AT;
        widths.set(character, each);
      }
      width += each;
    }
    return width * size;
  };

  lines(text: Text, style: Style = BODY, width = this.width): Line[] {
    return linesOf(wordsOf(text, style), width, this.measure);
  }

  /** Draws lines from the cursor on, over as many pages as they take. */
  write(lines: readonly Line[], { x = this.x, width = this.width, right = false } = {}): void {
    for (const line of lines) {
      this.need(line.height);
      this.drawLine(line, right ? x + width - line.width : x, this.y);
      this.y += line.height;
    }
  }

  text(text: Text, style: Style = BODY): void {
    this.write(this.lines(text, style));
  }

  drawLine({ pieces, height, ascent }: Line, x: number, y: number): void {
    for (const { text, style, x: at, width } of pieces) {
      const left = x + at;
      if (style.ground) this.pdf.roundedRect(left - 2, y + 0.4, width + 4, height - 1.2, 3).fill(style.ground);
      if (style.framed)
        this.pdf
          .rect(left - 2, y + 0.4, width + 4, height - 1.6)
          .lineWidth(0.5)
          .dash(1.5, { space: 1.5 })
          .stroke(INK.strong)
          .undash();
      this.pdf
        .font(style.face)
        .fontSize(style.size)
        .fillColor(style.ink)
        .text(text, left, y + ascent, { lineBreak: false, baseline: 'alphabetic' });
      if (style.to !== undefined) this.pdf.goTo(left, y, width, height, style.to);
    }
  }

  rule(y: number, ink: string = INK.line, weight = 0.6, x = this.x, width = this.width): void {
    this.pdf
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(weight)
      .stroke(ink);
  }

  rectangle(x: number, y: number, width: number, height: number, ink: string): void {
    this.pdf.rect(x, y, width, height).fill(ink);
  }

  /** Draws a drawing as wide as the column, and moves the cursor below it. */
  drawing(svg: string): void {
    const [, wide = '1', high = '1'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
    const scale = this.width / Number(wide);
    const height = Number(high) * scale;
    this.need(height);
    this.pdf.save().translate(this.x, this.y).scale(scale);
    drawSvg(this.pdf, svg, 0, 0, {
      width: Number(wide),
      height: Number(high),
      assumePt: true,
      fontCallback: (_family, bold) => (bold ? 'bold' : 'regular'),
      warningCallback: () => {},
    });
    this.pdf.restore();
    this.y += height;
  }

  /** Makes the cursor's place reachable under a name. */
  anchor(name: string): void {
    this.pdf.addNamedDestination(name, 'XYZ', null, Math.max(0, this.y - 8), null);
  }

  /** What stands on every page, once all are there; then the octets. */
  finish(draw: (page: number, of: number) => void): Promise<Uint8Array> {
    const { pdf } = this;
    for (let page = 0; page < this.pages; page++) {
      pdf.switchToPage(page);
      draw(page + 1, this.pages);
    }
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
      pdf.on('end', () => resolve(Buffer.concat(chunks)));
      pdf.on('error', reject);
      pdf.end();
    });
  }
}

export const EDGE = { top: 30, bottom: A4.height - 34, left: MARGIN.left, right: A4.width - MARGIN.right };
