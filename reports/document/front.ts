import type { RequirementResult, RunResult } from '../../suites/run-result';
import { anchor, clip } from '../escape';
import { isOpen, SIGNS, soundStatement, tally, verdicts } from '../standing';
import { type Front, limited, type Text } from './blocks';
import { coverageBar } from './coverage-bar';

const LISTED = 8;

export const requirementLink = (id: string): Text => ({ to: anchor(id), says: { code: clip(id, 120) } });

/** The statement, how much of the catalogue it stands on, and what stands in the way. */
export function frontOf(result: RunResult): Front {
  const { verdict, text, reason, exitCode } = soundStatement(result);
  const mandatory = result.requirements.filter((each) => each.mandatory);
  return {
    verdict,
    partial: result.partial,
    text: clip(text, 2000),
    points: [...standing(result, mandatory), [{ strong: 'Reason:' }, ' ', { code: clip(reason, 60) }, `, exit code ${exitCode}`]],
    coverage: coverageBar('Mandatory', mandatory),
    scope:
      'Speaks of this meter, this firmware, the catalogue and the choices named below, and of nothing else. It is not a SMETS2, CPA, MID or DLMS certificate.',
  };
}

function standing(result: RunResult, mandatory: RequirementResult[]): Text[] {
  const counts = tally(result.requirements);
  const named = (title: string, ids: string[]): Text =>
    ids.length > 0 && [{ strong: `${title}:` }, ' ', limited(ids, LISTED, requirementLink)];
  const failed = mandatory.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  const waived = result.waivers.filter(({ standing: how }) => how === 'stands').map(({ requirement }) => requirement);
  const points: Text[] = [
    [
      { strong: 'Verdicts:' },
      verdicts
        .filter((verdict) => counts[verdict] > 0)
        .map((verdict): Text => ['\u2003', { tone: verdict, says: `${SIGNS[verdict].symbol} ${counts[verdict]} ${verdict}` }]),
    ],
    named('Failed, mandatory', failed),
    named('Waived, and failed all the same', waived),
    named(
      'Open, mandatory',
      mandatory.filter(isOpen).map(({ id }) => id),
    ),
    named('On the maker’s evidence, not tested', result.statement.attested),
    result.partial && [
      { strong: 'Selected:' },
      ' ',
      result.selection.length > 0
        ? limited(result.selection, LISTED, (word) => ({ code: clip(word, 200) }), ' ')
        : 'a part of the catalogue',
    ],
  ];
  return points.filter((point) => point !== false);
}
