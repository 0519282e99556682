import type { ChainLink, Failure } from '../../suites/run-result';
import { clip } from '../escape';
import { count, decimal, instant } from '../format';
import type { Block } from './blocks';
import { requirementLink } from './front';

const OCTETS_A_LINE = 16;
const MOST_LINES = 12;

/** From the clause to the octets: requirement, finding, trace records with their place and hash, frames on the wire. */
export function chainBlocks({ requirement, clauses, finding, trace, chain }: Failure): Block[] {
  if (chain.length === 0) return [];
  const wire = chain.flatMap((link) => link.wire.map((frame) => ({ ...frame, of: link.seq })));
  return [
    { block: 'heading', text: 'From the clause to the octets' },
    {
      block: 'text',
      kind: 'quiet',
      text: [
        clip(clauses.join('; '), 300),
        ' → ',
        requirementLink(requirement),
        ` → ${clip(finding.says, 200)} → `,
        { code: clip(trace, 200) },
        wire.length > 0 ? ' → frames on the wire' : ' (the meter was reached without a wire)',
      ],
    },
    {
      block: 'table',
      caption: 'Records that decide the finding',
      columns: [
        { title: 'Record', numeric: true, width: 0.7 },
        { title: 'What it holds', width: 3 },
        { title: 'Octets of the trace file', width: 1.5 },
        { title: 'SHA-256', width: 1.6 },
      ],
      groups: [{ rows: chain.map(recordRow) }],
    },
    ...(wire.length > 0
      ? [{ block: 'code', label: 'Frames on the wire', text: wire.map(frameText).join('\n') } satisfies Block]
      : []),
  ];
}

function recordRow({ seq, kind, atMs, offset, octets, sha256, says }: ChainLink) {
  return [
    decimal(seq),
    [clip(kind, 20), ' ', { code: clip(says, 160) }, { below: `bench time ${instant(atMs)}` }],
    [{ code: hex(offset, 8) }, { below: `${count(octets, 'octet')}` }],
    { code: `${sha256.slice(0, 16)}…` },
  ];
}

const hex = (number: number, digits: number) => `0x${number.toString(16).padStart(digits, '0')}`;

function frameText({ seq, way, hex: given, octets }: ChainLink['wire'][number]): string {
  const shown = given.slice(0, 2 * OCTETS_A_LINE * MOST_LINES).replace(/[^0-9a-f]/gi, '?');
  const lines: string[] = [];
  for (let at = 0; at < shown.length; at += 2 * OCTETS_A_LINE)
    lines.push(
      `  ${(at / 2).toString(16).padStart(4, '0')}  ${shown.slice(at, at + 2 * OCTETS_A_LINE).replace(/..(?=.)/g, '$& ')}`,
    );
  const rest = octets - shown.length / 2;
  const whither = way === 'tx' ? 'to the meter' : 'from the meter';
  return [`record ${seq}, ${whither}, ${octets} octets`, ...lines, ...(rest > 0 ? [`  … and ${rest} more octets`] : [])].join(
    '\n',
  );
}
