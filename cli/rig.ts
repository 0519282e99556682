import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RigMaker } from '../adapters/ports';
import type { Fault } from '../adapters/reference/fault';
import { FAULTS } from '../adapters/reference/faults';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import type { Declaration } from '../declaration/declaration';
import { packageRoot } from '../declaration/package-root';
import { type BenchDeclaration, parseBench, readBench } from '../declaration/read-bench';
import { parseDeclaration, readDeclaration } from '../declaration/read-declaration';
import { UsageError } from '../trace/errors';
import { nearest } from './nearest';

/** A meter and a bench as declared, and the files as written. */
export interface Declared {
  meter: Declaration;
  meterText: string;
  bench: BenchDeclaration;
  benchText: string;
}

const SHIPPED = { meter: 'reference-meter.yaml', bench: 'reference-bench.yaml' };

/** The declarations that a command names; those of the reference meter and its bench where it names none. */
export function declared({ meter, bench }: { meter?: string | undefined; bench?: string | undefined }): Declared {
  const meterFile = meter ?? join(packageRoot(), 'examples', SHIPPED.meter);
  const benchFile = bench ?? join(packageRoot(), 'examples', SHIPPED.bench);
  const meterText = textOf(meterFile, readDeclaration);
  const benchText = textOf(benchFile, readBench);
  return { meter: parseDeclaration(meterText, meterFile), meterText, bench: parseBench(benchText, benchFile), benchText };
}

/** Read once, so that what is kept with a run is what was checked, even from a pipe; `explain` says why where it cannot be read. */
function textOf(file: string, explain: (file: string) => unknown): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    explain(file);
    throw error;
  }
}

/** Puts the declared meter on the declared bench, with the faulty parts that were asked for. */
export function rigMaker({ meter, bench }: Declared, faults: readonly Fault[] = []): RigMaker {
  const maker = referenceRigMaker(meter, { faults });
  const declaredCapabilities = new Set(bench.capabilities.filter((name) => maker.benchCapabilities.has(name)));
  return { ...maker, benchCapabilities: declaredCapabilities };
}

/** The faults of those names. Throws a UsageError with the nearest name. */
export function faultsNamed(names: readonly string[]): Fault[] {
  return names.map((name) => {
    const fault = FAULTS.find((known) => known.name === name);
    if (!fault)
      throw new UsageError(
        `--fault ${name}: there is no such faulty meter; did you mean "${nearest(
          name,
          FAULTS.map((known) => known.name),
        )}"? "faults --list" lists them.`,
      );
    return fault;
  });
}

/** Refuses a file that is not there, before anything else is done. */
export function mustExist(path: string, option: string): void {
  if (!existsSync(path)) throw new UsageError(`${option} ${path}: there is no such file`);
}
