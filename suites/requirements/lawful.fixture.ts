import type { TraceRecord } from '../../trace/vocabulary';
import { REQUIREMENTS } from './index';
import { met } from './met';
import type { Evidence, Finding } from './requirement';

/** A requirement's findings, each with the requirement and the scenario that it speaks of. */
export type Told = Finding & { requirement: string; scenario: string };

/**
 * The laws that bind every judge on every trace: it does not throw, it says something where all its needs are met,
 * and what it says rests on records of the trace, at a time, within bounds whose width it explains.
 */
export function lawfulFindings(evidence: Evidence, records: readonly TraceRecord[]): Told[] {
  const applying = REQUIREMENTS.filter((requirement) => requirement.applies(evidence.meter) === true);
  return applying.flatMap((requirement) => {
    const findings = requirement.judge(evidence);
    const needsMet = requirement.needs(evidence.meter).every((need) => met(need, evidence));
    const scenario = evidence.trace.scenario.name;
    expect({ requirement: requirement.id, scenario, silent: needsMet && findings.length === 0 }).toMatchObject({ silent: false });
    return findings.map((finding) => {
      const nowhere = finding.records.filter((seq) => !Number.isInteger(seq) || records[seq - 1]?.seq !== seq);
      expect({ ...finding, nowhere }).toMatchObject({ nowhere: [] });
      expect(finding.records).not.toEqual([]);
      expect({ ...finding, fault: illSaid(finding) }).toMatchObject({ fault: undefined });
      return { ...finding, requirement: requirement.id, scenario };
    });
  });
}

/** What is wrong with how a finding says where, and by what its bounds are wider than one value. */
function illSaid({ at, expected, budget, unit }: Finding): string | undefined {
  // Meter time may run back over a clock set.
  if (at && !(Number.isFinite(at.fromMs) && Number.isFinite(at.toMs))) return 'its time is none';
  if (budget.some(({ source, amount }) => source === '' || !(Number(amount) >= 0))) return 'its budget holds nothing';
  // What may be anything up to a bound needs no explanation.
  if (!('lo' in expected) || unit !== 'Wh' || expected.lo === '0') return undefined;
  return Number(expected.hi) > Number(expected.lo) && budget.length === 0 ? 'nothing explains its width' : undefined;
}

/** Findings that a conforming meter must not give. */
export const doubtful = (findings: Told[]) => findings.filter(({ outcome }) => outcome !== 'within');
