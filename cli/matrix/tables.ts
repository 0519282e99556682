import type { Verdict } from '../../suites/verdict-types';
import type { GeneratedRow, LaboratoryRow, ScriptedRow, StatementRow } from './jobs';
import type { WireRow } from './wire-job';

/** What of a faulty meter the tables name. */
export interface FaultNamed {
  name: string;
  /** One sentence: what it does. */
  says: string;
  breaks: string;
  /** Why it may fail more than a third of the catalogue. */
  widely?: string;
  shownBy: readonly string[];
}

/** Every table of the `faults` command; a table that was not asked for is left out. */
export interface FaultTables {
  scripted: (FaultNamed & ScriptedRow)[];
  generated?: (FaultNamed & GeneratedRow)[];
  laboratory?: (FaultNamed & LaboratoryRow)[];
  pairs?: ({ faults: readonly [string, string] } & StatementRow)[];
  variants?: ({ name: string } & StatementRow)[];
  wire?: (FaultNamed & WireRow)[];
}

type WireTable = NonNullable<FaultTables['wire']>[number];

/** What the tables are held against. */
export interface Measure {
  requirements: readonly { id: string; mandatory: boolean }[];
  /** Why generated scenarios do not reach a fault, by its name. */
  survivors: Readonly<Record<string, string>>;
  /** Why a fault does not show over a wire, by its name. */
  belowTheMap: Readonly<Record<string, string>>;
  /** False where only some of the faults were asked for: nothing is said of the catalogue as a whole. */
  whole: boolean;
}

/** The share of all faults that generated scenarios alone have to kill. */
const GENERATED_SHARE = 0.8;
/** The share of the catalogue that a fault may fail without saying why. */
const WIDE_SHARE = 1 / 3;

/** Whether the rule that a fault breaks failed in every scenario that is to show it. */
export const isKilled = ({ breaks, killedBy, notShownBy }: FaultTables['scripted'][number]): boolean =>
  killedBy.includes(breaks) && notShownBy.length === 0;

/** Everything that the tables must not show, in words; nothing where suite and faulty meters are as they should be. */
export function complaints(tables: FaultTables, measure: Measure): string[] {
  return [
    ...alive(tables),
    ...alike(tables),
    ...tooWide(tables, measure),
    ...troubled(tables),
    ...(measure.whole ? unproven(tables, measure) : []),
    ...unexplained(tables, measure),
    ...(tables.pairs ?? [])
      .filter(({ statement }) => statement !== 'non-conformant')
      .map(({ faults, text }) => `HIDDEN      ${faults.join(' with ')}: ${text}`),
    ...(tables.variants ?? [])
      .filter(({ statement }) => statement !== 'conformant')
      .map(({ name, text }) => `ACCUSED     ${name}: ${text}`),
    ...(tables.wire ?? []).flatMap((row) => overTheWire(row, measure.belowTheMap)),
  ];
}

/** A wire may hide a fault only for a reason that is given, and may change no other verdict. */
function overTheWire({ name, breaks, notShownBy, differs, troubles }: WireTable, why: Measure['belowTheMap']): string[] {
  const hidden = notShownBy.length > 0;
  return [
    ...(hidden && why[name] === undefined
      ? [`ALIVE       ${name}: ${breaks} did not fail in ${list(notShownBy)} over the wire`]
      : []),
    ...(!hidden && why[name] !== undefined ? [`EXPLAINED   ${name}: is said not to show over a wire, and does`] : []),
    ...(why[name] === undefined ? differs.map((text) => `DIFFERS     ${name}: ${text}`) : []),
    ...troubles.map((trouble) => `TROUBLE     ${name}: ${trouble}`),
  ];
}

const alive = ({ scripted }: FaultTables) =>
  scripted
    .filter((row) => !isKilled(row))
    .map(
      ({ name, breaks, killedBy, notShownBy }) =>
        `ALIVE       ${name}: ${breaks} did not fail in ${notShownBy.join(', ')}; killed by ${list(killedBy)}`,
    );

/** Faults that answered alike in every scenario that is to show either of them are one fault. */
function alike({ scripted }: FaultTables): string[] {
  const found: string[] = [];
  for (const [i, one] of scripted.entries())
    for (const other of scripted.slice(i + 1)) {
      const shows = [...one.shownBy, ...other.shownBy];
      const same = (name: string) => one.answered[name] !== undefined && one.answered[name] === other.answered[name];
      if (shows.every(same))
        found.push(`ALIKE       ${one.name} and ${other.name}: no scenario that shows either tells them apart`);
    }
  return found;
}

const tooWide = ({ scripted }: FaultTables, { requirements }: Measure) =>
  scripted
    .filter(({ widely, killedBy }) => widely === undefined && killedBy.length > requirements.length * WIDE_SHARE)
    .map(
      ({ name, killedBy }) =>
        `WIDE        ${name}: fails ${killedBy.length} of ${requirements.length} requirements and does not say why`,
    );

const troubled = ({ scripted }: FaultTables) =>
  scripted.flatMap(({ name, troubles }) => troubles.map((trouble) => `TROUBLE     ${name}: ${trouble}`));

function unproven({ scripted }: FaultTables, { requirements }: Measure): string[] {
  const kills = new Set(scripted.flatMap(({ killedBy }) => killedBy));
  return requirements
    .filter(({ id, mandatory }) => mandatory && !kills.has(id))
    .map(({ id }) => `UNPROVEN    ${id}: no faulty meter fails it`);
}

function unexplained({ generated }: FaultTables, { survivors, whole }: Measure): string[] {
  if (!generated) return [];
  const survived = generated.filter(({ killedIn }) => !killedIn);
  const found = survived
    .filter(({ name }) => survivors[name] === undefined)
    .map(({ name, breaks }) => `SURVIVES    ${name}: no generated scenario fails ${breaks}, and nothing says why`);
  for (const { name, killedIn } of generated)
    if (killedIn && survivors[name] !== undefined)
      found.push(
        `EXPLAINED   ${name}: is said to survive generated scenarios, and ${killedIn.scenario} of seed ${killedIn.seed} kills it`,
      );
  if (!whole) return found;
  const names = new Set(generated.map(({ name }) => name));
  for (const name of Object.keys(survivors))
    if (!names.has(name)) found.push(`EXPLAINED   ${name}: there is no such faulty meter`);
  const killed = generated.length - survived.length;
  if (killed < generated.length * GENERATED_SHARE)
    found.push(
      `TOO FEW     generated scenarios kill ${killed} of ${generated.length} faulty meters, less than ${GENERATED_SHARE * 100} %`,
    );
  return found;
}

/** How often each verdict came out on the declared bench. */
export function verdictsOf(laboratory: NonNullable<FaultTables['laboratory']>): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of laboratory) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

export const list = (names: readonly string[]) => names.join(', ') || 'nothing';
