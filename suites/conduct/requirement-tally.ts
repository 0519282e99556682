import type { Declaration } from '../../declaration/declaration';
import type { Finding, Requirement } from '../requirements/requirement';
import type { FindingIn, RequirementResult } from '../run-result';
import { overTraces } from '../verdict';
import type { Judgement, Verdict } from '../verdict-types';
import { caughtBy } from './fault-patterns';
import { FindingStore, type KeptFindings } from './kept-findings';

/** Folds one requirement's judgements over all traces: every count, every finding that is not within, and the tightest that is. */
export class RequirementTally {
  private readonly counts: Partial<Record<Verdict, number>> = {};
  private readonly because = new Map<Verdict, string>();
  private readonly scenarios: string[] = [];
  private readonly unpassed: RequirementResult['unpassed'] = {};
  private readonly comparisons: Record<Finding['outcome'], number> = { within: 0, beyond: 0, undecided: 0 };
  private readonly kept: KeptFindings;
  private tightest: FindingIn | undefined;

  constructor(
    private readonly requirement: Requirement,
    private readonly meter: Declaration,
    store = new FindingStore(),
  ) {
    this.kept = store.list();
  }

  add({ verdict, because, scenario, findings }: Judgement) {
    this.counts[verdict] = (this.counts[verdict] ?? 0) + 1;
    if (!this.because.has(verdict)) this.because.set(verdict, `${scenario}: ${because}`);
    if (verdict !== 'not-assessed') {
      this.scenarios.push(scenario);
      if (verdict !== 'pass') this.unpassed[scenario] = verdict;
    }
    for (const finding of findings) this.count({ ...finding, scenario });
    this.kept.add(findings.filter(({ outcome }) => outcome !== 'within').map((finding) => ({ ...finding, scenario })));
  }

  private count(finding: FindingIn) {
    this.comparisons[finding.outcome]++;
    if (finding.outcome !== 'within') return;
    if (!this.tightest || slack(finding) < slack(this.tightest)) this.tightest = finding;
  }

  result(): RequirementResult {
    const { id, area, title, statement, clauses, basis, confidence, mandatory, testability } = this.requirement;
    return {
      ...{ id, area, title, statement, clauses, basis, confidence, mandatory, testability },
      ...this.conclusion(),
      counts: this.counts,
      scenarios: this.scenarios,
      unpassed: this.unpassed,
      comparisons: this.comparisons,
      findings: this.kept,
      ...(this.tightest && { tightest: this.tightest }),
      catches: caughtBy(id),
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

/** How close to its bounds a finding is; a value that had to be exactly another one has no room at all. */
const slack = ({ margin }: Finding) => Number(margin ?? 0);
