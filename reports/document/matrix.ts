import type { RequirementResult, RunResult } from '../../suites/run-result';
import { clip } from '../escape';
import { count } from '../format';
import { byArea, SIGNS, verdicts } from '../standing';
import { limited, type Section, type Text } from './blocks';
import { requirementLink } from './front';

/** One row a requirement, by area: what it rests on, how sure the text is, how it went, what it is known to catch. */
export function matrixSection({ requirements, waivers }: RunResult): Section {
  const waived = new Set(waivers.filter(({ standing }) => standing === 'stands').map(({ requirement }) => requirement));
  return {
    id: 'matrix',
    title: 'Requirements',
    newPage: true,
    blocks: [
      {
        block: 'table',
        caption: 'Requirement matrix',
        columns: [
          { title: 'Requirement', width: 3.2 },
          { title: 'Clauses', width: 1.8 },
          { title: 'Basis', width: 1.1 },
          { title: 'Confidence', width: 1.25 },
          { title: 'Verdict', width: 1.75 },
          { title: 'Scenarios', width: 1.4 },
          { title: 'Known to catch', width: 2.1 },
        ],
        groups: [...byArea(requirements)].map(([area, some]) => ({
          title: [clip(area, 60), ' ', { quiet: count(some.length, 'requirement') }],
          rows: some.map((requirement) => row(requirement, waived.has(requirement.id))),
        })),
      },
    ],
  };
}

function row(requirement: RequirementResult, isWaived: boolean): Text[] {
  const { id, title, clauses, basis, confidence, verdict, mandatory, catches } = requirement;
  return [
    [requirementLink(id), { below: clip(title, 200) }],
    limited(clauses, 4, (clause) => clip(clause, 80), '; '),
    [basis, !mandatory && { below: 'optional' }],
    confidence,
    [{ verdict }, isWaived && { below: 'waived, see waivers' }],
    scenarioCounts(requirement),
    catches.length > 0 ? limited(catches, 2, (name) => ({ code: clip(name, 60) })) : { quiet: 'no faulty meter breaks it' },
  ];
}

/** How many scenarios that exercised it gave each verdict, e.g. `✕ 2 fail  ✓ 22 pass`. */
export function scenarioCounts({ counts }: RequirementResult): Text {
  const some = verdicts.filter((verdict) => verdict !== 'not-assessed' && (counts[verdict] ?? 0) > 0);
  if (some.length === 0) return { quiet: 'none' };
  return some.map((verdict): Text => [{ tone: verdict, says: `${SIGNS[verdict].symbol} ${counts[verdict]} ${verdict}` }, ' ']);
}
