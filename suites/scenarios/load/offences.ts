/** Why a row cannot be played: how it is counted, and what the person can do. */
const KINDS = {
  columns: { counted: 'with the wrong number of columns', remedy: 'mend those lines: each needs the columns of the header' },
  time: { counted: 'without a readable time', remedy: 'mend those labels, or --consecutive START to ignore every label' },
  offGrid: {
    counted: 'off the half hour',
    remedy: 'rows must begin at :00 or :30 UTC; --tz ZONE if the labels are local, or --consecutive START',
  },
  missingHour: {
    counted: 'in a local hour that does not exist',
    remedy: '--tz UTC if the labels are UTC, or --consecutive START',
  },
  repeatedHour: { counted: 'in a repeated local hour', remedy: '--tz UTC if the labels are UTC, or --consecutive START' },
  duplicate: {
    counted: 'with a duplicate stamp',
    remedy: '--consecutive START takes the rows in order and ignores their labels (START: when the first half hour starts)',
  },
  outOfOrder: {
    counted: 'out of order',
    remedy: '--consecutive START takes the rows in order and ignores their labels (START: when the first half hour starts)',
  },
  gap: {
    counted: 'after a gap',
    remedy: 'fill the missing half hours, or --consecutive START to take the rows as if nothing were missing',
  },
  number: { counted: 'without a number', remedy: 'mend those cells: plain decimals such as 0.125, no units, no empty cells' },
  negative: {
    counted: 'negative without --sign',
    remedy: '--sign export-negative or --sign export-positive if one column holds both directions',
  },
  tooLittle: { counted: 'of too little energy', remedy: '--scale FACTOR multiplies every value' },
  aboveImax: { counted: 'above Imax', remedy: '--scale FACTOR multiplies every value' },
} as const;

export type OffenceKind = keyof typeof KINDS;

interface Offence {
  line: number;
  says: string;
}

const NAMED = 5;
const MAX_TEXT = 60;

/** Collects what is wrong with the rows of a file, all of it, before the file is refused. */
export class Offences {
  /** The first few by line, of all kinds. */
  private named: Offence[] = [];
  private readonly kinds = new Map<OffenceKind, { count: number; first: Offence }>();
  private readonly advice = new Map<OffenceKind, string>();

  add(kind: OffenceKind, line: number, says: string) {
    const offence = { line, says };
    const known = this.kinds.get(kind);
    this.kinds.set(kind, { count: (known?.count ?? 0) + 1, first: known && known.first.line <= line ? known.first : offence });
    this.named = [...this.named, offence].sort((a, b) => a.line - b.line).slice(0, NAMED);
  }

  /** A remedy more exact than the kind's own. */
  advise(kind: OffenceKind, remedy: string) {
    this.advice.set(kind, remedy);
  }

  get none(): boolean {
    return this.kinds.size === 0;
  }

  /** The first lines by number, all counted by kind with the first of each, then what to do. */
  message(path: string, rows: number): string {
    const kinds = (Object.keys(KINDS) as OffenceKind[]).flatMap((kind) => {
      const found = this.kinds.get(kind);
      return found ? [{ kind, ...found }] : [];
    });
    const unnamed = kinds.reduce((sum, { count }) => sum + count, -this.named.length);
    const firstOf = (first: Offence) =>
      this.named.includes(first) ? `first on line ${first.line}` : `line ${first.line}: ${first.says}`;
    const remedies = new Set(kinds.map(({ kind }) => this.advice.get(kind) ?? KINDS[kind].remedy));
    return [
      `${path}: the file cannot be played as it stands`,
      ...this.named.map(({ line, says }) => `  line ${line}: ${says}`),
      ...(unnamed > 0 ? [`  … and ${grouped(unnamed)} more`] : []),
      `of ${grouped(rows)} rows:`,
      ...kinds.map(({ kind, count, first }) => `  ${grouped(count)} ${KINDS[kind].counted} (${firstOf(first)})`),
      'what to do:',
      ...[...remedies].map((remedy) => `  ${remedy}`),
    ].join('\n');
  }
}

/** A cell as a message may show it: quoted, without control characters, cut. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
}

/** A whole number with commas between thousands. */
export function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
