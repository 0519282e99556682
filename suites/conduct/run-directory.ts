import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../../trace/chain';
import { TraceError, UsageError } from '../../trace/errors';
import type { Element, ScenarioKind, Way } from '../../trace/vocabulary';
import type { Intervention } from './interventions';

/** One scenario of a plan. Listed before anything is played, so that what never started can be told. */
export interface PlannedScenario {
  name: string;
  title: string;
  kind: ScenarioKind;
  /** The family that a generated scenario was drawn from. */
  family?: string;
  /** Path of the literal scenario in the run directory, and its hash. */
  file: string;
  sha256: string;
  /** Path of its trace in the run directory; there is none yet. */
  trace: string;
  /** Why it cannot run here. */
  cannotRun?: string;
  /** The prefix of the extension that it belongs to. */
  extension?: string;
}

/** A maker's extension that a run was planned with. */
export interface PlannedExtension {
  prefix: string;
  title: string;
  version: string;
  sha256: string;
}

/** What a run is going to do, without any time of day: same inputs, same octets. Every trace's chain begins at its hash. */
export interface Plan {
  schema: 'smets2-plan/1';
  tool: string;
  catalogue: { version: string; hash: string };
  seed: number;
  cases: number;
  /** What was selected, in the words of the command line; empty for a full run. */
  selection: string[];
  meter: { file: string; sha256: string };
  bench: { file: string; sha256: string };
  access: string;
  /** What may be done to the meter, where it is not made fresh for each scenario. */
  allowed?: Intervention[];
  /** Faulty parts that the reference meter was given. */
  faults: string[];
  scenarios: PlannedScenario[];
  extensions?: PlannedExtension[];
  loaded?: { file: string; element: Element; fileWh: Record<Way, string>; scenarios: string[] };
}

/** Written last: no manifest means that the run was killed. */
export interface Manifest {
  schema: 'smets2-manifest/1';
  startedAt: string;
  finishedAt: string;
  outcome: 'finished' | 'stopped';
  traces: Record<string, { records: number; head: string }>;
}

const PLAN = 'plan.json';
const MANIFEST = 'manifest.json';

/** A run as a folder: plan, declaration, scenarios, traces, manifest, reports. */
export class RunDirectory {
  private constructor(
    readonly path: string,
    readonly plan: Plan,
    readonly planHash: string,
    /** What texts for people call it: its path, or where a bundle's reader will find it. */
    readonly calledAs: string = path,
  ) {}

  /** Appears whole or not at all: it is filled under another name first. */
  static create(folder: string, id: string, startedAt: Date, plan: Plan, files: Record<string, string>): RunDirectory {
    const unfinished = startedIn(folder);
    const planText = jsonText(plan);
    for (const [path, text] of Object.entries({ ...files, [PLAN]: planText })) writeWhole(join(unfinished, path), text);
    const name = `${startedAt
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(':', '-')}-${id}`;
    const path = moveToFreeName(unfinished, join(folder, name));
    return new RunDirectory(path, plan, sha256(planText));
  }

  /** Opens a recorded run. Throws a UsageError where the folder holds none, a TraceError where its plan is not readable. */
  static open(path: string, calledAs: string = path): RunDirectory {
    const file = join(path, PLAN);
    if (!existsSync(file))
      throw new UsageError(`${path}: is no run directory: it has no ${PLAN}. Name a folder that "run" has written.`);
    const text = readFileSync(file, 'utf8');
    const plan = parseJson<Plan>(file, text);
    if (plan?.schema !== 'smets2-plan/1' || !Array.isArray(plan.scenarios))
      throw new TraceError(file, 1, `is no plan of schema smets2-plan/1, which this version reads`);
    return new RunDirectory(path, plan, sha256(text), calledAs);
  }

  file(path: string): string {
    return join(this.path, path);
  }

  has(path: string): boolean {
    return existsSync(this.file(path));
  }

  /** The text of a file of the run; it has to be there. */
  textOf(path: string): string {
    return readFileSync(this.file(path), 'utf8');
  }

  /** SHA-256 of a file of the run; it has to be there. */
  hashOf(path: string): string {
    return sha256(readFileSync(this.file(path)));
  }

  /** A file that the plan names, checked against the hash in the plan. */
  readPlanned({ file, sha256: wanted }: { file: string; sha256: string }): string {
    const path = this.file(file);
    if (!existsSync(path)) throw new TraceError(path, 1, 'is missing; the plan names it');
    const text = readFileSync(path, 'utf8');
    if (sha256(text) !== wanted)
      throw new TraceError(path, 1, 'was changed after the run was planned: its hash is not the one in the plan');
    return text;
  }

  /** Undefined where the run was killed before it could write one. */
  get manifest(): Manifest | undefined {
    const path = this.file(MANIFEST);
    if (!existsSync(path)) return undefined;
    const manifest = parseJson<Manifest>(path, readFileSync(path, 'utf8'));
    const whole = manifest?.schema === 'smets2-manifest/1' && ['finished', 'stopped'].includes(manifest.outcome);
    if (!whole || typeof manifest.traces !== 'object' || manifest.traces === null)
      throw new TraceError(path, 1, 'is no manifest of schema smets2-manifest/1, which this version reads');
    return manifest;
  }

  close(manifest: Manifest): void {
    this.write(MANIFEST, jsonText(manifest));
  }

  /** Writes a file of the run so that it is there whole or not at all. */
  write(path: string, content: Content): void {
    writeWhole(this.file(path), content);
    syncFolder(dirname(this.file(path)));
  }

  startedAt(): Date {
    return statSync(this.file(PLAN)).mtime;
  }
}

export const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** A file's text or octets, or its text in parts that are made as they are written. */
type Content = string | Uint8Array | Iterable<string>;

function writeWhole(path: string, content: Content) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  const fd = openSync(unfinished, 'w');
  try {
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(fd, content);
    else for (const part of gathered(content)) writeFileSync(fd, part);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, path);
}

const AT_ONCE = 64 * 1024;

function* gathered(parts: Iterable<string>): Iterable<string> {
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < AT_ONCE) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** The name of a file is on the disk only when its folder is. */
function syncFolder(path: string) {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function parseJson<T>(path: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new TraceError(path, 1, 'is not JSON', { cause });
  }
}

/** A folder to be filled and then moved to its name; throws a UsageError where none can be made. */
function startedIn(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    const unfinished = mkdtempSync(join(folder, '.starting-'));
    // mkdtemp makes it for its owner alone; a colleague or a CI collector reads reports too.
    chmodSync(unfinished, 0o755);
    mkdirSync(join(unfinished, 'traces'));
    return unfinished;
  } catch (cause) {
    throw new UsageError(`${folder}: no run can be written there (${(cause as Error).message}); name another folder with --out`, {
      cause,
    });
  }
}

/** Two runs may start within one second. */
function moveToFreeName(from: string, to: string): string {
  for (let n = 1; ; n++) {
    const path = n === 1 ? to : `${to}-${n}`;
    try {
      if (!existsSync(path)) {
        renameSync(from, path);
        return path;
      }
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}
