import { zlibSync } from 'fflate';
import PDFDocument from 'pdfkit';

/** What of pdfkit's reference to an object is touched here. */
interface Stream {
  buffer: Uint8Array[];
  data: Record<string, unknown>;
  finalize(): void;
}

/**
 * A PDF whose streams are deflated in JavaScript. Node's zlib gives other octets on other machines, and the same run has to give the
 * same file everywhere.
 */
export class DeflatedPdf extends PDFDocument {
  constructor(options: PDFKit.PDFDocumentOptions) {
    super({ ...options, compress: false });
  }

  override ref(data: object): PDFKit.PDFKitReference {
    const reference = super.ref(data as never);
    const stream = reference as unknown as Stream;
    const finalize = stream.finalize.bind(stream);
    stream.finalize = () => {
      if (stream.buffer.length > 0 && stream.data.Filter === undefined) {
        stream.buffer = [zlibSync(Buffer.concat(stream.buffer), { level: 6 })];
        stream.data.Filter = 'FlateDecode';
      }
      finalize();
    };
    return reference;
  }
}
