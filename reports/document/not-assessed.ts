import type { RequirementResult, RunResult } from '../../suites/run-result';
import type { Verdict } from '../../suites/verdict-types';
import { clip } from '../escape';
import { isOpen } from '../standing';
import { type Block, more, nothing, type Section } from './blocks';
import { requirementLink } from './front';

const MOST_SCENARIOS = 100;
/** What it would take where a requirement does not say so itself. */
const OTHERWISE: Partial<Record<Verdict, string>> = {
  'not-assessed': 'a scenario that meets its needs',
  inconclusive: 'another run, on a closer bench or over a steadier link',
  error: 'another run, once the trouble is mended',
  attested: 'readings in place of the evidence',
  'not-applicable': 'nothing: it does not concern this meter as declared',
};

/** What this run does not know and what it would take; what stands on the maker's evidence, what does not apply, what was not played. */
export function notAssessedSection({ requirements, scenarios }: RunResult): Section {
  const open = requirements.filter(isOpen).sort((left, right) => Number(right.mandatory) - Number(left.mandatory));
  const attested = requirements.filter(({ verdict }) => verdict === 'attested');
  const inapplicable = requirements.filter(({ verdict }) => verdict === 'not-applicable');
  const all = [...open, ...attested, ...inapplicable];
  return {
    id: 'not-assessed',
    title: 'What was not assessed, and what it would take',
    blocks: [
      all.length > 0 ? requirementTable(all) : nothing('Every requirement was decided by readings of this run.'),
      ...unplayed(scenarios),
    ],
  };
}

function requirementTable(requirements: RequirementResult[]): Block {
  return {
    block: 'table',
    caption: 'Requirements not assessed',
    columns: [
      { title: 'Requirement', width: 3 },
      { title: 'Verdict', width: 1.4 },
      { title: 'Why', width: 2.6 },
      { title: 'What it would take', width: 2.6 },
    ],
    groups: [
      {
        rows: requirements.map(({ id, title, verdict, because, wouldTake, mandatory }) => [
          [requirementLink(id), { below: clip(title, 200) }],
          [{ verdict }, { below: mandatory ? 'mandatory' : 'optional' }],
          clip(because, 600),
          wouldTake ? clip(wouldTake.join('; '), 600) : { quiet: OTHERWISE[verdict] ?? '' },
        ]),
      },
    ],
  };
}

function unplayed(scenarios: RunResult['scenarios']): Block[] {
  const some = scenarios.filter(({ outcome }) => outcome !== 'played');
  if (some.length === 0) return [];
  return [
    { block: 'heading', text: 'Scenarios not played to their end' },
    {
      block: 'list',
      items: some
        .slice(0, MOST_SCENARIOS)
        .map(({ name, outcome, because }) => [
          { code: clip(name, 80) },
          ' ',
          { strong: outcome },
          ` ${clip(because ?? 'no reason was recorded', 300)}`,
        ]),
    },
    ...(some.length > MOST_SCENARIOS ? [more(`… and ${some.length - MOST_SCENARIOS} more`)] : []),
  ];
}
