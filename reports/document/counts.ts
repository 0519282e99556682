import type { RunResult } from '../../suites/run-result';
import { SIGNS, tally, verdicts } from '../standing';
import type { Section } from './blocks';

/** The verdicts that there are, counted, mandatory and optional apart, each with its meaning. */
export function countsSection({ requirements }: RunResult): Section {
  const mandatory = requirements.filter((each) => each.mandatory);
  const optional = requirements.filter((each) => !each.mandatory);
  const counts = { mandatory: tally(mandatory), optional: tally(optional) };
  return {
    id: 'counts',
    title: 'Verdicts',
    front: true,
    blocks: [
      {
        block: 'table',
        caption: 'Requirements by verdict',
        columns: [
          { title: 'Verdict', width: 1.3 },
          { title: 'Mandatory', numeric: true, width: 0.8 },
          { title: 'Optional', numeric: true, width: 0.8 },
          { title: 'Means', width: 4 },
        ],
        groups: [
          {
            rows: verdicts
              .filter((verdict) => counts.mandatory[verdict] + counts.optional[verdict] > 0)
              .map((verdict) => [
                { verdict },
                String(counts.mandatory[verdict]),
                String(counts.optional[verdict]),
                SIGNS[verdict].means,
              ]),
          },
        ],
        foot: ['all', String(mandatory.length), String(optional.length), ''],
      },
    ],
  };
}
