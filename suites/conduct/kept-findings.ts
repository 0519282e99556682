import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FindingIn, FindingList } from '../run-result';

/** As many as a reader may look at; the rest of a long run is for the machine that reads `report.json`. */
const IN_MEMORY = 100;
/** Octets of findings read back at once. */
const CHUNK = 64 * 1024;

/** A file without a name, gone with the process or with whoever held it. */
class Spool {
  private readonly fd = nameless();
  private end = 0;

  constructor() {
    closing.register(this, this.fd);
  }

  /** Appends whole lines and tells where they stand. */
  append(lines: string): { at: number; octets: number } {
    const octets = Buffer.from(lines);
    for (let done = 0; done < octets.length; ) done += writeSync(this.fd, octets, done, octets.length - done, this.end + done);
    const place = { at: this.end, octets: octets.length };
    this.end += octets.length;
    return place;
  }

  /** The lines that stand there. */
  *lines({ at, octets }: { at: number; octets: number }): Iterable<string> {
    let rest = Buffer.alloc(0);
    for (let done = 0; done < octets; ) {
      const chunk = Buffer.alloc(Math.min(CHUNK, octets - done));
      done += readSync(this.fd, chunk, 0, chunk.length, at + done);
      const text = Buffer.concat([rest, chunk]);
      const whole = text.lastIndexOf(10) + 1;
      if (whole > 0) yield* text.toString('utf8', 0, whole - 1).split('\n');
      rest = text.subarray(whole);
    }
  }
}

const closing = new FinalizationRegistry<number>((fd) => closeSync(fd));

function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'smets2-findings-'));
  try {
    return openSync(join(folder, 'findings.jsonl'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the findings of one run go that are not within: the first of each requirement stay in memory, the others go to one file. */
export class FindingStore {
  private spool: Spool | undefined;

  /** An empty list for the findings of one requirement. */
  list(): KeptFindings {
    return new KeptFindings(() => {
      this.spool ??= new Spool();
      return this.spool;
    });
  }
}

/** Findings of one requirement in the order in which they were added. */
export class KeptFindings implements FindingList {
  length = 0;
  private readonly first: FindingIn[] = [];
  private readonly stretches: { at: number; octets: number }[] = [];

  constructor(private readonly spool: () => Spool) {}

  add(findings: readonly FindingIn[]): void {
    this.length += findings.length;
    const room = IN_MEMORY - this.first.length;
    this.first.push(...findings.slice(0, room));
    const rest = findings.slice(room).map((finding) => `${JSON.stringify(finding)}\n`);
    if (rest.length > 0) this.stretches.push(this.spool().append(rest.join('')));
  }

  *[Symbol.iterator](): Iterator<FindingIn> {
    yield* this.first;
    for (const stretch of this.stretches) for (const line of this.spool().lines(stretch)) yield JSON.parse(line) as FindingIn;
  }
}
