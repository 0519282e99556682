import { conductAndReport, reportPath } from '../../cli/compose';
import { undertaking } from '../../cli/consent';
import { terminal } from '../../cli/output';
import { agreed, RELEASE_CASES, RELEASE_SEED, runInputs } from '../../cli/run-command';
import { UsageError } from '../../trace/errors';
import { interventionsNamed } from '../conduct/interventions';
import { planRun } from '../conduct/plan';

/** The run directory that the suites judge: set by hand to judge a recorded run, else by this set-up. */
export const RUN_VARIABLE = 'SMETS2_RUN';

/**
 * Jest's face of `run`: the same conductor, the same report. `SMETS2_METER` and `SMETS2_BENCH` name declarations,
 * `SMETS2_OUT` the folder of run directories, `SMETS2_FAULT` a faulty part for the reference meter. On a meter that is not made fresh
 * for each scenario `SMETS2_ALLOW` is `--allow`, and `SMETS2_YES` that of `--yes`.
 */
export default async function conduct(): Promise<void> {
  if (process.env[RUN_VARIABLE]) return;
  const { SMETS2_METER: meter, SMETS2_BENCH: bench, SMETS2_OUT: out = 'runs', SMETS2_FAULT: fault } = process.env;
  const { SMETS2_ALLOW: allow, SMETS2_YES: yes } = process.env;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const {
    says: _,
    person,
    ...inputs
  } = runInputs({
    ...(meter && { meter }),
    ...(bench && { bench }),
    out,
    only: [],
    scenario: [],
    fault: fault ? [fault] : [],
    seed: RELEASE_SEED,
    cases: RELEASE_CASES,
    ...(allow !== undefined && { allow: interventionsNamed(allow) }),
    dryRun: false,
    loadOptions: {},
  });
  if (person)
    throw new UsageError('a manual bench asks a person, and Jest cannot: "run" plays it, and SMETS2_RUN judges what it left');
  const undertaken = undertaking(planRun(inputs), inputs);
  const output = { ...terminal, ask: undefined };
  if (undertaken) await agreed(undertaken, inputs, { out, yes: yes !== undefined }, output, stop.signal);
  const { run } = await conductAndReport(inputs, { folder: out, signal: stop.signal });
  process.env[RUN_VARIABLE] = run.path;
  process.stderr.write(`\nconformance report: ${reportPath(run)}\n`);
}
