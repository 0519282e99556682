import type { Rig } from '../adapters/ports';
import type { Behaviour } from '../adapters/reference/behaviour';
import type { Fault } from '../adapters/reference/fault';
import { referenceRigMaker } from '../adapters/reference/reference-rig';
import { declaredAs } from '../adapters/reference/variants';
import type { Choices } from '../declaration/choices';
import type { Variant } from '../declaration/declaration';
import { exampleOf } from '../declaration/example-meter.fixture';
import { MemoryTrace } from '../trace/sink';
import { TraceView } from '../trace/view';
import type { Element, Scenario, TraceRecord } from '../trace/vocabulary';
import { adapted } from './conduct/plan';
import { discover, play, type Stage } from './conduct/play';
import { evidenceOf } from './judge';
import type { Evidence } from './requirements/requirement';

/** What stands on the stage of a test: the reference meter under choices, with faults, within a wrapping of its rig. */
export interface Staged {
  variant?: Variant;
  choices?: Partial<Choices>;
  imaxA?: Record<Element, number>;
  behaviour?: Partial<Behaviour>;
  faults?: readonly Fault[];
  signal?: AbortSignal;
  wrap?(rig: Rig): Rig;
}

/** The reference meter on its virtual bench. */
export function referenceStage({ variant = 'twin', choices = {}, imaxA, behaviour, faults, signal, wrap }: Staged = {}): Stage {
  const meter = declaredAs({ choices, ...(imaxA && { imaxA }) }, exampleOf(variant));
  const maker = referenceRigMaker(meter, { ...(behaviour && { behaviour }), ...(faults && { faults }) });
  const wrapped = wrap && {
    ...maker,
    make: async (scenario: Parameters<typeof maker.make>[0]) => wrap(await maker.make(scenario)),
  };
  return { meter, maker: wrapped ?? maker, signal: signal ?? new AbortController().signal };
}

/** A trace as it was written, and what judges see of it. */
export interface Played {
  records: readonly TraceRecord[];
  evidence: Evidence;
}

/** Plays scenarios on one stage, each name once. */
export class ReferencePlays {
  private readonly stage: Stage;
  private readonly discovery: ReturnType<typeof discover>;
  private readonly kept = new Map<string, Promise<Played>>();

  constructor(staged: Staged = {}) {
    this.stage = referenceStage(staged);
    this.discovery = discover(this.stage);
  }

  get meter() {
    return this.stage.meter;
  }

  played(scenario: Scenario): Promise<Played> {
    const played = this.kept.get(scenario.name) ?? this.play(scenario);
    this.kept.set(scenario.name, played);
    return played;
  }

  async evidence(scenario: Scenario): Promise<Evidence> {
    return (await this.played(scenario)).evidence;
  }

  private async play(scenario: Scenario): Promise<Played> {
    const { meter } = this.stage;
    const { present } = await this.discovery;
    const sink = new MemoryTrace();
    await play(adapted(scenario, meter.choices), this.stage, present, sink, '');
    return { records: sink.records, evidence: evidenceOf(new TraceView(sink.records), meter) };
  }
}
