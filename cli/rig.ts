import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Desk } from '../adapters/bench/desk';
import type { RigMaker } from '../adapters/ports';
import { declaredFor, type Fault } from '../adapters/reference/fault';
import { FAULTS } from '../adapters/reference/faults';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import type { Declaration } from '../declaration/declaration';
import { packageRoot } from '../declaration/package-root';
import { type BenchDeclaration, parseBench, readBench } from '../declaration/read-bench';
import { parseDeclaration, readDeclaration } from '../declaration/read-declaration';
import { UsageError } from '../trace/errors';
import { nearest } from './nearest';
import { accessOf, besideIts, wireMaker } from './on-the-wire';

/** A meter and a bench as declared, and the files as written. */
export interface Declared {
  meter: Declaration;
  meterText: string;
  bench: BenchDeclaration;
  benchText: string;
}

const SHIPPED = { meter: 'reference-meter.yaml', bench: 'reference-bench.yaml', virtualBench: 'virtual-bench.yaml' };

/** The declarations that a command names; those of the reference meter and its bench where it names none. */
export function declared({ meter, bench }: { meter?: string | undefined; bench?: string | undefined }): Declared {
  const meterFile = meter ?? join(packageRoot(), 'examples', SHIPPED.meter);
  const meterText = textOf(meterFile, readDeclaration);
  const declaration = besideIts(meterFile, parseDeclaration(meterText, meterFile));
  const fitting = accessOf(declaration) ? SHIPPED.virtualBench : SHIPPED.bench;
  const benchFile = bench ?? join(packageRoot(), 'examples', fitting);
  const benchText = textOf(benchFile, readBench);
  return { meter: declaration, meterText, bench: parseBench(benchText, benchFile), benchText };
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

/** The reference declaration with what the faults need so that they show, as parsed and as written; `says` names what they changed. */
export function declaredUnder(files: Declared, faults: readonly Fault[]): Declared & { says: string[] } {
  const yaml = parseDocument(files.meterText);
  const says: string[] = [];
  for (const { name, under } of faults) {
    if (!under) continue;
    if (under.variant) yaml.setIn(['variant'], under.variant);
    for (const [choice, value] of Object.entries(under.choices ?? {})) yaml.setIn(['choices', choice], value);
    const shown = Object.entries({ ...(under.variant && { variant: under.variant }), ...under.choices });
    says.push(`${name} shows under ${shown.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')}: declared so`);
  }
  if (says.length === 0) return { ...files, says };
  const meter = faults.reduce((declaration, fault) => declaredFor(fault, declaration), files.meter);
  return { ...files, meter, meterText: yaml.toString(), says };
}

/** Puts the declared meter on the declared bench, with the faulty parts that were asked for; a person is asked at the desk. */
export function rigMaker({ meter, bench }: Declared, faults: readonly Fault[] = [], desk?: Desk): RigMaker {
  const access = accessOf(meter);
  if (access && faults.length > 0)
    throw new UsageError('--fault fits the reference meter; a meter on a wire is made faulty by "simulate --fault NAME"');
  if (access) return wireMaker(meter, access, bench, desk);
  if (bench.kind === 'manual')
    throw new UsageError(
      'a manual bench stands before a meter on a wire; the reference meter has no terminals that a person could wire',
    );
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
