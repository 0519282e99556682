import { durationOf } from '../suites/conduct/duration';
import type { PlannedRun, RunInputs } from '../suites/conduct/plan';
import { REQUIREMENTS } from '../suites/requirements';

/** A Monday far from any change of season: where a scenario that fits any date begins for this estimate. */
const SOME_MONDAY_MS = Date.UTC(2026, 2, 2);
/** What playing and judging one step of a virtual rig takes at most on a small machine, ms. */
const WALL_MS_PER_STEP = 0.1;

/** What would run, what cannot and why, and how long it would take. */
export function describePlan({ plan, scenarios }: PlannedRun, { meter, maker }: RunInputs): string {
  const rows = plan.scenarios.map(({ name, kind, cannotRun }, i) => {
    const meterMs = durationOf(scenarios[i]!, meter.choices, SOME_MONDAY_MS, maker);
    return { name, kind, cannotRun, meterMs, steps: scenarios[i]!.steps.length };
  });
  const running = rows.filter(({ cannotRun }) => cannotRun === undefined);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, kind, cannotRun, meterMs }) =>
    cannotRun === undefined
      ? `  ${name.padEnd(width)}  ${kind.padEnd(9)}  ${hours(meterMs)}`
      : `✗ ${name.padEnd(width)}  ${kind.padEnd(9)}  cannot run: ${cannotRun}`,
  );
  const meterMs = running.reduce((sum, row) => sum + (row.meterMs ?? 0), 0);
  const wallMs = maker.time === 'wall' ? meterMs : running.reduce((sum, row) => sum + row.steps * WALL_MS_PER_STEP + 10, 0);
  return `${[
    `${running.length} of ${rows.length} scenarios would run against the ${maker.name}:`,
    ...lines,
    '',
    `meter time ${hours(meterMs)}, wall time about ${wallTime(wallMs)}${maker.time === 'virtual' ? ' (virtual time)' : ''}`,
    ...unreachable(maker.meterCapabilities, maker.benchCapabilities),
  ].join('\n')}\n`;
}

function unreachable(meter: ReadonlySet<string>, bench: ReadonlySet<string>): string[] {
  const open = REQUIREMENTS.filter(
    ({ capabilities }) =>
      capabilities.meter.some((name) => !meter.has(name)) || capabilities.bench.some((name) => !bench.has(name)),
  );
  return open.length
    ? ['', 'requirements that stay open for want of a capability:', ...open.map(({ id, title }) => `  ${id}: ${title}`)]
    : [];
}

const hours = (ms: number | undefined) => (ms === undefined ? 'depends on the meter' : `${(ms / 3_600_000).toFixed(1)} h`);
const wallTime = (ms: number) => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : hours(ms));
