import type { Declaration, Identity } from '../declaration/declaration';
import type { Laboratory } from '../declaration/laboratory';
import type { Element, RecordKind, ScenarioKind, Way } from '../trace/vocabulary';
import type { Finding, Requirement } from './requirements/requirement';
import type { Statement, Verdict } from './verdict-types';

/** Everything that a run says, as `report.json` holds it; every other report format renders this and reads nothing else. */
export interface RunResult {
  schema: 'smets2-report/2';
  tool: string;
  /** SHA-256 of the plan, where every trace's chain begins; of the closing manifest too, unless the run was killed. */
  run: { plan: string; manifest?: string };
  statement: Statement;
  /** How findings become verdicts and verdicts the statement, in words. */
  decisionRule: string;
  /** True where only a selection ran. */
  partial: boolean;
  /** What was selected, in the words of the command line. */
  selection: string[];
  seed: number;
  times: { startedAt: string; finishedAt: string };
  meter: Identity & Pick<Declaration, 'variant' | 'image'> & { access: string; bench: string; declarationHash: string };
  /** What only the laboratory knows; what it left out is for it to complete. */
  laboratory?: Laboratory;
  choices: { name: string; value: string; default: string; why: string }[];
  catalogue: { version: string; hash: string };
  requirements: RequirementResult[];
  scenarios: ScenarioResult[];
  /** What each family of generated scenarios meant to reach, and did. */
  generated: FamilyResult[];
  failures: Failure[];
  /** Every waiver that was handed in, whatever became of it. */
  waivers: WaiverResult[];
  /** What makers added, judged apart: nothing of it enters the statement. Left out where nobody added anything. */
  extensions?: ExtensionResult[];
  totals?: Totals;
  /** What the reader must know of the recording: torn lines, a killed run. */
  notes: string[];
}

/** Findings one after the other; those of a long run lie on disk, and are read back when they are asked for. */
export interface FindingList extends Iterable<FindingIn> {
  readonly length: number;
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
  /** Of those, the ones that it did not pass in. */
  unpassed: Record<string, Exclude<Verdict, 'pass'>>;
  /** How many comparisons had each outcome, over all scenarios. */
  comparisons: Record<Finding['outcome'], number>;
  /** Every finding that is not within, in the order of the scenarios. */
  findings: FindingList;
  /** Of the findings that are within, the one closest to its bounds. */
  tightest?: FindingIn;
  /** Names of the faulty meters that break this rule and that it is known to catch. */
  catches: string[];
  /** What it would take to assess it, where it was not. */
  wouldTake?: string[];
}

/** What a maker's extension came to. */
export interface ExtensionResult {
  prefix: string;
  title: string;
  version: string;
  /** Of the files that the run was planned with. */
  sha256: string;
  /** Whether it was there to judge; else its requirements are missing here. */
  loaded: boolean;
  /** The maker's requirements, over every trace. */
  requirements: RequirementResult[];
  /** Requirements of the catalogue that the maker's scenarios exercised, over those alone. */
  catalogue: RequirementResult[];
  /** What the maker says of what failed in either. */
  texts: { requirement: string; text: string }[];
}

/** A finding and the scenario that it was made in. */
export type FindingIn = Finding & { scenario: string };

export interface ScenarioResult {
  name: string;
  title: string;
  kind: ScenarioKind;
  /** Path of the trace within the run directory. */
  trace: string;
  /** Path of the literal scenario file within the run directory. */
  file: string;
  /** SHA-256 of that file: equal for the same scenario in any run. */
  sha256: string;
  outcome: 'played' | 'stopped' | 'failed' | 'killed' | 'not-started' | 'cannot-run';
  because?: string;
  /** The prefix of the extension that it belongs to. */
  extension?: string;
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
  /** Faulty meters that behave as this one did, likeliest first; never a fact. Empty where none fits. */
  causes: Cause[];
  /** From the finding to the octets: the records that decide it, in the order of the trace. */
  chain: ChainLink[];
  /** What to do next, a sentence each. */
  next: string[];
  chart: Chart;
  /** The smallest scenario known to show it, as YAML, and where it is kept in the run directory. */
  smallest: { file: string; steps: number; yaml: string };
  /** Shell command that shows it again. */
  replay: string;
}

/** A faulty meter whose pattern of failed requirements fits this run. */
export interface Cause {
  fault: string;
  /** What that meter does, in one sentence. */
  says: string;
  /** Failed requirements of the scenarios that both played: which its pattern explains, of all there are. */
  explains: number;
  of: number;
  /** Failures that its pattern has and that this run left undecided. */
  undecided: number;
}

/** One trace record that decides a finding. */
export interface ChainLink {
  seq: number;
  kind: RecordKind;
  atMs: number;
  /** The record's line in the trace file: offset of its first octet, and how many octets with the newline. */
  offset: number;
  octets: number;
  /** SHA-256 of that line, which the next line's `prev` names. */
  sha256: string;
  /** What it holds, in one line. */
  says: string;
  /** What crossed the wire for it; empty where the meter was reached without one. */
  wire: { seq: number; way: 'tx' | 'rx'; hex: string; octets: number }[];
}

/** A waiver, and what became of it on the day of the run. */
export interface WaiverResult {
  requirement: string;
  reason: string;
  owner: string;
  /** Last day on which it stands, `yyyy-mm-dd`. */
  expires: string;
  /** `stands`: it covers a fail. `idle`: the requirement did not fail. */
  standing: 'stands' | 'expired' | 'idle';
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
  /** How far a register had moved since its first reading: as read, and as expected. Empty where it was read but once. */
  registers: { name: string; points: { atMs: number; readWh: number; expectedLoWh: string; expectedHiWh: string }[] }[];
  marks: { atMs: number; label: string }[];
}

/** Whole-run energies of a loaded file as exact decimal Wh. */
export type Totals = Partial<Record<Element, Partial<Record<Way, { fileWh: string; registerWh: string; rowsWh: string }>>>>;
