import { type Declaration, mostMva } from '../../declaration/declaration';
import { PortError, UsageError } from '../../trace/errors';
import { lifeMs } from '../../trace/life';
import {
  type Answer,
  type Association,
  ELEMENTS,
  type Element,
  type EnergyBounds,
  type Flow,
  type Flows,
  type LifeStep,
  type Ms,
  type ObjectName,
  type Presets,
  type Quadrant,
  type Range,
} from '../../trace/vocabulary';
import {
  BENCH_CAPABILITIES,
  type Bench,
  type BenchInterval,
  type BenchStimulus,
  type MeterReply,
  type MeterStimulus,
  type MeterUnderTest,
  type Rig,
  type RigMaker,
} from '../ports';
import { type Behaviour, type Fitting, fittingOf } from './behaviour';
import { Esme } from './esme';
import type { Fault } from './fault';
import { LongRead } from './long-read';
import { ObjectServer } from './object-server';
import { type PartMakers, STANDARD_PARTS } from './parts';
import type { RefusalName } from './refusals';
import type { DrawnLog } from './stamped-log';

/** Where a scenario begins that names no date: a Monday, 00:00 UTC. */
export const ANY_START_MS = Date.parse('2026-03-02T00:00:00Z');

const IDLE: Flow = { activeMw: 0 };

/** A long read that the bench's time carries on. */
interface UnderWay {
  read: LongRead;
  finished(answer: Answer): void;
  failed(error: PortError): void;
}

/** The reference meter on its bench, both over one virtual time. The bench's energy is what flowed, never what was counted. */
export class ReferenceRig implements Rig {
  readonly meter: MeterUnderTest;
  readonly bench: Bench;
  private readonly esme: Esme;
  private readonly server: ObjectServer;
  private flows: Record<Element, Flow> = { primary: IDLE, secondary: IDLE };
  /** Writes, invocations and sets at the present instant: two reads around one of them are two snapshots. */
  private changes = 0;
  private longRead: UnderWay | undefined;
  /** Steps of the clock to come, in bench time. */
  private readonly corrections: { atMs: Ms; byMs: Ms }[] = [];

  /** The meter was first energised before `startMs`, bench time, by as long as its history lasts. Throws a UsageError for an unknown preset. */
  constructor(
    readonly name: string,
    private readonly fitting: Fitting,
    parts: PartMakers,
    startMs: Ms,
  ) {
    const { presets, history, clockCorrections } = fitting.behaviour;
    this.esme = new Esme(fitting, parts, startMs - lifeMs(history));
    this.server = new ObjectServer(this.esme, fitting);
    this.live(history);
    this.preset(presets);
    this.corrections.push(...clockCorrections.map(({ afterMs, byMs }) => ({ atMs: startMs + afterMs, byMs })));
    this.meter = {
      capabilities: new Set<string>(fitting.declaration.capabilities),
      open: async () => {},
      perform: (stimulus, signal) => {
        signal.throwIfAborted();
        return stimulus.do === 'read' && stimulus.untilMs !== undefined
          ? this.readLong(stimulus.object, stimulus.range, stimulus.untilMs, stimulus.as)
          : this.askMeter(stimulus);
      },
      close: async () => {},
    };
    this.bench = {
      capabilities: new Set<string>(BENCH_CAPABILITIES),
      time: 'virtual',
      now: () => this.esme.now,
      perform: (stimulus, signal) => {
        signal.throwIfAborted();
        return [this.moveBench(stimulus)];
      },
    };
  }

  /** Whether the meter has supply: without, it answers nothing. */
  get powered(): boolean {
    return this.esme.powered;
  }

  /** What an association may do with an object, as the meter itself holds it; undefined for one that it has not. */
  rights(name: ObjectName, by: Association): { read: boolean; write: boolean; invoke: boolean } | undefined {
    return this.server.rights(name, by);
  }

  /** Rows of a log that an association may read, drawn one after the other while time passes; undefined for what is no such log. */
  draw(name: ObjectName, range: Range, by: Association): DrawnLog | undefined {
    return this.server.draw(name, range, by);
  }

  /** What the meter answers now, without waiting. Throws a PortError where it has no supply. */
  ask(stimulus: MeterStimulus): Answer {
    return this.askMeter(stimulus).answer;
  }

  /** Replies when the bench has gone on until then, with what was taken on the way. */
  private async readLong(object: ObjectName, range: Range | undefined, untilMs: Ms, by?: Association): Promise<MeterReply> {
    this.mustAnswer('read');
    const fromMs = this.esme.now;
    const read = this.server.readLong(object, range, fromMs, untilMs, by);
    const when = { fromMs, toMs: untilMs };
    if (!(read instanceof LongRead)) return { answer: read, when, attempts: 1 };
    if (untilMs <= fromMs) return { answer: read.finish(), when: { fromMs, toMs: fromMs }, attempts: 1 };
    return new Promise((resolve, reject) => {
      this.longRead = { read, finished: (answer) => resolve({ answer, when, attempts: 1 }), failed: reject };
    });
  }

  private mustAnswer(stimulus: MeterStimulus['do']) {
    if (!this.esme.powered) throw new PortError('link', 'no-answer', `the meter has no supply and does not answer a ${stimulus}`);
  }

  private askMeter(stimulus: MeterStimulus): MeterReply {
    this.mustAnswer(stimulus.do);
    const atMs = this.esme.now;
    const answer = inItsWords(this.answer(stimulus), this.fitting.behaviour.refusals);
    if (stimulus.do !== 'read') {
      this.changes++;
      this.apply();
    }
    const snapshot = this.changes === 0 ? `t${atMs}` : `t${atMs}.${this.changes}`;
    return { answer, when: { fromMs: atMs, toMs: atMs }, attempts: 1, ...(stimulus.do === 'read' ? { snapshot } : {}) };
  }

  private answer(stimulus: MeterStimulus): Answer {
    switch (stimulus.do) {
      case 'read':
        return this.server.read(stimulus.object, stimulus.range, stimulus.as);
      case 'write':
        if (stimulus.raw !== undefined)
          throw new UsageError(
            `write ${stimulus.object}: raw octets need a meter on a wire; leave raw out or use a wire adapter`,
          );
        return this.server.write(stimulus.object, stimulus.value, stimulus.as);
      case 'invoke':
        return this.server.invoke(stimulus.object, stimulus.method, stimulus.argument, stimulus.as);
      case 'setClock':
        return this.server.setClock(stimulus.meterMs);
    }
  }

  private moveBench(stimulus: BenchStimulus): BenchInterval {
    switch (stimulus.do) {
      case 'flow':
        this.setFlows(stimulus.elements);
        return this.hold(stimulus.untilMs ?? this.esme.now);
      case 'wait':
        return this.hold(stimulus.untilMs);
      case 'supply':
        this.esme.setSupply(stimulus.on);
        this.changes++;
        this.apply();
        return { ...this.instant(), supply: stimulus.on };
      case 'report':
        return this.instant();
    }
  }

  private live(history: readonly LifeStep[]) {
    for (const step of history) {
      if (step.do === 'supply') this.esme.setSupply(step.on);
      if (step.do === 'flow') this.setFlows(step.elements);
      else this.apply();
      if (step.do !== 'supply' && step.until) this.advanceTo(this.esme.now + step.until.after);
    }
    this.setFlows({ primary: IDLE, secondary: IDLE });
    // A virtual rig begins at rest: nothing that flowed before comes up later in a register that lags.
    this.esme.metrology.refresh();
  }

  private setFlows(flows: Flows) {
    for (const element of ELEMENTS) {
      const flow = flows[element];
      if (flow) this.checkFlow(element, flow);
    }
    this.flows = { ...this.flows, ...flows };
    this.apply();
  }

  private checkFlow(element: Element, { activeMw, reactiveMvar = 0 }: Flow) {
    const { declaration } = this.fitting;
    const limitMva = mostMva(declaration, element);
    const asked = `flow ${element}: ${activeMw} mW, ${reactiveMvar} mvar`;
    if (!Number.isSafeInteger(activeMw) || !Number.isSafeInteger(reactiveMvar))
      throw new UsageError(`${asked}: powers are whole milliwatts and millivar`);
    if (activeMw ** 2 + reactiveMvar ** 2 <= limitMva ** 2) return;
    const { nominalVoltageV: volts } = declaration;
    throw new UsageError(
      limitMva === 0
        ? `${asked}: a ${declaration.variant} meter has no ${element} element`
        : `${asked}: above Imax ${limitMva / volts / 1000} A × ${volts} V = ${limitMva} mVA; lower the power or scale the file`,
    );
  }

  /** What really flows: nothing without supply, nor through an open contact. */
  private through(element: Element): Flow {
    return this.esme.powered && this.esme.loadSwitch.conducts(element) ? this.flows[element] : IDLE;
  }

  private apply() {
    this.esme.setFlows({ primary: this.through('primary'), secondary: this.through('secondary') });
  }

  private hold(untilMs: Ms): BenchInterval {
    const fromMs = this.esme.now;
    if (!Number.isSafeInteger(untilMs) || untilMs < fromMs)
      throw new UsageError(
        `the bench stands at ${fromMs} ms and cannot hold until ${untilMs} ms: name a later whole millisecond`,
      );
    if (untilMs === fromMs) return this.instant();
    const energy = {
      primary: energyOf(this.through('primary'), untilMs - fromMs),
      secondary: energyOf(this.through('secondary'), untilMs - fromMs),
    };
    this.advanceTo(untilMs);
    return { when: { fromMs, toMs: untilMs }, from: 'model', energy };
  }

  private advanceTo(benchMs: Ms) {
    while (this.longRead && this.longRead.read.nextBlockMs <= benchMs) this.takeBlock(this.longRead);
    this.passTo(benchMs);
    this.changes = 0;
  }

  /** Time passes, and the clock steps where it does so by itself. */
  private passTo(benchMs: Ms) {
    for (let next = this.corrections[0]; next && next.atMs <= benchMs; next = this.corrections[0]) {
      this.corrections.shift();
      this.esme.advanceTo(next.atMs);
      this.esme.correctClock(next.byMs);
    }
    this.esme.advanceTo(benchMs);
  }

  private takeBlock({ read, finished, failed }: UnderWay) {
    const { nextBlockMs, untilMs } = read;
    this.passTo(nextBlockMs);
    if (this.esme.powered && nextBlockMs < untilMs) {
      read.takeBlock();
      return;
    }
    this.longRead = undefined;
    if (this.esme.powered) finished(read.finish());
    else failed(new PortError('link', 'no-answer', 'the meter lost its supply during a long read'));
  }

  private instant(): BenchInterval {
    return { when: { fromMs: this.esme.now, toMs: this.esme.now }, from: 'model' };
  }

  private preset(presets: Behaviour['presets']) {
    const { registers, rates } = this.esme.metrology;
    const modulusWh = this.fitting.choices.registerModulusWh;
    for (const [name, wh] of Object.entries(presets)) {
      const bank = rates.get(name);
      if (!registers.has(name) && !bank)
        throw new PortError(
          'bench',
          'no-register',
          `preset ${name}: no such register; there are ${[...registers.keys(), ...rates.keys()].join(', ')}`,
        );
      const counts = [wh].flat();
      if (bank ? counts.length !== bank.wh.length : typeof wh !== 'number')
        throw new UsageError(`preset ${name}: ${counts.length} numbers; it has ${bank?.wh.length ?? 1}`);
      if (counts.some((count) => !Number.isSafeInteger(count) || count < 0 || count >= modulusWh))
        throw new UsageError(`preset ${name}: ${wh} is not a whole number of Wh below the modulus ${modulusWh}`);
    }
    if (Object.keys(presets).length > 0) this.esme.preset(presets);
  }
}

/** A refusal as this specimen words it. */
function inItsWords(answer: Answer, refusals: Behaviour['refusals']): Answer {
  if (!('refused' in answer)) return answer;
  return { refused: refusals[answer.refused.name as RefusalName] ?? answer.refused };
}

/** Exact energy of one element; what is left out was zero. Reactive energy by quadrant: 1 +P +Q, 2 −P +Q, 3 −P −Q, 4 +P −Q. */
function energyOf({ activeMw, reactiveMvar = 0 }: Flow, durationMs: Ms): EnergyBounds {
  const energy: EnergyBounds = {};
  if (activeMw > 0) energy.import = exactly(activeMw, durationMs);
  if (activeMw < 0) energy.export = exactly(-activeMw, durationMs);
  if (reactiveMvar === 0) return energy;
  const quadrant: Quadrant = reactiveMvar > 0 ? (activeMw < 0 ? 'Q2' : 'Q1') : activeMw < 0 ? 'Q3' : 'Q4';
  energy.reactive = { [quadrant]: exactly(Math.abs(reactiveMvar), durationMs) };
  return energy;
}

function exactly(power: number, durationMs: Ms): [string, string] {
  const product = power * durationMs;
  const text = Number.isSafeInteger(product) ? String(product) : String(BigInt(power) * BigInt(durationMs));
  return [text, text];
}

/** What registers and rates hold when the meter comes to the bench. */
function found({ behaviour, choices }: Fitting): Presets {
  const modulusWh = choices.registerModulusWh;
  const counted = (wh: number) => (wh < 0 ? modulusWh + wh : wh);
  const entries = Object.entries(behaviour.presets).map(([name, wh]) => [name, typeof wh === 'number' ? counted(wh) : wh]);
  return Object.fromEntries(entries) as Presets;
}

/** Puts a fresh reference meter, with the faults and the behaviour asked for, on a virtual bench for each scenario. */
export function referenceRigMaker(
  declaration: Declaration,
  { faults = [], behaviour = {} }: { faults?: readonly Fault[]; behaviour?: Partial<Behaviour> } = {},
): RigMaker & { make(...asked: Parameters<RigMaker['make']>): Promise<ReferenceRig> } {
  const parts = faults.reduce((makers, fault) => fault.replace(makers), STANDARD_PARTS);
  const fitting = fittingOf(declaration, behaviour);
  const name = ['reference meter', ...faults.map((fault) => fault.name)].join(' with ');
  return {
    name,
    fresh: true,
    meterCapabilities: new Set<string>(declaration.capabilities),
    benchCapabilities: new Set<string>(BENCH_CAPABILITIES),
    time: 'virtual',
    requestMs: 0,
    make: async ({ start, preset, before = [], firmware }) => {
      const history = [...fitting.behaviour.history, ...before];
      const image = firmware === 'today' ? 'pre-dp184' : fitting.behaviour.firmware;
      const presets = { ...(image !== 'pre-dp184' && found(fitting)), ...preset };
      const specimen: Fitting = { ...fitting, behaviour: { ...fitting.behaviour, presets, history, firmware: image } };
      return new ReferenceRig(name, specimen, parts, start === 'any' ? ANY_START_MS : start);
    },
  };
}
