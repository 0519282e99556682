import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Association, Ms, ObjectName, Range } from '../../trace/vocabulary';
import type { BenchInterval, BenchReply, BenchStimulus, MeterStimulus, RigMaker } from '../ports';
import type { ReferenceRig } from '../reference';
import { appended } from './joined-intervals';
import type { NamedMeter } from './meter-objects';
import type { FreshMeter } from './side-channel';

export type Time = 'virtual' | 'wall';

/** Makes a reference meter, faulty or not, on its bench. */
export type MeterMaker = Omit<RigMaker, 'make'> & { make(fresh: FreshMeter): Promise<ReferenceRig> };

/** How long a wall clock may go on while a bench waits, before the meter is moved on. */
const STEP_MS = 200;

/**
 * A reference meter whose time goes on by itself (`wall`) or stands still but for what its bench performs (`virtual`). Both begin
 * where the meter was made; whoever asks it in wall time finds it at the present instant.
 */
export class VirtualMeter implements NamedMeter {
  private time: Time = 'wall';
  /** Bench time minus wall time, in wall time. */
  private aheadMs = 0;
  /** What has passed since the last reply to a bench. */
  private passed: BenchInterval[] = [];

  private constructor(
    readonly maker: MeterMaker,
    private rig: ReferenceRig,
  ) {
    this.goOn();
  }

  /** A meter at the present date, in wall time. */
  static async now(maker: MeterMaker): Promise<VirtualMeter> {
    return new VirtualMeter(maker, await maker.make({ name: 'by itself', start: Date.now() }));
  }

  get timeKept(): Time {
    return this.time;
  }

  now(): Ms {
    if (this.time === 'wall') this.passTo(Date.now() + this.aheadMs);
    return this.rig.bench.now();
  }

  get powered(): boolean {
    this.now();
    return this.rig.powered;
  }

  ask(stimulus: MeterStimulus): Answer {
    this.now();
    return this.rig.ask(stimulus);
  }

  /** As the rig draws; each row as it is when it is drawn. */
  draw(name: ObjectName, range: Range, by: Association) {
    const drawn = this.rig.draw(name, range, by);
    if (!drawn) return undefined;
    const take = (count: number) => {
      this.now();
      return drawn.take(count);
    };
    return { rows: drawn.rows, take };
  }

  rights(name: ObjectName, by: Association) {
    return this.rig.rights(name, by);
  }

  /** A fresh meter instead of the one that was there. Throws as the reference rig does. */
  async make(fresh: FreshMeter, time: Time): Promise<void> {
    this.rig = await this.maker.make(fresh);
    this.passed = [];
    if (time === 'wall') this.goOn();
    else this.time = 'virtual';
  }

  /** The meter that is there. What passed before is in no reply to whoever takes it. */
  take(time: Time): void {
    this.now();
    this.passed = [];
    if (time === 'wall') this.goOn();
    else this.time = 'virtual';
  }

  /** From where it stands, time goes on by itself. */
  goOn(): void {
    this.time = 'wall';
    this.aheadMs = this.rig.bench.now() - Date.now();
  }

  /** In wall time what takes time ends when its time has come, or with the signal's reason. */
  async perform(stimulus: BenchStimulus, signal: AbortSignal): Promise<BenchReply> {
    this.now();
    const { untilMs } = { untilMs: undefined, ...stimulus };
    if (this.time === 'virtual' || untilMs === undefined) return this.replyWith(await this.rig.bench.perform(stimulus, signal));
    // Flows are set now, not when their time is over. What lies in the past is over at once: real time waits for nobody.
    if (stimulus.do === 'flow') this.note(await this.rig.bench.perform({ do: 'flow', elements: stimulus.elements }, signal));
    while (this.now() < untilMs) await sleep(Math.min(STEP_MS, untilMs - this.rig.bench.now()), undefined, { signal });
    return this.replyWith(await this.rig.bench.perform({ do: 'report' }, signal));
  }

  private passTo(benchMs: Ms): void {
    if (benchMs <= this.rig.bench.now()) return;
    // The reference bench performs a wait at once.
    this.note(this.rig.bench.perform({ do: 'wait', untilMs: benchMs }, new AbortController().signal) as BenchReply);
  }

  private note(intervals: BenchReply): void {
    for (const interval of intervals) this.passed = appended(this.passed, interval);
  }

  private replyWith(asked: BenchReply): BenchReply {
    const before = this.passed;
    this.passed = [];
    return [...before, ...asked] as unknown as BenchReply;
  }
}
