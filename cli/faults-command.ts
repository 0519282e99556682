import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FAULTS } from '../adapters/reference/faults';
import { VARIANTS } from '../adapters/reference/variants';
import { UsageError } from '../trace/errors';
import { type FaultMatrix, faultMatrix } from './fault-matrix';
import { nearest } from './nearest';
import type { Output } from './output';

export interface FaultsOptions {
  list: boolean;
  json?: string;
}

/** `faults`: shows that the suite catches every faulty meter for the right reason and accuses no legal variant; returns the exit code. */
export async function faultsCommand(
  names: readonly string[],
  { list, json }: FaultsOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  if (list) {
    const width = Math.max(...FAULTS.map(({ name }) => name.length));
    for (const { name, breaks, says } of FAULTS) output.line(`${name.padEnd(width)}  breaks ${breaks}: ${says}`);
    return 0;
  }
  for (const name of names) mustBeKnown(name);
  if (json !== undefined) mustBeInAFolder(json);
  const matrix = await faultMatrix(signal, (line) => output.line(line), names);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(matrix, null, 2)}\n`);
  const { alive, accused } = verdictOn(matrix);
  output.line('');
  output.line(`${matrix.faults.length - alive.length} of ${matrix.faults.length} faulty meters killed by the rule they break`);
  output.line(`${matrix.variants.length - accused.length} of ${matrix.variants.length} legal variants conformant`);
  return alive.length + accused.length === 0 ? 0 : 1;
}

function mustBeKnown(name: string) {
  const known = [...FAULTS, ...VARIANTS].map((one) => one.name);
  if (!known.includes(name))
    throw new UsageError(`${name}: there is no such faulty meter or legal variant; did you mean "${nearest(name, known)}"?`);
}

/** Told before a minute's work, not after it. */
function mustBeInAFolder(file: string) {
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--json ${file}: there is no folder ${dirname(file)}`);
}

/** Faults that the rule they break did not catch, and variants that something accused. */
export function verdictOn({ faults, variants }: FaultMatrix): { alive: string[]; accused: string[] } {
  return {
    alive: faults.filter(({ breaks, killedBy }) => !killedBy.includes(breaks)).map(({ name }) => name),
    accused: variants.filter(({ statement }) => statement !== 'conformant').map(({ name }) => name),
  };
}
