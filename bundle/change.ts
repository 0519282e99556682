import { ConformanceError } from '../trace/errors';

/** The first place at which a bundle is not what was packed. */
export interface Change {
  /** Path within the bundle, e.g. `traces/four-directions.ndjson`; empty for what belongs to no file. */
  file: string;
  part: 'header' | 'content' | 'padding' | 'end of archive';
  /** Number of the changed record, where the file is a trace. */
  record?: number;
  /** Octets of the bundle between which it lies: one octet where it is known exactly, else the smallest stretch known. */
  from: number;
  to: number;
  says: string;
}

/** A bundle is not what was packed, or was never packed by this program. Names the first change. */
export class BundleError extends ConformanceError {
  constructor(
    readonly change: Change,
    options?: ErrorOptions,
  ) {
    super(inWords(change), options);
  }
}

function inWords({ file, part, record, from, to, says }: Change): string {
  const where = [file, record === undefined ? part : `record ${record}`].filter(Boolean).join(', ');
  return `${where}, ${to - from <= 1 ? `octet ${from}` : `octets ${from} to ${to - 1}`} of the bundle: ${says}`;
}
