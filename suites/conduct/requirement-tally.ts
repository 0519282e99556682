import type { Declaration } from '../../declaration/declaration';
import type { Finding, Requirement } from '../requirements/requirement';
import type { RequirementResult } from '../run-result';
import { overTraces } from '../verdict';
import type { Judgement, Verdict } from '../verdict-types';

/** Findings kept of one requirement, so that a report of a broken meter stays readable and bounded. */
const MOST_FINDINGS = 50;

/** Folds one requirement's judgements over all traces. Keeps every count, but of the findings only those a reader needs. */
export class RequirementTally {
  private readonly counts: Partial<Record<Verdict, number>> = {};
  private readonly because = new Map<Verdict, string>();
  private readonly scenarios: string[] = [];
  private readonly kept: (Finding & { scenario: string })[] = [];
  private tightest: (Finding & { scenario: string }) | undefined;
  private dropped = 0;
  private beyond = 0;

  constructor(
    private readonly requirement: Requirement,
    private readonly meter: Declaration,
  ) {}

  add({ verdict, because, scenario, findings }: Judgement) {
    this.counts[verdict] = (this.counts[verdict] ?? 0) + 1;
    if (!this.because.has(verdict)) this.because.set(verdict, `${scenario}: ${because}`);
    if (verdict !== 'not-assessed') this.scenarios.push(scenario);
    for (const finding of findings) this.keep({ ...finding, scenario });
  }

  private keep(finding: Finding & { scenario: string }) {
    if (finding.outcome === 'beyond') this.beyond++;
    if (finding.outcome !== 'within') {
      if (this.kept.length < MOST_FINDINGS) this.kept.push(finding);
      else this.dropped++;
      return;
    }
    if (!this.tightest || Number(finding.margin ?? 0) < Number(this.tightest.margin ?? 0)) this.tightest = finding;
  }

  result(): RequirementResult {
    const { id, area, title, statement, clauses, basis, confidence, mandatory, testability } = this.requirement;
    const { verdict, because } = this.conclusion();
    const more = this.dropped ? ` (${this.dropped} more findings are not within; they can be judged again from the traces)` : '';
    return {
      ...{ id, area, title, statement, clauses, basis, confidence, mandatory, testability },
      verdict,
      counts: this.counts,
      because: because + more,
      scenarios: this.scenarios,
      beyond: this.beyond,
      findings: [...this.kept, ...(this.tightest ? [this.tightest] : [])],
    };
  }

  private conclusion(): { verdict: Verdict; because: string } {
    const applies = this.requirement.applies(this.meter);
    if (applies !== true) return { verdict: 'not-applicable', because: applies };
    const found = Object.entries(this.counts).map(([verdict]) => ({ verdict: verdict as Verdict }));
    const verdict = overTraces(found);
    if (verdict === 'pass')
      return { verdict, because: `passed in ${this.counts.pass} scenario${this.counts.pass === 1 ? '' : 's'}` };
    if (verdict !== 'not-assessed') return { verdict, because: this.because.get(verdict) ?? '' };
    const evidence = this.attestation();
    if (evidence) return { verdict: 'attested', because: `attested by ${evidence.by}: ${evidence.evidence}` };
    return { verdict, because: 'no scenario of this run exercised it' };
  }

  /** Evidence counts only for what no black box can reach by the declared path; the rest has to be shown. */
  private attestation() {
    const { id, testability, capabilities } = this.requirement;
    const unreachable = testability !== 'black-box' || capabilities.meter.some((name) => !this.meter.capabilities.includes(name));
    return unreachable ? this.meter.attested.find(({ requirement }) => requirement === id) : undefined;
  }
}
