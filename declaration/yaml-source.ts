import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';
import { UsageError } from '../trace/errors';

export type YamlPath = readonly PropertyKey[];

/** One thing wrong in a file: where in its tree, and what was expected there. */
export interface Problem {
  path: YamlPath;
  says: string;
  /** Point at the key instead of at its value. */
  atKey?: boolean;
}

/** What kind of file is read, for messages, and how large it may be. */
export interface SourceKind {
  /** With its article: "a meter declaration". */
  what: string;
  schema: string;
  /** A page that shows what to write. */
  see: string;
  maxBytes: number;
}

/** More would only hide the first ones. */
const PROBLEMS_SHOWN = 100;
const SYNTAX_ERRORS_SHOWN = 5;
/** Aliases of one anchor, nested ones multiplied: enough for a hand-written file, far from an expansion attack. */
const MAX_ALIASES = 1000;

/** A YAML 1.2 file as plain data that remembers line and column of every key and value. */
export class YamlSource {
  /** The top mapping. */
  readonly value: Record<string, unknown>;
  private readonly lines = new LineCounter();
  private readonly root: ParsedNode | null;
  private readonly resolveAlias: (node: Node) => Node | undefined;

  /** Throws a UsageError where the text is no single well-formed mapping with the schema name of its kind. */
  constructor(
    readonly file: string,
    text: string,
    kind: SourceKind,
  ) {
    if (Buffer.byteLength(text) > kind.maxBytes) throw tooLarge(file, kind);
    const doc = parseDocument(text, {
      lineCounter: this.lines,
      prettyErrors: false,
      uniqueKeys: true,
      strict: true,
      merge: true,
      logLevel: 'error',
    });
    this.root = doc.contents;
    this.resolveAlias = (node) => (isAlias(node) ? node.resolve(doc) : node);

    const syntax = [...doc.errors, ...doc.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (syntax.length > 0) {
      const shown = syntax.slice(0, SYNTAX_ERRORS_SHOWN).map((e) => `${this.position(e.pos[0])}: ${reworded(e.code, e.message)}`);
      throw new UsageError([...new Set(shown)].join('\n'));
    }
    const anchors = new Set<string>();
    visit(doc, {
      Value: (_, node) => {
        if (node.anchor) anchors.add(node.anchor);
      },
      Alias: (_, { source, range }, ancestors) => {
        const at = this.position(range?.[0] ?? 0);
        if (!anchors.has(source)) throw new UsageError(`${at}: alias *${source} has no anchor &${source} before it`);
        if (ancestors.some((node) => isCollection(node) && node.anchor === source))
          throw new UsageError(`${at}: alias *${source} stands inside its own anchor; write the value out`);
      },
    });

    let value: unknown;
    try {
      value = doc.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (cause) {
      if (!(cause instanceof ReferenceError)) throw cause;
      throw new UsageError(`${file}: ${cause.message}; write aliased values out`, { cause });
    }
    const begin = `expected ${kind.what}, a mapping that begins with "schema: ${kind.schema}". ${kind.see} shows one`;
    if (value === null || value === undefined) throw new UsageError(`${file}:1:1: the file is empty; ${begin}`);
    if (typeof value !== 'object' || Array.isArray(value)) throw new UsageError(`${file}:1:1: got ${show(value)}; ${begin}`);
    this.value = value as Record<string, unknown>;
    const { schema } = this.value;
    // A file of another kind would be wrong in every line; only this one says why.
    if (schema !== undefined && schema !== kind.schema)
      throw this.refusal([{ path: ['schema'], says: `expected ${kind.schema} (${kind.what}); got ${show(schema)}` }]);
  }

  /** Reads a file, at most one octet more than it may have. Throws a UsageError where it cannot be read as UTF-8 text. */
  static read(path: string, kind: SourceKind): YamlSource {
    return new YamlSource(path, readText(path, kind), kind);
  }

  /** Every problem in the order of the file, one line each: `file:line:col: path: what was expected`. */
  refusal(problems: readonly Problem[]): UsageError {
    const placed = problems
      .map((problem) => ({ offset: this.offset(problem), problem }))
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, problem }) => {
        const path = pathText(problem.path);
        return `${this.position(offset)}: ${path}${path && ': '}${problem.says}`;
      });
    const more = placed.length - PROBLEMS_SHOWN;
    const tail = more > 0 ? [`${this.file}: and ${more} more problem${more === 1 ? '' : 's'}`] : [];
    return new UsageError([...placed.slice(0, PROBLEMS_SHOWN), ...tail].join('\n'));
  }

  private position(offset: number): string {
    const { line, col } = this.lines.linePos(offset);
    return `${this.file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  /** Where the path's node begins; where it is missing, the nearest node above it. */
  private offset({ path, atKey }: Problem): number {
    let node: Node | undefined = this.root ?? undefined;
    let offset = node?.range?.[0] ?? 0;
    for (const [depth, step] of path.entries()) {
      const holder: Node | undefined = node && this.resolveAlias(node);
      if (isMap(holder)) {
        const pair = holder.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
        const key = pair?.key as Node | undefined;
        node = (pair?.value ?? undefined) as Node | undefined;
        const last = depth === path.length - 1;
        offset = (atKey && last ? key : (node ?? key))?.range?.[0] ?? offset;
      } else if (isSeq(holder)) {
        node = holder.items[Number(step)] as Node | undefined;
        offset = node?.range?.[0] ?? offset;
      } else break;
    }
    return offset;
  }
}

/** A value as a message shows it: JSON, cut after 60 characters. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function pathText(path: YamlPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = String(step);
    if (!/^[\w-]+$/.test(name)) return `${text}[${show(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function readText(path: string, kind: SourceKind): string {
  const buffer = Buffer.alloc(kind.maxBytes + 1);
  let length = 0;
  try {
    const file = openSync(path, 'r');
    try {
      let read: number;
      do {
        read = readSync(file, buffer, length, buffer.length - length, null);
        length += read;
      } while (read > 0 && length < buffer.length);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new UsageError(`${path}: ${whyUnreadable(cause)}; expected ${kind.what}. ${kind.see} shows one`, { cause });
  }
  if (length > kind.maxBytes) throw tooLarge(path, kind);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length));
  } catch (cause) {
    throw new UsageError(`${path}: not UTF-8 text; save ${basename(path)} as UTF-8`, { cause });
  }
}

function whyUnreadable(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'a directory, not a file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return `cannot be read (${code ?? String(cause)})`;
}

function tooLarge(file: string, kind: SourceKind): UsageError {
  return new UsageError(`${file}: larger than ${kind.maxBytes / 2 ** 20} MiB, the most for ${kind.what}`);
}

function reworded(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins; expected one document in the file, remove "---"';
  if (code === 'DUPLICATE_KEY') return 'this key stands twice in one mapping; keep one';
  if (code === 'TAB_AS_INDENT') return 'a tab is used as indentation; use spaces';
  if (code === 'RESOURCE_EXHAUSTION') return 'nested too deeply to read';
  return `not well-formed YAML: ${message}`;
}
