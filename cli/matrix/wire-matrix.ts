import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS } from '../../adapters/reference/faults';
import { BELOW_THE_MAP } from './below-the-map';
import { type MatrixSettings, namedFault, table } from './fault-matrix';
import type { FaultTables } from './tables';

/** Plays the scenarios that show each faulty meter over a pty of its own, as many meters at once as the machine has cores. */
export async function wireMatrix({
  only,
  ...settings
}: Pick<MatrixSettings, 'reference' | 'only' | 'signal' | 'say'>): Promise<FaultTables> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-'));
  try {
    const faults = FAULTS.filter(({ name }) => only.length === 0 || only.includes(name)).map(namedFault);
    const subjects = faults.map((fault, i) => ({ fault, folder: join(folder, String(i)) }));
    const rows = await table(
      'wire',
      subjects,
      ({ fault: { name }, folder: own }) => ({ score: 'wire' as const, fault: name, folder: own }),
      ({ fault, ...row }) => inALine({ ...fault, ...row }),
      settings,
    );
    return { scripted: [], wire: rows.map(({ fault, folder: _, ...row }) => ({ ...fault, ...row })) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inALine({ name, breaks, notShownBy, differs }: NonNullable<FaultTables['wire']>[number]): string {
  const why = BELOW_THE_MAP[name];
  if (notShownBy.length > 0 && why !== undefined) return `hidden  ${name}: breaks ${breaks}. ${why}`;
  const shown = notShownBy.length === 0 ? `killed  ${name}: ${breaks} fails` : `ALIVE   ${name}: breaks ${breaks}`;
  return differs.length === 0 ? shown : `${shown}; ${differs.length} verdicts differ from the model's`;
}
