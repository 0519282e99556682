import { SIGNS, verdicts } from '../standing';
import type { Section } from './blocks';

/** How the words of the report hang together, for a reader who has only the report. */
export function readingSection(): Section {
  return {
    id: 'reading',
    title: 'How to read this report',
    blocks: [
      {
        block: 'list',
        items: [
          [{ strong: 'Requirement' }, ': one clause made checkable. Each has one of these verdicts.'],
          ...verdicts.map((verdict) => [{ verdict }, ` ${SIGNS[verdict].means}`]),
          [
            { strong: 'Mandatory and open' },
            ': error, inconclusive or not assessed. It leaves the statement incomplete, however many others passed.',
          ],
          [
            { strong: 'Finding' },
            ': one comparison of what was expected with what was observed. It fails only outside its bounds.',
          ],
          [
            { strong: 'Budget' },
            ': what widens those bounds: resolution, the clock, gaps that are declared. It is in the unit of the finding.',
          ],
          [
            { strong: 'Signs of energy' },
            ': import is positive, export negative. Half hours, rates and days are counted in meter time, UTC.',
          ],
          [
            { strong: 'Known to catch' },
            ': faulty meters that break this rule on purpose and fail it. A requirement that catches none is not proven to be able to fail.',
          ],
          [{ strong: 'Waived' }, ': somebody answers for a failure until a day. It stays a failure.'],
        ],
      },
    ],
  };
}
