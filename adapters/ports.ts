import type {
  Answer,
  Association,
  Element,
  EnergyBounds,
  Flows,
  Ms,
  ObjectName,
  OperatorAnswer,
  Provenance,
  Range,
  ResolvedStimulus,
  Scenario,
  Stimulus,
  Value,
  Window,
} from '../trace/vocabulary';

/** Takes every octet that crosses a wire, as it crosses. */
export interface Tap {
  wire(way: 'tx' | 'rx', octets: Uint8Array, masked?: [number, number][]): void;
}

/** What the conductor asks of a meter: anchors and ranges are already resolved. `as`: by which association, management where left out. */
export type MeterStimulus =
  /** `untilMs`: a long read, its blocks taken one after the other until that bench time; the bench goes on before the reply comes. */
  | { do: 'read'; object: ObjectName; range?: Range; untilMs?: Ms; as?: Association }
  | { do: 'write'; object: ObjectName; value: Value; raw?: string; as?: Association }
  | { do: 'invoke'; object: ObjectName; method: string; argument?: Value; as?: Association }
  /** Absolute meter time. */
  | { do: 'setClock'; meterMs: Ms };

export interface MeterReply {
  answer: Answer;
  when: Window;
  attempts: number;
  /** Observations with the same snapshot were sampled together. */
  snapshot?: string;
}

/** The meter under test: what it answers, never what it should have answered. */
export interface MeterUnderTest {
  readonly capabilities: ReadonlySet<string>;
  open(signal: AbortSignal, tap: Tap): Promise<void>;
  /** Throws a PortError where no answer came; a refusal is an answer. */
  perform(stimulus: MeterStimulus, signal: AbortSignal, tap: Tap): Promise<MeterReply> | MeterReply;
  /** Releases the link. Restoring values is the conductor's business. */
  close(): Promise<void>;
}

/** What the conductor asks of a bench. Times are absolute bench milliseconds. */
export type BenchStimulus =
  | { do: 'flow'; elements: Flows; untilMs?: Ms }
  | { do: 'supply'; on: boolean }
  | { do: 'wait'; untilMs: Ms }
  /** Only tells what has passed. */
  | { do: 'report' };

/** One interval of constant flow and supply; zero width where nothing had to pass. */
export interface BenchInterval {
  when: Window;
  from: Provenance;
  energy?: Partial<Record<Element, EnergyBounds>>;
  supply?: boolean;
}

/** The intervals that have passed since the last reply, in order; the last one is what was asked for. */
export type BenchReply = readonly [...BenchInterval[], BenchInterval];

/** Takes what a person at the bench answered, as it is answered. */
export interface Witness {
  operator(answer: OperatorAnswer): void;
}

/** Makes energy flow, cuts supply, lets time pass. */
export interface Bench {
  readonly capabilities: ReadonlySet<string>;
  readonly time: 'virtual' | 'wall';
  now(): Ms;
  perform(stimulus: BenchStimulus, signal: AbortSignal, witness?: Witness): Promise<BenchReply> | BenchReply;
}

/** The most that a bench sends through an element, mW and mvar; nothing through one that is left out. */
export type BenchLimits = Partial<Record<Element, { importMw: number; exportMw: number; reactiveMvar: number }>>;

/** A meter on a bench, ready for one scenario. */
export interface Rig {
  readonly name: string;
  readonly meter: MeterUnderTest;
  readonly bench: Bench;
}

/** Puts a meter on a bench. A virtual rig starts each scenario at rest, with a fresh meter at the date the scenario asks for. */
export interface RigMaker {
  readonly name: string;
  /** Each scenario begins with a meter made for it alone. False: one meter lives through them all, and is somebody's afterwards. */
  readonly fresh: boolean;
  readonly meterCapabilities: ReadonlySet<string>;
  readonly benchCapabilities: ReadonlySet<string>;
  readonly time: 'virtual' | 'wall';
  /** About how long a request to the meter takes. */
  readonly requestMs: Ms;
  /** About how long the bench takes to set something; at once where left out. */
  readonly settingMs?: Ms;
  /** What the bench can give, where that is less than the meter can carry. */
  readonly limits?: BenchLimits;
  make(scenario: Pick<Scenario, 'name' | 'start' | 'preset' | 'before' | 'firmware'>): Promise<Rig>;
}

/**
 * Names of what a bench may be able to do; `history`: to let a meter live through days before a scenario begins; `image`: to give it
 * firmware of today; `contacts`: to know what flows when the meter opens a contact.
 */
export const BENCH_CAPABILITIES = ['flow', 'supply', 'preset', 'date', 'history', 'image', 'contacts'] as const;

export type { ResolvedStimulus, Stimulus };
