import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FAULTS } from '../adapters/reference/faults';
import { VARIANTS } from '../adapters/reference/variants';
import { hasAddon, whyNoAddon } from '../native';
import { CATALOGUE_VERSION, catalogueHash, REQUIREMENTS } from '../suites/requirements';
import { UsageError } from '../trace/errors';
import { BELOW_THE_MAP } from './matrix/below-the-map';
import { faultMatrix, MATRIX } from './matrix/fault-matrix';
import { SURVIVORS } from './matrix/survivors';
import { complaints, type FaultTables, isKilled, verdictsOf } from './matrix/tables';
import { wireMatrix } from './matrix/wire-matrix';
import { nearest } from './nearest';
import type { Output } from './output';
import { declared } from './rig';
import { RELEASE_CASES, RELEASE_SEED } from './run-command';

export interface FaultsOptions {
  list: boolean;
  scripted: boolean;
  wire: boolean;
  json?: string;
}

/** `faults`: shows that the suite catches every faulty meter for the right reason and accuses no legal variant; returns the exit code. */
export async function faultsCommand(
  names: readonly string[],
  { list, scripted, wire, json }: FaultsOptions,
  output: Output,
  signal: AbortSignal,
): Promise<number> {
  if (list) {
    const width = Math.max(...FAULTS.map(({ name }) => name.length));
    for (const { name, breaks, says } of FAULTS) output.line(`${name.padEnd(width)}  breaks ${breaks}: ${says}`);
    return 0;
  }
  for (const name of names) mustBeKnown(name, wire ? FAULTS : [...FAULTS, ...VARIANTS]);
  if (json !== undefined) mustBeInAFolder(json);
  const settings = { reference: declared({}).meter, only: names, signal, say: (line: string) => output.line(line) };
  if (wire) mustHavePtys();
  const variantCases = { seed: RELEASE_SEED, cases: RELEASE_CASES };
  const tables = await (wire ? wireMatrix(settings) : faultMatrix({ ...settings, scriptedOnly: scripted, variantCases }));
  const whole = names.length === 0 && !wire;
  const wrong = complaints(tables, { requirements: REQUIREMENTS, survivors: SURVIVORS, belowTheMap: BELOW_THE_MAP, whole });
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(matrixFile(tables, wrong), null, 2)}\n`);
  output.line('');
  for (const line of [...wrong, ...(wrong.length > 0 ? [''] : []), ...scores(tables)]) output.line(line);
  return wrong.length === 0 ? 0 : 1;
}

/** One line for each score. */
function scores({ scripted, generated, laboratory, pairs, variants, wire }: FaultTables): string[] {
  const of = (all: readonly unknown[], some: readonly unknown[]) => `${some.length} of ${all.length}`;
  const lines: string[] = [];
  if (scripted.length > 0)
    lines.push(`scripted    ${of(scripted, scripted.filter(isKilled))} faulty meters killed by the rule that they break`);
  if (generated?.length) {
    const killed = generated.filter(({ killedIn }) => killedIn);
    const share = Math.floor((100 * killed.length) / generated.length);
    lines.push(
      `generated   ${of(generated, killed)} (${share} %) by ${MATRIX.cases} scenarios of each seed ${MATRIX.seeds.join(', ')}`,
    );
  }
  if (laboratory?.length) {
    const counts = Object.entries(verdictsOf(laboratory)).map(([verdict, count]) => `${count} ${verdict}`);
    lines.push(`laboratory  ${counts.join(', ')} on a bench of 0.2 % whose requests take a second`);
  }
  if (pairs?.length) {
    const seen = pairs.filter(({ statement }) => statement === 'non-conformant');
    lines.push(`pairs       ${of(pairs, seen)} non-conformant, drawn with seed ${MATRIX.pairsSeed}`);
  }
  if (variants?.length) {
    const cleared = variants.filter(({ statement }) => statement === 'conformant');
    lines.push(`variants    ${of(variants, cleared)} conformant`);
  }
  if (wire?.length) {
    const killed = wire.filter(({ notShownBy }) => notShownBy.length === 0);
    lines.push(`wire        ${of(wire, killed)} faulty meters killed over a pty by the rule that they break`);
  }
  return lines;
}

/** What `--json` writes. */
function matrixFile(tables: FaultTables, wrong: readonly string[]) {
  const { scripted, wire, ...more } = tables;
  const head = { schema: 'smets2-faults/1', catalogue: { version: CATALOGUE_VERSION, hash: catalogueHash() } };
  if (wire) return { ...head, wire, complaints: wrong };
  const kills = (id: string) => scripted.filter(({ killedBy }) => killedBy.includes(id));
  return {
    ...head,
    faults: scripted.map(({ answered: _, ...row }) => row),
    requirements: REQUIREMENTS.map(({ id }) => ({
      id,
      kills: kills(id).map(({ name }) => name),
      killsOnlyHere: kills(id)
        .filter(({ killedBy }) => killedBy.length === 1)
        .map(({ name }) => name),
    })),
    ...more,
    complaints: wrong,
  };
}

function mustBeKnown(name: string, among: readonly { name: string }[]) {
  const known = among.map((one) => one.name);
  const what = among === FAULTS ? 'faulty meter' : 'faulty meter or legal variant';
  if (!known.includes(name)) throw new UsageError(`${name}: there is no such ${what}; did you mean "${nearest(name, known)}"?`);
}

function mustHavePtys() {
  if (hasAddon()) return;
  const { problem, remedy } = whyNoAddon();
  throw new UsageError(`--wire needs ptys, which the native addon opens: ${problem}; what to do: ${remedy}`);
}

/** Told before minutes of work, not after them. */
function mustBeInAFolder(file: string) {
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--json ${file}: there is no folder ${dirname(file)}`);
}
