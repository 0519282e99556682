import type { Choices } from '../../declaration/choices';
import { exportTable } from '../../declaration/objects';
import { UsageError } from '../../trace/errors';
import type { Ms, Scenario, When } from '../../trace/vocabulary';
import { resolve } from './anchors';
import { KnownTable } from './known-table';

/** Meter time that a scenario takes, conductor's closing included, ms; undefined where it depends on what the meter answers. */
export function durationOf(scenario: Scenario, choices: Choices, startMs: Ms): Ms | undefined {
  const table = new KnownTable(exportTable(choices));
  let meterMs = scenario.start === 'any' ? startMs : scenario.start;
  let passedMs = 0;
  const pass = (until: When) => {
    const end = resolve(until, { meterMs, table: table.at(meterMs), activationMs: table.activationMs, choices });
    passedMs += end - meterMs;
    meterMs = end;
  };
  try {
    for (const step of scenario.steps) {
      if ('until' in step && step.until) pass(step.until);
      if (step.do === 'setClock') meterMs = resolve(step.to, { meterMs, choices });
      if (step.do === 'write') table.note(step, null, meterMs);
    }
    pass({ next: 'halfHour', plus: choices.registerRefreshMs + choices.startUpMs + 1000 });
    return passedMs;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
