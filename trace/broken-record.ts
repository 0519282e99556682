import { sha256 } from './chain';
import { linesOf } from './read-trace';

/** A record of a trace file by its number, and where its line stands. */
export interface RecordPlace {
  record: number;
  from: number;
  to: number;
}

interface Link extends RecordPlace {
  hash: string;
  /** What the line says is the hash of the line before; undefined where it cannot be read. */
  prev: string | undefined;
}

/**
 * The first record of a trace that its neighbours do not vouch for; undefined where the whole chain holds, from the hash of the plan to
 * `head`, the hash of the last line.
 */
export function firstBroken(path: string, planHash: string, head: string): RecordPlace | undefined {
  let before: Link | undefined;
  let suspect: Link | undefined;
  for (const link of links(path, head)) {
    const vouches = link.prev === (before?.hash ?? planHash);
    // Was it that line, or what the next one says of it? If the next one is not vouched for either, it is the next one.
    if (suspect) return placeOf(vouches || !before ? suspect : before);
    if (!vouches && !before) return placeOf(link);
    if (!vouches) suspect = before;
    before = link;
  }
  return suspect && placeOf(suspect);
}

const placeOf = ({ record, from, to }: RecordPlace): RecordPlace => ({ record, from, to });

/** The lines of a trace as links, and behind them what the manifest says of the last. */
function* links(path: string, head: string): Iterable<Link> {
  let [record, from] = [1, 0];
  for (const line of linesOf(path)) {
    yield { record, from, to: from + line.length, hash: sha256(line), prev: prevOf(line) };
    from += line.length;
    record++;
  }
  yield { record, from, to: from, hash: '', prev: head };
}

function prevOf(line: Buffer): string | undefined {
  try {
    return JSON.parse(line.toString('utf8')).prev;
  } catch {
    return undefined;
  }
}
