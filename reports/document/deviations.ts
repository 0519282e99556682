import type { RunResult, WaiverResult } from '../../suites/run-result';
import { clip } from '../escape';
import { type Block, more, nothing, type Section, type Text } from './blocks';
import { requirementLink } from './front';

const MOST_NOTES = 50;

/** What departs from a full, undisturbed run of the standard scenarios, and what somebody answers for. */
export function deviationsSection(result: RunResult): Section {
  const deviations = deviationsOf(result);
  return {
    id: 'deviations',
    title: 'Deviations and waivers',
    blocks: [
      deviations.length > 0
        ? { block: 'list', items: deviations.slice(0, MOST_NOTES) }
        : nothing('None from the standard scenarios and the method; the recording is whole.'),
      ...(deviations.length > MOST_NOTES ? [more(`… and ${deviations.length - MOST_NOTES} more`)] : []),
      { block: 'heading', text: 'Waivers' },
      ...waiverBlocks(result.waivers),
    ],
  };
}

function deviationsOf({ partial, selection, meter, notes }: RunResult): Text[] {
  return [
    ...(partial
      ? [
          [
            { strong: 'Only a selection ran:' },
            ' ',
            selection.length > 0 ? { code: clip(selection.join(' '), 400) } : 'a part of the catalogue',
          ] satisfies Text,
        ]
      : []),
    ...(meter.image === 'engineering'
      ? ['The meter ran an engineering image, which allows more on its local port than a production image.']
      : []),
    ...notes.map((note) => clip(note, 500)),
  ];
}

const STANDINGS: Record<WaiverResult['standing'], string> = {
  stands: 'stands; the requirement failed all the same',
  expired: 'expired before the run; nothing is waived',
  idle: 'idle: the requirement did not fail',
};

function waiverBlocks(waivers: readonly WaiverResult[]): Block[] {
  if (waivers.length === 0) return [nothing('None was handed in.')];
  return [
    {
      block: 'table',
      caption: 'Waivers',
      columns: [
        { title: 'Requirement', width: 2 },
        { title: 'Standing', width: 1.6 },
        { title: 'Reason', width: 3 },
        { title: 'Owner', width: 1.2 },
        { title: 'Last day', width: 1 },
      ],
      groups: [
        {
          rows: waivers.map(({ requirement, standing, reason, owner, expires }) => [
            requirementLink(requirement),
            STANDINGS[standing],
            clip(reason, 600),
            clip(owner, 120),
            clip(expires, 20),
          ]),
        },
      ],
    },
  ];
}
