import type { Declaration } from '../declaration/declaration';
import type { TraceView } from '../trace/view';
import { Ledger } from './ledger/ledger';
import { REQUIREMENTS } from './requirements';
import type { Evidence, Finding, Requirement } from './requirements/requirement';
import { verdictOf } from './verdict';
import type { Judgement } from './verdict-types';

/** What judges see of one trace. */
export function evidenceOf(trace: TraceView, meter: Declaration): Evidence {
  return { trace, meter, ledger: new Ledger(trace, meter) };
}

/** Every applicable requirement's judgement of one trace. A judge that throws is our error, never the meter's fail. */
export function judge(evidence: Evidence, requirements: readonly Requirement[] = REQUIREMENTS): Judgement[] {
  return requirements
    .filter((requirement) => requirement.applies(evidence.meter) === true)
    .map((requirement) => judgeOne(requirement, evidence));
}

function judgeOne(requirement: Requirement, evidence: Evidence): Judgement {
  const about = { requirement: requirement.id, scenario: evidence.trace.scenario.name };
  let findings: Finding[];
  try {
    findings = requirement.judge(evidence);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { ...about, verdict: 'error', because: `the judge itself failed: ${text}`, findings: [] };
  }
  return { ...about, findings, ...verdictOf(findings, evidence.trace) };
}
