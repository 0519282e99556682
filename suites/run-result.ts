import type { Declaration, Identity } from '../declaration/declaration';
import type { Element, ScenarioKind, Way } from '../trace/vocabulary';
import type { Finding, Requirement } from './requirements/requirement';
import type { Statement, Verdict } from './verdict-types';

/** Everything that a run says, as `report.json` holds it; every other report format renders this and reads nothing else. */
export interface RunResult {
  schema: 'smets2-report/1';
  tool: string;
  statement: Statement;
  /** True where only a selection ran. */
  partial: boolean;
  /** What was selected, in the words of the command line. */
  selection: string[];
  seed: number;
  times: { startedAt: string; finishedAt: string };
  meter: Identity & Pick<Declaration, 'variant' | 'image'> & { access: string; bench: string; declarationHash: string };
  choices: { name: string; value: string; default: string; why: string }[];
  catalogue: { version: string; hash: string };
  requirements: RequirementResult[];
  scenarios: ScenarioResult[];
  /** What each family of generated scenarios meant to reach, and did. */
  generated: FamilyResult[];
  failures: Failure[];
  totals?: Totals;
  /** What the reader must know of the recording: torn lines, a killed run. */
  notes: string[];
}

export interface RequirementResult
  extends Pick<
    Requirement,
    'id' | 'area' | 'title' | 'statement' | 'clauses' | 'basis' | 'confidence' | 'mandatory' | 'testability'
  > {
  verdict: Verdict;
  /** How many scenarios gave each verdict. */
  counts: Partial<Record<Verdict, number>>;
  because: string;
  /** Scenarios that exercised it. */
  scenarios: string[];
  /** How many findings are beyond, over all scenarios. */
  beyond: number;
  /** The first findings that are not within, and the tightest one that is. */
  findings: (Finding & { scenario: string })[];
}

export interface ScenarioResult {
  name: string;
  title: string;
  kind: ScenarioKind;
  /** Path of the trace within the run directory. */
  trace: string;
  /** Path of the literal scenario file within the run directory. */
  file: string;
  outcome: 'played' | 'stopped' | 'failed' | 'killed' | 'not-started' | 'cannot-run';
  because?: string;
  records: number;
  /** Meter time that it took. */
  meterTimeMs: number;
}

/** What the generated scenarios of one family reached, worked out from their traces. */
export interface FamilyResult {
  family: string;
  says: string;
  /** How many of its scenarios were to be played, and how many left a trace. */
  cases: number;
  played: number;
  /** What it means to reach, and in how many of its scenarios that was seen. */
  targets: { name: string; reachedIn: number }[];
}

/** One failed requirement, told so that an engineer can see why and see it again. */
export interface Failure {
  requirement: string;
  title: string;
  statement: string;
  clauses: string[];
  scenario: string;
  scenarioTitle: string;
  trace: string;
  /** The finding that is furthest beyond its bounds. */
  finding: Finding;
  /** How many more findings of the requirement are beyond, over all scenarios. */
  more: number;
  chart: Chart;
  /** The smallest scenario known to show it, as YAML, and where it is kept in the run directory. */
  smallest: { file: string; steps: number; yaml: string };
  /** Shell command that shows it again. */
  replay: string;
}

/** What flowed and what was recorded, in meter time. */
export interface Chart {
  fromMs: number;
  toMs: number;
  /** Step lines: power from that instant on, W, + import, − export. */
  power: { element: Element; points: [ms: number, watts: number][] }[];
  /** The half hours of one channel; recorded is null where no row was read. */
  halfHours: {
    channel: string;
    rows: { endMs: number; expectedLoWh: string; expectedHiWh: string; recordedWh: number | null }[];
  };
  marks: { atMs: number; label: string }[];
}

/** Whole-run energies of a loaded file as exact decimal Wh. */
export type Totals = Partial<Record<Element, Partial<Record<Way, { fileWh: string; registerWh: string; rowsWh: string }>>>>;
