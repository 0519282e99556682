import type { Cause, Failure, RunResult, WaiverResult } from '../../suites/run-result';
import { clip } from '../escape';
import { count, decimal, span } from '../format';
import { type Article, type Block, facts, limited, nothing, type Section, type Text } from './blocks';
import { chainBlocks } from './chain';
import { chartFigure, halfHoursOff } from './chart-figure';
import { failureAnchor } from './failure-anchor';
import { findingTable } from './finding';
import { requirementLink } from './front';

const LONGEST_YAML = 6000;
/** A meter that fails everything would make a report that no browser opens. */
const MOST_CHARTS = 60;

/** A card for each failure, or the sentence that there is none. */
export function failuresSection({ failures, waivers }: RunResult): Section {
  return {
    id: 'failures',
    title: 'Failures',
    newPage: true,
    blocks:
      failures.length > 0
        ? failures.map((failure, index) => card(failure, index, waiverOf(waivers, failure)))
        : [nothing('No requirement failed.')],
  };
}

const waiverOf = (waivers: readonly WaiverResult[], { requirement }: Failure) =>
  waivers.find((waiver) => waiver.requirement === requirement);

function card(failure: Failure, index: number, waiver: WaiverResult | undefined): Article {
  const { requirement, title, statement, clauses, scenario, scenarioTitle, trace, finding, more, smallest, replay } = failure;
  const id = failureAnchor(failure, index);
  return {
    block: 'article',
    kind: 'failure',
    id,
    title: clip(title, 300),
    verdict: 'fail',
    blocks: [
      { block: 'text', kind: 'must', text: clip(statement, 1000) },
      facts([
        ['Requirement', [requirementLink(requirement), ' ', { quiet: clip(clauses.join('; '), 300) }]],
        ['Waiver', waiver && waiverText(waiver)],
        ['Scenario', [clip(scenarioTitle, 200), ' ', { code: clip(scenario, 120) }]],
        ['Trace', [{ code: clip(trace, 200) }, ', ', records(finding.records)]],
        ['Meter time', finding.at && span(finding.at)],
        ['More', more > 0 && `${count(more, 'more finding')} of this requirement beyond its bounds, over all scenarios`],
      ]),
      findingTable(finding),
      index < MOST_CHARTS
        ? chartFigure(failure, id)
        : nothing(`No chart: the first ${MOST_CHARTS} failures have one; what it would show is in report.json.`),
      ...halfHoursOff(failure),
      ...causeBlocks(failure.causes),
      { block: 'heading', text: 'What to do next' },
      { block: 'list', numbered: true, items: failure.next.map((step) => clip(step, 600)) },
      { block: 'heading', text: `Smallest scenario, ${count(smallest.steps, 'step')}` },
      { block: 'text', kind: 'quiet', text: ['Kept as ', { code: clip(smallest.file, 200) }] },
      { block: 'code', label: 'Smallest scenario as YAML', text: clip(smallest.yaml, LONGEST_YAML) },
      { block: 'heading', text: 'See it again' },
      { block: 'code', label: 'Replay command', text: clip(replay, 1000), command: true },
      ...chainBlocks(failure),
    ],
  };
}

function records(numbers: number[]): Text {
  if (numbers.length === 0) return 'no records named';
  return [numbers.length > 1 ? 'records ' : 'record ', limited(numbers, 12, (seq) => decimal(seq))];
}

const waiverText = ({ standing, owner, expires, reason }: WaiverResult): Text => [
  standing === 'expired' ? { strong: `expired on ${clip(expires, 20)}` } : `until ${clip(expires, 20)}`,
  `, ${clip(owner, 120)}: ${clip(reason, 400)}`,
];

function causeBlocks(causes: readonly Cause[]): Block[] {
  const title: Block = { block: 'heading', text: 'Likely causes' };
  if (causes.length === 0)
    return [title, nothing('None fits: no faulty meter known here fails what this one fails and passes what this one passes.')];
  return [
    title,
    {
      block: 'text',
      kind: 'quiet',
      text: 'Known faulty meters that fail this requirement too and nothing that passed here, in the scenarios that both played. How alike they behave, not what is wrong.',
    },
    {
      block: 'table',
      caption: 'Likely causes',
      columns: [
        { title: 'Behaves like', width: 1.6 },
        { title: 'What that meter does', width: 3 },
        { title: 'Explains', width: 1.4 },
      ],
      groups: [
        {
          rows: causes.map(({ fault, says, explains, of, undecided }) => [
            { code: clip(fault, 80) },
            clip(says, 300),
            [
              `${explains} of ${count(of, 'failure')} there`,
              undecided > 0 && { below: `${undecided} more of its failures undecided here` },
            ],
          ]),
        },
      ],
    },
  ];
}
