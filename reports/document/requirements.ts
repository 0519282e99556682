import type { RequirementResult, RunResult } from '../../suites/run-result';
import { anchor, clip } from '../escape';
import { firstOf } from '../first-of';
import { count } from '../format';
import { type Article, type Block, facts, limited, more, type Section, type Text } from './blocks';
import { failureAnchor } from './failure-anchor';
import { findingsTable } from './finding';
import { scenarioCounts } from './matrix';

const MOST_FINDINGS = 10;
const MOST_SCENARIOS = 12;
const MOST_FAULTS = 8;

/** Every requirement by itself: what it says, how it was judged, its findings. */
export function requirementsSection({ requirements, failures }: RunResult): Section {
  const cards = new Map(failures.map((failure, index) => [failure.requirement, failureAnchor(failure, index)]));
  return {
    id: 'requirements',
    title: 'Requirement by requirement',
    newPage: true,
    blocks: requirements.map((requirement) => article(requirement, cards.get(requirement.id))),
  };
}

function article(requirement: RequirementResult, card: string | undefined): Article {
  const { id, title, statement, clauses, basis, confidence, mandatory, testability, verdict, because, scenarios } = requirement;
  const { unpassed, comparisons, catches, wouldTake } = requirement;
  const { within, beyond, undecided } = comparisons;
  const others = Object.entries(unpassed);
  return {
    block: 'article',
    kind: 'requirement',
    id: anchor(id),
    title: [{ quiet: { code: clip(id, 120) } }, ' ', clip(title, 300)],
    verdict,
    blocks: [
      { block: 'text', kind: 'must', text: clip(statement, 1000) },
      facts([
        ['Because', [clip(because, 1000), card !== undefined && ['; ', { to: card, says: 'see its failure card' }]]],
        ['Would take', wouldTake && clip(wouldTake.join('; '), 600)],
        ['Clauses', clip(clauses.join('; '), 500)],
        ['Rests on', `${basis} text, ${confidence}; ${mandatory ? 'mandatory' : 'optional'}; ${testability}`],
        ['Scenarios', [scenarioCounts(requirement), scenarios.length > 0 && { below: names(scenarios) }]],
        [
          'Not passed in',
          others.length > 0 && limited(others, MOST_SCENARIOS, ([name, how]) => [{ code: clip(name, 60) }, ` ${how}`]),
        ],
        ['Comparisons', within + beyond + undecided > 0 && `${within} within, ${beyond} beyond, ${undecided} undecided`],
        ['Known to catch', catches.length > 0 && limited(catches, MOST_FAULTS, (name) => ({ code: clip(name, 60) }))],
      ]),
      ...findings(requirement),
    ],
  };
}

const names = (scenarios: readonly string[]): Text => limited(scenarios, MOST_SCENARIOS, (name) => ({ code: clip(name, 60) }));

function findings({ findings, tightest, id }: RequirementResult): Block[] {
  const shown = [...firstOf(findings, MOST_FINDINGS), ...(tightest ? [tightest] : [])];
  if (shown.length === 0) return [];
  const rest = findings.length - MOST_FINDINGS;
  return [
    findingsTable(`Findings of ${clip(id, 80)}`, shown),
    ...(rest > 0 ? [more(`… and ${count(rest, 'more', 'more')} that are not within; all are in report.json`)] : []),
  ];
}
