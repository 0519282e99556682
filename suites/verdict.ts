/** The one place that turns findings into verdicts, and verdicts into the statement. */
import type { TraceView } from '../trace/view';
import type { RecordOf } from '../trace/vocabulary';
import type { Finding, Requirement } from './requirements/requirement';
import type { Judgement, Statement, Verdict } from './verdict-types';

/** How one requirement came out, over all traces. */
export interface Outcome {
  requirement: Pick<Requirement, 'id' | 'mandatory'>;
  verdict: Verdict;
}

/** The rules of this file in words, for a reader of a report. */
export const DECISION_RULE =
  'An observed value fails only where it lies outside every value that the declared choices and the budget of the finding allow (simple acceptance of the widened interval: doubt is in favour of the meter). Where that interval is wider than the effect it has to show, the finding is undecided. A requirement fails where any scenario fails it; trouble of the tool, the bench or the link never counts as a fail. One mandatory fail makes the statement non-conformant; a mandatory requirement that is open leaves it incomplete.';

export const EXIT = { conformant: 0, nonConformant: 1, open: 2, error: 3, usage: 64 } as const;

/**
 * Within one trace, findings that no trouble touches first: any beyond fails. Then trouble that touches a finding gives
 * `error` (tool, bench) or `inconclusive` (link); any undecided is inconclusive; all within passes; none is not assessed. Readings
 * that had to be asked for again decide as any other, and it is said.
 */
export function verdictOf(findings: readonly Finding[], trace: TraceView): { verdict: Verdict; because: string } {
  const decided = decidedBy(findings, trace);
  return { ...decided, because: `${decided.because}${retriesIn(findings, trace)}` };
}

function decidedBy(findings: readonly Finding[], trace: TraceView): { verdict: Verdict; because: string } {
  if (findings.length === 0) return { verdict: 'not-assessed', because: 'not exercised in this scenario' };
  const troubles = findings.map((finding) => troubleTouching(finding, trace));
  const beyond = findings.filter(({ outcome }, i) => outcome === 'beyond' && !troubles[i]);
  if (beyond.length) return { verdict: 'fail', because: `${worst(beyond).says}: ${inWords(worst(beyond))}` };
  const trouble = troubles.find((one) => one && one.whose !== 'link') ?? troubles.find((one) => one);
  if (trouble?.whose === 'link') return { verdict: 'inconclusive', because: `link trouble: ${trouble.text}` };
  if (trouble) return { verdict: 'error', because: `${trouble.whose} trouble: ${trouble.text}` };
  const undecided = findings.find(({ outcome }) => outcome === 'undecided');
  if (undecided) return { verdict: 'inconclusive', because: `undecided: ${undecided.says}: ${inWords(undecided)}` };
  return { verdict: 'pass', because: `${findings.length} comparison${findings.length === 1 ? '' : 's'}, all within` };
}

function retriesIn(findings: readonly Finding[], trace: TraceView): string {
  const decisive = new Set(findings.flatMap(({ records }) => records));
  const tries = trace.of('observation').flatMap(({ seq, attempts }) => (attempts > 1 && decisive.has(seq) ? [attempts] : []));
  if (tries.length === 0) return '';
  return `; ${tries.length} decisive reading${tries.length === 1 ? '' : 's'} took up to ${Math.max(...tries)} tries`;
}

/** The finding furthest beyond its bounds. */
export function worst(findings: readonly Finding[]): Finding {
  return findings.reduce((worst, finding) => (Number(finding.margin ?? 0) < Number(worst.margin ?? 0) ? finding : worst));
}

/** Observed against expected, with the unit. */
export function inWords({ observed, expected, unit }: Finding): string {
  const said = typeof observed === 'string' ? observed : JSON.stringify(observed);
  const wanted =
    'equals' in expected
      ? JSON.stringify(expected.equals)
      : expected.lo === expected.hi
        ? expected.lo
        : `${expected.lo} to ${expected.hi}`;
  return `observed ${said}, expected ${wanted}${unit && ` ${unit}`}`;
}

/**
 * Trouble of the tool or the bench between the records of a finding, where nobody knows what flowed; or a lost answer
 * between them to anything that may have changed the meter. A lost answer to a read decides nothing and takes nothing away. What a
 * trouble puts in doubt from some record on is touched by it wherever the trouble stands.
 */
function troubleTouching({ records }: Finding, trace: TraceView): RecordOf<'trouble'> | undefined {
  const [first, last] = [Math.min(...records), Math.max(...records)];
  return trace
    .of('trouble')
    .find(
      ({ seq, whose, of, since = seq }) =>
        (since < seq ? since <= last : first < seq && seq < last) &&
        (whose !== 'link' || trace.stimulus(of ?? 0)?.stimulus.do !== 'read'),
    );
}

const OVER_TRACES: Verdict[] = ['fail', 'error', 'inconclusive', 'pass'];

/** Over traces: fail, error, inconclusive, pass, in that order; not assessed only where no trace exercised it. */
export function overTraces(judgements: readonly Pick<Judgement, 'verdict'>[]): Verdict {
  return OVER_TRACES.find((verdict) => judgements.some((judgement) => judgement.verdict === verdict)) ?? 'not-assessed';
}

/** Everything besides the verdicts that a statement depends on. */
export interface Circumstances {
  catalogue: { version: string; hash: string };
  choicesDiffer: number;
  partial: boolean;
  /** A partial run that chose requirements answers for each of them; one that chose scenarios only for what those exercise. */
  choseRequirements: boolean;
  /** Scenarios that were selected by name and not played. */
  unplayed: readonly string[];
  /** Objects of DP184 that the meter has and the declaration does not claim. */
  undeclared?: readonly string[];
  /** The run was stopped or killed before its end. */
  interrupted: boolean;
  /** Known flows are explained only by exchanged conductors or elements. */
  wiring?: string | undefined;
  /** Scenarios that ended in trouble of the tool or the bench. */
  failedScenarios: readonly string[];
}

/** The statement over all requirements; it speaks of DP184 and the listed choices, never of a certificate. */
export function statementOf(outcomes: readonly Outcome[], circumstances: Circumstances): Statement {
  const { catalogue, choicesDiffer, partial, interrupted, wiring } = circumstances;
  const mandatory = outcomes.filter(({ requirement }) => requirement.mandatory);
  const ids = (verdict: Verdict) =>
    mandatory.filter((outcome) => outcome.verdict === verdict).map(({ requirement }) => requirement.id);
  const attested = ids('attested');
  const open = [...ids('not-assessed'), ...ids('inconclusive')];
  const basis = `catalogue ${catalogue.version} (${catalogue.hash.slice(0, 12)}) for DP184 under the choices listed${choicesDiffer ? `, ${choicesDiffer} of which differ${choicesDiffer === 1 ? 's' : ''} from the default` : ''}`;
  const state = (verdict: Statement['verdict'], reason: string, exitCode: number, text: string): Statement => ({
    verdict,
    reason,
    attested,
    text,
    exitCode,
  });

  if (wiring)
    return state('incomplete', 'check-wiring', EXIT.error, `Incomplete: check the wiring before anything is judged. ${wiring}`);
  const fails = ids('fail');
  if (fails.length)
    return state(
      'non-conformant',
      'mandatory-fail',
      EXIT.nonConformant,
      `Does not conform to ${basis}: ${count(fails, 'mandatory requirement')} failed (${list(fails)}).`,
    );
  const errors = outcomes.filter(({ verdict }) => verdict === 'error').map(({ requirement }) => requirement.id);
  if (errors.length)
    return state(
      'incomplete',
      'error',
      EXIT.error,
      `Incomplete: trouble of the tool or the bench kept ${count(errors, 'requirement')} from a verdict (${list(errors)}).`,
    );
  const { failedScenarios } = circumstances;
  if (failedScenarios.length)
    return state(
      'incomplete',
      'error',
      EXIT.error,
      `Incomplete: trouble of the tool or the bench ended ${count([...failedScenarios], 'scenario')} early (${list([...failedScenarios])}).`,
    );
  if (interrupted)
    return state(
      'incomplete',
      'interrupted',
      EXIT.open,
      'Incomplete: the run was stopped before its end. What was recorded shows no failure.',
    );
  if (partial) {
    const { unplayed } = circumstances;
    const unanswered = circumstances.choseRequirements ? open : ids('inconclusive');
    const none = !outcomes.some(({ verdict }) => verdict === 'pass');
    const words = unplayed.length
      ? `Of what was selected, ${count([...unplayed], 'scenario')} could not be played (${list([...unplayed])}).`
      : unanswered.length
        ? `Of what was selected, ${count(unanswered, 'mandatory requirement')} stayed open (${list(unanswered)}).`
        : none
          ? 'Nothing selected was exercised.'
          : 'Everything selected that was exercised passed.';
    return state(
      'incomplete',
      'partial',
      unplayed.length || unanswered.length || none ? EXIT.open : EXIT.conformant,
      `Incomplete: a partial run. ${words}`,
    );
  }
  const { undeclared = [] } = circumstances;
  if (undeclared.length)
    return state(
      'incomplete',
      'undeclared',
      EXIT.open,
      `Incomplete: the meter has ${count([...undeclared], 'object')} of DP184 that the declaration does not claim, and so nothing tested (${list([...undeclared])}).`,
    );
  if (open.length)
    return state(
      'incomplete',
      'open',
      EXIT.open,
      `Incomplete: ${count(open, 'mandatory requirement')} stayed open (${list(open)}).`,
    );
  if (!outcomes.some(({ verdict }) => verdict === 'pass'))
    return state('incomplete', 'nothing-assessed', EXIT.open, 'Incomplete: no requirement was exercised.');
  const words = attested.length ? ` as tested, ${attested.length} attested` : '';
  return state(
    'conformant',
    attested.length ? 'as-tested' : 'all-mandatory-pass',
    EXIT.conformant,
    `Conforms to ${basis}${words && `,${words}`}.`,
  );
}

const MOST_NAMED = 5;
const count = (ids: string[], noun: string) => `${ids.length} ${noun}${ids.length === 1 ? '' : 's'}`;
const list = (ids: string[]) =>
  [...ids.slice(0, MOST_NAMED), ...(ids.length > MOST_NAMED ? [`and ${ids.length - MOST_NAMED} more`] : [])].join(', ');
