import type { Identity } from '../declaration/declaration';
import type { Statement, Verdict } from '../suites/verdict-types';
import type { ScenarioKind } from '../trace/vocabulary';
import type { ReportReading } from './report-reading';

/** Of a run, what another run is compared with. */
export interface RunDigest {
  /** Name of the run directory. */
  run: string;
  startedAt: string;
  meter: Identity;
  tool: string;
  catalogue: { version: string; hash: string };
  access: string;
  /** Faulty parts that the reference meter was given. */
  faults: string[];
  seed: number;
  cases: number;
  /** What was selected; empty for a full run. */
  selection: string[];
  /** What meter and bench declare, by path, each value as JSON; without the identity of the meter. */
  declaration: Record<string, string>;
  bench: Record<string, string>;
  statement: Pick<Statement, 'verdict' | 'reason'>;
  /** Scenarios that were played. */
  scenarios: ScenarioDigest[];
  requirements: Record<string, RequirementDigest>;
}

export interface ScenarioDigest {
  name: string;
  kind: ScenarioKind;
  /** Of the literal scenario: the same scenario in any run. */
  sha256: string;
}

export interface RequirementDigest {
  verdict: Verdict;
  mandatory: boolean;
  /** Hashes of the scenarios that exercised it. */
  exercised: string[];
  /** How many comparisons it came to. */
  comparisons: number;
  /** The comparison within its bounds that came closest to them, where it is of a quantity. */
  measurement?: Measurement;
}

export interface Measurement {
  says: string;
  scenario: string;
  unit: string;
  observed: number;
  lo: number;
  hi: number;
}

/** What a report says of a run, with what only its plan and declarations hold. */
export interface RunSources {
  run: string;
  report: ReportReading;
  plan: Pick<RunDigest, 'cases' | 'faults'>;
  declaration: object;
  bench: object;
}

export function digestOf({ run, report, plan, declaration, bench }: RunSources): RunDigest {
  const { tool, catalogue, meter, seed, selection, statement, times } = report;
  const { id, manufacturer, model, serial, firmware, access } = meter;
  const played = report.scenarios.filter(({ records }) => records > 0);
  const hashes = new Map(played.map(({ name, sha256 }) => [name, sha256]));
  const { meter: _identity, schema: _schema, ...declared } = declaration as Record<string, unknown>;
  return {
    run,
    startedAt: times.startedAt,
    meter: { id, manufacturer, model, serial, firmware },
    ...{ tool, catalogue, access, faults: plan.faults, seed, cases: plan.cases, selection },
    declaration: flat(declared),
    bench: flat(bench),
    statement: { verdict: statement.verdict, reason: statement.reason },
    scenarios: played.map(({ name, kind, sha256 }) => ({ name, kind, sha256 })),
    requirements: Object.fromEntries(
      everyRequirement(report).map(({ id, verdict, mandatory, scenarios, comparisons, tightest }) => {
        const measurement = measurementOf(tightest);
        const exercised = scenarios.flatMap((name) => hashes.get(name) ?? []);
        const { within, beyond, undecided } = comparisons;
        return [
          id,
          { verdict, mandatory, exercised, comparisons: within + beyond + undecided, ...(measurement && { measurement }) },
        ];
      }),
    ),
  };
}

/** Those of the catalogue, those of makers, and those of the catalogue in a maker's scenarios, which are another matter: `acme: register.…`. */
function everyRequirement({ requirements, extensions }: ReportReading): ReportReading['requirements'] {
  const added = extensions.flatMap(({ prefix, requirements, catalogue }) => [
    ...requirements,
    ...catalogue.map((requirement) => ({ ...requirement, id: `${prefix}: ${requirement.id}` })),
  ]);
  return [...requirements, ...added];
}

/** A comparison of a quantity with bounds that leave room; an exact expectation has none to drift in. */
function measurementOf(tightest: ReportReading['requirements'][number]['tightest']): Measurement | undefined {
  if (!tightest) return undefined;
  const { says, scenario, unit } = tightest;
  const { lo: from, hi: to } = tightest.expected as { lo?: unknown; hi?: unknown };
  const [observed, lo, hi] = [Number(tightest.observed), Number(from), Number(to)];
  return [observed, lo, hi].every(Number.isFinite) && lo < hi ? { says, scenario, unit, observed, lo, hi } : undefined;
}

/** Every value of a tree by its path; a list is one value. */
function flat(tree: object, at = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(tree).map(([key, value]) => {
      const path = at ? `${at}.${key}` : key;
      const isTree = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isTree ? flat(value, path) : value === undefined ? {} : { [path]: JSON.stringify(value) };
    }),
  );
}
