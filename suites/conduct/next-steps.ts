import type { Cause, Failure, RequirementResult } from '../run-result';
import type { Causes } from './causes';

/** What to do about a failure, most telling first: what parts the likely causes, what narrows the bounds, whom it also concerns. */
export function nextSteps(
  result: RequirementResult,
  { finding, scenario, trace }: Pick<Failure, 'finding' | 'scenario' | 'trace'>,
  likely: readonly Cause[],
  causes: Causes,
): string[] {
  const [first, second] = likely;
  const [from, to] = [Math.min(...finding.records), Math.max(...finding.records)];
  return [
    `Replay the smallest scenario on this firmware, and compare what the meter answered in ${from === to ? `record ${from}` : `records ${from} to ${to}`} of ${trace}.`,
    ...partingOf(first, second, causes),
    first
      ? `If the meter does what ${first.fault} does (${lowerFirst(first.says)}), other failures of this run have the same root: mend this one first, then run everything again.`
      : `No faulty meter known here behaves like this one: look for a cause in ${scenario} itself, or for two defects at once.`,
    ...(finding.budget.length > 0
      ? ['The difference is larger than everything in the budget: better instruments would not change this verdict.']
      : []),
    ...(result.counts.pass
      ? [
          `It passed in ${result.counts.pass} other scenario${result.counts.pass === 1 ? '' : 's'}: what differs there narrows the cause.`,
        ]
      : []),
  ];
}

function partingOf(first: Cause | undefined, second: Cause | undefined, causes: Causes): string[] {
  if (!first || !second) return [];
  const parting = causes.toldApart(first.fault, second.fault);
  if (!parting) return [`Nothing played here tells ${first.fault} from ${second.fault}: look at both.`];
  const { scenario, requirement, failedBy } = parting;
  return [`Scenario ${scenario} tells ${first.fault} from ${second.fault}: only ${failedBy} fails ${requirement} there.`];
}

const lowerFirst = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
