import {
  beyondRestoring,
  FLOW_LEAVES,
  INTERVENTIONS,
  type Intervention,
  interventionsIn,
  touchedBy,
} from '../suites/conduct/interventions';
import type { PlannedRun, RunInputs } from '../suites/conduct/plan';
import { UsageError } from '../trace/errors';
import type { Scenario } from '../trace/vocabulary';
import { isYes } from './ask';
import type { Output } from './output';

/** What a run is going to do to a meter that is somebody's. */
export interface Undertaking {
  /** Line by line: what it does, how often, what it may not, what it saves. */
  says: string[];
  /** What no restoration takes back. */
  leaves: string[];
}

/** What a planned run does to its meter, and leaves; undefined where each scenario has a meter made for it. */
export function undertaking({ plan, scenarios }: PlannedRun, { maker, meter }: RunInputs): Undertaking | undefined {
  if (maker.fresh) return undefined;
  const played = scenarios.filter((_, i) => plan.scenarios[i]!.cannotRun === undefined);
  const allowed = new Set(plan.allowed);
  const barred = scenarios.filter(
    (one, i) => plan.scenarios[i]!.cannotRun !== undefined && [...interventionsIn(one).keys()].some((name) => !allowed.has(name)),
  );
  const steps = played.flatMap((one) => one.steps);
  const touched = [...new Set(steps.flatMap(touchedBy))];
  const unknown = [...new Set(steps.flatMap(beyondRestoring))];
  const done = totals(played);
  const { manufacturer, model, serial } = meter.meter;
  return {
    says: [
      `One meter lives through this run: ${manufacturer} ${model}, serial ${serial}.`,
      ...done.map((row) => `  ${told(row)}: ${INTERVENTIONS[row.name].does}`),
      ...(done.length === 0 ? ['  nothing is done to it: the scenarios to be played only read, and let energy flow'] : []),
      ...(barred.length > 0
        ? [
            `  not allowed: ${totals(barred)
              .filter(({ name }) => !allowed.has(name))
              .map(told)
              .join('; ')}`,
          ]
        : []),
      ...(touched.length > 0 ? [`  saved before and put back after: ${touched.join(', ')}`] : []),
    ],
    leaves: [
      ...(steps.some(({ do: does }) => does === 'flow') ? [FLOW_LEAVES] : []),
      ...done.map(({ name }) => `${name}: ${INTERVENTIONS[name].leaves}`),
      ...(unknown.length > 0 ? [`what is written to ${unknown.join(', ')}`] : []),
    ],
  };
}

interface Row {
  name: Intervention;
  times: number;
  scenarios: number;
}

function totals(scenarios: readonly Scenario[]): Row[] {
  const rows = new Map<Intervention, Row>();
  for (const scenario of scenarios)
    for (const [name, times] of interventionsIn(scenario)) {
      const row = rows.get(name) ?? { name, times: 0, scenarios: 0 };
      rows.set(name, { name, times: row.times + times, scenarios: row.scenarios + 1 });
    }
  return (Object.keys(INTERVENTIONS) as Intervention[]).flatMap((name) => rows.get(name) ?? []);
}

const told = ({ name, times, scenarios }: Row) =>
  `${name}, ${times} time${times === 1 ? '' : 's'} in ${scenarios} scenario${scenarios === 1 ? '' : 's'}`;

/** An undertaking, line by line. */
export const asLines = ({ says, leaves }: Undertaking): string[] => [
  ...says,
  ...(leaves.length > 0 ? ['What cannot be put back:', ...leaves.map((line) => `  ${line}`)] : []),
];

/** Whether somebody consents. Throws a UsageError where nobody is there to, and `--yes` has not been said. */
export async function consented({ leaves }: Undertaking, yes: boolean, output: Output, signal: AbortSignal): Promise<boolean> {
  if (yes || leaves.length === 0) return true;
  if (!output.ask)
    throw new UsageError(
      'What this run leaves on the meter cannot all be put back, and nobody is at the terminal to agree: read the list above, then add --yes.',
    );
  return isYes(await output.ask('Go on? [y/N] ', signal));
}
