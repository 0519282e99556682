import type { Setting } from '../../declaration/manual-bench';
import { MistakeError, PortError } from '../../trace/errors';
import type { Element, EnergyBounds, Flow, Flows, Ms, Window } from '../../trace/vocabulary';
import type { Bench, BenchInterval, BenchReply, BenchStimulus, Witness } from '../ports';
import type { BenchClock } from './bench-clock';
import type { Desk, Said } from './desk';
import { between, energyOf, type SetPoint, setPointOf } from './set-point';
import { flowTask, leftSet, type Standing, sameFlow, supplyTask } from './tasks';

export interface ManualBenchOptions {
  capabilities: ReadonlySet<string>;
  setting: Setting;
  /** The elements that the meter has. */
  elements: readonly Element[];
  desk: Desk;
  clock: BenchClock;
}

const OFF: Flow = { activeMw: 0 };
const UNHEARD: Witness = { operator: () => undefined };

/**
 * A bench that a person sets: told what, the person confirms. What flows is known by the set-point; from the question to the answer it
 * is anything between the old setting and the new one. Throws a PortError of the bench where the person could not do it, and a
 * MistakeError where the person says that something went wrong.
 */
export class ManualBench implements Bench {
  readonly time = 'wall';
  readonly capabilities: ReadonlySet<string>;
  /** Undefined until a person has first confirmed, and again after trouble. */
  private standing: Standing | undefined;
  private toldMs: Ms;

  constructor(private readonly options: ManualBenchOptions) {
    this.capabilities = options.capabilities;
    this.toldMs = options.clock.now();
    // Where nobody can set a flow, none is.
    if (!options.capabilities.has('flow')) this.standing = this.rest();
  }

  now(): Ms {
    return this.options.clock.now();
  }

  async perform(stimulus: BenchStimulus, signal: AbortSignal, witness: Witness = UNHEARD): Promise<BenchReply> {
    const { desk } = this.options;
    const either = AbortSignal.any([signal, desk.alarm]);
    try {
      either.throwIfAborted();
      return await this.done(stimulus, either, witness);
    } catch (error) {
      signal.throwIfAborted();
      const wrong = desk.takeAlarm();
      if (!wrong) throw error;
      this.stand(undefined);
      const answer = withNote('went wrong', wrong);
      witness.operator({ name: wrong.name, over: wrong.over, answer });
      throw new MistakeError(`${wrong.name} says that something went wrong at the bench${wrong.note ? `: ${wrong.note}` : ''}`);
    }
  }

  private async done(stimulus: BenchStimulus, signal: AbortSignal, witness: Witness): Promise<BenchReply> {
    switch (stimulus.do) {
      case 'flow':
        return this.set({ flows: this.wanted(stimulus.elements) }, stimulus.untilMs, signal, witness);
      case 'supply':
        return this.set({ supply: stimulus.on }, undefined, signal, witness);
      case 'wait':
        await this.options.clock.sleep(stimulus.untilMs, signal);
        return [this.passed()];
      case 'report':
        return [this.passed()];
    }
  }

  private async set(
    change: Partial<Standing>,
    untilMs: Ms | undefined,
    signal: AbortSignal,
    witness: Witness,
  ): Promise<BenchReply> {
    const { desk, clock } = this.options;
    const from = this.standing;
    const to = { ...(from ?? this.rest()), ...change };
    const intervals: BenchInterval[] = from ? [this.passed()] : [];
    if (!from || !same(from, to)) {
      const asked = change.supply === undefined ? flowTask(from, to) : supplyTask(to, change.supply);
      // Whatever comes of it, until it is done nobody knows what stands.
      this.stand(undefined);
      const { done, ...said } = await desk.ask(asked, untilMs, signal);
      const { name, over } = said;
      witness.operator({ name, over, asked: asked.join('; '), answer: withNote(done ? 'done' : 'not done', said) });
      if (!done) throw new PortError('bench', 'not-done', `${name} could not do it: ${withNote(asked.join('; '), said)}`);
      this.stand(to);
      // What flowed before anybody had set anything is in no record.
      if (!from) this.toldMs = this.now();
      intervals.push({ ...this.passed(from ?? to), supply: to.supply });
    }
    if (untilMs !== undefined) await clock.sleep(untilMs, signal);
    return [...intervals, this.passed()];
  }

  private stand(standing: Standing | undefined) {
    this.standing = standing;
    this.options.desk.stands(standing ? leftSet(standing) : undefined);
  }

  /** What has passed since the bench was last told of; `from`: on the way from there to what stands now. */
  private passed(from: Standing | undefined = this.standing): BenchInterval {
    const when: Window = { fromMs: this.toldMs, toMs: this.now() };
    this.toldMs = when.toMs;
    const to = this.standing;
    const { elements } = this.options;
    if (!from || !to) return { when, from: 'set-point' };
    if (when.toMs === when.fromMs) return { when, from: 'set-point', supply: from.supply };
    const energies = elements.map((element): [Element, EnergyBounds] => {
      const point = between(this.through(element, from), this.through(element, to));
      return [element, energyOf(point, when.toMs - when.fromMs)];
    });
    return { when, from: 'set-point', energy: Object.fromEntries(energies), supply: from.supply };
  }

  /** Nothing flows without supply. */
  private through(element: Element, { flows, supply }: Standing): SetPoint {
    return setPointOf((supply && flows[element]) || OFF, this.options.setting);
  }

  private wanted(elements: Flows): Standing['flows'] {
    const { flows } = this.standing ?? this.rest();
    const known = Object.entries(elements).filter(([element]) => this.options.elements.includes(element as Element));
    return { ...flows, ...Object.fromEntries(known) };
  }

  private rest(): Standing {
    return { flows: Object.fromEntries(this.options.elements.map((element) => [element, OFF])), supply: true };
  }
}

const same = (a: Standing, b: Standing) =>
  a.supply === b.supply &&
  Object.keys(b.flows).every((element) => sameFlow(a.flows[element as Element], b.flows[element as Element]));

const withNote = (answer: string, { note }: Said) => (note === undefined ? answer : `${answer}: ${note}`);
