declare module 'svg-to-pdfkit' {
  interface Options {
    width?: number;
    height?: number;
    preserveAspectRatio?: string;
    assumePt?: boolean;
    fontCallback?(family: string, bold: boolean, italic: boolean): string;
    warningCallback?(says: string): void;
  }
  export default function draw(doc: PDFKit.PDFDocument, svg: string, x: number, y: number, options?: Options): void;
}
