import type { ExtensionResult, FindingIn, RequirementResult, RunResult } from '../../suites/run-result';
import { clip } from '../escape';
import { firstOf } from '../first-of';
import { expectedText, observedText, withUnit } from '../format';
import { type Block, nothing, type Section, type Text } from './blocks';

/** What makers added and what it came to, apart from everything that the statement speaks of. */
export function extensionsSection({ extensions = [] }: RunResult): Section | undefined {
  if (extensions.length === 0) return undefined;
  const lead =
    'Added by makers, and judged apart: none of it is part of the catalogue, of the counts or of the statement. Ids begin with the prefix of the extension.';
  return {
    id: 'extensions',
    title: 'Beyond the catalogue',
    blocks: [{ block: 'text', kind: 'lead', text: lead }, ...extensions.flatMap(extensionBlocks)],
  };
}

function extensionBlocks({ prefix, title, version, sha256, loaded, requirements, catalogue, texts }: ExtensionResult): Block[] {
  return [
    { block: 'heading', text: [{ code: clip(prefix, 40) }, ` ${clip(title, 200)}, ${clip(version, 40)}`] },
    { block: 'text', kind: 'quiet', text: ['SHA-256 of its files ', { code: sha256 }] },
    ...(loaded ? [] : [nothing('It was not loaded when this report was made: its own requirements are not judged here.')]),
    ...(requirements.length > 0 ? [verdictsTable(`Requirements of ${clip(prefix, 40)}`, requirements)] : []),
    ...(catalogue.length > 0
      ? [verdictsTable(`Requirements of the catalogue in the scenarios of ${clip(prefix, 40)}`, catalogue)]
      : []),
    ...texts.map(
      ({ requirement, text }): Block => ({
        block: 'text',
        text: [{ strong: `${clip(prefix, 40)} on ` }, { code: clip(requirement, 120) }, `: ${clip(text, 2000)}`],
      }),
    ),
  ];
}

const verdictsTable = (caption: string, requirements: readonly RequirementResult[]): Block => ({
  block: 'table',
  caption,
  columns: [
    { title: 'Requirement', width: 3 },
    { title: 'Verdict', width: 1.2 },
    { title: 'Because', width: 4 },
  ],
  groups: [{ rows: requirements.map(row) }],
});

function row({ id, title, verdict, because, findings }: RequirementResult): Text[] {
  const [worst] = firstOf(findings, 1, ({ outcome }) => outcome === 'beyond');
  return [
    [{ code: clip(id, 120) }, { below: clip(title, 200) }],
    { verdict },
    worst ? [clip(worst.says, 200), { below: amounts(worst) }] : clip(because, 400),
  ];
}

const amounts = (finding: FindingIn) =>
  `${clip(finding.scenario, 80)}: expected ${withUnit(expectedText(finding), finding.unit)}, observed ${withUnit(observedText(finding), finding.unit)}`;
