import type { Fault } from '../../adapters/reference/fault';
import { FAULTS } from '../../adapters/reference/faults';
import { VARIANTS } from '../../adapters/reference/variants';
import type { Declaration } from '../../declaration/declaration';
import { drawPairs } from './draw-pairs';
import type { Job, RowOf } from './jobs';
import { type FaultNamed, type FaultTables, isKilled, list } from './tables';
import { performAll } from './threads';

/** Seeds of the generated scenarios that kill, so many scenarios of each, and of the pairs. */
export const MATRIX = { seeds: [184, 7, 2026], cases: 44, pairs: 40, pairsSeed: 184 } as const;

export interface MatrixSettings {
  reference: Declaration;
  /** Only the faults and variants of these names; all where it is empty. */
  only: readonly string[];
  /** Only the scripted score. */
  scriptedOnly: boolean;
  /** Generated scenarios that legal variants play besides the scripted ones. */
  variantCases: { seed: number; cases: number };
  signal: AbortSignal;
  say(line: string): void;
}

/** Plays every table that was asked for, on as many threads as the machine has cores. */
export async function faultMatrix({ only, scriptedOnly, variantCases, ...settings }: MatrixSettings): Promise<FaultTables> {
  const wanted = ({ name }: { name: string }) => only.length === 0 || only.includes(name);
  const faults = FAULTS.filter(wanted);
  const named = faults.map(namedFault);
  const scripted = await table(
    'scripted',
    named,
    ({ name }) => ({ score: 'scripted' as const, fault: name }),
    (row) => `${isKilled(row) ? 'killed' : 'ALIVE '}  ${row.name}: breaks ${row.breaks}; killed by ${list(row.killedBy)}`,
    settings,
  );
  if (scriptedOnly) return { scripted };
  const generated = await table(
    'generated',
    named,
    ({ name }) => ({ score: 'generated' as const, fault: name, seeds: MATRIX.seeds, cases: MATRIX.cases }),
    ({ name, breaks, killedIn }) =>
      killedIn
        ? `killed    ${name}: ${breaks} fails in ${killedIn.scenario} of seed ${killedIn.seed}`
        : `survives  ${name}: breaks ${breaks}`,
    settings,
  );
  const laboratory = await table(
    'laboratory',
    named,
    ({ name }) => ({ score: 'laboratory' as const, fault: name }),
    ({ name, breaks, verdict }) => `${verdict.padEnd(12)}  ${name}: ${breaks}`,
    settings,
  );
  const pairs = await table(
    'pairs',
    only.length === 0 ? drawPairs(FAULTS, MATRIX.pairs, MATRIX.pairsSeed).map((both) => ({ faults: both })) : [],
    ({ faults: both }) => ({ score: 'pair' as const, faults: both }),
    ({ faults: both, statement }) => `${statement}  ${both.join(' with ')}`,
    settings,
  );
  const variants = await table(
    'variants',
    VARIANTS.filter(wanted).map(({ name }) => ({ name })),
    ({ name }) => ({ score: 'variant' as const, variant: name, ...variantCases }),
    ({ name, statement, text }) => `${statement}  ${name}${statement === 'conformant' ? '' : `: ${text}`}`,
    settings,
  );
  return { scripted, generated, laboratory, pairs, variants };
}

/** One table: a job for each subject, a line for each row as it is done. */
export async function table<S extends object, J extends Job>(
  title: string,
  subjects: readonly S[],
  jobOf: (subject: S) => J,
  lineOf: (row: S & RowOf<J>) => string,
  { reference, signal, say }: Pick<MatrixSettings, 'reference' | 'signal' | 'say'>,
): Promise<(S & RowOf<J>)[]> {
  const width = String(subjects.length).length;
  const rowAt = (row: RowOf<J>, at: number) => ({ ...subjects[at]!, ...row });
  const rows = await performAll<J>(subjects.map(jobOf), reference, {
    signal,
    done: (row, at) => say(`${title} ${String(at + 1).padStart(width)}/${subjects.length}  ${lineOf(rowAt(row, at))}`),
  });
  return rows.map(rowAt);
}

export const namedFault = ({ name, says, breaks, shownBy, widely }: Fault): FaultNamed => ({
  name,
  says,
  breaks,
  shownBy,
  ...(widely !== undefined && { widely }),
});
