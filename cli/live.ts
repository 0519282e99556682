import type { Desk } from '../adapters/bench/desk';
import type { BenchFace } from '../live/bench-face';
import { LiveRun } from '../live/live-run';
import { LiveServer } from '../live/live-server';
import type { Progress } from '../suites/conduct/conduct-run';
import { durationOf } from '../suites/conduct/duration';
import { planRun, type RunInputs } from '../suites/conduct/plan';
import type { RunResult } from '../suites/run-result';

/** A page that follows a run. */
export interface Live {
  address: string;
  progress: Progress;
  /** Shows how the run ended, and closes the page's server. */
  end(result: RunResult, report: string): Promise<void>;
  close(): Promise<void>;
}

/** Any Monday: where a scenario begins that fits any date. */
const ANY_START_MS = Date.UTC(2026, 2, 2);

/** Serves a page of a run; with the desk of a manual bench, its questions are asked there too. */
export async function serveLive(inputs: RunInputs, port: number, desk?: Desk): Promise<Live> {
  let run: LiveRun | undefined;
  const bench = desk && faceOf(desk);
  const server = await LiveServer.start(() => run!.snapshot(), port, bench);
  run = new LiveRun(inputs.meter, weightsOf(inputs), server.changed, Date.now, bench);
  desk?.onChange(server.changed);
  return {
    address: server.address,
    progress: run,
    end: async ({ statement }, report) => {
      run.finish({ statement: statement.verdict, text: statement.text, report });
      await server.close();
    },
    close: () => server.close(),
  };
}

const faceOf = (desk: Desk): BenchFace => ({
  question: () => desk.question,
  standing: () => desk.standing,
  answer: (id, answer) => desk.answer(id, { ...answer, over: 'page' }),
  wentWrong: (answer) => desk.wentWrong({ ...answer, over: 'page' }),
});

/** A virtual scenario takes as long as it has steps; on a bench it takes its meter time. */
function weightsOf(inputs: RunInputs): Map<string, number> {
  const { plan, scenarios } = planRun(inputs);
  const { meter, maker } = inputs;
  const playable = plan.scenarios.flatMap(({ name, cannotRun }, i) =>
    cannotRun === undefined ? [[name, scenarios[i]!] as const] : [],
  );
  return new Map(
    playable.map(([name, scenario]) => [
      name,
      maker.time === 'wall' ? (durationOf(scenario, meter.choices, ANY_START_MS, maker) ?? 0) : scenario.steps.length + 10,
    ]),
  );
}
