import type { Declaration } from '../declaration/declaration';
import type { Progress } from '../suites/conduct/conduct-run';
import type { PlannedScenario } from '../suites/conduct/run-directory';
import { evidenceOf, judge } from '../suites/judge';
import { overTraces } from '../suites/verdict';
import { VERDICTS, type Verdict } from '../suites/verdict-types';
import { TraceView } from '../trace/view';
import type { TraceRecord } from '../trace/vocabulary';
import { type BenchFace, type BenchState, benchState } from './bench-face';
import { type ChartWindow, LastMinutes } from './chart-window';

/** What a live page shows: all of it, each time. */
export interface LiveState {
  meter: string;
  done: number;
  of: number;
  /** Wall time until the last scenario has been played, as far as it is known by now. */
  leftMs?: number;
  scenario?: { name: string; title: string };
  verdicts: Record<Verdict, number>;
  /** The newest failures, newest first. */
  failed: { requirement: string; scenario: string; because: string }[];
  chart: ChartWindow;
  /** Of a manual bench. */
  bench?: BenchState;
  /** What persons at the bench were asked and answered. */
  operator: { name: string; answer: string; asked?: string }[];
  ended?: { statement: string; text: string; report: string };
}

const MOST_TOLD = 12;

/** Follows a run: what is played, what it has shown so far, what flows. Judges each trace once it is whole. */
export class LiveRun implements Progress {
  private readonly verdicts = new Map<string, Verdict>();
  private records: TraceRecord[] = [];
  private minutes = new LastMinutes();
  private readonly state: Omit<LiveState, 'verdicts' | 'chart' | 'leftMs' | 'bench'>;
  private readonly startedMs: number;
  private doneWeight = 0;

  /** `weights`: about how long each scenario takes, in any unit, by name; `changed` is told whenever there is something new to show. */
  constructor(
    private readonly meter: Declaration,
    private readonly weights: ReadonlyMap<string, number>,
    private readonly changed: () => void = () => undefined,
    private readonly now: () => number = Date.now,
    private readonly bench?: BenchFace,
  ) {
    const { manufacturer, model, firmware } = meter.meter;
    this.state = { meter: `${manufacturer} ${model} ${firmware}`, done: 0, of: weights.size, failed: [], operator: [] };
    this.startedMs = now();
  }

  started = ({ name, title }: PlannedScenario, number: number, of: number): void => {
    this.records = [];
    this.minutes = new LastMinutes();
    Object.assign(this.state, { done: number - 1, of, scenario: { name, title } });
    this.changed();
  };

  recorded = (record: TraceRecord): void => {
    this.records.push(record);
    this.minutes.add(record);
    if (record.kind === 'operator') {
      const { name, answer, asked } = record;
      this.state.operator.unshift({ name, answer, ...(asked !== undefined && { asked }) });
    }
    this.state.operator.splice(MOST_TOLD);
    this.changed();
  };

  ended = ({ name }: PlannedScenario): void => {
    this.state.done++;
    this.doneWeight += this.weights.get(name) ?? 0;
    for (const { requirement, verdict, because } of judge(evidenceOf(new TraceView(this.records), this.meter))) {
      const before = this.verdicts.get(requirement) ?? 'not-assessed';
      this.verdicts.set(requirement, overTraces([{ verdict: before }, { verdict }]));
      if (verdict === 'fail' && before !== 'fail') this.state.failed.unshift({ requirement, scenario: name, because });
    }
    this.state.failed.splice(MOST_TOLD);
    this.changed();
  };

  /** The run is over. */
  finish(ended: NonNullable<LiveState['ended']>): void {
    delete this.state.scenario;
    this.state.ended = ended;
    this.changed();
  }

  snapshot(): LiveState {
    const verdicts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
    for (const verdict of this.verdicts.values()) verdicts[verdict]++;
    const left = this.leftMs();
    const bench = this.bench && !this.state.ended ? { bench: benchState(this.bench) } : {};
    return { ...this.state, verdicts, chart: this.minutes.window, ...bench, ...(left !== undefined && { leftMs: left }) };
  }

  private leftMs(): number | undefined {
    const whole = [...this.weights.values()].reduce((sum, weight) => sum + weight, 0);
    if (this.state.ended || this.doneWeight === 0) return undefined;
    return Math.max(0, ((this.now() - this.startedMs) * (whole - this.doneWeight)) / this.doneWeight);
  }
}
