/**
 * The words that pass between the half of the suite that touches a meter and the half that judges it.
 * Everything here survives JSON. Imports nothing.
 */

/** Milliseconds since 1970-01-01T00:00Z, an integer. Bench time and meter time both use it and are never mixed. */
export type Ms = number;

/** Measuring elements, in the order in which a meter lists them. Polyphase: add names here, nothing else changes. */
export const ELEMENTS = ['primary', 'secondary'] as const;
export type Element = (typeof ELEMENTS)[number];

/** Import: from the network into the premises. Export: P < 0, quadrants II and III. */
export const WAYS = ['import', 'export'] as const;
export type Way = (typeof WAYS)[number];

const QUADRANTS = ['Q1', 'Q2', 'Q3', 'Q4'] as const;
export type Quadrant = (typeof QUADRANTS)[number];

/** Application associations by which a client speaks to a meter (IEC 62056-5-3): client 1 manages, client 16 is anybody. */
export const ASSOCIATIONS = ['management', 'public'] as const;
export type Association = (typeof ASSOCIATIONS)[number];

/** The suite's own name of a meter object, e.g. `secondary.export.total`; an object map gives the COSEM name. */
export type ObjectName = string;

/** What an object holds. Octet strings are `{ octets: 'hex' }`, times are `Ms` integers, energies whole Wh as numbers. */
export type Value = null | boolean | number | string | Value[] | { [field: string]: Value };

/** Bench time between which something happened: equal on the model, wide on a wire. */
export interface Window {
  fromMs: Ms;
  toMs: Ms;
}

/** Rows wanted of a log, in meter time, inclusive at both ends (GBCS 9.1.6); an end left out is open. */
export interface Range {
  fromMs?: Ms;
  toMs?: Ms;
}

/** Power through one element: integer milliwatts and millivar, + import, − export. */
export interface Flow {
  activeMw: number;
  reactiveMvar?: number;
}
export type Flows = Partial<Record<Element, Flow>>;

/** Moments in METER time that a script can wait for. */
export const BOUNDARIES = ['halfHour', 'midnight', 'monthEnd', 'rateSwitch', 'seasonStart', 'specialDay', 'activation'] as const;
export type Boundary = (typeof BOUNDARIES)[number];

/** An anchor in meter time. Only the conductor resolves it; ports get bench milliseconds. */
export type When = { at: Ms } | { after: Ms } | { next: Boundary; plus?: Ms };

/** One thing done to the meter or by the bench. `as`: the association that asks, management where it is left out. */
export type Stimulus =
  /** Sets the flows; an element left out keeps its flow. With `until` the flow is also held until then. */
  | { do: 'flow'; elements: Flows; until?: When }
  | { do: 'supply'; on: boolean }
  | { do: 'wait'; until: When }
  /** `after` is relative to the meter's own clock and may be negative. */
  | { do: 'setClock'; to: When }
  /** `raw`: hex octets that a polite encoder would not send; only a wire adapter takes them. */
  | { do: 'write'; object: ObjectName; value: Value; raw?: string; as?: Association }
  | { do: 'invoke'; object: ObjectName; method: string; argument?: Value; as?: Association }
  /**
   * A log read without a range means: the rows since this scenario began. With `until` it is a long read by block transfer that
   * lasts until then, while the bench goes on.
   */
  | { do: 'read'; object: ObjectName; range?: Range; until?: When; as?: Association };

/** A step of the life that a meter led before a scenario began: lengths of time only, for it ends where the scenario begins. */
export type LifeStep =
  | { do: 'flow'; elements: Flows; until?: { after: Ms } }
  | { do: 'supply'; on: boolean }
  | { do: 'wait'; until: { after: Ms } };

export type ScenarioKind = 'discovery' | 'scripted' | 'generated' | 'loaded' | 'frozen';

/** Whole Wh by register; for the rates of a direction one number each, rate 1 first. A negative one counts back from the declared modulus. */
export type Presets = Record<ObjectName, number | number[]>;

/** What is done to the meter, step by step. Observed objects are read before the first and after the last step. */
export interface Scenario {
  name: string;
  title: string;
  kind: ScenarioKind;
  /** Meter time at which the first step begins; `any` where no calendar date matters. */
  start: Ms | 'any';
  /** What the bench sets before the start. */
  preset?: Presets;
  /** What the meter lived through before the start, so that its logs are not empty; it ends with the supply on, and then flows cease. */
  before?: LifeStep[];
  /** `today`: the meter begins with an image from before DP184. Left out: with the one that is declared. */
  firmware?: 'today';
  /** Choices that a declaration must have made for the scenario to mean anything. */
  onlyIf?: Record<string, string | number>;
  /** Objects read before and after, or `everything` that discovery found. */
  observe: ObjectName[] | 'everything';
  steps: Stimulus[];
  /** Where a generated or shrunk scenario came from. */
  origin?: { family: string; seed: number; path: string; sizeBefore: number };
}

/** Exact decimal microjoules (or microvar-seconds), lowest and highest; equal on the model. */
export type Bounds = [lo: string, hi: string];

/** Energy of one element over one interval; what is left out was exactly zero. */
export interface EnergyBounds {
  import?: Bounds;
  export?: Bounds;
  reactive?: Partial<Record<Quadrant, Bounds>>;
}
export type Provenance = 'model' | 'set-point' | 'read-back' | 'reference-standard';

/** What a meter answered. Any non-success answer is a refusal. */
export type Answer = { value: Value } | { refused: { code: number; name: string } };

/** A person's answer at the bench: who gave it, where, and in words what. */
export interface OperatorAnswer {
  name: string;
  over: 'terminal' | 'page';
  asked?: string;
  answer: string;
}

/** Whether a step belongs to the script or was added by the conductor around it. */
export type Part = 'baseline' | 'steps' | 'closing';

/** An intent with every anchor resolved. */
export interface ResolvedStimulus {
  stimulus: Stimulus;
  /** Bench time at which a wait, a held flow or a long read ends. */
  untilMs?: Ms;
  /** Meter time that a clock set asks for. */
  meterMs?: Ms;
  /** Rows that a read asks for, in meter time. */
  range?: Range;
}

export type RecordBody =
  | {
      kind: 'opened';
      schema: 'smets2-trace/1';
      scenario: Pick<Scenario, 'name' | 'title' | 'kind' | 'start' | 'preset' | 'before' | 'firmware' | 'observe'>;
      /** SHA-256 of the scenario as stored beside the trace. */
      scenarioHash: string;
      rig: string;
      time: 'virtual' | 'wall';
      tool: string;
    }
  /** Intent, written before it is tried. */
  | ({ kind: 'stimulus'; part: Part; step: number } & ResolvedStimulus)
  /** What the bench really did: one interval of constant flow and supply. Energy left out was exactly zero. */
  | {
      kind: 'effect';
      of: number;
      when: Window;
      from: Provenance;
      energy?: Partial<Record<Element, EnergyBounds>>;
      supply?: boolean;
    }
  /** Observations with the same `snapshot` were sampled together by the meter. */
  | {
      kind: 'observation';
      of: number;
      when: Window;
      object: ObjectName;
      answer: Answer;
      attempts: number;
      snapshot?: string;
    }
  | { kind: 'wire'; of: number; way: 'tx' | 'rx'; hex: string; masked?: [number, number][] }
  /** The meter's clock stood at `meterMs` at some instant of `when`; the offset is derived, never stored. */
  | { kind: 'clock'; of: number; meterMs: Ms; status: ClockStatus; when: Window }
  /** `since`: from that record on, what the bench said it did is in doubt. */
  | { kind: 'trouble'; of?: number; whose: 'tool' | 'link' | 'bench'; code: string; text: string; since?: number }
  | { kind: 'gap'; when: Window; cause: 'crash' | 'pause' | 'link' | 'hostClock'; spoilt: number[] }
  /** What a person at the bench was asked and answered, once answered; one who spoke up unasked was asked nothing. */
  | ({ kind: 'operator'; of: number } & OperatorAnswer)
  /** No `closed` line: the run was killed here. */
  | { kind: 'closed'; outcome: 'played' | 'stopped' | 'failed' };

export type ClockStatus = 'reliable' | 'unreliable' | 'invalid';

/** `prev` is the SHA-256 of the previous line with its newline (line 1: of the run's plan file); `atMs` is bench time. */
export type TraceRecord = { seq: number; prev: string; atMs: Ms } & RecordBody;
export type RecordKind = TraceRecord['kind'];
export type RecordOf<K extends RecordKind> = Extract<TraceRecord, { kind: K }>;
