import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ZodError } from 'zod';
import { parseBench } from '../declaration/read-bench';
import { parseDeclaration } from '../declaration/read-declaration';
import { parseBaseline } from '../regression/baseline';
import { parseReport, type ReportReading } from '../regression/report-reading';
import { digestOf, type RunDigest } from '../regression/run-digest';
import { RunDirectory } from '../suites/conduct/run-directory';
import { UsageError } from '../trace/errors';

/** Reads run directories and baselines; a declaration that many runs share is read once. */
export class DigestReader {
  private readonly declarations = new Map<string, object>();

  /** Throws a UsageError where the path is neither, or the run was reported by a version that this one cannot read. */
  read(path: string): RunDigest {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) throw new UsageError(`${path}: there is no such run directory or baseline`);
    return stat.isDirectory() ? this.ofRun(path) : ofBaseline(path);
  }

  private ofRun(path: string): RunDigest {
    const run = RunDirectory.open(path);
    const { cases, faults, meter, bench } = run.plan;
    return digestOf({
      run: basename(resolve(path)),
      report: reportOf(run),
      plan: { cases, faults },
      declaration: this.once(meter.sha256, () => parseDeclaration(run.readPlanned(meter), meter.file)),
      bench: this.once(bench.sha256, () => parseBench(run.readPlanned(bench), bench.file)),
    });
  }

  private once(hash: string, read: () => object): object {
    const known = this.declarations.get(hash);
    if (known) return known;
    const declaration = read();
    this.declarations.set(hash, declaration);
    return declaration;
  }
}

function reportOf(run: RunDirectory): ReportReading {
  const path = join(run.path, 'report.json');
  const again = `judge it again first: judge ${run.path}`;
  if (!existsSync(path)) throw new UsageError(`${path}: is missing; ${again}`);
  const report = parsed(path, 'a report of schema smets2-report/2', again, parseReport);
  if (report.run.plan !== run.planHash) throw new UsageError(`${path}: is the report of another run than ${run.path}; ${again}`);
  return report;
}

const ofBaseline = (path: string) =>
  parsed(
    path,
    'a baseline of schema smets2-baseline/1',
    'name a run directory, or what "baseline set" has written',
    parseBaseline,
  );

function parsed<T>(path: string, what: string, what2do: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof ZodError || cause instanceof SyntaxError)) throw cause;
    const first = cause instanceof ZodError ? cause.issues[0] : undefined;
    const where = first ? `: ${first.path.join('.')}: ${first.message}` : '';
    throw new UsageError(`${path}: is no ${what.replace(/^a /, '')}${where}; ${what2do}`, { cause });
  }
}
