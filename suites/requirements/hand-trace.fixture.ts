import type { Choices } from '../../declaration/choices';
import type { Variant } from '../../declaration/declaration';
import { exampleOf } from '../../declaration/example-meter.fixture';
import { TraceView } from '../../trace/view';
import {
  type Answer,
  type Association,
  ELEMENTS,
  type Element,
  type EnergyBounds,
  type Flows,
  type LifeStep,
  type Ms,
  type ObjectName,
  type Presets,
  type Range,
  type RecordBody,
  type TraceRecord,
  type Value,
} from '../../trace/vocabulary';
import { evidenceOf } from '../judge';
import { energyOf } from '../ledger/trace-of.fixture';
import type { Finding, Requirement } from './requirement';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const WH_UJ = 3_600_000_000n;

export const DONE: Answer = { value: null };
export const REFUSED: Answer = { refused: { code: 12, name: 'type-unmatched' } };
/** The octets of a text as an MPAN object holds them. */
export const octets = (text: string) => ({ octets: Buffer.from(text, 'latin1').toString('hex') });

/** A trace told line by line, in which bench time and meter time are one: what a meter answered is whatever the test says. */
export class HandTrace {
  readonly records: TraceRecord[] = [];

  constructor(
    public now: Ms,
    { before, preset }: { before?: LifeStep[]; preset?: Presets } = {},
  ) {
    this.append({
      kind: 'opened',
      schema: 'smets2-trace/1',
      scenario: {
        name: 'told',
        title: 'told',
        kind: 'scripted',
        start: now,
        observe: [],
        ...(before && { before }),
        ...(preset && { preset }),
      },
      scenarioHash: '0'.repeat(64),
      rig: 'told',
      time: 'virtual',
      tool: 'hand-trace',
    });
    this.clock();
  }

  /** The clock stands `aheadMs` ahead of the bench. */
  clock(aheadMs = 0): this {
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'read', object: 'clock' } });
    this.append({ kind: 'clock', of, meterMs: this.now + aheadMs, status: 'reliable', when: this.instant() });
    return this;
  }

  /** Lets time pass with so many whole Wh of export of the secondary, and of import of the primary element. */
  pass(ms: Ms, exportWh = 0, importWh = 0): this {
    const untilMs = this.now + ms;
    const stimulus = { do: 'wait' as const, until: { after: ms } };
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus, untilMs });
    const exactly = (wh: number): [string, string] => [String(BigInt(wh) * WH_UJ), String(BigInt(wh) * WH_UJ)];
    const secondary: EnergyBounds = exportWh === 0 ? {} : { export: exactly(exportWh) };
    const primary: EnergyBounds = importWh === 0 ? {} : { import: exactly(importWh) };
    const when = { fromMs: this.now, toMs: untilMs };
    this.now = untilMs;
    this.append({ kind: 'effect', of, when, from: 'model', energy: { primary, secondary } });
    return this;
  }

  /** Lets time pass with export of the secondary element that the bench knows only within bounds, whole Wh. */
  roughly(ms: Ms, loWh: number, hiWh: number): this {
    const untilMs = this.now + ms;
    const stimulus = { do: 'wait' as const, until: { after: ms } };
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus, untilMs });
    const bounds: [string, string] = [String(BigInt(loWh) * WH_UJ), String(BigInt(hiWh) * WH_UJ)];
    const when = { fromMs: this.now, toMs: untilMs };
    this.now = untilMs;
    this.append({ kind: 'effect', of, when, from: 'set-point', energy: { secondary: { export: bounds } } });
    return this;
  }

  /** Holds these flows for so long; an element left out carries nothing. */
  flow(ms: Ms, elements: Flows): this {
    const untilMs = this.now + ms;
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'flow', elements }, untilMs });
    const energy: Partial<Record<Element, EnergyBounds>> = {};
    for (const element of ELEMENTS) energy[element] = energyOf(elements[element] ?? { activeMw: 0 }, ms) ?? {};
    const when = { fromMs: this.now, toMs: untilMs };
    this.now = untilMs;
    this.append({ kind: 'effect', of, when, from: 'model', energy });
    return this;
  }

  /** Asks the bench for a power of the secondary element for a minute, of which nothing flows. */
  ask(activeMw: number): this {
    const stimulus = { do: 'flow' as const, elements: { secondary: { activeMw } }, until: { after: MINUTE } };
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus, untilMs: this.now + MINUTE });
    const when = { fromMs: this.now, toMs: this.now + MINUTE };
    this.now = when.toMs;
    this.append({ kind: 'effect', of, when, from: 'model', energy: {} });
    return this;
  }

  until(ms: Ms, exportWh = 0, importWh = 0): this {
    return this.pass(ms - this.now, exportWh, importWh);
  }

  supply(on: boolean): this {
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'supply', on } });
    this.append({ kind: 'effect', of, when: this.instant(), from: 'model', supply: on });
    return on ? this.clock() : this;
  }

  read(object: ObjectName, value: Value, range?: Range): this {
    const of = this.append({
      kind: 'stimulus',
      part: 'steps',
      step: 0,
      stimulus: { do: 'read', object },
      ...(range && { range }),
    });
    return this.answer(of, object, { value });
  }

  /** A read by block transfer that lasts so long, with so many whole Wh of export meanwhile. */
  longRead(object: ObjectName, value: Value, ms: Ms, exportWh = 0): this {
    const fromMs = this.now;
    const untilMs = fromMs + ms;
    const stimulus = { do: 'read' as const, object, until: { after: ms } };
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus, untilMs });
    this.pass(ms, exportWh);
    this.append({ kind: 'observation', of, when: { fromMs, toMs: untilMs }, object, answer: { value }, attempts: 1 });
    return this;
  }

  refusedRead(object: ObjectName, answer = REFUSED): this {
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'read', object } });
    return this.answer(of, object, answer);
  }

  write(object: ObjectName, value: Value, answer = DONE): this {
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'write', object, value } });
    return this.answer(of, object, answer);
  }

  /** A write to which no answer came. */
  unanswered(object: ObjectName, value: Value): this {
    this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { do: 'write', object, value } });
    return this;
  }

  /** A read, write or invocation by the public association. */
  publicly(stimulus: PublicStimulus, answer: Answer): this {
    const as: Association = 'public';
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus: { ...stimulus, as } });
    return this.answer(of, stimulus.object, answer);
  }

  invoke(object: ObjectName, method: string, argument?: Value, answer = DONE): this {
    const stimulus = { do: 'invoke' as const, object, method, ...(argument !== undefined && { argument }) };
    return this.answer(this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus }), object, answer);
  }

  setClock(meterMs: Ms): this {
    const stimulus = { do: 'setClock' as const, to: { at: meterMs } };
    const of = this.append({ kind: 'stimulus', part: 'steps', step: 0, stimulus, meterMs });
    this.answer(of, 'clock', DONE);
    return this.clock(meterMs - this.now);
  }

  evidence(choices: Partial<Choices> = {}, variant: Variant = 'twin') {
    return evidenceOf(new TraceView(this.records), exampleOf(variant, choices));
  }

  /** What a requirement finds, without what only a report needs. */
  findings(requirements: readonly Requirement[], id: string, choices: Partial<Choices> = {}, variant: Variant = 'twin'): Told[] {
    const requirement = requirements.find((one) => one.id === id)!;
    return requirement
      .judge(this.evidence(choices, variant))
      .map(({ says, observed, expected, outcome, records }) => ({ says, observed, expected, outcome, records }));
  }

  /** The outcomes alone. */
  outcomes(
    requirements: readonly Requirement[],
    id: string,
    choices: Partial<Choices> = {},
    variant: Variant = 'twin',
  ): Finding['outcome'][] {
    return this.findings(requirements, id, choices, variant).map(({ outcome }) => outcome);
  }

  private answer(of: number, object: ObjectName, answer: Answer): this {
    this.append({ kind: 'observation', of, when: this.instant(), object, answer, attempts: 1 });
    return this;
  }

  private instant() {
    return { fromMs: this.now, toMs: this.now };
  }

  private append(body: RecordBody): number {
    const seq = this.records.length + 1;
    this.records.push({ seq, prev: '', atMs: this.now, ...body });
    return seq;
  }
}

type Told = Pick<Finding, 'says' | 'observed' | 'expected' | 'outcome' | 'records'>;

type PublicStimulus =
  | { do: 'read'; object: ObjectName }
  | { do: 'write'; object: ObjectName; value: Value }
  | { do: 'invoke'; object: ObjectName; method: string };
