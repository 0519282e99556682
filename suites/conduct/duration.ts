import type { RigMaker } from '../../adapters/ports';
import type { Choices } from '../../declaration/choices';
import { exportTable, OBJECTS } from '../../declaration/objects';
import { UsageError } from '../../trace/errors';
import type { Ms, Scenario, Stimulus, When } from '../../trace/vocabulary';
import { resolve } from './anchors';
import { KnownTable } from './known-table';

/** A step that waits for a moment which the requests before it have left behind. */
export interface LateStep {
  step: number;
  lateMs: Ms;
}

interface Timetable {
  /** Meter time that the scenario takes, the conductor's closing included. */
  durationMs: Ms;
  late?: LateStep;
}

/** About how long each request to the meter takes, and each setting of the bench. */
export type Pace = Pick<RigMaker, 'requestMs' | 'settingMs'>;
const AT_ONCE: Pace = { requestMs: 0 };

/** Meter time that a scenario takes, conductor's closing included, ms; undefined where it depends on what the meter answers. */
export function durationOf(scenario: Scenario, choices: Choices, startMs: Ms, pace: Pace = AT_ONCE): Ms | undefined {
  return timetable(scenario, choices, startMs, pace)?.durationMs;
}

/** The first step that comes too late where requests and settings take their time; undefined where none is known to. */
export function lateStepOf(scenario: Scenario, choices: Choices, startMs: Ms, pace: Pace): LateStep | undefined {
  return timetable(scenario, choices, startMs, pace)?.late;
}

function timetable(scenario: Scenario, choices: Choices, startMs: Ms, { requestMs, settingMs = 0 }: Pace): Timetable | undefined {
  const table = new KnownTable(exportTable(choices));
  const observed = scenario.observe === 'everything' ? OBJECTS.length : scenario.observe.length;
  // A bench that knows the date reads what is observed before it.
  let passedMs = scenario.start === 'any' ? observed * requestMs : 0;
  let meterMs = (scenario.start === 'any' ? startMs : scenario.start) + passedMs;
  let late: LateStep | undefined;
  const passTo = (endMs: Ms) => {
    passedMs += endMs - meterMs;
    meterMs = endMs;
  };
  const end = (until: When) => resolve(until, { meterMs, table: table.at(meterMs), activationMs: table.activationMs, choices });
  try {
    for (const [step, stimulus] of scenario.steps.entries()) {
      passTo(meterMs + requestsIn(stimulus) * requestMs);
      // The end of a flow is worked out before it is set.
      const untilMs = 'until' in stimulus && stimulus.until ? end(stimulus.until) : undefined;
      if (stimulus.do === 'flow' || stimulus.do === 'supply') passTo(meterMs + settingMs);
      if (untilMs !== undefined) {
        if (untilMs < meterMs) late ??= { step, lateMs: meterMs - untilMs };
        else passTo(untilMs);
      }
      if (stimulus.do === 'setClock') meterMs = resolve(stimulus.to, { meterMs, choices });
      if (stimulus.do === 'write') table.note(stimulus, null, meterMs);
    }
    passTo(end({ next: 'halfHour', plus: choices.registerRefreshMs + choices.startUpMs + 1000 }));
    passTo(meterMs + observed * requestMs);
    return { durationMs: passedMs, ...(late && { late }) };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** How often a step asks the meter; whatever may move its clock is read around. */
function requestsIn(stimulus: Stimulus): number {
  if (stimulus.do === 'flow' || stimulus.do === 'wait') return 0;
  if (stimulus.do === 'setClock') return 3;
  return stimulus.do === 'invoke' && stimulus.object === 'firmware' ? 3 : 1;
}
